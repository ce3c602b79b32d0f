"""A text read once: its labels, amounts and dates with their places, and which value a label speaks of.

A value belongs to a label if it stands behind it on the same line with no sentence's end and no other label between;
or, where nothing else stands behind the label, at the beginning of the next line; or below it in the same column
(columns.py) of a table's single row.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from .amounts import Amount, find_amounts
from .characters import unified, without_addresses
from .columns import Columns, Line, lines_of
from .dates import WrittenDate, find_dates
from .label_index import Label, find_labels
from .roles import Role

REACH = 60
"""How far behind its label, in characters, a value may stand in a sentence."""

_FAR = 4 * REACH
"""How far behind its label a value may stand in a table; it also keeps long lines linear."""

_LEAD = 6
"""Characters of signs ("#", "€") that may stand before a value in its cell."""

_GLUED = 4
"""Characters of a label that can also be the beginning of a number."""

_QUALIFIERS = frozenset({Role.EXCLUSIVE, Role.INCLUSIVE, Role.PLUS_VAT, Role.PAYING, Role.AMOUNT_OF, Role.DUE_BY})
# A dot before a capital ends a sentence, unless it shortens a word or makes a number a day of a month.
_SHORT = """
    nr Nr no No kr Kr incl inkl excl ekskl exkl inc ex gesetzl zzgl einschl Ref pr bzw ca abzgl USt Betr vedr evt Dr Mr
    Mrs Hr St
"""
_ABBREVIATED = "".join(f"(?<!{word})" for word in _SHORT.split())
_MONTH = "(?:Jan|Feb|M[aä]r|Apr|Ma[ijy]|Jun|Jul|Aug|Sep|O[kc]t|Nov|De[cz])"
_SENTENCE_END = re.compile(rf"[。!?;]|{_ABBREVIATED}[.][ ]+(?!{_MONTH})[A-ZÆØÅÄÖÜ]")
_DIGITS_FOLLOW = re.compile(r"[-/._]?[0-9]")
_COLUMNS_PARTED = re.compile(r"(?<=\S)(?:[ ]{4,}|[ ]*[\t|])")
_NOTHING = re.compile(r"[\s:.\-–=>#*|()\[\]_@]*")
_LEAD_IN = re.compile(r"[\s:>*|(\[•#-]*")


class Placed(Protocol):
    """Anything found at a place in the text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


P = TypeVar("P", bound=Placed)


