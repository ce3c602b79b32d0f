"""Hours that a mail confirms or reports: how many, when, on what; in Danish, English, German and Chinese.

- Hours are a number beside a word for hours, a cell of a table of hours, or what a line with a total says.
- Of several numbers the total counts; where rows with dates of their own add up to it exactly, each row is an entry.
  Several numbers of which none is the total are left alone, with the reason: which were worked cannot be told.
- A date behind a word for a deadline, or after the mail was written, is no day of work.
- A project is taken only where a word such as project, job, cost code or Kostenstelle names it.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from postroom import limits

from .characters import unified, without_addresses
from .time_hours import Hours, read_hours
from .time_period import Period, days_in, period_of
from .time_project import project_of


@dataclass(frozen=True, slots=True)
class TimeFound:
    """One entry: hours over a day or a span of days; None where the mail does not say."""

    hours: Decimal
    date_from: date | None
    date_to: date | None
    as_written: str


@dataclass(frozen=True, slots=True)
class TimeConfirmation:
    """What a mail says of hours worked."""

    totals: tuple[Decimal, ...]
    periods: tuple[Period, ...]
    project: str | None
    entries: tuple[TimeFound, ...]
    problem: str | None


def read_time_confirmation(subject: str, text: str, written_on: date | None) -> TimeConfirmation:
    """Hours, days and project that `text`, the sender's own words, and the subject state."""
    own = without_addresses(unified(text[: limits.TIME_TEXT_CHARACTERS]))
    head = unified(subject[: limits.MATCH_SUBJECT_BYTES])
    hours = read_hours(own)
    if not hours.totals and hours.problem is None:
        hours = read_hours(head)
    periods = period_of(own, written_on) or period_of(head, written_on)
    return TimeConfirmation(
        totals=tuple(one.value for one in hours.totals),
        periods=periods,
        project=project_of(own) or project_of(head),
        entries=_entries(hours, periods, written_on),
        problem=hours.problem,
    )


def _entries(hours: Hours, periods: tuple[Period, ...], written_on: date | None) -> tuple[TimeFound, ...]:
    rows = [(row, days_in(row.line, written_on)) for row in hours.rows[: limits.TIME_ENTRIES + 1]]
    dated = [(row, days[0]) for row, days in rows if len(days) == 1]
    if len(hours.totals) == 1 and 1 < len(dated) == len(hours.rows) <= limits.TIME_ENTRIES:
        return tuple(TimeFound(row.value, day, day, row.line.strip()) for row, day in dated)
    start = min((period.start for period in periods), default=None)
    end = max((period.end for period in periods), default=None)
    return tuple(TimeFound(one.value, start, end, one.line.strip()) for one in hours.totals[: limits.TIME_ENTRIES])
