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
    """One spelling and what it means: (category, part) → weight. `rest` are the patterns after the first word."""

    rest: tuple[str, ...]
    means: dict[tuple[str, KeywordPart], float]


class KeywordIndex:
    """Keywords by the first word's spelling, beginning or end; Chinese ones as they are."""

    def __init__(self, keywords: Iterable[Keyword]) -> None:
        self._whole: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._starts: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._ends: defaultdict[str, list[_Phrase]] = defaultdict(list)
        self._chinese: dict[str, _Phrase] = {}
        known: dict[str, _Phrase] = {}
        for keyword in keywords:
            if (phrase := known.get(keyword.words)) is None:
                phrase = known[keyword.words] = self._add(keyword.words)
            # Languages share words ("konkurs", "job"): counted once, by the weight that says most.
            meaning = (keyword.category, keyword.part)
            phrase.means[meaning] = max(phrase.means.get(meaning, keyword.weight), keyword.weight, key=abs)
        self._start_lengths = sorted({len(start) for start in self._starts})
        self._end_lengths = sorted({len(end) for end in self._ends})

    def _add(self, spelling: str) -> _Phrase:
        normalised = normalise(spelling)
        if is_cjk(normalised):
            return self._chinese.setdefault(normalised, _Phrase((), {}))
        first, *rest = _patterns(normalised)
        phrase = _Phrase(tuple(rest), {})
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
        return [match for matches in found.values() for match in _longest(list(matches.values()))]

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


def _longest(matches: list[Match]) -> Iterator[Match]:
    for match in matches:
        if not any(match.words in other.words and match.words != other.words for other in matches):
            yield match


def _patterns(normalised: str) -> Iterator[str]:
    """The words of a keyword, each with its `*` where it has one; a word may have it at one side."""
    for written in normalised.split():
        *before, last = words(written)
        if written.endswith("*"):
            yield from (*before, f"{last}*")
        elif written.startswith("*"):
            yield from (f"*{(*before, last)[0]}", *(*before, last)[1:])
        else:
            yield from (*before, last)


def _fits(token: str, pattern: str) -> bool:
    if pattern.endswith("*"):
        return token.startswith(pattern[:-1])
    return token.endswith(pattern[1:]) if pattern.startswith("*") else token == pattern
