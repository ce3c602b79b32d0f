"""RTF as text, or as the HTML it was made from (MS-OXRTFEX), and its compressed form in Outlook's mails (OXRTFCP)."""

import re
from typing import NamedTuple

from ..limits import RTF_BYTES
from .charsets import decode_text, known_charset

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,9})? ?|\\'([0-9a-fA-F]{2})|\\\r?\n|\\([^a-zA-Z'])|([{}])|([^\\{}\r\n]+)|[\r\n\\]+"
)
_IGNORED = frozenset(
    {
        "fonttbl",
        "colortbl",
        "stylesheet",
        "info",
        "pict",
        "header",
        "footer",
        "headerl",
        "headerr",
        "footerl",
        "footerr",
    }
    | {"object", "themedata", "listtable", "listoverridetable", "rsidtbl", "xmlnstbl", "latentstyles", "fldinst"}
)
_CHARACTERS = {
    **dict.fromkeys(("par", "line", "row", "sect", "page"), "\n"),
    **{"tab": "\t", "cell": "\t", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"bullet": "•", "endash": "–", "emdash": "—", "enspace": " ", "emspace": " ", "qmspace": " "},
}
_SYMBOLS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_FONT_CODEPAGES = {
    **{128: 932, 129: 949, 134: 936, 136: 950, 161: 1253, 162: 1254, 163: 1258, 177: 1255, 178: 1256, 186: 1257},
    **{204: 1251, 222: 874, 238: 1250},
}
_MAGIC_COMPRESSED, _MAGIC_PLAIN = b"LZFu", b"MELA"
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
_WINDOW = 4096


class RtfText(NamedTuple):
    """What an RTF document says; `is_html` where it carries the HTML it was made from."""

    text: str
    is_html: bool


def decompress_rtf(data: bytes) -> tuple[bytes, str]:
    """The RTF of a compressed body, as far as it goes, and what was wrong ("" if nothing)."""
    magic, body = data[8:12], data[16:]
    stated = int.from_bytes(data[4:8], "little")
    if magic == _MAGIC_PLAIN:
        return body[: min(stated, RTF_BYTES)], "" if stated <= RTF_BYTES else f"RTF cut after {RTF_BYTES} bytes"
    if magic != _MAGIC_COMPRESSED:
        return b"", "a compressed RTF body in an unknown form"
    # The window is a ring of 4,096 bytes that begins with the dictionary; here it is the end of all that was written.
    out = bytearray(_DICTIONARY)
    position, ended = 0, False
    while position < len(body) and not ended and len(out) < RTF_BYTES:
        flags = body[position]
        position += 1
        for bit in range(8):
            if position >= len(body):
                break
            if not flags >> bit & 1:
                out.append(body[position])
                position += 1
                continue
            pair = int.from_bytes(body[position : position + 2], "big")
            position += 2
            distance = (len(out) - (pair >> 4)) % _WINDOW
            if distance == 0:
                ended = True
                break
            _copy(out, distance, (pair & 15) + 2)
    problem = "" if ended else f"RTF cut after {RTF_BYTES} bytes" if len(out) >= RTF_BYTES else "RTF cut off"
    return bytes(out[len(_DICTIONARY) :]), problem


def _copy(out: bytearray, distance: int, length: int) -> None:
    start = max(0, len(out) - distance)
    piece = bytes(out[start : start + length])
    # A piece that overlaps its own end repeats itself.
    out += (piece * (length // max(1, len(piece)) + 1))[:length]


def read_rtf(data: bytes) -> RtfText:
    """The text of an RTF document; never raises, and takes time in proportion to its length."""
    return _Reader().read(data[:RTF_BYTES].decode("latin-1"))


class _State(NamedTuple):
    ignored: bool = False
    tag: bool = False
    codec: str = ""
    skip: int = 1


class _Reader:
    def __init__(self) -> None:
        self._out: list[str] = []
        self._bytes = bytearray()
        self._codec = "cp1252"
        self._fonts: dict[int, str] = {}
        self._font = 0
        self._stack: list[_State] = []
        self._state = _State()
        self._html = False
        self._rtf_only = False
        self._fallback = 0
        self._star = False
        self._in_fonts = False

    def read(self, rtf: str) -> RtfText:
        for match in _TOKEN.finditer(rtf):
            word, number, hexadecimal, symbol, brace, text = match.groups()
            if word:
                self._word(word.lower(), int(number) if number else None)
            elif hexadecimal:
                self._byte(int(hexadecimal, 16))
            elif brace:
                self._brace(brace)
            elif symbol == "*":
                self._star = True
            elif symbol:
                self._write(_SYMBOLS.get(symbol, ""))
            elif text:
                self._text(text)
        self._flush()
        # Characters beyond the first 65,536 are written as two halves.
        text = "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return RtfText(text.replace("\0", ""), self._html)

    def _brace(self, brace: str) -> None:
        self._flush()
        self._star = False
        if brace == "{":
            self._stack.append(self._state)
        elif self._stack:
            self._state = self._stack.pop()

    def _word(self, word: str, number: int | None) -> None:
        star, self._star = self._star, False
        if word == "u" and number is not None:
            self._flush()
            self._unicode(number & 0xFFFF)
        elif word == "uc":
            self._state = self._state._replace(skip=min(max(number or 0, 0), 8))
        elif word == "ansicpg":
            self._codec = known_charset(f"cp{number}") or self._codec
        elif word in {"f", "fcharset"}:
            self._font_word(word, number or 0)
        elif word == "fromhtml":
            self._html = number != 0
        elif word == "htmlrtf":
            self._flush()
            self._rtf_only = number != 0
        elif word == "htmltag":
            self._state = self._state._replace(tag=True, ignored=not self._html)
        elif word in _IGNORED or star:
            self._in_fonts = word == "fonttbl"
            self._state = self._state._replace(ignored=True)
        elif word in _CHARACTERS:
            self._write(_CHARACTERS[word])

    def _font_word(self, word: str, number: int) -> None:
        if word == "f":
            self._font = number
            if not self._state.ignored:
                self._flush()
                self._state = self._state._replace(codec=self._fonts.get(number, ""))
        elif (page := _FONT_CODEPAGES.get(number)) is not None and len(self._fonts) < 1000:
            self._fonts[self._font] = known_charset(f"cp{page}") or ""

    def _unicode(self, code: int) -> None:
        self._write(chr(code))
        self._fallback = self._state.skip

    def _byte(self, value: int) -> None:
        if self._fallback:
            self._fallback -= 1
        elif self._shown():
            self._bytes.append(value)

    def _text(self, text: str) -> None:
        if self._fallback:
            skipped = min(self._fallback, len(text))
            self._fallback -= skipped
            text = text[skipped:]
        if text and self._shown():
            # Characters of two bytes may have their second one written plainly.
            if self._bytes or not text.isascii():
                self._bytes += text.encode("latin-1")
            else:
                self._out.append(text)

    def _write(self, text: str) -> None:
        self._flush()
        if self._shown():
            self._out.append(text)

    def _shown(self) -> bool:
        return not (self._state.ignored or (self._rtf_only and not self._state.tag))

    def _flush(self) -> None:
        if self._bytes:
            self._out.append(decode_text(bytes(self._bytes), self._state.codec or self._codec)[0])
            self._bytes.clear()
