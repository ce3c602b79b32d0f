"""What an S/MIME signature is wrapped around (RFC 5652, 5.2): found in the message without knowing the rest of it."""

_DATA = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x01"
"""The object identifier of plain content (id-data); the content follows it."""
_WITHIN = 4096
_EXPLICIT, _OCTETS, _PIECES = 0xA0, 0x04, 0x24


def signed_content(message: bytes) -> bytes:
    """The content, or b"" if it cannot be found; the signature is not looked at."""
    at = message.find(_DATA, 0, _WITHIN)
    if at < 0:
        return b""
    tag, start, _ = _element(message, at + len(_DATA))
    if tag != _EXPLICIT:
        return b""
    tag, start, end = _element(message, start)
    if tag == _OCTETS:
        return message[start:end]
    return _pieces(message, start, end) if tag == _PIECES else b""


def _pieces(message: bytes, position: int, end: int) -> bytes:
    """A string in pieces, as those write who do not know its length beforehand."""
    found: list[bytes] = []
    while position < end:
        tag, start, stop = _element(message, position)
        if tag != _OCTETS:
            break
        found.append(message[start:stop])
        position = stop
    return b"".join(found)


def _element(message: bytes, position: int) -> tuple[int, int, int]:
    """Tag, and where the value begins and ends; at the message's end at most, also where no length is stated."""
    if position + 2 > len(message):
        return 0, len(message), len(message)
    tag, length = message[position], message[position + 1]
    start = position + 2
    if length == 0x80:
        return tag, start, len(message)
    if length > 0x80:
        octets = length & 0x7F
        length = int.from_bytes(message[start : start + octets], "big")
        start += octets
    return tag, min(start, len(message)), min(start + length, len(message))
