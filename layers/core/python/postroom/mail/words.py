"""Header text: RFC 2047 encoded words with their usual breakages, and raw 8-bit bytes (RFC 6532, or just wrong)."""

import binascii
import re

from .charsets import decode_text

# charset, optional RFC 2231 language, encoding, text. The text ends at the first `?=`, but a `?=` that reads like an
# escaped byte (an unescaped question mark before `=20`) is passed over where another end follows in the same word.
_TEXT = rb"(?:[^?=]|=(?!\?[^=])|\?(?!=))*+"
_LONG = rb"(?:[^?=]|=(?!\?[^=])|\?(?!=(?![0-9A-F]{2})))*+"
_WORD = re.compile(rb"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?(?:(" + _LONG + rb")\?=|(" + _TEXT + rb")\?=)")
# A word without its end, because the header was cut to some length.
_CUT_OFF = re.compile(rb"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,20})?\?([bBqQ])\?([^?\s]+)\??\s*\Z")
_CONTROL = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def decode_header(value: bytes, charset: str | None = None) -> str:
    """The value as one line of text; `charset` is asked after UTF-8 for bytes that stand there raw."""
    if b"=?" not in value:
        return one_line(_raw(value, charset))
    pieces: list[str] = []
    run: list[tuple[bytes, bytes, bytes]] = []
    position = 0
    for match in _WORD.finditer(value):
        gap = value[position : match.start()]
        word = (match[1].lower(), match[2].lower(), match[4] if match[3] is None else match[3])
        # RFC 2047, 6.2: blanks between encoded words are not shown. Words of one charset are joined as bytes,
        # because mailers cut characters in two.
        if run and (gap.strip() or run[0][0] != word[0]):
            pieces.append(_joined(run))
            run = []
        if not run:
            pieces.append(_raw(gap, charset) if gap.strip() or not pieces else "")
        run.append(word)
        position = match.end()
    if run:
        pieces.append(_joined(run))
    rest = value[position:]
    cut = _CUT_OFF.search(rest)
    if cut is not None:
        pieces.append(_raw(rest[: cut.start()], charset) if rest[: cut.start()].strip() or not run else "")
        pieces.append(_joined([(cut[1].lower(), cut[2].lower(), cut[3])], cut_off=True))
    else:
        pieces.append(_raw(rest, charset))
    return one_line("".join(pieces))


def one_line(text: str) -> str:
    """Control characters and line breaks, raw or smuggled in by an encoded word, become one blank."""
    return _CONTROL.sub(" ", text).strip() if not text.isprintable() else text.strip()


def _raw(value: bytes, charset: str | None) -> str:
    if b"\x1b$" in value:
        return decode_text(value, "iso-2022-jp")[0]
    return decode_text(value, None if value.isascii() else _after_utf8(value, charset))[0]


def _after_utf8(value: bytes, charset: str | None) -> str | None:
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return charset
    return "utf-8"


def _joined(run: list[tuple[bytes, bytes, bytes]], *, cut_off: bool = False) -> str:
    data = bytearray()
    open_base64 = b""
    for _, encoding, text in run:
        if encoding == b"b":
            # A base64 text cut into words elsewhere than at four characters is only whole when put together again.
            open_base64 += _NOT_BASE64.sub(b"", text)
            if len(open_base64) % 4 and b"=" not in text:
                continue
        else:
            data += _base64(open_base64)
            open_base64 = b""
            data += binascii.a2b_qp(text.replace(b" ", b"_"), header=True)
            continue
        data += _base64(open_base64)
        open_base64 = b""
    data += _base64(open_base64)
    charset = run[0][0].decode("ascii", "replace")
    decoded, problem = decode_text(bytes(data), charset)
    if cut_off and problem:
        # The last character may be cut in two.
        shorter = (decode_text(bytes(data[:-less]), charset) for less in (1, 2, 3))
        return next((whole for whole, wrong in shorter if not wrong), decoded)
    return decoded


def _base64(text: bytes) -> bytes:
    usable = text[: len(text) - 1] if len(text) % 4 == 1 else text
    return binascii.a2b_base64(usable + b"=" * (-len(usable) % 4))
