"""Which values a condition's operator can be given: each check says what is wrong with a value, or None."""

import math
from collections.abc import Callable
from typing import Any

from postroom import limits
from postroom.match.patterns import check_pattern
from postroom.match.typed import date_of, is_number, kind_of

Check = Callable[[Any], str | None]


def anything(value: Any) -> str | None:
    """One value or a list of them."""
    return many(value) if isinstance(value, list | tuple) else one(value, or_null=True)


def one(value: Any, *, or_null: bool = False) -> str | None:
    """Text, a number, true or false."""
    if isinstance(value, str):
        return _length(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "is not a finite number"
    plain = isinstance(value, bool) or is_number(value) or (value is None and or_null)
    return None if plain else f"must be text, a number, true or false, not {kind_of(value)}"


def text(value: Any) -> str | None:
    """Text that is not empty."""
    if not isinstance(value, str) or not value:
        return f"must be text, not {kind_of(value) if value != '' else 'empty'}"
    return _length(value)


def pattern(value: Any) -> str | None:
    """What RE2 takes."""
    if not isinstance(value, str):
        return f"must be a pattern, not {kind_of(value)}"
    try:
        check_pattern(value)
    except ValueError as refused:
        return str(refused)
    return None


def many(value: Any) -> str | None:
    """A list of values."""
    if not isinstance(value, list | tuple) or not value:
        return f"must be a list of values, not {kind_of(value) if value not in ([], ()) else 'an empty one'}"
    if len(value) > limits.CONDITION_VALUES:
        return f"has {len(value)} values, {limits.CONDITION_VALUES} are allowed"
    return next((f"value {number}: {problem}" for number, one_of in enumerate(value) if (problem := one(one_of))), None)


def ordered(value: Any) -> str | None:
    """A number, a date or text."""
    if is_number(value):
        return one(value)
    return text(value)


def bounds(value: Any) -> str | None:
    """The lowest and the highest, of one kind."""
    if not isinstance(value, list | tuple) or len(value) != 2:
        return "must be a list of two, the lowest and the highest"
    if problem := ordered(value[0]) or ordered(value[1]):
        return problem
    low, high = value
    if is_number(low) != is_number(high) or (not is_number(low) and bool(date_of(low)) != bool(date_of(high))):
        return "must be two of one kind: numbers, dates or texts"
    if is_number(low) and low > high:
        return f"the lowest, {low}, is above the highest, {high}"
    return None


def date(value: Any) -> str | None:
    """A day or a moment."""
    known = isinstance(value, str) and date_of(value)
    return None if known else "must be a date such as 2026-03-02 or 2026-03-02T09:00:00Z"


def nothing(value: Any) -> str | None:
    """No value at all."""
    return None if value is None else "this operator takes no value"


def _length(value: str) -> str | None:
    most = limits.CONDITION_VALUE_CHARACTERS
    return f"has {len(value)} characters, {most} are allowed" if len(value) > most else None
