"""Numbers of hours in a text: which is the total, and which rows make it up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .dates import WrittenDate, find_dates
from .time_cells import TOTAL_WORD, Cell, is_total_row, labelled_number, number_in_rows
from .time_days import weekdays_in
from .time_units import APART, NUMBER, Quantity, find_quantities, hours_value

_PART_WORD = re.compile(
    r"(?:(?:(?<![^\W\d_])(?:heraf|deraf|davon|hiervon|of which|including|inkl\.?|je|each|hver|à|within|inden for"
    r"|innerhalb(?: von)?|maximal|max\.?|mindst|højst|rate|budget|planned|planlagt|geplant|estimated|estimat"
    r"|estimeret|geschätzt|aftalt|agreed|remaining|resterende|verbleibende|restliche|minus|not|ikke|nicht|statt|anstatt"
    r"|instead of|rather than|i stedet for)|其中[^0-9,。]{0,6}|每人|各|预计|计划|剩余|还剩|而不是|不是)"
    r"[ :]*(?:\w+[ ]){0,2}"
    r"|[\w.][ ](?:out of|ud af|aus|of|af|von)[ ](?:the|your|our|de|jeres|vores|den|ihren|klippekortets|insgesamt)[ ]"
    r"|[\w.][ ](?:out of|ud af)[ ]|(?<![^\W\d_])vor[ ])$",
    re.IGNORECASE,
)
# "17,5 ud af 40 timer", "6 statt 8 Stunden": the first of two numbers that share their unit.
_FIRST_OF_TWO = re.compile(
    rf"{APART}(?P<number>{NUMBER})[ ]?,?[ ](?:out of|ud af|von|of|not|ikke|nicht|statt|instead of|rather than"
    r"|i stedet for)[ ](?:(?:the|de|den)[ ])?$",
    re.IGNORECASE,
)
_BUT = re.compile(
    rf"[ ]?,?[ ]?(?:but|men|sondern|而是)[ ]?(?:(?:only|just|kun|nur)[ ])?(?P<number>{NUMBER})(?![\w%:/-]|[.,][0-9])",
    re.IGNORECASE,
)
_OVERTIME = re.compile(r"overtime|overtimer|overtid|überstunden|加班", re.IGNORECASE)
_TOTAL_BARE = re.compile(
    rf"(?:{TOTAL_WORD.pattern})[ :=]{{1,3}}(?P<behind>{NUMBER})(?![\w%:/-]|[.,][0-9])(?=[ ]*(?:$|[.,;(!)]))"
    rf"|{APART}(?P<before>{NUMBER})[ ](?:all in|in all|i alt|ialt|in total|insgesamt|tilsammen|altogether)(?![\w])",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"(?<![^\W\d_])(?:\w{0,20}timer(?:ne)?|\w{0,20}stunden|hours?|hrs|std|timesheets?|timesed\w{2,4}|stundenzettel"
    r"|overtid|overtime|arbeitszeit|arbejdstid)(?![^\W\d_])|小时|工时|加班|出勤"
    r"|[0-9][ap]m\b|[0-9] ?(?:til|to|bis) ?[0-9]",
    re.IGNORECASE,
)
_MONEY = re.compile(r"[€£$¥元]|\b(?:DKK|EUR|USD|GBP|CNY|RMB|kr)\b", re.IGNORECASE)
_BARE_MAX = Decimal(744)
"""The hours of a month: a number without a unit that is larger is something else."""


@dataclass(frozen=True, slots=True)
class WrittenHours:
    """A number of hours, the line it stands on, and the words of that line that speak of it."""

    value: Decimal
    line: str
    near: str = ""
    is_overtime: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """The totals, the rows that add up to a single total or are each a day's, and why there is none."""

    totals: tuple[WrittenHours, ...] = ()
    rows: tuple[WrittenHours, ...] = ()
    problem: str | None = None


def read_hours(text: str, subject: str = "") -> Hours:
    """What `text` says; nothing where it cannot be told."""
    lines = text.split("\n")
    speaks = _SPEAKS.search(text) is not None or _SPEAKS.search(subject) is not None
    rows = number_in_rows(lines, speaks=speaks)
    stated = [one for number, line in enumerate(lines) for one in _in_line(line, rows.get(number))]
    totals = [hours for hours, is_total in stated if is_total]
    others = [hours for hours, is_total in stated if not is_total]
    if not totals and speaks and not _MONEY.search(text):
        totals = _bare_totals(lines, others)
    if totals:
        return _of_totals(totals, others)
    distinct = _distinct(others)
    if len(others) > 1 and are_days(others):
        return Hours(tuple(others), tuple(others))
    if len(distinct) <= 1:
        return Hours(tuple(distinct))
    if whole := _whole(distinct):
        return Hours((whole,), tuple(one for one in others if one is not whole))
    if _are_labelled(others) or (len(others) == 2 and others[0].is_overtime != others[1].is_overtime):
        return Hours(tuple(others))
    said = ", ".join(str(one.value) for one in distinct[:5])
    return Hours(problem=f"several numbers of hours and no total: {said}")


