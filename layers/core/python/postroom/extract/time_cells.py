"""Hours in cells: a column of a table, a label with its number, a day with its number."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .dates import find_dates
from .time_days import weekdays_in
from .time_units import APART, NUMBER, find_quantities, hours_value, of_minutes

TOTAL_WORD = re.compile(
    r"(?<![^\W\d_])(?:i ?alt|ialt|tilsammen|samlet|totalt?|in all|all in|altogether|sum|summe|gesamt|insgesamt|zusammen"
    r")(?![^\W\d_])|合计|总计|共计?|累计|总共",
    re.IGNORECASE,
)
_HOUR_WORD = re.compile(
    r"(?<![^\W\d_])(?:\w{0,20}timer|timetal|tid|arbejdstid|hours?|hrs|overtime|overtid|time"
    r"|(?!betriebs)\w{0,20}stunden|std|arbeitszeit|zeit|h)(?![^\W\d_])|小时|工时|加班|出勤",
    re.IGNORECASE,
)
# Behind these a number with a colon or a dot is a time of day.
_TIME_OF_DAY = re.compile(r"(?:time|tid|zeit|h)", re.IGNORECASE)
_SPACED = re.compile(r"[ ]{2,}|:[ ]*")
_BARE = re.compile(rf"{APART}(?P<number>{NUMBER})(?![\w%:/-]|[.,][0-9])")
_CLOCK = re.compile(r"(?P<hours>[0-9]{1,3}):(?P<minutes>[0-5][0-9])")
_LABEL = re.compile(
    r"(?<![^\W\d_])(?:total hours|hours|timer|arbejdstimer|stunden|arbeitsstunden|gesamtstunden|arbeitszeit)"
    r"(?:[ ](?:worked|in total|total|i alt|ialt|gesamt|insgesamt|zusammen|tilsammen))?"
    r"(?:[ ]?[:=]|[ ](?:is|was|are|were|er|var|ist|sind|war|waren))?[ ]"
    rf"(?P<number>{NUMBER})(?![\w%:/-]|[.,][0-9])(?=[ ]*(?:$|[,;.)(]))"
    rf"|(?:小时|工时)(?:合计|总计|共计|共|为|是|:|:)[ ]?(?P<han>{NUMBER})(?![\w%:/-]|[.,][0-9])",
    re.IGNORECASE,
)
_LAST = re.compile(rf"^[ .:|\t-]{{1,8}}(?P<number>{NUMBER})$")
_HEAD_CHARACTERS = 25


@dataclass(frozen=True, slots=True)
class Cell:
    """The hours that a row states."""

    value: Decimal


def number_in_rows(lines: Sequence[str], *, speaks: bool) -> dict[int, Cell]:
    """Line → its hours: rows below a head with a column of hours, and where `speaks` of hours, days with a number."""
    found: dict[int, Cell] = {}
    column: int | None = None
    width = 0
    for number, line in enumerate(lines):
        cells = cells_of(line)
        head = _column(cells, line)
        if head is not None:
            column, width = head, len(cells)
        elif column is not None and len(cells) >= 2:
            value = _in_column(cells, column, width)
            if value is not None:
                found[number] = Cell(value)
        elif line.strip():
            column = None
        if number not in found and speaks and (value := _beside_day(line)) is not None:
            found[number] = Cell(value)
    return found


def labelled_number(line: str) -> Decimal | None:
    """`Approved hours <tab> 72.00`, `Total hours 32`."""
    cells = [cell for cell in cells_of(line) if cell]
    if len(cells) >= 2 and _HOUR_WORD.search(cells[-2]) and not _TIME_OF_DAY.fullmatch(cells[-2]):
        return _number(cells[-1])
    found = _LABEL.search(line)
    return None if found is None else hours_value(found["number"] or found["han"])


def is_total_row(line: str) -> bool:
    """Whether the first cell of a line says that it is a total."""
    first = next((cell for cell in cells_of(line) if cell), "")
    return TOTAL_WORD.search(first) is not None


def cells_of(line: str) -> list[str]:
    """The cells of a line, empty ones too where tabs or bars part them."""
    if len(line) > 500:
        return [line]
    if "\t" in line:
        return [cell.strip(" |") for cell in line.split("\t") if cell.strip() != "|"]
    if "|" in line:
        return [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip() for cell in _SPACED.split(line.strip())]


def _column(cells: Sequence[str], line: str) -> int | None:
    """Which column of a head of words, being the last of them, has the hours."""
    if not 1 < len(cells) <= 8 or any(map(str.isdigit, line)):
        return None
    heads = [
        at
        for at, cell in enumerate(cells)
        if len(cell) <= _HEAD_CHARACTERS and _HOUR_WORD.search(cell) and not TOTAL_WORD.fullmatch(cell)
    ]
    return heads[-1] if heads else None


def _in_column(cells: Sequence[str], column: int, width: int) -> Decimal | None:
    if len(cells) == width:
        return _number(cells[column])
    # A row of sums leaves columns out where spaces part them.
    return _number(cells[-1]) if TOTAL_WORD.search(cells[0]) else None


def _number(cell: str) -> Decimal | None:
    if _BARE.fullmatch(cell):
        return hours_value(cell)
    if clock := _CLOCK.fullmatch(cell):
        return of_minutes(int(clock["hours"]) * 60 + int(clock["minutes"])) or None
    [*found] = find_quantities(cell)
    return found[0].value if len(found) == 1 and (found[0].start, found[0].end) == (0, len(cell)) else None


def _beside_day(line: str) -> Decimal | None:
    """`Mandag: 7,5`, `3. nov 8`: a day, and nothing but a number behind it."""
    written = line.strip()
    if len(written) > 40:
        return None
    # Any year will do: only the place counts.
    day = next(find_dates(written, written_on=date(2024, 6, 30)), None)
    if day is not None:
        lead, rest = written[: day.start], written[day.end :]
    else:
        lead, rest = "", re.sub(r"^[^\W\d_]+", "", written)
        if not weekdays_in(written[: len(written) - len(rest) + 1]):
            return None
    found = _LAST.match(rest)
    return None if found is None or any(map(str.isdigit, lead)) else hours_value(found["number"])
