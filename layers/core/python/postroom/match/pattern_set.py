"""Many patterns in one pass over a text: RE2's set, with enough memory, and a guard that tells if not."""

from collections.abc import Iterable
from typing import Any

from postroom.match.patterns import pattern_options, program_size, search_bytes

SET_MEMORY = 64 * 1024 * 1024
"""RE2's own default, 8 MB, does not hold ten thousand patterns."""

SET_INSTRUCTIONS = 200
"""A pattern with a larger program is searched by itself: in a set, every other pattern would pay for it."""


class PatternSet:
    """Distinct patterns; which of them a text holds."""

    def __init__(self, patterns: Iterable[str]) -> None:
        import re2

        self._members: list[str] = []
        self._alone: list[str] = []
        for pattern in patterns:
            (self._members if program_size(pattern) <= SET_INSTRUCTIONS else self._alone).append(pattern)
        self._set: Any = re2.Set.SearchSet(pattern_options(SET_MEMORY))
        for pattern in self._members:
            self._set.Add(pattern)
        self._guard = self._set.Add("")
        try:
            self._set.Compile()
        except re2.error:  # Not even the program fits.
            self._alone, self._members = [*self._alone, *self._members], []
            self._set = None

    def found(self, text: bytes) -> set[str]:
        """The patterns found in the text."""
        answer = (self._set.Match(text) or ()) if self._set else ()
        if self._guard in answer:
            found = {self._members[number] for number in answer if number != self._guard}
        else:  # The empty pattern is in every text: without it, RE2 ran out of memory, and says so in no other way.
            found = {pattern for pattern in self._members if search_bytes(pattern, text)}
        return found | {pattern for pattern in self._alone if search_bytes(pattern, text)}
