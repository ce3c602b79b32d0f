"""Lines and their cells: which cell stands below which.

Cells are parted by tabs, by bars, or by two spaces and more. Where tabs part them a column is its number; where spaces
do, as in mono-spaced mails and in what is laid out from a page, it is the characters that cells below each other share.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CELL = re.compile(r"\t+|[ ]{2,}|[ ]*\|[ ]*")
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

    def only_row(self, number: int) -> list[Line] | None:
        """The row below a head of words only that has as many cells, unless a second such row follows."""
        line, heads = self._lines[number], self.cells(number)
        if len(heads) < 2 or any(map(str.isdigit, self._text[line.start : line.end])):
            return None
        rows = [self.cells(at) for at in range(number + 1, min(number + 3, len(self._lines)))]
        if not rows or len(rows[0]) != len(heads) or (len(rows) > 1 and len(rows[1]) == len(heads)):
            return None
        return rows[0]

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