class Reading:
    """One text with what was found in it; offsets are the same in `written` and in `text`."""

    def __init__(self, written: str, language: str | None, *, month_first: bool, written_on: date | None) -> None:
        self.written = written
        self.text = without_addresses(unified(written))
        self.labels: Sequence[Label] = tuple(find_labels(self.text))
        self.dates: Sequence[WrittenDate] = tuple(find_dates(self.text, month_first=month_first, written_on=written_on))
        self.amounts: Sequence[Amount] = tuple(
            amount for amount in find_amounts(self.text, language) if not overlaps(amount, self.dates)
        )
        self.lines = lines_of(self.text)
        self.columns = Columns(self.text, self.lines)
        self._line_starts = [line.start for line in self.lines]

    def line_at(self, place: int) -> int:
        """The number of the line that holds `place`."""
        return max(0, bisect_left(self._line_starts, place + 1) - 1)

    def labelled(self, role: Role) -> list[Label]:
        """The labels that may have `role`."""
        return [label for label in self.labels if role in label.roles]

    def behind(self, label: Label, values: Sequence[P], *, reach: int = REACH) -> list[P]:
        """The values that `label` speaks of, nearest first; several where a line states several in a row."""
        number = self.line_at(label.start)
        stop = min(self.lines[number].end, self._next_label(label))
        same = [value for value in within(values, label.end, stop) if self._is_near(label.end, value.start, reach)]
        return same or self._in_column(label, number, values) or self._on_next_line(label, number, values)

    def around(self, start: int, end: int) -> str:
        """The line that holds two places as it is written, its spaces single; cut to what is near where it is long."""
        line = self.lines[self.line_at(start)]
        first, last = max(line.start, start - REACH), min(max(line.end, end), end + REACH)
        words = " ".join(self.written[first:last].split())
        return f"{'…' * (first > line.start)}{words}{'…' * (last < line.end)}"

    def columns_at(self, value: Placed) -> int:
        """How many cells its line has."""
        return len(self.columns.cells(self.line_at(value.start)))

    def is_sentence(self, start: int, end: int) -> bool:
        """Whether no sentence ends between two places."""
        return _SENTENCE_END.search(self.text, start, end) is None

    def is_glued(self, label: Label) -> bool:
        """Whether the label is the beginning of an identifier ("PO-4711")."""
        written = self.text[label.start : label.end]
        return len(written) <= _GLUED and written.isupper() and _DIGITS_FOLLOW.match(self.text, label.end) is not None

    def opens_cell(self, label: Label) -> bool:
        """Whether the label begins its line or its cell, alone or behind the same word in another language."""
        line = self.lines[self.line_at(label.start)]
        before = within(self.labels, max(line.start, label.start - 12), label.start)
        start = before[-1].start if before and before[-1].roles & label.roles else label.start
        lead = self.text[max(line.start, start - 12) : start]
        return _LEAD_IN.fullmatch(lead) is not None or lead.endswith(("\t", "  ", "| "))

    def sentence_around(self, place: int) -> tuple[int, int]:
        """The sentence that holds `place`, over at most the line before and the line after it."""
        number = self.line_at(place)
        start, end = self.lines[max(0, number - 1)].start, self.lines[min(len(self.lines) - 1, number + 1)].end
        start, end = max(start, place - 4 * REACH), min(end, place + 4 * REACH)
        for stop in _SENTENCE_END.finditer(self.text, start, end):
            if stop.end() <= place:
                start = stop.end()
            elif stop.start() >= place:
                return start, stop.start()
        return start, end

    def _is_near(self, start: int, end: int, reach: int) -> bool:
        if _NOTHING.fullmatch(self.text, start, end) or "\t" in self.text[start:end]:
            return True
        # The dot of an abbreviated label ("Rechnungs-Nr. RE 10045") ends no sentence.
        start += self.text.startswith(".", start)
        return len(" ".join(self.text[start:end].split())) <= reach and self.is_sentence(start, end)

    def _next_label(self, label: Label) -> int:
        far = label.end + _FAR
        others = within(self.labels, label.end, far)
        return next((other.start for other in others if not (other.roles <= _QUALIFIERS or self.is_glued(other))), far)

    def _ends_open(self, label: Label, line_end: int) -> bool:
        """Whether only punctuation and qualifiers ("inkl. moms", "(EUR)") stand between label and line end."""
        at = label.end
        for other in within(self.labels, label.end, min(line_end, label.end + _FAR)):
            if not (other.roles <= _QUALIFIERS and _NOTHING.fullmatch(self.text, at, other.start)):
                break
            at = other.end
        rest = self.text[at:line_end] if line_end - at <= REACH else "…"
        return _NOTHING.fullmatch(re.sub(r"\(?(?:[A-Z]{3}|[€£$¥元%]|[0-9.,]+ ?%)\)?", "", rest)) is not None

    def _in_column(self, label: Label, number: int, values: Sequence[P]) -> list[P]:
        """The value below a column's head, in a table of one row, or below its label in a column of its own."""
        heads = self.columns.cells(number)
        column = next((at for at, head in enumerate(heads) if label.start < head.end), None)
        if column is None:
            return []
        if self.columns.by_number(number):
            row = self.columns.only_row(number)
            return [] if row is None else within(values, row[column].start, row[column].end)[:1]
        if not self._ends_open(label, heads[column].end):
            return []
        return self._below(number, column, values)

    def _below(self, number: int, column: int, values: Sequence[P]) -> list[P]:
        """Where spaces keep columns in place: the value that opens the next cell down, if no second one follows."""
        first = self.columns.below(number, column, number)
        if first is None:
            return []
        found = self._leading(first[1], values)
        second = self.columns.below(number, column, first[0], rows_only=True) if found else None
        following = [] if second is None else self._leading(second[1], values)
        return found if not following or self._written(following[0]) == self._written(found[0]) else []

    def _leading(self, cell: Line, values: Sequence[P]) -> list[P]:
        """The value that opens a cell, perhaps behind a sign."""
        return [
            each
            for each in within(values, cell.start, cell.end)[:1]
            if each.start - cell.start <= _LEAD and _LEAD_IN.fullmatch(self.text, cell.start, each.start)
        ]

    def _written(self, value: Placed) -> str:
        return self.text[value.start : value.end]

    def _on_next_line(self, label: Label, number: int, values: Sequence[P]) -> list[P]:
        line = self.lines[number]
        if not self._ends_open(label, line.end) or _COLUMNS_PARTED.search(self.text, line.start, label.start):
            return []
        following = next((each for each in self.lines[number + 1 : number + 3] if each.end > each.start), None)
        if following is None:
            return []
        lead = _LEAD_IN.match(self.text, following.start, following.end)
        start = following.start if lead is None else lead.end()
        first = within(values, following.start, min(following.end, start + _FAR))[:1]
        return first if first and first[0].start == start else []


def overlaps(value: Placed, others: Sequence[Placed]) -> bool:
    """Whether `value` shares a place with one of `others`, which are in order and do not overlap."""
    at = bisect_left(others, value.start, key=lambda each: each.end)
    at += at < len(others) and others[at].end == value.start
    return at < len(others) and others[at].start < value.end


def within(values: Sequence[P], start: int, end: int) -> list[P]:
    """Those of `values`, which are in order, that stand wholly between two places."""
    return [value for value in starting_in(values, start, end) if value.end <= end]


def starting_in(values: Sequence[P], start: int, end: int) -> Sequence[P]:
    """Those of `values`, which are in order, that begin between two places."""
    first = bisect_left(values, start, key=lambda each: each.start)
    return values[first : bisect_left(values, end, key=lambda each: each.start)]
