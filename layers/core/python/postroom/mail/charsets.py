"""Bytes to text whatever the charset is said to be: declared, UTF-8, detected, Windows-1252, as is likeliest.

What mailers write beside what they mean is settled as the WHATWG Encoding Standard does: `iso-8859-1` is read as
Windows-1252, `gb2312` as GB 18030, `shift_jis` as Windows-31J, `ks_c_5601-1987` and `euc-kr` as UHC.
"""

import codecs
import re
from collections.abc import Callable, Iterator
from functools import lru_cache

_NAME = re.compile(r"[\"'\s]*([A-Za-z0-9][A-Za-z0-9._:+-]{0,39})")
_Attempt = tuple[Callable[[bytes, str], str | None], str]
_ASCII = re.compile(r"[\"'\s]*(?:us-?ascii|ascii|ansi_x3)", re.IGNORECASE)
_CODE_PAGE = re.compile(r"\A(?:x-)?(?:windows|win|cp|ibm|dos|microsoft-cp)[-_]?(?=\d)(\d+)\Z")
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
# Characters of three bytes in UTF-8. Two bytes fit other charsets by chance; several of three, in no other text.
_THREE_BYTES = re.compile(rb"[\xe1-\xec][\x80-\xbf]{2}")
_SURELY = 8
_TELLING_BYTES = 4096

_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

_MEANT = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "big5": "cp950",
    "iso8859-9": "cp1254",
    "tis-620": "cp874",
}
_ALIASES = {
    "ks_c_5601-1987": "cp949",
    "ksc5601": "cp949",
    "x-sjis": "cp932",
    "x-gbk": "gb18030",
    "x-euc-jp": "euc_jp",
    "x-mac-roman": "mac_roman",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-6-i": "iso8859-6",
    "unicode-1-1-utf-7": "utf-7",
    "unicode": "utf-16",
    "utf8mb4": "utf-8",
    "ansi": "cp1252",
    "x-unknown": "cp1252",
    "windows-874": "cp874",
    "windows-31j": "cp932",
    "cswindows31j": "cp932",
    "koi8r": "koi8-r",
    "koi8-ru": "koi8-u",
    "unicode-1-1-utf-8": "utf-8",
    "gb_2312-80": "gb18030",
    "csgb2312": "gb18030",
    "x-mac-cyrillic": "mac-cyrillic",
    "ucs-2": "utf-16",
    "iso-10646-ucs-2": "utf-16",
}
_NOT_FOR_MAIL = frozenset({"idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem"})
_SEVEN_BIT = ("iso2022", "hz", "utf-7")
_SINGLE_BYTE = ("ascii", "cp125", "iso8859", "koi8", "mac", "cp437", "cp85", "cp86", "cp874")


def decode_text(
    data: bytes, declared: str | None = None, detect: Callable[[bytes], str | None] | None = None
) -> tuple[str, str]:
    """The text, never failing, and what was wrong with the declared charset ("" if nothing).

    `detect` is asked where neither the declared charset nor UTF-8 fits; headers are too short for it.
    """
    # 8-bit text proves a claim of US-ASCII wrong.
    codec = known_charset(declared) if declared and not _ASCII.match(declared) else None
    if data.isascii() and not (codec and codec.startswith((*_SEVEN_BIT, "utf-16", "utf-32"))):
        return data.decode("ascii"), ""
    for decode, candidate in _attempts(data, codec, detect):
        text = decode(data, candidate)
        if text is not None:
            return text.removeprefix("\ufeff"), _complaint(declared, codec, candidate)
    return data.decode("latin-1"), _complaint(declared, codec, "latin-1")


@lru_cache(maxsize=256)
def known_charset(name: str) -> str | None:
    """Python's codec for a charset as mail names it, or None; tolerates quotes, blanks and what follows them."""
    found = _NAME.match(name)
    if found is None:
        return None
    label = _CODE_PAGE.sub(r"cp\1", found[1].lower())
    try:
        info = codecs.lookup(_ALIASES.get(label, label))
    except (LookupError, ValueError, UnicodeError):
        return None
    if not info._is_text_encoding or info.name in _NOT_FOR_MAIL:
        return None
    return _MEANT.get(info.name, info.name)


def _telling(data: bytes, codec: str | None) -> tuple[str, ...]:
    """The charsets that do not fit just any bytes; UTF-8, which hardly fits by chance, before a doubtful claim."""
    if data.startswith(_MARKS) and len(data) % 2 == 0:
        return ("utf-16", "utf-8")
    if codec is None or codec.startswith(_SINGLE_BYTE):
        return ("utf-8",)
    doubtful = codec.startswith(("utf-16", "utf-32")) and b"\0" not in data
    if doubtful or len(_THREE_BYTES.findall(data, 0, _TELLING_BYTES)) >= _SURELY:
        return ("utf-8", codec)
    return (codec, "utf-8")


def _attempts(data: bytes, codec: str | None, detect: Callable[[bytes], str | None] | None) -> Iterator[_Attempt]:
    """In this order: what fits wholly, what fits but for damage, what is likeliest, what fits anything."""
    for name in _telling(data, codec):
        yield _strictly, name
    for name in _telling(data, codec):
        yield _mostly, name
    if codec is not None and codec.startswith(_SINGLE_BYTE):
        yield _strictly, codec
    if detect is not None and (found := detect(data)) is not None:
        yield _mostly, found
    yield _strictly, "cp1252"


def _strictly(data: bytes, codec: str) -> str | None:
    try:
        return _decoded(data, codec, "strict")
    except UnicodeError:
        return None


def _mostly(data: bytes, codec: str) -> str | None:
    """One cut or damaged character must not turn a whole text into mojibake: right where four in five are."""
    text = _decoded(data, codec, "replace")
    return text if text.count("\ufffd") * 5 <= len(_NON_ASCII.findall(text)) else None


def _decoded(data: bytes, codec: str, errors: str) -> str:
    if codec == "utf-16" and not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # RFC 2781, 4.3: big-endian without a mark; where zeros stand in every second place, they tell.
        codec = "utf-16-le" if data[1::2].count(0) > data[::2].count(0) else "utf-16-be"
    text = data.decode(codec, errors)
    if codec == "utf-7":
        # The only codec that lets lone surrogates through, which no JSON and no UTF-8 could hold later.
        text = text.encode("utf-8", "replace").decode("utf-8")
    return text


def _complaint(declared: str | None, codec: str | None, used: str) -> str:
    if not declared:
        return f"no charset declared; read as {used}"
    if codec is None:
        if _ASCII.match(declared):
            return f"not in the declared charset {declared[:40]!r}; read as {used}"
        return f"unknown charset {declared[:40]!r}; read as {used}"
    return "" if codec == used else f"not in the declared charset {declared[:40]!r}; read as {used}"
