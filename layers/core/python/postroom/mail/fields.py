"""Header fields as raw bytes (RFC 5322, 2.2): where the block ends, unfolded values, and lines that are neither."""

import re
from dataclasses import dataclass, field

from ..limits import MAIL_HEADER_BYTES

# LF, CRLF, CR, and the CR CR LF that some relays make of CRLF.
_LINE = re.compile(rb"([^\r\n]*+)(?:\r{0,2}\n|\r|\Z)")
_FIELD = re.compile(rb"([!-9;-~]+)[ \t]*:(.*)", re.DOTALL)
_MBOX = (b"From ", b">From ")
_BOM = b"\xef\xbb\xbf"
_EMPTY_LINES = re.compile(rb"(?:[ \t]*+(?:\r{0,2}\n|\r))*+")
# Two of these are a mail's headers, and no text that begins with a word and a colon.
_OF_MAILS = frozenset(
    {"return-path", "received", "delivered-to", "from", "to", "subject", "date", "message-id", "mime-version"}
)
_OF_MAILS_LEAST = 2


@dataclass(slots=True)
class HeaderBlock:
    """The fields of one entity in order, names lower-cased, values unfolded; `body` is where its body starts."""

    fields: list[tuple[str, bytes]] = field(default_factory=list)
    body: int = 0
    problems: list[str] = field(default_factory=list)

    def first(self, name: str) -> bytes:
        """The first non-empty value of a field, or b""."""
        return next((value for key, value in self.fields if key == name and value), b"")


def mail_start(raw: bytes) -> int:
    """Where a mail's headers begin: behind a byte order mark, and behind empty lines if headers follow them."""
    start = len(_BOM) if raw.startswith(_BOM) else 0
    empty = _EMPTY_LINES.match(raw, start)
    behind = empty.end() if empty else start
    if behind == start:
        return start
    names = {name for name, _ in read_headers(raw, behind, len(raw)).fields}
    return behind if len(names & _OF_MAILS) >= _OF_MAILS_LEAST else start


def read_headers(raw: bytes, start: int, end: int) -> HeaderBlock:
    """The header block that starts at `start`; ends at the first empty line, or where no header can be seen in it."""
    block = HeaderBlock(body=end)
    name, pieces, size, position = "", list[bytes](), 0, start
    while position < end:
        line, after = _line(raw, position, end)
        if not line:
            block.body = after
            break
        match = _FIELD.match(line)
        if line[0] in b" \t" and name:
            pieces.append(line)
        elif match is not None:
            _close(block, name, pieces, size)
            name, pieces = match[1].decode("ascii").lower(), [match[2]]
        elif not name and line.startswith(_MBOX) and (position == start or _is_head(raw, after, end)):
            pass
        elif name and _FIELD.match(_line(raw, after, end)[0]):
            block.problems.append("a line among the headers is none; taken as a continuation")
            pieces.append(line)
        elif not name and (match := _FIELD.match(line.lstrip())) is not None:
            block.problems.append("the first header is indented")
            name, pieces = match[1].decode("ascii").lower(), [match[2]]
        else:
            if name:
                block.problems.append("no empty line between headers and body")
            block.body = position
            break
        size += len(line)
        position = after
    _close(block, name, pieces, size)
    if size > MAIL_HEADER_BYTES:
        block.problems.append(f"more than {MAIL_HEADER_BYTES} bytes of headers; the rest is not kept")
    return block


def _line(raw: bytes, position: int, end: int) -> tuple[bytes, int]:
    match = _LINE.match(raw, position, end)
    return (match[1], match.end()) if match else (b"", end)


def _is_head(raw: bytes, position: int, end: int) -> bool:
    """Whether the line here is a field, or one more that an mbox begins a mail with."""
    line, _ = _line(raw, position, end)
    return line.startswith(_MBOX) or _FIELD.match(line) is not None


def _close(block: HeaderBlock, name: str, pieces: list[bytes], size: int) -> None:
    if name and size <= MAIL_HEADER_BYTES:
        # RFC 5322, 2.2.3 keeps the blanks of a fold; one is enough and is what people see.
        block.fields.append((name, b" ".join(piece.strip(b" \t") for piece in pieces).strip(b" \t")))
