"""What JSON can say and a table cannot keep: numbers beyond DynamoDB's range, and halves of characters."""

import math
from collections.abc import Iterator
from typing import Any

DIGITS = 38
"""Of a number in DynamoDB, without the zeros at its end."""
SMALLEST, LARGEST = 1e-130, 1e125
Place = tuple[str | int, ...]


def unstorable(body: Any) -> Iterator[tuple[Place, str]]:
    """What cannot be kept, where it stands, and why; without recursion, however deep the body is."""
    rest: list[tuple[Place, Any]] = [((), body)]
    while rest:
        place, value = rest.pop()
        match value:
            case dict():
                for name, item in value.items():
                    if _is_broken(name):
                        yield place, "a name in it has half a surrogate pair, which is no character"
                    else:
                        rest.append(((*place, name), item))
            case list():
                rest.extend(((*place, number), item) for number, item in enumerate(value))
            case str() if _is_broken(value):
                yield place, "it has half a surrogate pair, which is no character"
            case bool():
                pass
            case int() | float() if not _fits(value):
                yield place, f"a number is of {DIGITS} digits at most, and not beyond {LARGEST:g}"


def _is_broken(text: str) -> bool:
    # JSON's \ud800 is read as it stands, and then is no Unicode that could be written anywhere.
    return not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)


def _fits(number: float) -> bool:
    if number == 0:
        return True
    if isinstance(number, int):
        return abs(number) < 10**125 and len(str(abs(number)).rstrip("0")) <= DIGITS
    return math.isfinite(number) and SMALLEST <= abs(number) <= LARGEST
