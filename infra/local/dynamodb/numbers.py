"""DynamoDB numbers: 38 digits, kept as text in one canonical form so that equal numbers are equal text."""

from __future__ import annotations

import re
from decimal import Context, Decimal, InvalidOperation
from functools import lru_cache

from .errors import validation

Number = int | Decimal

_PLAIN = re.compile(r"-?[1-9][0-9]{0,37}|0")
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?")
_MAX_DIGITS = 38
_MAX_EXPONENT = 125
_MIN_EXPONENT = -130
# Wide enough that a sum of the largest and the smallest number is exact; what does not fit 38 digits is refused after.
_EXACT = Context(prec=300)


def canonical(text: str) -> str:
    """The stored form of a number: no exponent, no needless zeros or sign. Refuses what DynamoDB cannot hold."""
    if _PLAIN.fullmatch(text):
        return text
    if not _NUMBER.fullmatch(text):
        raise validation(f"The parameter cannot be converted to a numeric value: {text}")
    try:
        return render(_EXACT.create_decimal(text))
    except InvalidOperation:
        raise validation(f"The parameter cannot be converted to a numeric value: {text}") from None


def render(number: Number) -> str:
    """The canonical text of a computed number, refused when it is out of range."""
    if isinstance(number, int) and -(10**37) < number < 10**37:
        return str(number)
    exact = Decimal(number)
    if not exact:
        return "0"
    magnitude = exact.adjusted()
    if magnitude > _MAX_EXPONENT:
        raise validation("Number overflow. Attempting to store a number with magnitude larger than supported range")
    if magnitude < _MIN_EXPONENT:
        raise validation("Number underflow. Attempting to store a number with magnitude smaller than supported range")
    digits = "".join(map(str, exact.as_tuple().digits)).strip("0")
    if len(digits) > _MAX_DIGITS:
        raise validation("Attempting to store more than 38 significant digits in a Number")
    text = format(exact, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=65_536)
def parse(text: str) -> Number:
    """The value of a canonical number; an int where it is whole, because those compare fastest."""
    return Decimal(text) if "." in text else int(text)


def add(left: str, right: str) -> str:
    """The canonical sum of two canonical numbers."""
    return _combine(left, right, 1)


def subtract(left: str, right: str) -> str:
    """The canonical difference of two canonical numbers."""
    return _combine(left, right, -1)


def _combine(left: str, right: str, sign: int) -> str:
    first, second = parse(left), parse(right)
    if isinstance(first, int) and isinstance(second, int):
        return render(first + sign * second)
    return render(_EXACT.add(Decimal(first), _EXACT.multiply(Decimal(second), Decimal(sign))))


def stored_size(text: str) -> int:
    """The bytes DynamoDB charges for a number: two digits a byte, one for the exponent, one for a sign."""
    digits = text.lstrip("-").replace(".", "").strip("0")
    return (len(digits) + 1) // 2 + 1 + text.startswith("-")
