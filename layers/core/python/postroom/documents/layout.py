"""Characters with their places into lines as a person reads them: words, columns, rows.

What stands on one line and close together is parted by one space. A column is parted by at least two and begins in
every line at the character that its place on the page gives it, so that what stands below a word on the page stands
below it in the text.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

WORD_GAP, COLUMN_GAP = 0.16, 0.62
"""Widths of empty space, in heights of the line, that part words and columns."""
_BACK = 0.4
"""How far, in heights, a character may begin before its forerunner's end and still go on with its word (kerning)."""
_TOUCHING = 0.04
"""Up to which width words that do not follow each other in the page's content are parts of one."""
_RAISED = 0.2
"""Difference of two lower edges, in heights of the larger, between a word and what is set high beside it."""
_SAME_LINE = 0.55
"""Share of the smaller height by which boxes overlap that stand on one line."""
_PARAGRAPH = 1.0
"""Empty space between lines, in heights, that an empty line stands for."""
_COLUMNS = 240
"""Characters of the widest line; the rest of a line is set on without alignment."""


class Character(NamedTuple):
    """One character, or a space, and its box; y grows upwards."""

    text: str
    left: float
    bottom: float
    right: float
    top: float


class _Word(NamedTuple):
    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom


def laid_out(characters: Iterable[Character]) -> str:
    """The page's lines, from top to bottom."""
    words = [word for word in _words(characters) if word.height > 0]
    if not words:
        return ""
    lines = _lines(words)
    unit, margin = _unit(words), min(word.left for word in words)
    text = [_line(line, unit, margin) for line in lines[:1]]
    for above, line in pairwise(lines):
        gap = min(word.bottom for word in above) - max(word.top for word in line)
        if gap > _PARAGRAPH * min(median(word.height for word in above), median(word.height for word in line)):
            text.append("")
        text.append(_line(line, unit, margin))
    return "\n".join(text)


def _words(characters: Iterable[Character]) -> Iterator[_Word]:
    """Characters that follow each other in the page's content, touch, and have no space between."""
    held: list[Character] = []
    for one in characters:
        if held and (one.text == " " or not _goes_on(held[-1], one)):
            yield _word(held)
            held = []
        if one.text != " ":
            held.append(one)
    if held:
        yield _word(held)


def _goes_on(last: Character, one: Character) -> bool:
    """Asked of every character: what `_overlap` and `_is_raised` say, without calling them."""
    _, _, bottom, right, top = last
    _, left, low, _, high = one
    smaller, larger = sorted((top - bottom, high - low))
    return (
        -_BACK * smaller < left - right < WORD_GAP * smaller
        and min(top, high) - max(bottom, low) > _SAME_LINE * smaller
        and abs(bottom - low) <= _RAISED * larger
    )


def _is_raised(one: _Word, other: _Word) -> bool:
    """Whether one is a footnote's mark, or cents set high: no part of the other's word or number."""
    return abs(one.bottom - other.bottom) > _RAISED * max(one.top - one.bottom, other.top - other.bottom)


def _word(held: Sequence[Character]) -> _Word:
    texts, lefts, bottoms, rights, tops = zip(*held, strict=True)
    return _Word("".join(texts), lefts[0], min(bottoms), max(rights), max(tops))


def _lines(words: Sequence[_Word]) -> list[list[_Word]]:
    """Words whose boxes overlap in height, whatever their order in the page's content."""
    lines: list[list[_Word]] = []
    for word in sorted(words, key=lambda each: (-(each.top + each.bottom), each.left)):
        line = next((line for line in reversed(lines[-3:]) if _is_on(word, line)), None)
        if line is None:
            lines.append([word])
        else:
            line.append(word)
    return [sorted(line, key=lambda each: each.left) for line in lines]


def _is_on(word: _Word, line: Sequence[_Word]) -> bool:
    first = line[0]
    return _overlap(word, first) > _SAME_LINE * min(word.height, first.height)


def _overlap(one: _Word, other: _Word) -> float:
    return min(one.top, other.top) - max(one.bottom, other.bottom)


def _unit(words: Sequence[_Word]) -> float:
    """The width of one character of the text's grid: that of narrow print, so that little is wider than its place."""
    widths = sorted((word.right - word.left) / len(word.text) for word in words if len(word.text) > 1)
    narrow = widths[len(widths) // 5] if widths else words[0].right - words[0].left
    span = max(word.right for word in words) - min(word.left for word in words)
    return max(narrow, span / _COLUMNS, 0.01)


def _line(words: Sequence[_Word], unit: float, margin: float) -> str:
    text, before = "", None
    for word in words:
        if before is None:
            text = " " * round((word.left - margin) / unit)
        elif word.left - before.right < COLUMN_GAP * min(word.height, before.height):
            apart = word.left - before.right > _TOUCHING * min(word.height, before.height)
            text += " " * (apart or _is_raised(before, word))
        else:
            text = text.ljust(max(len(text) + 2, round((word.left - margin) / unit)))
        text += word.text
        before = word
    return text.rstrip()
