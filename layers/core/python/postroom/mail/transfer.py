"""Content-Transfer-Encoding (RFC 2045, 6): undone in C, tolerant, with a word on what was wrong."""

import binascii
import re

_BASE64_AND_BLANKS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/= \t\r\n"
_BASE64_PIECE = re.compile(rb"[A-Za-z0-9+/]+")
_BASE64_HEAD = re.compile(rb"[A-Za-z0-9+/\r\n]*+={1,2}[ \t]*(?:[\r\n]|\Z)")
_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|\r|\n|\Z)")
_NAMES = re.compile(rb"[a-z0-9-]+")
_IDENTITY = frozenset({"", "7bit", "8bit", "binary", "7-bit", "8-bit", "8bits", "7bits"})


def decode_transfer(body: bytes, declared: bytes) -> tuple[bytes, str]:
    """The content, and what was wrong ("" if nothing); an unknown encoding leaves it as it is."""
    name = _name(declared)
    if name == "base64":
        return _base64(body)
    if name == "quoted-printable":
        return _quoted_printable(body)
    if name in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return _uuencode(body)
    return body, "" if name in _IDENTITY else f"unknown transfer encoding {name[:40]!r}; left as it is"


def _name(declared: bytes) -> str:
    words = _NAMES.findall(declared.lower())
    joined = "-".join(word.decode("ascii") for word in words[:2])
    return joined if joined == "quoted-printable" else words[0].decode("ascii") if words else ""


def _base64(body: bytes) -> tuple[bytes, str]:
    foreign = len(body.translate(None, _BASE64_AND_BLANKS))
    # Base64 breaks its lines at 76 characters; blanks every few letters are words.
    if foreign * 10 > len(body) or body.count(b" ") * 20 > len(body):
        head = _BASE64_HEAD.match(body)
        if head is None:
            return body, "declared base64, but it is not; left as it is"
        return _base64(head[0])[0], "what follows the base64 does not belong there; passed over"
    problem = "characters in the base64 that do not belong there; passed over" if foreign else ""
    if b"=" not in body.rstrip(b"= \t\r\n"):
        try:
            return binascii.a2b_base64(body), problem
        except binascii.Error:
            pass
    # Padding in the middle (encoded piecewise and put together) or missing at the end: piece by piece.
    pieces = [b"".join(_BASE64_PIECE.findall(piece)) for piece in re.split(rb"=[=\s]*+", body)]
    usable = [piece[: len(piece) - 1] if len(piece) % 4 == 1 else piece for piece in pieces]
    content = b"".join(binascii.a2b_base64(piece + b"=" * (-len(piece) % 4)) for piece in usable)
    return content, problem or "base64 with padding missing or in its middle"


def _quoted_printable(body: bytes) -> tuple[bytes, str]:
    # RFC 2045, 6.7 (3): blanks at the end of an encoded line were added on the way.
    body = _SOFT_BREAK.sub(b"=", body)
    return binascii.a2b_qp(body), "quoted-printable with escapes that are none" if _BAD_ESCAPE.search(body) else ""


def _uuencode(body: bytes) -> tuple[bytes, str]:
    lines = body.splitlines()
    start = next((i for i, line in enumerate(lines) if line.startswith(b"begin ")), None)
    if start is None:
        return body, "declared uuencode, but nothing begins; left as it is"
    content, problem = [], ""
    for line in lines[start + 1 :]:
        if line.strip() in {b"end", b"`", b""}:
            break
        try:
            content.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders pad a line beyond the length it states; that length counts.
            stated = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                content.append(binascii.a2b_uu(line[:stated]))
            except binascii.Error:
                problem = "uuencode with lines that are none; passed over"
    return b"".join(content), problem
