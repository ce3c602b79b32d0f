"""Outlook's winmail.dat (MS-OXTNEF) as the files and bodies in it.

tnefparse knows the properties; the stream is walked here, because its own walk copies the rest of the stream for
every object, believes every count it reads (four thousand million properties take hours) and gives up at one bad one.
"""

import logging
from dataclasses import dataclass, field
from typing import Any

from ..limits import TNEF_DEPTH, TNEF_OBJECTS, TNEF_PROPERTIES
from .charsets import decode_text, known_charset
from .rtf import decompress_rtf, read_rtf

_SIGNATURE = b"\x78\x9f\x3e\x22"
_MESSAGE = b"\x07\x03\x02\x00\x00\x00\x00\x00\xc0\x00\x00\x00\x00\x00\x00\x46"
"""What begins a message that is attached as a stream of its own (IID_IMessage)."""
_HEAD, _TRAILER = 9, 2


@dataclass(slots=True)
class TnefFile:
    """One attached file, as named in the stream."""

    name: str = ""
    content_type: str = ""
    content: bytes = b""


@dataclass(slots=True)
class Tnef:
    """What could be read of a stream."""

    files: list[TnefFile] = field(default_factory=list)
    text: str = ""
    html: str = ""
    problems: list[str] = field(default_factory=list)


def read_tnef(data: bytes, depth: int = 1) -> Tnef:
    """The files and bodies of a stream; never raises, and takes time in proportion to its length."""
    return _Reader(depth).read(data)


class _Bounded(bytes):
    """The bytes of a property block, as tnefparse reads it: a count that leads past its end, or too far, ends it."""

    looks = 0

    def __getitem__(self, key: Any) -> Any:
        self.looks += 1
        if self.looks > 4 * TNEF_PROPERTIES or (isinstance(key, slice) and (key.start or 0) >= len(self)):
            raise IndexError("past the end of the properties")
        return super().__getitem__(key)


class _Reader:
    def __init__(self, depth: int) -> None:
        # Imported here: only a mail of Outlook's needs it. It logs each oddity as an error, which `problems` tells.
        import tnefparse
        from tnefparse import mapi, properties

        logging.getLogger("tnefparse").setLevel(logging.CRITICAL)
        self._names: Any = tnefparse.TNEF
        self._properties: Any = properties
        self._decode: Any = mapi.decode_mapi
        self._depth = depth
        self._tnef = Tnef()
        self._codec = "cp1252"
        self._looks = 0

    def read(self, data: bytes) -> Tnef:
        if not data.startswith(_SIGNATURE):
            self._tnef.problems.append("no TNEF stream, whatever it is called")
            return self._tnef
        position, count = 6, 0
        while position + _HEAD + _TRAILER <= len(data):
            length = int.from_bytes(data[position + 5 : position + _HEAD], "little")
            begin = position + _HEAD
            if begin + length > len(data):
                self._problem("the TNEF stream is cut off")
            self._object(
                data[position],
                int.from_bytes(data[position + 1 : position + 3], "little"),
                data[begin : begin + length],
            )
            position, count = begin + length + _TRAILER, count + 1
            if count >= TNEF_OBJECTS:
                self._problem(f"more than {TNEF_OBJECTS} objects in the TNEF stream; the rest is not read")
                break
        return self._tnef

    def _object(self, level: int, name: int, data: bytes) -> None:
        names, files = self._names, self._tnef.files
        if name == names.ATTATTACHRENDDATA:
            files.append(TnefFile())
        elif level == names.LVL_ATTACHMENT:
            if not files:
                files.append(TnefFile())
            self._attachment(files[-1], name, data)
        elif name == names.ATTOEMCODEPAGE:
            self._codec = _codec(int.from_bytes(data[:4], "little")) or self._codec
        elif name == names.ATTBODY:
            self._tnef.text = self._tnef.text or self._text(data)
        elif name == names.ATTMAPIPROPS:
            self._message(self._decoded(data))

    def _attachment(self, file: TnefFile, name: int, data: bytes) -> None:
        if name == self._names.ATTATTACHTITLE:
            file.name = file.name or self._text(data)
        elif name == self._names.ATTATTACHDATA:
            file.content = data
        elif name == self._names.ATTATTACHMENT:
            found = self._decoded(data)
            properties = self._properties
            long_name = found.get(properties.MAPI_ATTACH_LONG_FILENAME) or found.get(properties.MAPI_DISPLAY_NAME)
            file.name = self._text(long_name or b"") or file.name
            file.content_type = self._text(found.get(properties.MAPI_ATTACH_MIME_TAG) or b"").strip().lower()
            content = found.get(properties.MAPI_ATTACH_DATA_OBJ)
            if isinstance(content, bytes) and content:
                self._object_within(file, content)

    def _object_within(self, file: TnefFile, content: bytes) -> None:
        if not content.startswith(_MESSAGE):
            file.content = file.content or content
            return
        file.content, file.content_type = content[len(_MESSAGE) :], "application/ms-tnef"
        if self._depth >= TNEF_DEPTH:
            self._problem(f"messages in messages deeper than {TNEF_DEPTH}; kept whole")
            return
        inner = read_tnef(file.content, self._depth + 1)
        self._tnef.files += inner.files[: TNEF_OBJECTS - len(self._tnef.files)]
        self._tnef.problems += inner.problems

    def _message(self, found: dict[int, Any]) -> None:
        properties, tnef = self._properties, self._tnef
        page = found.get(properties.MAPI_INTERNET_CODEPAGE)
        codec = (_codec(page) if isinstance(page, int) else None) or self._codec
        tnef.text = self._text(found.get(properties.MAPI_BODY) or b"", codec) or tnef.text
        tnef.html = self._text(found.get(properties.MAPI_BODY_HTML) or b"", codec) or tnef.html
        compressed = found.get(properties.MAPI_RTF_COMPRESSED)
        if isinstance(compressed, bytes) and not tnef.html:
            rtf, problem = decompress_rtf(compressed)
            if problem:
                self._problem(problem)
            document = read_rtf(rtf)
            if document.is_html:
                tnef.html = document.text
            elif not tnef.text.strip():
                tnef.text = document.text.strip("\n")

    def _decoded(self, data: bytes) -> dict[int, Any]:
        """The properties by number; of repeated ones the first. The count is capped, and the block read in bounds."""
        count = min(int.from_bytes(data[:4], "little"), TNEF_PROPERTIES)
        block = _Bounded(count.to_bytes(4, "little") + data[4:])
        block.looks = self._looks
        found: dict[int, Any] = {}
        try:
            # Texts as Latin-1: read so, they are the bytes they were, and the code page may not fit them.
            for one in self._decode(block, "latin-1"):
                found.setdefault(one.name, one.data)
        except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError) as error:
            self._problem(f"properties that cannot be read ({type(error).__name__})")
        if len(found) < min(count, 1):
            self._problem("properties that cannot be read")
        self._looks = block.looks
        return found

    def _text(self, value: Any, codec: str = "") -> str:
        if isinstance(value, str):
            if not value.isascii() and all(ord(each) < 256 for each in value):
                value = value.encode("latin-1")
            else:
                return value.encode("utf-8", "replace").decode().replace("\0", "")
        return decode_text(value, codec or self._codec)[0].replace("\0", "") if isinstance(value, bytes) else ""

    def _problem(self, reason: str) -> None:
        if reason not in self._tnef.problems:
            self._tnef.problems.append(reason)


def _codec(page: int) -> str | None:
    return "utf-8" if page == 65001 else known_charset(f"cp{page}")
