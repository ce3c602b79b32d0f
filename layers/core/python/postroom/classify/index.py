"""Finds all keywords of a text in one pass over its words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from postroom.classify.keywords import Keyword, KeywordPart
from postroom.classify.text import is_cjk, normalise, words


class Match(NamedTuple):
    """A keyword found; `words` as they stand in the text, after normalisation."""

    category: str
    words: str
    weight: float


class _Phrase(NamedTuple):
    """One spelling: the patterns of the words after its first, and its weight for each category and part."""

    rest: list[str]
    means: dict[tuple[str, KeywordPart], float]


class KeywordIndex:
    """Keywords by their first word: whole, by how it starts or ends; Chinese ones as they are."""

    def __init__(self, keywords: Iterable[Keyword]) -> None:
        self._whole: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._starts: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._ends: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._chinese: dict[str, _Phrase] = {}
        known: dict[str, _Phrase] = {}
        for category, part, spelling, weight in keywords:
            if (phrase := known.get(spelling)) is None:
                phrase = known[spelling] = self._add(normalise(spelling))
            # Languages share words ("konkurs", "job"): counted once, by the weight that says most.
            if abs(weight) > abs(phrase.means.get((category, part), 0.0)):
                phrase.means[category, part] = weight
        self._start_lengths = sorted({len(start) for start in self._starts})
        self._end_lengths = sorted({len(end) for end in self._ends})

    def _add(self, normalised: str) -> _Phrase:
        if is_cjk(normalised):
            return self._chinese.setdefault(normalised, _Phrase([], {}))
        rest = _patterns(normalised)
        first = rest.pop(0)
        phrase = _Phrase(rest, {})
        if first.endswith("*"):
            self._starts[first[:-1]].append(phrase)
        elif first.startswith("*"):
            self._ends[first[1:]].append(phrase)
        else:
            self._whole[first].append(phrase)
        return phrase

    def matches(self, normalised: str, parts: frozenset[KeywordPart]) -> list[Match]:
        """The keywords for one of `parts` in a normalised text, each once, in the order found.

        Of keywords within one another only the longest counts: "invoice will follow" is no "invoice".
        """
        found: defaultdict[tuple[str, KeywordPart], dict[int, Match]] = defaultdict(dict)
        for spelling, phrase in self._phrases(normalised):
            for meaning, weight in phrase.means.items():
                if meaning[1] in parts:
                    found[meaning].setdefault(id(phrase), Match(meaning[0], spelling, weight))
        longest = _longest_spellings(match.words for matches in found.values() for match in matches.values())
        return [match for matches in found.values() for match in _exact(matches.values()) if match.words in longest]

    def _phrases(self, normalised: str) -> Iterator[tuple[str, _Phrase]]:
        tokens = words(normalised)
        beginning: dict[str, list[_Phrase]] = {}
        for position, token in enumerate(tokens):
            if (candidates := beginning.get(token)) is None:
                candidates = beginning[token] = list(self._beginning_with(token))
            for phrase in candidates:
                after = tokens[position + 1 : position + 1 + len(phrase.rest)] if phrase.rest else []
                if len(after) == len(phrase.rest) and all(map(_fits, after, phrase.rest)):
                    yield " ".join([token, *after]), phrase
        if is_cjk(normalised):
            for spelling, phrase in self._chinese.items():
                if spelling in normalised:
                    yield spelling, phrase

    def _beginning_with(self, token: str) -> Iterator[_Phrase]:
        yield from self._whole.get(token, ())
        for length in self._start_lengths:
            yield from self._starts.get(token[:length], ()) if length <= len(token) else ()
        for length in self._end_lengths:
            yield from self._ends.get(token[-length:], ()) if length <= len(token) else ()


def _exact(matches: Iterable[Match]) -> Iterator[Match]:
    """One spelling may be met by several patterns, the most exact first: "insolvenzverkauf" before "insolvenz*"."""
    spellings = set()
    for match in matches:
        if match.words not in spellings:
            spellings.add(match.words)
            yield match


def _longest_spellings(spellings: Iterable[str]) -> set[str]:
    every = set(spellings)
    lines = "\n".join(every)
    # Each stands once as a line of its own; a second time only within another.
    return {spelling for spelling in every if lines.find(spelling, lines.find(spelling) + 1) < 0}


def _patterns(normalised: str) -> list[str]:
    """The words of a keyword, each with its `*` where it has one; a word may have it at one side."""
    if "*" not in normalised:
        return words(normalised)
    patterns = []
    for written in normalised.split():
        parts = words(written)
        if written.endswith("*"):
            parts[-1] += "*"
        elif written.startswith("*"):
            parts[0] = f"*{parts[0]}"
        patterns += parts
    return patterns


def _fits(token: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return token.startswith(pattern[:-1])
    return token.endswith(pattern[1:]) if pattern.startswith("*") else token == pattern
