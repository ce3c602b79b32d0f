"""Spans of days whose ends share their month or year: 3.-7. November, 01.10. bis 31.10.2025, Nov 3-7."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from .dates import WrittenDate, find_dates

SPAN = re.compile(r"[ ]{0,2}(?:-|–|to|til|till|until|bis|至|到|~)[ ]{0,2}(?:den |the |zum )?", re.IGNORECASE)
# Between spaces a dash needs a first day with its dot: "Job 3 - 7.11.2025" is no span.
_FIRST = re.compile(
    r"(?<![\w,/:–-])(?<![0-9]\.)(?<!kl )(?<!kl\. )(?P<day>[0-9]{1,2})"
    rf"(?:(?:\.(?:(?P<month>[0-9]{{1,2}})\.)?|st|nd|rd|th){SPAN.pattern}|[-–]|[ ](?:to|til|till|until|bis)[ ](?:the )?)"
    r"(?=[0-9]{1,2}(?![0-9]))",
    re.IGNORECASE,
)
_LAST = re.compile(
    r"(?:[-–]|[ ](?:to|until)[ ]|[日号]?[至到~-])(?P<day>[0-9]{1,2})(?:st|nd|rd|th|日|号)?(?![\w%:/-]|[.,][0-9])"
    r"(?:,?[ ](?P<year>20[0-9]{2})(?![\w.,:/-]))?(?=[ ]*(?:$|[,.;)\n]))"
)
_LONGEST = 24


@dataclass(frozen=True, slots=True)
class WrittenSpan:
    """Two days, the first before the second; where they stand, and where the one that is a date by itself does."""

    first: date
    last: date
    start: int
    date_at: int


def shared_spans(text: str, dates: list[WrittenDate], written_on: date | None) -> Iterator[WrittenSpan]:
    """Every span of which one end is only a part of a date; `dates` are those found in `text`."""
    for found in _FIRST.finditer(text):
        last = next(find_dates(text[found.end() : found.end() + _LONGEST], written_on=written_on), None)
        if last is None or last.start != 0:
            continue
        first = _before(last.value, int(found["day"]), int(found["month"] or last.value.month))
        if first is not None:
            yield WrittenSpan(first, last.value, found.start(), found.end())
    for one in dates:
        more = None if text[one.start].isdecimal() and text[one.end - 1].isdecimal() else _LAST.match(text, one.end)
        if more is not None:
            yield from _after(one, more)


def _before(last: date, day: int, month: int) -> date | None:
    if month == last.month and day >= last.day:
        return None
    try:
        return date(last.year - (month > last.month), month, day)
    except ValueError:
        return None


def _after(one: WrittenDate, more: re.Match[str]) -> Iterator[WrittenSpan]:
    try:
        first = one.value.replace(year=int(more["year"])) if more["year"] else one.value
        last = first.replace(day=int(more["day"]))
    except ValueError:
        return
    if first < last:
        yield WrittenSpan(first, last, one.start, one.start)
