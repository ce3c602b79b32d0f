"""What people, mails and expressions can say and no table keeps: too large numbers, halves of characters, depth."""

import math
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

DIGITS = 38
"""Of a number in DynamoDB, without the zeros at its end."""
SMALLEST, LARGEST = 1e-130, 1e125
Place = tuple[str | int, ...]


def unstorable(given: Any, depth: int) -> Iterator[tuple[Place, str]]:
    """What cannot be kept, where it stands, and why; without recursion, however deep it is.

    `given` is a plain value; DynamoDB nests 32 levels, `depth` is how many of them there are for it.
    """
    rest: list[tuple[Place, Any]] = [((), given)]
    while rest:
        place, value = rest.pop()
        if not isinstance(value, dict | list | tuple):
            if (reason := _unstorable(value)) is not None:
                yield place, reason
        elif len(place) >= depth:
            yield place, f"it is nested more than {depth} deep"
        elif isinstance(value, dict):
            if any(map(_is_broken, value)):
                yield place, "a name in it has half a surrogate pair, which is no character"
            rest.extend(((*place, name), item) for name, item in value.items() if not _is_broken(name))
        else:
            rest.extend(((*place, number), item) for number, item in enumerate(value))


def _unstorable(value: Any) -> str | None:
    match value:
        case str():
            return "it has half a surrogate pair, which is no character" if _is_broken(value) else None
        case int() | float() | Decimal():
            return None if _fits(value) else f"a number is of {DIGITS} digits at most, and not beyond {LARGEST:g}"
        case None | bytes():
            return None
    return "it is no value"


def _is_broken(text: str) -> bool:
    # JSON's \ud800 is read as it stands, and then is no Unicode that could be written anywhere.
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def _fits(number: float | Decimal) -> bool:
    if number == 0:
        return True
    if isinstance(number, int):
        return abs(number) < 10**125 and len(str(abs(number)).rstrip("0")) <= DIGITS
    if isinstance(number, float):
        return math.isfinite(number) and SMALLEST <= abs(number) <= LARGEST
    digits = "".join(map(str, number.as_tuple().digits)).strip("0")
    return number.is_finite() and -130 <= number.adjusted() < 125 and len(digits) <= DIGITS
