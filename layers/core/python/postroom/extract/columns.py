"""Lines and their cells: which cell stands below which.

Cells are parted by tabs, by bars, or by two spaces and more. Where tabs or bars part them a column is its number;
where spaces do, as in mono-spaced mails and in what is laid out from a page, it is the characters that cells below
each other share.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CELL = re.compile(r"\t+|[ ]{2,}|[ ]*\|[ ]*")
_RATE = re.compile(r"[0-9]{1,2}(?:[.,][0-9]{1,2})?[ ]?%")
_DRAWN = " |+:-="
"""What a line between head and rows is drawn of: "|-----|-----|"."""
_WIDE = 500
"""Characters of a line that is looked at as cells."""
_ROWS = 5
"""Lines in which the next cell of a column may stand, those of other columns and empty ones counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line's or a cell's place in the text."""

    start: int
    end: int


def lines_of(text: str) -> list[Line]:
    """Every line's place."""
    lines, at = [], 0
    for line in text.split("\n"):
        lines.append(Line(at, at + len(line)))
        at += len(line) + 1
    return lines


class Columns:
    """The cells of a text's lines."""

    def __init__(self, text: str, lines: Sequence[Line]) -> None:
        self._text = text
        self._lines = lines
        self._cells: dict[int, list[Line]] = {}

    def cells(self, number: int) -> list[Line]:
        """The cells of a line that hold anything."""
        if number not in self._cells:
            self._cells[number] = self._parted(number)
        return self._cells[number]

    def _parted(self, number: int) -> list[Line]:
        line = self._lines[number]
        if line.end - line.start > _WIDE:
            return [line]
        cells, start = [], line.start
        for gap in _CELL.finditer(self._text, line.start, line.end):
            cells.append(Line(start, gap.start()))
            start = gap.end()
        return [cell for cell in [*cells, Line(start, line.end)] if cell.end > cell.start]

    def by_number(self, number: int) -> bool:
        """Whether tabs or bars part the cells of a line, so that a column is its number."""
        line = self._lines[number]
        return any(self._text.find(sign, line.start, line.end) >= 0 for sign in "\t|")

    def only_row(self, number: int) -> list[Line] | None:
        """The row below a head of words and rates that has as many cells, unless a second such row follows.

        A further head is no second row where the first has digits in all its cells, as only values have.
        """
        heads = self.cells(number)
        if len(heads) < 2 or self._states_values(heads):
            return None
        rows = self._rows(number)
        if not rows or len(rows[0]) != len(heads):
            return None
        if len(rows) == 1 or len(rows[1]) != len(heads):
            return rows[0]
        first_has_values = all(self._states_values([cell]) for cell in rows[0])
        return rows[0] if first_has_values and not self._states_values(rows[1]) else None

    def _rows(self, number: int) -> list[list[Line]]:
        """The cells of the two lines below a line; what is drawn below it is none."""
        following = [at for at in range(number + 1, min(number + 4, len(self._lines))) if not self._is_drawn(at)]
        return [self.cells(at) for at in following[:2]]

    def _is_drawn(self, number: int) -> bool:
        line = self._text[self._lines[number].start : self._lines[number].end]
        return ("-" in line or "=" in line) and not line.strip(_DRAWN)

    def _states_values(self, cells: Sequence[Line]) -> bool:
        """Whether a digit stands in one of the cells, that of a rate ("VAT 20%") aside."""
        return any(map(str.isdigit, "".join(_RATE.sub("", self._text[cell.start : cell.end]) for cell in cells)))

    def below(self, number: int, column: int, after: int, *, rows_only: bool = False) -> tuple[int, Line] | None:
        """The first cell after line `after` that stands under a cell of line `number` rather than under its neighbours.

        With its line. `rows_only`: what follows an empty line is no further row.
        """
        top, heads = self._lines[number].start, self.cells(number)
        for at in range(after + 1, min(after + 1 + _ROWS, len(self._lines))):
            start = self._lines[at].start
            if rows_only and self._lines[at].end == start:
                return None
            for cell in self.cells(at):
                shared = [_shared(cell, start, head, top) for head in heads]
                if shared[column] > 0 and shared[column] == max(shared):
                    return at, cell
        return None


def _shared(one: Line, start: int, other: Line, top: int) -> int:
    """How many characters two cells share, each counted from its own line's start."""
    return min(one.end - start, other.end - top) - max(one.start - start, other.start - top)
