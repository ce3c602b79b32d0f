"""Thousands of patterns against one text: each is looked at only if the text holds a piece the pattern requires.

A piece is up to four characters of a literal the pattern cannot be found without, the one that fewest other patterns
share. Patterns that require none wait together under the empty piece, and many under one piece are asked at once, in
a second stage: a set that RE2 runs in one pass.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from postroom.match.literals import AnyOf, is_literal, required_literals
from postroom.match.pattern_set import PatternSet
from postroom.match.patterns import search_bytes

PIECE = 4
ONE_BY_ONE = 24
"""Up to so many patterns under one piece are searched one by one; RE2's set is quicker for more."""

_COMMON = {4: 1, 3: 4, 2: 16, 1: 64}
"""How much more often a shorter piece stands in a text by chance, roughly."""

_Waiting = list[tuple[str, str, bool]]
"""Patterns under one piece, each with the whole literal that is required, and whether it is no more than that."""


class PatternIndex:
    """Distinct patterns, asked all at once."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._waiting: defaultdict[str, _Waiting] = defaultdict(list)
        required = {pattern: required_literals(pattern) for pattern in dict.fromkeys(patterns)}
        shared = Counter(piece for choices in required.values() for piece in {*_all_pieces(choices)})
        for pattern, choices in required.items():
            for piece, literal in _narrowest(choices, shared):
                self._waiting[piece].append((pattern, literal, is_literal(pattern)))
        self._sets = {
            piece: PatternSet(dict.fromkeys(pattern for pattern, _, _ in waiting))
            for piece, waiting in self._waiting.items()
            if len(waiting) > ONE_BY_ONE
        }
        self._lengths = sorted({len(piece) for piece in self._waiting if piece})

    def found(self, text: str) -> set[str]:
        """The patterns that are found in the text: exactly those that `search` finds."""
        folded, encoded = text.casefold(), text.encode("utf-8", "replace")
        found: set[str] = set()
        simple = len(folded) == len(text)  # No character became several, as ß does: equal here is equal to RE2.
        for piece in self._pieces_in(folded):
            if (together := self._sets.get(piece)) is not None:
                found |= together.found(encoded)
                continue
            for pattern, literal, is_all in self._waiting[piece]:
                if literal in folded and ((is_all and simple) or search_bytes(pattern, encoded)):
                    found.add(pattern)
        return found

    def _pieces_in(self, folded: str) -> Iterator[str]:
        if "" in self._waiting:
            yield ""
        for length in self._lengths:
            yield from self._waiting.keys() & {folded[at : at + length] for at in range(len(folded) - length + 1)}


def _narrowest(choices: tuple[AnyOf, ...], shared: Counter[str]) -> list[tuple[str, str]]:
    """Piece and literal for each literal of the choice that fewest patterns share; the empty piece without one."""
    ways = [[min(_costs(literal, shared)) for literal in any_of] for any_of in choices]
    best = min(ways, key=lambda way: sum(cost for cost, _, _ in way), default=None)
    return [("", "")] if best is None else [(piece, literal) for _, piece, literal in best]


def _costs(literal: str, shared: Counter[str]) -> Iterator[tuple[int, str, str]]:
    for piece in _pieces(literal):
        yield shared[piece] * _COMMON[len(piece)], piece, literal


def _pieces(literal: str) -> Iterator[str]:
    length = min(PIECE, len(literal))
    return (literal[at : at + length] for at in range(len(literal) - length + 1))


def _all_pieces(choices: tuple[AnyOf, ...]) -> Iterator[str]:
    return (piece for any_of in choices for literal in any_of for piece in _pieces(literal))
