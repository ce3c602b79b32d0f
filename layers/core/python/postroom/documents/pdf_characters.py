"""Which character stands where on a page, as PDFium says, turned so that the page's text runs from left to right."""

import ctypes
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from math import isfinite, pi
from typing import Any

from .layout import Character

_HYPHENS = frozenset("\x02\ufffe\u00ad")
"""What PDFium gives for a hyphen at a line's end."""
_LIGATURES = range(0xFB00, 0xFB07)
_QUARTER = pi / 2
_KEPT = 4_096
"""Characters whose text is remembered."""


def characters_on(text_page: Any, limit: int) -> list[Character]:
    """The characters in the order of the page's content, at most `limit`; those written crosswise left out."""
    turned = list(_placed(text_page, limit))
    most = Counter(quarter for quarter, _ in turned).most_common(1)
    quarter = most[0][0] if most else 0
    return [_upright(one, quarter) for turn, one in turned if turn == quarter]


def _placed(text_page: Any, limit: int) -> Iterator[tuple[int, Character]]:
    import pypdfium2.raw as pdfium

    page, box = text_page.raw, pdfium.FS_RECTF()
    place = ctypes.byref(box)
    unicode_at, box_at, angle_at = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetLooseCharBox,
        pdfium.FPDFText_GetCharAngle,
    )
    for at in range(min(text_page.count_chars(), limit)):
        character = _visible(unicode_at(page, at))
        if not character or not box_at(page, at, place):
            continue
        left, bottom, right, top = box.left, box.bottom, box.right, box.top
        # Single precision: the sum of what is finite is, and of anything else is not.
        if not isfinite(left + bottom + right + top):
            continue
        angle = angle_at(page, at)
        quarter = round(angle / _QUARTER) % 4 if angle > 0 else 0
        if left > right:
            left, right = right, left
        if bottom > top:
            bottom, top = top, bottom
        yield quarter, Character(character, left, bottom, right, top)


@lru_cache(_KEPT)
def _visible(code: int) -> str:
    """The character as text, one space for all kinds of space; empty for what is none."""
    character = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else ""
    if character in _HYPHENS and character:
        return "-"
    if code in _LIGATURES:
        return unicodedata.normalize("NFKC", character)
    if character.isspace():
        return " "
    return character if character.isprintable() else ""


def _upright(one: Character, quarter: int) -> Character:
    """The box on a page turned so that characters which stood turned by so many quarters, clockwise, stand upright."""
    if quarter == 1:
        return Character(one.text, -one.top, one.left, -one.bottom, one.right)
    if quarter == 2:
        return Character(one.text, -one.right, -one.top, -one.left, -one.bottom)
    if quarter == 3:
        return Character(one.text, one.bottom, -one.right, one.top, -one.left)
    return one
