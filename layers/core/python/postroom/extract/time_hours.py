"""Numbers of hours in a text: which is the total, and which rows make it up."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_HOURS_MAX = Decimal(10_000)
_NUMBER = r"[0-9]{1,4}(?:[.,][0-9]{1,2})?"
# Chinese words stand beside numbers without a space; other letters joined to digits make an identifier.
_APART = r"(?<![0-9A-Za-zÀ-ž_.,:/+-])"
_UNIT = (
    r"(?:man[ -]?)?(?:timers?|times?|t|stunden|stunde|std|hours?|hrs?|h)\.?(?![\w])"
    r"|(?:个|個)?小时|小時|工时|人时"
)
_WITH_UNIT = re.compile(
    rf"{_APART}(?P<number>{_NUMBER})[ ]?(?:{_UNIT})"
    # A rate, a contract's hours or an opening time is nothing worked.
    r"(?![ ]?(?:/|a |per |pr\.? |om |pro |die |in der |i (?:ugen|døgnet)|each|hver|jeweils|每|以内|之内|内"
    r"|pause|frokost|break|lunch))",
    re.IGNORECASE,
)
_BARE = re.compile(rf"{_APART}(?P<number>{_NUMBER})(?![\w%:/-]|[.,][0-9])")
_HOUR_WORD = re.compile(
    r"(?<![^\W\d_])(?:\w{0,20}timer|timetal|tid|arbejdstid|hours?|hrs|overtime|overtid|time"
    r"|(?!betriebs)\w{0,20}stunden|std|arbeitszeit|zeit)(?![^\W\d_])|小时|工时|加班|出勤",
    re.IGNORECASE,
)
_TOTAL_WORD = re.compile(
    r"(?<![^\W\d_])(?:i ?alt|ialt|tilsammen|samlet|totalt?|in all|all in|altogether|sum|summe|gesamt|insgesamt|zusammen"
    r")(?![^\W\d_])|合计|总计|共计?|累计|总共",
    re.IGNORECASE,
)
_PART_WORD = re.compile(
    r"(?:(?<![^\W\d_])(?:heraf|deraf|davon|hiervon|of which|including|inkl\.?|je|each|hver|à|within|inden for"
    r"|innerhalb(?: von)?|maximal|max\.?|mindst|højst|rate|budget|planned|planlagt|geplant|estimated|estimat"
    r"|estimeret|geschätzt|aftalt|agreed)|其中[^0-9,。]{0,6}|每人|各|预计|计划)[ :]*(?:\w+[ ]){0,2}$",
    re.IGNORECASE,
)
_CELLS = re.compile(r"\t+|[ ]{2,}|[ ]*\|[ ]*|:[ ]*")


@dataclass(frozen=True, slots=True)
class WrittenHours:
    """A number of hours and the line it stands on."""

    value: Decimal
    line: str


@dataclass(frozen=True, slots=True)
class Hours:
    """The totals, the rows that add up to a single total, and why there is none."""

    totals: tuple[WrittenHours, ...] = ()
    rows: tuple[WrittenHours, ...] = ()
    problem: str | None = None


def read_hours(text: str) -> Hours:
    """What `text` says; nothing where it cannot be told."""
    lines = text.split("\n")
    in_table = any(_is_head(line) for line in lines)
    stated = [one for line in lines for one in _in_line(line, in_table=in_table)]
    totals = [hours for hours, is_total in stated if is_total]
    others = [hours for hours, is_total in stated if not is_total]
    if totals:
        best = _distinct(totals)
        if len(best) > 1 and (whole := _whole(best)):
            best = [whole]
        rows = others if len(best) == 1 and sum(row.value for row in others) == best[0].value else []
        return Hours(tuple(best), tuple(rows)) if len(best) <= 2 else Hours(problem="several totals of hours")
    distinct = _distinct(others)
    if len(distinct) <= 1:
        return Hours(tuple(distinct))
    if whole := _whole(distinct):
        return Hours((whole,), tuple(one for one in others if one is not whole))
    if _are_labelled(others):
        return Hours(tuple(others))
    said = ", ".join(str(one.value) for one in distinct[:5])
    return Hours(problem=f"several numbers of hours and no total: {said}")


def hours_value(written: str) -> Decimal | None:
    """The number that is written, if it can be a count of hours."""
    value = Decimal(written.replace(",", "."))
    return value if 0 < value <= _HOURS_MAX else None


def _in_line(line: str, *, in_table: bool) -> list[tuple[WrittenHours, bool]]:
    if len(line) > 2_000:
        return []
    found = [
        one for one in _WITH_UNIT.finditer(line) if not _PART_WORD.search(line, max(0, one.start() - 40), one.start())
    ]
    if "=" in line and (results := [one for one in found if "=" in line[: one.start()]]):
        return _stated(line, [results[-1]["number"]], is_total=False)
    if found:
        total = [one for one in found if _TOTAL_WORD.search(line, max(0, one.start() - 30), one.start())]
        total = total or [one for one in found if _TOTAL_WORD.match(line[one.end() :].lstrip(" ,("))]
        total = total or (found if len(found) == 1 and _is_total_row(line) else [])
        chosen = total or found
        return _stated(line, [one["number"] for one in chosen], is_total=bool(total))
    return _in_cells(line, in_table=in_table)


def _in_cells(line: str, *, in_table: bool) -> list[tuple[WrittenHours, bool]]:
    """`Approved hours <tab> 72.00`, and rows of a table whose head says hours."""
    cells = [cell.strip() for cell in _CELLS.split(line) if cell.strip()]
    if len(cells) < 2:
        return []
    number = _BARE.fullmatch(cells[-1])
    if number is None or not (in_table or _HOUR_WORD.search(cells[-2])):
        return []
    return _stated(line, [number["number"]], is_total=_is_total_row(line))


def _stated(line: str, numbers: Sequence[str], *, is_total: bool) -> list[tuple[WrittenHours, bool]]:
    values = [value for number in numbers if (value := hours_value(number)) is not None]
    return [(WrittenHours(value, line), is_total) for value in dict.fromkeys(values)]


def _is_head(line: str) -> bool:
    """The head of a table with a column of hours: cells of words, the last of them hours."""
    cells = [cell.strip() for cell in _CELLS.split(line) if cell.strip()]
    return (
        1 < len(cells) <= 8
        and not any(map(str.isdigit, line))
        and _HOUR_WORD.fullmatch(cells[-1].strip(".")) is not None
    )


def _is_total_row(line: str) -> bool:
    first = next((cell for cell in _CELLS.split(line) if cell.strip()), "")
    return _TOTAL_WORD.search(first) is not None


def _are_labelled(hours: Sequence[WrittenHours]) -> bool:
    """Each stands on a line of its own that names its kind: normal hours and overtime are two totals."""
    lines = {one.line for one in hours}
    return len(lines) == len(hours) == 2 and all(
        len(cells := [cell for cell in _CELLS.split(line) if cell.strip()]) >= 2 and _HOUR_WORD.search(cells[-2])
        for line in lines
    )


def _whole(hours: Sequence[WrittenHours]) -> WrittenHours | None:
    """The one that is the sum of all others."""
    total = sum(one.value for one in hours)
    return next((one for one in hours if one.value * 2 == total), None) if len(hours) > 2 else None


def _distinct(hours: Sequence[WrittenHours]) -> list[WrittenHours]:
    return list({one.value: one for one in reversed(hours)}.values())[::-1]
