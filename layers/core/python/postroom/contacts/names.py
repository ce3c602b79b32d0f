"""Names of companies and people: how they are compared, and the keys under which similar ones are looked up."""

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher

from postroom import limits

_LEGAL_FORMS = frozenset(
    {"aps", "as", "a", "s", "ivs", "gmbh", "ag", "kg", "ug", "ltd", "limited", "inc", "llc", "plc", "co", "ab"}
)
_HAN_LEGAL_FORMS = re.compile("(?:(?:股份|集团)?(?:有限责任|有限)?公司)+$")
_HAN = re.compile("[\u4e00-\u9fff]")
KEYS = 8
_KEY_CHARACTERS = 4
"""Keys are beginnings of words: a slip of the pen, or another ending, is rarely among the first letters."""
_COMPARED = 120
"""Characters of a name that count for likeness; comparing takes time in the square of them."""


def normalised_name(name: str) -> str:
    """A name as it is compared: case, accents, punctuation and legal forms do not count."""
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    words = re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c)))
    kept = [_HAN_LEGAL_FORMS.sub("", word) or word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)[: limits.LOOK_UP_CHARACTERS]


def name_keys(name: str) -> tuple[str, ...]:
    """The keys of a name's words, those of the longest words first; of Chinese, which parts no words, of its pairs."""
    words = sorted(dict.fromkeys(normalised_name(name).split()), key=lambda word: (-len(word), word))
    keys = [key for word in words for key in _keys_of(word)]
    return tuple(dict.fromkeys(keys))[:KEYS]


def name_likeness(one: str, other: str) -> float:
    """How alike two names are, from 0 to 1, whatever the order of their words; 0 if their numbers differ.

    The share of characters in common runs (Ratcliff and Obershelp, `difflib`), of the names as they are written or with
    their words sorted, whichever is more. A name that is only a part of the other is not alike: Nordisk is not Nordisk
    Papir.
    """
    first, second = sorted(normalised_name(name)[:_COMPARED] for name in (one, other))
    if _numbers(first) != _numbers(second):
        return 0.0
    return max(_ratio(first, second), _ratio(_sorted(first), _sorted(second)))


def _ratio(one: str, other: str) -> float:
    first, second = sorted((one, other))
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _sorted(name: str) -> str:
    return " ".join(sorted(name.split()))


def _numbers(name: str) -> list[str]:
    """Branch 12 is not branch 13, however alike their names are."""
    return sorted(re.findall(r"\d+", name))


def _keys_of(word: str) -> Sequence[str]:
    if _HAN.search(word) and len(word) > 1:
        return [word[at : at + 2] for at in range(len(word) - 1)]
    return [word[:_KEY_CHARACTERS]] if len(word) > 1 else []
