"""The parts of a mail (RFC 2046): where each begins and ends, found in the raw bytes without copying or rewriting them.

The standard library's parser keeps no bytes of a message/rfc822 (it rewrites its headers), has no limit on depth
(600 levels over 100 KB take 4 s) and holds the mail several times. So the boundaries are found here, top down: an
outer boundary ends whatever is open inside it, as RFC 2046, 5.1.2 asks, and no input makes this slow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from ..limits import MIME_DEPTH, MIME_PARTS
from .fields import HeaderBlock, mail_start, read_headers
from .parameters import file_name_of, read_parameters
from .protection import multipart_protection
from .transfer import decode_transfer

_IN_ALTERNATIVE = "text/plain; alternative"
"""Plain text by default, and inside a multipart/alternative, where even a named text is a body."""

_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/[a-z0-9!#$&^_.+-]+")
_NEWLINE_BEFORE = re.compile(rb"\r{0,2}\n\Z|\r\Z")
_REST_OF_LINE = re.compile(rb"(--)?[ \t]*+(\r{0,2}\n|\r|\Z)")
_GUESS = re.compile(rb"(?<![^\r\n])--([^\r\n]{1,69})\r{0,2}\nContent-[A-Za-z-]{1,40}:", re.IGNORECASE)


@dataclass(slots=True)
class Part:
    """One part that holds content: its headers, its type and its still encoded body within `raw`."""

    path: str
    header: HeaderBlock
    content_type: str
    parameters: dict[str, str]
    disposition: str
    filename: str
    in_alternative: bool
    raw: bytes
    start: int
    end: int

    def content(self) -> tuple[bytes, str]:
        """The decoded content and what was wrong with its encoding."""
        return decode_transfer(self.raw[self.start : self.end], self.header.first("content-transfer-encoding"))


class Structure:
    """One mail walked: its `root` entity, the `parts` that hold content in order, `problems` as (part, reason)."""

    def __init__(self, raw: bytes, charset: str | None) -> None:
        self.parts: list[Part] = []
        self.problems: list[tuple[str, str]] = []
        self._charset = charset
        self.root = self._entity(raw, (mail_start(raw), len(raw)), "", "text/plain")

    def _entity(self, raw: bytes, span: tuple[int, int], path: str, default: str) -> Part:
        """One entity; `default` is what a part is that states no type (RFC 2046, 5.1.5: a message, in a digest)."""
        name = path or "mail"
        header = read_headers(raw, *span)
        self.problems += [(name, reason) for reason in header.problems]
        declared, parameters = read_parameters(header.first("content-type"), self._charset)
        disposition, given = read_parameters(header.first("content-disposition"), self._charset)
        filename = file_name_of(given, "filename") or file_name_of(parameters, "name")
        content_type = self._type(name, declared, default, filename)
        inside = default == _IN_ALTERNATIVE
        part = Part(name, header, content_type, parameters, disposition, filename, inside, raw, header.body, span[1])
        if not content_type.startswith("multipart/"):
            self.parts.append(part)
        elif path.count(".") + 1 >= MIME_DEPTH:
            self.problems.append((name, f"nested deeper than {MIME_DEPTH}; kept whole as an attachment"))
            self.parts.append(part)
        else:
            self._multipart(part, path)
        return part

    def _type(self, name: str, declared: str, default: str, filename: str) -> str:
        if _TYPE.fullmatch(declared):
            return declared
        if declared:
            self.problems.append((name, f"no usable content type: {declared[:80]!r}"))
            # RFC 2045, 5.2 reads it as plain text; of a named file that would be a guess.
            return "application/octet-stream" if filename else "text/plain"
        return default.partition(";")[0]

    def _multipart(self, part: Part, path: str) -> None:
        boundary = self._boundary(part)
        if mark := multipart_protection(part.content_type, part.parameters):
            self.problems.append((part.path, mark))
        spans = list(islice(_spans(part.raw, part.start, part.end, boundary), MIME_PARTS + 1)) if boundary else []
        if not spans and not self._encoded_whole(part, boundary):
            self._unsplit(part, boundary)
            return
        spans = spans or list(islice(_spans(part.raw, part.start, part.end, boundary), MIME_PARTS + 1))
        default = _default(part)
        if any(after_close for _, _, after_close in spans):
            self.problems.append((part.path, "parts after the closing boundary"))
        for number, (begin, end, _) in enumerate(spans, 1):
            if len(self.parts) >= MIME_PARTS:
                self.problems.append((part.path, f"more than {MIME_PARTS} parts; the rest is not read"))
                return
            self._entity(part.raw, (begin, end), f"{path}.{number}" if path else str(number), default)
            if part.content_type == "multipart/related":
                # The first is the body, what follows belongs to it (RFC 2387, 3.2).
                default = "text/plain"

    def _encoded_whole(self, part: Part, boundary: bytes) -> bool:
        """RFC 2045, 6.4 forbids encoding a multipart as a whole; some do, and then the part is decoded in place."""
        if not boundary or not part.header.first("content-transfer-encoding"):
            return False
        content, _ = part.content()
        if next(_spans(content, 0, len(content), boundary), None) is None:
            return False
        self.problems.append((part.path, "a multipart encoded as a whole; decoded first"))
        part.raw, part.start, part.end = content, 0, len(content)
        return True

    def _boundary(self, part: Part) -> bytes:
        declared = part.parameters.get("boundary", "").rstrip().encode("utf-8", "replace")
        if declared and part.raw.find(b"--" + declared, part.start, part.end) >= 0:
            return declared
        guess = _GUESS.search(part.raw, part.start, part.end)
        if guess is None:
            return declared
        self.problems.append((part.path, "multipart without its boundary; taken from its first part"))
        return guess[1].rstrip()

    def _unsplit(self, part: Part, boundary: bytes) -> None:
        """A multipart without any part: its text, up to a boundary that only closes, is a plain body."""
        closing = next(_delimiters(part.raw, part.start, part.end, b"--" + boundary), None) if boundary else None
        body = replace(part, content_type="text/plain", filename="", end=closing[0] if closing else part.end)
        if body.raw[body.start : body.end].strip():
            self.problems.append((part.path, "multipart without a part; read as plain text"))
            self.parts.append(body)


def _default(part: Part) -> str:
    if part.content_type == "multipart/digest":
        return "message/rfc822"
    return _IN_ALTERNATIVE if part.content_type == "multipart/alternative" or part.in_alternative else "text/plain"


def _spans(raw: bytes, start: int, end: int, boundary: bytes) -> Iterator[tuple[int, int, bool]]:
    """(begin, end, after the closing boundary) of each part; what precedes the first and follows the last is none."""
    begin, closed = -1, False
    for line_start, next_start, closing in _delimiters(raw, start, end, b"--" + boundary):
        if begin >= 0:
            yield begin, max(begin, _without_newline(raw, begin, line_start)), closed
        begin = -1 if closing else next_start
        closed = closed or closing
    if begin >= 0:
        yield begin, end, closed


def _delimiters(raw: bytes, start: int, end: int, line: bytes) -> Iterator[tuple[int, int, bool]]:
    """Each boundary line: where it starts, where the next line starts, whether it closes."""
    position = raw.find(line, start, end)
    while position >= 0:
        after = position + len(line)
        match = _REST_OF_LINE.match(raw, after, end)
        if match is not None and (position == start or raw[position - 1] in b"\r\n"):
            yield position, match.end(), match[1] is not None
            after = match.end()
        position = raw.find(line, after, end)


def _without_newline(raw: bytes, begin: int, line_start: int) -> int:
    """RFC 2046, 5.1.1: the line break before a boundary belongs to the boundary."""
    match = _NEWLINE_BEFORE.search(raw, max(begin, line_start - 3), line_start)
    return match.start() if match else line_start
