"""Finds label phrases in a text: words are compared case-folded, with umlauts and their two-letter spellings alike.

The phrases stand in a tree by word, and each place in the text walks it at most as deep as the longest phrase, so that
finding them all is linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from .roles import Role
from .vocabulary import LABELS

# Chinese has no spaces between words: each of its characters is a word of its own here.
_WORD = re.compile("[\u3400-\u9fff]|[^\\W\\d_\u3400-\u9fff]+|[#№]")
# Between two words of one phrase: little punctuation and perhaps a rate, as in "inkl. 25 % moms".
_GAP = re.compile(r"[ .'/&-]{0,3}(?:\(?[0-9]{1,2}(?:[.,][0-9]{1,2})?[ ]?%\)?[ .-]{0,3})?")
_SPACED_OUT = re.compile("(?<![\u3400-\u9fff])[\u3400-\u9fff][ ]{1,12}[\u3400-\u9fff](?![\u3400-\u9fff])")
_FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "æ": "ae", "å": "aa", "№": "#"})


@dataclass(frozen=True, slots=True)
class Label:
    """A phrase found, with everything it may announce."""

    roles: frozenset[Role]
    start: int
    end: int


@dataclass(slots=True)
class _Node:
    next: dict[str, "_Node"] = field(default_factory=dict)
    roles: set[Role] = field(default_factory=set)


def find_labels(text: str) -> Iterator[Label]:
    """The labels in `text` (unified), in order and not overlapping; at each place the longest."""
    tree = _tree()
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)]
    at = 0
    while at < len(words):
        node, end, roles, length = tree, 0, None, 1
        for step in range(at, len(words)):
            word, start, stop = words[step]
            if step > at and not (_GAP.fullmatch(text, end, start) or _is_spaced_out(text, end - 1, start)):
                break
            following = node.next.get(_folded(word))
            if following is None:
                break
            node, end = following, stop
            if node.roles:
                roles, label_end, length = node.roles, stop, step - at + 1
        if roles is not None:
            yield Label(frozenset(roles), words[at][1], label_end)
        at += length


def _is_spaced_out(text: str, one: int, other: int) -> bool:
    """Two Chinese characters that stand alone and fill a column's width together, as in "合    计"."""
    spaced = _SPACED_OUT.match(text, one)
    return spaced is not None and spaced.end() == other + 1


def _folded(word: str) -> str:
    return word.casefold().translate(_FOLDED)


@cache
def _tree() -> _Node:
    root = _Node()
    for role, phrase in (
        (role, phrase) for words in LABELS for role, phrases in words.items() for phrase in phrases.split("|")
    ):
        node = root
        for word in _WORD.findall(phrase):
            node = node.next.setdefault(_folded(word), _Node())
        node.roles.add(role)
    return root
