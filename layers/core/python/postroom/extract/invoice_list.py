"""Statements and reminders that list several invoices: no line of such a list is the document's own number or date."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .candidate import Candidate, T
from .columns import Line
from .label_index import Label
from .number_fields import Identifier
from .reading import Reading, within
from .roles import Role

_NUMBERS = frozenset({Role.NUMBER, Role.NUMBER_BARE})
_COLUMNS = frozenset({Role.DATE, Role.ISSUED, Role.DUE, Role.AMOUNT, Role.TOTAL, Role.TO_PAY, Role.REMAINING})
_SURE = 0.8
"""Of a number: a reference or a number alone names no invoice."""
_ROWS = 50
"""Rows of one table that are looked at."""
_OTHERS = 1
"""Lines among them that are none: drawn below the head, or a remark."""
_WIDE = 500
"""Characters of a head."""
_OPENING = 60
"""Characters of a line in which the invoice that it is about is named."""
_AMOUNT_REACH = 120
_TRIMMED = re.compile(r"[\s.:#]+")


@dataclass(frozen=True, slots=True)
class InvoiceList:
    """The invoices that a text lists, by their numbers, and on which of its lines."""

    numbers: tuple[str, ...] = ()
    lines: frozenset[int] = frozenset()

    def without(self, reading: Reading, candidates: Iterable[Candidate[T]]) -> list[Candidate[T]]:
        """Those that do not stand in the list."""
        return [each for each in candidates if reading.line_at(each.start) not in self.lines]


def listed_invoices(
    reading: Reading, identifiers: Sequence[Identifier], numbers: Sequence[Candidate[str]]
) -> InvoiceList:
    """Lines that begin with an invoice's number, or rows below a head that names one, each with an amount."""
    sure = {each.start: each.value for each in numbers if each.confidence >= _SURE}
    found: list[tuple[str, int]] = []
    for label in reading.labels:
        if label.roles & _NUMBERS and reading.opens_cell(label):
            found += _opening(reading, identifiers, label, sure)
            found += _in_rows(reading, identifiers, label)
    values = tuple(dict.fromkeys(value for value, _ in found))
    # One number with and without its letters ("RE-1001") is no list.
    if all(value.endswith(values[0]) or values[0].endswith(value) for value in values):
        return InvoiceList()
    return InvoiceList(values, frozenset(line for _, line in found))


def _opening(
    reading: Reading, identifiers: Sequence[Identifier], label: Label, sure: Mapping[int, str]
) -> Iterator[tuple[str, int]]:
    number = reading.line_at(label.start)
    line = reading.lines[number]
    if label.start - line.start > _OPENING or reading.text.startswith(">", line.start):
        return
    near = within(identifiers, label.end, min(line.end, label.end + _OPENING))[:1]
    if near and near[0].start in sure and _has_amount(reading, near[0], line):
        yield sure[near[0].start], number


def _in_rows(reading: Reading, identifiers: Sequence[Identifier], label: Label) -> Iterator[tuple[str, int]]:
    number = reading.line_at(label.start)
    column = _column(reading, label, number)
    others = 0
    for at in range(number + 1, min(number + 1 + _ROWS, len(reading.lines)) if column is not None else 0):
        cells = reading.columns.cells(at)
        cell = cells[column] if column is not None and column < len(cells) else None
        inside = [] if cell is None else within(identifiers, cell.start, cell.end)
        if inside and cell is not None and _has_amount(reading, inside[0], reading.lines[at]):
            yield reading.text[inside[0].start : inside[0].end], at
        elif (others := others + 1) > _OTHERS:
            return


def _column(reading: Reading, label: Label, number: int) -> int | None:
    """Which column a head names the invoice's number in, beside another of dates or amounts."""
    heads, text = reading.columns.cells(number), reading.text
    if heads[-1].end - heads[0].start > _WIDE:
        return None
    column = next((at for at, head in enumerate(heads) if head.start <= label.start < head.end), None)
    if column is None or _TRIMMED.sub("", text[label.end : heads[column].end]):
        return None
    beside = [each for head in heads for each in within(reading.labels, head.start, head.end) if each != label]
    return column if any(each.roles & _COLUMNS for each in beside) else None


def _has_amount(reading: Reading, number: Identifier, line: Line) -> bool:
    near = within(reading.amounts, number.end, min(line.end, number.end + _AMOUNT_REACH))
    return any(not each.is_bare for each in near)
