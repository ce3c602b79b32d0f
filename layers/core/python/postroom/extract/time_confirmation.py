"""Hours that a mail confirms or reports: how many, when, on what; in Danish, English, German and Chinese.

- Hours are a number beside a word for hours, a cell of a column of hours, what a line with a total says, or, where
  none of these is stated, the time from when to when less the break.
- Of several numbers the total counts; where rows with dates of their own add up to it exactly, each row is an entry.
  Several numbers, each with a day of its own, are entries too. Others of which none is the total are left alone, with
  the reason: which were worked cannot be told.
- A date behind a word for a deadline, or after the mail was written, is no day of work.
- A project is taken only where a word such as project, job, cost code or Kostenstelle names it.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from postroom import limits

from .characters import unified, without_addresses
from .time_clock import read_clock
from .time_days import weekdays_in
from .time_hours import Hours, WrittenHours, are_days, read_hours
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
    periods = period_of(own, written_on) or period_of(head, written_on)
    hours = read_hours(own, head)
    if not hours.totals and hours.problem is None:
        hours = read_hours(head)
    if not hours.totals and hours.problem is None:
        hours = _by_clock(own, periods)
    return TimeConfirmation(
        totals=tuple(one.value for one in hours.totals),
        periods=periods,
        project=project_of(own) or project_of(head),
        entries=_entries(hours, periods, written_on),
        problem=hours.problem,
    )


def _by_clock(text: str, periods: tuple[Period, ...]) -> Hours:
    """Times of one day, or of several that have a line each."""
    worked = tuple(WrittenHours(one.hours, one.line, one.line) for one in read_clock(text))
    if len(worked) > 1:
        return Hours(worked, worked) if are_days(worked) else Hours()
    is_one_day = len(weekdays_in(text)) <= 1 and len(periods) <= 1 and all(one.start == one.end for one in periods)
    return Hours(worked) if is_one_day else Hours()


def _entries(hours: Hours, periods: tuple[Period, ...], written_on: date | None) -> tuple[TimeFound, ...]:
    start = min((period.start for period in periods), default=None)
    end = max((period.end for period in periods), default=None)
    rows = [(row, _day_of(row, periods, written_on)) for row in hours.rows[: limits.TIME_ENTRIES + 1]]
    dated = [(row, day) for row, day in rows if day is not None]
    is_sum = len(hours.totals) == 1 or hours.totals == hours.rows
    if is_sum and 1 < len(dated) == len(hours.rows) <= limits.TIME_ENTRIES:
        return tuple(TimeFound(row.value, day, day, row.line.strip()) for row, day in dated)
    return tuple(TimeFound(one.value, start, end, one.line.strip()) for one in hours.totals[: limits.TIME_ENTRIES])


def _day_of(row: WrittenHours, periods: tuple[Period, ...], written_on: date | None) -> date | None:
    """The row's date, or its day of the one week that the mail speaks of."""
    days = days_in(row.near, written_on)
    names = weekdays_in(row.near)
    if len(days) != 1 and len(names) == 1 and len(periods) == 1 and (periods[0].end - periods[0].start).days <= 6:
        span = range((periods[0].end - periods[0].start).days + 1)
        week = [periods[0].start + timedelta(days=n) for n in span]
        days = tuple(day for day in week if day.isoweekday() in names)
    return days[0] if len(days) == 1 else None