def are_days(hours: Sequence[WrittenHours]) -> bool:
    """Whether each is told with a day of its own."""
    days = [(weekdays_in(one.near), tuple(found.value for found in _dates(one.near))) for one in hours]
    told = [dates if len(dates) == 1 else tuple(names) for names, dates in days]
    return all(len(one) == 1 for one in told) and len(set(told)) == len(hours)


def _of_totals(totals: Sequence[WrittenHours], others: Sequence[WrittenHours]) -> Hours:
    best = _distinct(totals)
    if len(best) > 1 and (whole := _whole(best)):
        best = [whole]
    rows = others if len(best) == 1 and sum(row.value for row in others) == best[0].value else []
    return Hours(tuple(best), tuple(rows)) if len(best) <= 2 else Hours(problem="several totals of hours")


def _in_line(line: str, row: Cell | None) -> list[tuple[WrittenHours, bool]]:
    if len(line) > 2_000:
        return []
    if row is not None:
        return [(WrittenHours(row.value, line, line, _is_overtime(line)), is_total_row(line))]
    found = [_meant(line, one) for one in find_quantities(line)]
    kept = [one for one in found if one is not None]
    if not kept:
        value = labelled_number(line)
        return [] if value is None else [(WrittenHours(value, line, line, _is_overtime(line)), is_total_row(line))]
    if "=" in line and (results := [one for one in kept if "=" in line[: one.start]]):
        return _stated(line, results[-1:], is_total=False)
    total = [one for one in kept if TOTAL_WORD.search(line, max(0, one.start - 30), one.start)]
    total = total or [one for one in kept if TOTAL_WORD.match(line[one.end : one.end + 40].lstrip(" ,("))]
    total = total or (kept if len(kept) == 1 and is_total_row(line) else [])
    return _stated(line, total or kept, is_total=bool(total))


def _meant(line: str, found: Quantity) -> Quantity | None:
    """What is meant where a number is set against another; None for a part, a budget, or what it was not."""
    before = line[max(0, found.start - 40) : found.start]
    if first := _FIRST_OF_TWO.search(before):
        value = hours_value(first["number"])
        return None if value is None else Quantity(value, found.start, found.end)
    if _PART_WORD.search(before) is None:
        return found
    instead = _BUT.match(line, found.end)
    value = None if instead is None else hours_value(instead["number"])
    return None if instead is None or value is None else Quantity(value, found.start, instead.end())


def _stated(line: str, numbers: Sequence[Quantity], *, is_total: bool) -> list[tuple[WrittenHours, bool]]:
    """Each with the words up to it, or from it on where the first day of the line stands behind its number."""
    leads = _has_day(line[: numbers[0].start])
    cuts = [one.end for one in numbers] if leads else [one.start for one in numbers[1:]] + [len(line)]
    starts = [0, *cuts]
    return [
        (WrittenHours(one.value, line, line[start:end], _is_overtime(line[one.start : one.end])), is_total)
        for one, start, end in zip(numbers, starts, cuts, strict=False)
    ]


def _bare_totals(lines: Sequence[str], others: Sequence[WrittenHours]) -> list[WrittenHours]:
    """Numbers without a unit beside a word for a total; beside numbers with one they must be these numbers' sum."""
    found = [
        WrittenHours(value, line, line)
        for line in lines
        if len(line) <= 2_000
        for one in _TOTAL_BARE.finditer(line)
        if (value := hours_value(one["behind"] or one["before"])) is not None and value <= _BARE_MAX
    ]
    return [one for one in found if not others or one.value == sum(other.value for other in others)]


def _has_day(text: str) -> bool:
    return bool(weekdays_in(text)) or next(iter(_dates(text)), None) is not None


def _dates(text: str) -> list[WrittenDate]:
    # Any year will do to tell two days apart.
    return list(find_dates(text, written_on=date(2024, 6, 30)))


def _is_overtime(text: str) -> bool:
    return _OVERTIME.search(text) is not None


def _are_labelled(hours: Sequence[WrittenHours]) -> bool:
    """Each stands on a line of its own that names its kind: normal hours and overtime are two totals."""
    lines = {one.line for one in hours}
    return len(lines) == len(hours) == 2 and all(labelled_number(line) is not None for line in lines)


def _whole(hours: Sequence[WrittenHours]) -> WrittenHours | None:
    """The one that is the sum of all others."""
    total = sum(one.value for one in hours)
    return next((one for one in hours if one.value * 2 == total), None) if len(hours) > 2 else None


def _distinct(hours: Sequence[WrittenHours]) -> list[WrittenHours]:
    return list({one.value: one for one in reversed(hours)}.values())[::-1]
