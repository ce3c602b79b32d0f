"""File names that are safe on every system: no path, no control or bidi characters, no reserved name, bounded."""

import re
import unicodedata

from ..limits import ATTACHMENT_NAME_CHARACTERS

_FORBIDDEN = re.compile(r'[<>:"|?*]')
_BLANKS = re.compile(r"\s+")
# Windows reserves these with any extension, COM and LPT also with superscript digits.
_RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE | re.DOTALL)
_EXTENSION_CHARACTERS = 16
# The longest name that common file systems hold is 255 bytes; a little is left for what others append.
_BYTES = 240


def safe_filename(name: str, fallback: str) -> str:
    """The name as a file may bear it, or the fallback where nothing of it can be kept."""
    visible = "".join(_character(each) for each in unicodedata.normalize("NFC", name))
    base = next((piece for piece in reversed(re.split(r"[/\\]", visible)) if piece.strip(" .")), "")
    plain = _BLANKS.sub(" ", _FORBIDDEN.sub("_", base)).lstrip(". ").rstrip(". ")
    if not plain:
        return fallback
    return _cut("_" + plain if _RESERVED.fullmatch(plain) else plain)


def unique_filenames(names: list[str]) -> list[str]:
    """The same names, a repeated one numbered before its extension; compared without case, as file systems do."""
    taken: set[str] = set()
    numbers: dict[str, int] = {}
    out = []
    for name in names:
        candidate, key = name, name.casefold()
        while candidate.casefold() in taken:
            numbers[key] = numbers.get(key, 1) + 1
            stem, extension = _split(name)
            mark = f" ({numbers[key]})"
            candidate = _cut(stem[: ATTACHMENT_NAME_CHARACTERS - len(mark) - len(extension)] + mark + extension, mark)
        taken.add(candidate.casefold())
        out.append(candidate)
    return out


def _character(each: str) -> str:
    # Cc control, Cf format (bidi overrides, zero-width), Cs surrogates; Zl and Zp break lines.
    category = unicodedata.category(each)
    if category in {"Cc", "Zl", "Zp"}:
        return " "
    return "" if category in {"Cf", "Cs"} else each


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    return (stem, dot + extension) if stem and len(extension) <= _EXTENSION_CHARACTERS else (name, "")


def _cut(name: str, mark: str = "") -> str:
    """Shortened in the middle: the extension is kept, and the mark before it."""
    stem, extension = _split(name)
    stem = stem.removesuffix(mark)
    stem = stem[: ATTACHMENT_NAME_CHARACTERS - len(mark) - len(extension)]
    room = _BYTES - len(f"{mark}{extension}".encode())
    if len(stem.encode()) > room:
        stem = stem.encode()[:room].decode("utf-8", "ignore")
    return f"{stem.rstrip(' .') or '_'}{mark}{extension}"
