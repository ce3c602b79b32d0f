"""The charset of raw 8-bit headers: they state none, so what the bodies state is the best guess after UTF-8."""

import re

from .detect import detect_charset
from .fields import read_headers

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9][A-Za-z0-9._:-]{0,39})", re.IGNORECASE)
_CHARSET_BYTES = 64 * 1024
_NO_OTHER = "cp1252"


def header_charset(raw: bytes, start: int) -> tuple[str | None, str]:
    """The guess, and what to say of it ("" if nothing); None where no header needs one."""
    found = _CHARSET.search(raw, start, _CHARSET_BYTES)
    if found is not None:
        return found[1].decode("ascii"), ""
    if raw.isascii() or all(map(_is_utf8, (value for _, value in read_headers(raw, start, len(raw)).fields))):
        return None, ""
    # A subject alone is too short to be told by; the body beside it is most likely written in the same.
    charset = detect_charset(raw[start:_CHARSET_BYTES]) or _NO_OTHER
    return charset, f"8-bit, and no charset declared; read as {charset}"


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
