"""TNEF streams made for tests: objects, property blocks, compressed RTF."""

import struct

OBJECT = struct.Struct("<BHHI")
MESSAGE_ID = b"\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
CODEPAGE, BODY, RENDERING, TITLE, DATA = 0x9007, 0x800C, 0x9002, 0x8010, 0x800F
MESSAGE_PROPERTIES, FILE_PROPERTIES = 0x9003, 0x9005


def stream(*objects: bytes) -> bytes:
    """A stream of these objects."""
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(objects)


def item(level: int, name: int, data: bytes) -> bytes:
    """One object: level 1 is the message's, 2 an attachment's."""
    return OBJECT.pack(level, name, 6, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def attached(name: bytes, content: bytes, *more: bytes) -> bytes:
    """The objects of one attachment."""
    return b"".join([item(2, RENDERING, b"\0" * 14), item(2, TITLE, name + b"\0"), item(2, DATA, content), *more])


def properties(*found: tuple[int, int, bytes]) -> bytes:
    """A property block: (type, number, value) each."""
    block = struct.pack("<I", len(found))
    for kind, number, value in found:
        block += struct.pack("<HH", kind, number)
        if kind == 3:
            block += value
        else:
            block += struct.pack("<II", 1, len(value)) + value + b"\0" * (-len(value) % 4)
    return block


def compressed(rtf: bytes) -> bytes:
    """RTF as Outlook stores it, without any reference to what came before, ended as it must be."""
    body, position = b"", 0
    while position < len(rtf):
        body += b"\0" + rtf[position : position + 8]
        position += 8
    if len(rtf) % 8:
        body = body[: len(body) - len(rtf) % 8 - 1] + bytes([1 << len(rtf) % 8]) + rtf[-(len(rtf) % 8) :]
    else:
        body += b"\1"
    end = (207 + len(rtf)) % 4096
    body += struct.pack(">H", end << 4)
    return struct.pack("<II", len(body) + 12, len(rtf)) + b"LZFu" + b"\0\0\0\0" + body
