"""Keywords, and those that are shipped for Danish, English, German and Chinese.

A keyword is a word or phrase. `*` at the end or the start of a word lets it continue there, which is how Danish and
German compounds are met: `faktura*` finds "fakturanummer", `*rechnung` finds "Stromrechnung". Chinese is found
anywhere. Weights are in steps: 4 hardly ever means another category, 1 barely hints; negative ones speak against.
"""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, Literal, NamedTuple

Language = Literal["da", "de", "en", "zh"]
LANGUAGES: tuple[Language, ...] = ("da", "de", "en", "zh")

KeywordPart = Literal["text", "subject", "sender", "attachment"]
"""Where a keyword counts; `text` is the subject, the body, the attachments' names and text."""


class Keyword(NamedTuple):
    """Words that speak for a category (or, with a negative weight, against it) where they are found."""

    category: str
    part: KeywordPart
    words: str
    weight: float


def shipped_keywords() -> Iterator[Keyword]:
    """Every keyword of data/<language>.json, which holds category → part → weight → words."""
    for language in LANGUAGES:
        for category, parts in _read(language).items():
            yield from _keywords(category, parts)


def shipped_keywords_of(category: str) -> Iterator[tuple[Language, Keyword]]:
    """The keywords of one category, each with its language."""
    for language in LANGUAGES:
        yield from ((language, keyword) for keyword in _keywords(category, _read(language).get(category, {})))


def _read(language: str) -> Any:
    return json.loads(files(__package__).joinpath("data", f"{language}.json").read_bytes())


def _keywords(category: str, parts: Any) -> Iterator[Keyword]:
    for part, weights in parts.items():
        for weight, phrases in weights.items():
            number = float(weight)
            for words in phrases:
                yield Keyword(category, part, words, number)
