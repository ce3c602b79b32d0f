"""Words that multiply the number before them: million, Mio., 万."""

import re
from decimal import Decimal

from .alternatives import any_of

_ZEROS = {
    3: "thousand tusind tusinde tausend tusen duizend tsd. 千",
    4: "万 萬",
    5: "lakh lakhs",
    6: "million millions millionen millioner miljoner miljoen millones milione milioni mio. mill. mln. mn. 百万",
    7: "crore crores 千万",
    8: "亿 億",
    9: "milliard milliarde milliarden milliarder miljarder miljard mia. mrd. mld. bn.",
    12: "万亿",
}
_BY_WORD: dict[str, int | None] = {word.rstrip("."): zeros for zeros, words in _ZEROS.items() for word in words.split()}
_BY_WORD |= {"billion": None, "billions": None, "trillion": None}
"""A thousand millions in English, a million millions in German and Danish: what is meant is not said."""

_SHORT = any_of(word.rstrip(".") for words in _ZEROS.values() for word in words.split() if word.endswith("."))
_LATIN = any_of(word for word in _BY_WORD if word.isascii())
_CHINESE = any_of(word for word in _BY_WORD if not word.isascii())
SCALE = rf"(?:(?i:{_SHORT})\.|(?i:{_LATIN})(?![^\W_])|(?:{_CHINESE})(?![瓦克米]))"
"""A pattern of them, as they stand behind a number."""
_CONTINUES = re.compile(rf"[ ]?[0-9]|{_CHINESE}")
_CONTINUED = re.compile(rf"[0-9](?:{_CHINESE})\Z")
_LARGEST = 10**15
"""No invoice reaches a quadrillion."""


def scaled(value: Decimal, word: str) -> Decimal | None:
    """`value` times what `word` means, without needless decimals; None if that is not said, or beyond any invoice."""
    zeros = _BY_WORD[word.casefold().rstrip(".")]
    if zeros is None:
        return None
    product = value * Decimal(10) ** zeros
    if product >= _LARGEST:
        return None
    return product.quantize(Decimal(1)) if product == product.to_integral_value() else product.normalize()


def is_compound(text: str, start: int, scale: str | None, end: int) -> bool:
    """Whether the number is a part of one that goes on behind its scale word, or began before it (1万2千)."""
    if scale is not None and _CONTINUES.match(text, end):
        return True
    return _CONTINUED.search(text, max(0, start - 3), start) is not None
