"""What weights are learned for: words, word pairs, how long words begin and end; Chinese by twos and threes.

A feature is a string that says what it is: `rechnung`, `bitte zahlen`, `rechnu*`, `*nummer`, `发票`; those that count
only in one place begin with it: `subject:faktura`, `sender:billing`, `attachment:invoice`.
"""

import re
from collections.abc import Iterable, Iterator

from postroom.classify.text import is_cjk
from postroom.limits import LEARNED_CHARACTERS

_TOKEN = re.compile(r"[^\W\d_]+")
_CJK_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LONG_WORD = 8
"""From this length on, how a word begins and ends counts too: that is how German and Danish compounds are met."""
_AFFIX = 6


def text_features(normalised: str) -> Iterator[str]:
    """The features of a normalised text, in the order they stand, repeated as often as they do."""
    if is_cjk(normalised):
        yield from _chinese(normalised)
        normalised = _CJK_RUN.sub(" . ", normalised)
    before = ""
    for token in _TOKEN.findall(normalised):
        yield token
        if before:
            yield f"{before} {token}"
        if len(token) >= _LONG_WORD:
            yield f"{token[:_AFFIX]}*"
            yield f"*{token[-_AFFIX:]}"
        before = token


def placed(place: str, features: Iterable[str]) -> Iterator[str]:
    """The same features where they count only in one place."""
    return (f"{place}:{feature}" for feature in features)


def beginning(text: str) -> str:
    """As much of a text as is read for learned features: what a mail is about stands at its beginning."""
    return text[:LEARNED_CHARACTERS]


def _chinese(normalised: str) -> Iterator[str]:
    for run in _CJK_RUN.findall(normalised):
        for length in (2, 3):
            for start in range(len(run) - length + 1):
                yield run[start : start + length]
