"""What the values of conditions are when they are compared: numbers, dates, or text.

What is wanted decides. A number is compared with numbers, and with text that is a number from end to end, since
headers are always text. A date is ISO 8601: a moment (UTC if it names no offset) or a whole day in UTC.
"""

import math
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9:.]{5,20}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?")
_DAY = timedelta(days=1) - timedelta(microseconds=1)


class WrongType(Exception):
    """The value found is of no kind that the operator can take."""


class Span(NamedTuple):
    """A date as its first and last moment; a moment is both."""

    first: datetime
    last: datetime

    def within(self, other: "Span") -> bool:
        """Whether it lies in the other."""
        return other.first <= self.first and self.last <= other.last


def number_of(value: Any) -> Decimal | None:
    """The number that `value` is, if it is one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | Decimal):
        return Decimal(value)
    if isinstance(value, float):
        return Decimal(repr(value)) if math.isfinite(value) else None
    text = value.strip() if isinstance(value, str) and len(value) <= 80 else ""
    return Decimal(text) if _NUMBER.fullmatch(text) else None


@lru_cache(maxsize=4_096)
def date_of(value: str) -> Span | None:
    """The date that the text is, if it is one."""
    if not _DATE.fullmatch(value):
        return None
    try:
        moment = datetime.fromisoformat(value)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        return Span(moment, moment + _DAY if len(value) == len("2026-03-02") else moment)
    except (OverflowError, ValueError):
        return None


def folded(text: str, *, case_sensitive: bool) -> str:
    """The text as it is compared."""
    return text if case_sensitive else text.casefold()


def is_number(value: Any) -> bool:
    """Whether a wanted value is a number (and not text that reads as one)."""
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def kind_of(value: Any) -> str:
    """What a value is, in words."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true or false"
    if is_number(value):
        return "a number"
    return "text" if isinstance(value, str) else "a list" if isinstance(value, list | tuple) else "an object"
