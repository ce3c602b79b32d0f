"""What of an HTML mail a reader cannot see: `hidden`, and the styles that senders hide text with.

Some hide an element for good (display:none, no height, out of the page). A font of no size or a colour like its ground
hide only what is written in them: whatever stands inside and has a size or colour of its own is seen. Most newsletters
are built so, in cells of font-size 0.
"""

import re
from html import unescape
from typing import NamedTuple

from .html_styles import Sheet

# Cheap to ask first: most elements hold none of these words.
_SUSPECT = re.compile(
    r"hid|none|visib|font|size|opacity|color|ground|height|width|indent|position|clip|&#", re.IGNORECASE
)
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]++)\s*+(?:=\s*+("[^"]*"|'[^']*'|[^\s"'>]*+))?""")
_HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|"
    r"opacity\s*:\s*(?:0[0.]*+|\.0++)%?\s*(?:!important\s*)?(?:;|$)|text-indent\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0[^)]*\))",
    re.IGNORECASE,
)
_NO_ROOM = re.compile(
    r"(?:^|;)\s*(?:max-)?(?:height|width)\s*:\s*0[0.]*+(?:px|pt|em|%)?\s*(?:!important\s*)?(?:;|$)", re.I
)
_CUT_OFF = re.compile(r"(?:^|;)\s*overflow\s*:\s*hidden", re.IGNORECASE)
_AWAY = re.compile(r"(?:^|;)\s*(?:left|top|right)\s*:\s*-\d{3,}", re.IGNORECASE)
_PLACED = re.compile(r"(?:^|;)\s*position\s*:\s*(?:absolute|fixed)", re.IGNORECASE)
_SHOWN = re.compile(r"(?:^|;)\s*display\s*:\s*(?!none)", re.IGNORECASE)
_FONT_SIZE = re.compile(r"(?:^|;)\s*font(-size)?\s*:\s*([^;]{0,200})", re.IGNORECASE)
_SIZE = re.compile(r"(?<![\w.#])(\d{0,4}(?:\.\d{1,4})?)(px|pt|em|rem|%|vw|cm|mm|in)?(?=[\s/!;]|$)", re.IGNORECASE)
_COLOR = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]{1,60})", re.IGNORECASE)
_GROUND = re.compile(r"(?:^|;)\s*background(-color|-image)?\s*:\s*([^;!]{1,200})", re.IGNORECASE)
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*[, ]\s*(\d{1,3})\s*[, ]\s*(\d{1,3})", re.IGNORECASE)
_NAMED = {"white": "ffffff", "black": "000000", "red": "ff0000", "yellow": "ffff00", "silver": "c0c0c0"}
_UNREADABLE_PIXELS = 1.0
_UNKNOWN = "?"


class Look(NamedTuple):
    """What an element says of itself; None where it says nothing and is as what it stands in."""

    hidden: bool = False
    tiny: bool | None = None
    color: str | None = None
    ground: str | None = None


PLAIN = Look()


def look_of(attributes: str, sheet: Sheet) -> Look:
    """How an element with these attributes, as written in its tag, is shown."""
    if not (_SUSPECT.search(attributes) or (sheet and sheet.concerns(attributes))):
        return PLAIN
    found = _attributes(attributes)
    if "hidden" in found:
        return Look(hidden=True)
    style = unescape(found.get("style", ""))
    by_sheet = sheet.hides(found.get("class", ""), found.get("id", "")) and not _SHOWN.search(style)
    if by_sheet or _is_hidden(style):
        return Look(hidden=True)
    color = _COLOR.findall(style)
    return Look(
        tiny=_tiny(style) if "font" in style.lower() else False if "size" in found else None,
        color=_color(color[-1] if color else found.get("color")),
        ground=_ground(style, found),
    )


def _attributes(attributes: str) -> dict[str, str]:
    """By lower-cased name; of repeated ones the first, as in a browser."""
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(attributes):
        found.setdefault(match[1].lower(), (match[2] or "").strip("\"'"))
    return found


def _is_hidden(style: str) -> bool:
    if not style:
        return False
    if _HIDDEN.search(style) or (_NO_ROOM.search(style) and _CUT_OFF.search(style)):
        return True
    return bool(_AWAY.search(style) and _PLACED.search(style))


def _tiny(style: str) -> bool | None:
    """Whether the last size stated cannot be read; None where it depends on what is around."""
    answer: bool | None = None
    for longhand, value in _FONT_SIZE.findall(style):
        size = next((one for one in _SIZE.finditer(value) if one[1] not in {"", "."}), None)
        if size is None:
            # A word: medium, small. The shorthand may leave it out, and then it is medium.
            answer = None if "inherit" in value.lower() else False
            continue
        number, unit = float(size[1]), (size[2] or "").lower()
        if number == 0:
            answer = True
        elif unit in {"px", "pt"}:
            answer = number <= _UNREADABLE_PIXELS
        elif unit in {"rem", "vw", "cm", "mm", "in"} or (not longhand and not unit):
            answer = False
    return answer


def _ground(style: str, attributes: dict[str, str]) -> str | None:
    found = _GROUND.findall(style)
    if any("url(" in value.lower() or "gradient" in value.lower() for _, value in found) or "background" in attributes:
        return _UNKNOWN
    if found:
        return _color(found[-1][1]) or _UNKNOWN
    return _color(attributes.get("bgcolor"))


def _color(value: str | None) -> str | None:
    """A colour as six digits; "?" for one that is not known by name."""
    if value is None:
        return None
    if found := _HEX.search(value):
        digits = found[1].lower()
        return digits if len(digits) == 6 else "".join(each * 2 for each in digits)
    if found := _RGB.search(value):
        return "".join(f"{min(int(each), 255):02x}" for each in found.groups())
    word = value.strip().lower()
    if word in {"inherit", "initial", "unset", ""}:
        return None
    return "transparent" if word == "transparent" else _NAMED.get(word, _UNKNOWN)
