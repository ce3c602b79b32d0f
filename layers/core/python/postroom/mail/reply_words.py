"""The words by which a language is known to mail programs: one table a language, gathered into one of each kind.

Words stand in lower case with "|" between them. Some kinds are regular expressions, in which a blank stands for any
blanks; the others are plain and compared by their letters and digits only, as compiling them would take longer.
"""

import re
from functools import cache
from typing import NamedTuple

PATTERNS = frozenset({"opens", "wrote", "original", "device", "excuse", "above"})
# Alternatives that stand in no parentheses.
_ALTERNATIVE = re.compile(r"(?:[^|()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))+")
_WORD = re.compile(r"\w+")
# Kana, Chinese characters, Hangul: as a regular expression it would take milliseconds to compile.
_CJK = (("\u3040", "\u30ff"), ("\u4e00", "\u9fff"), ("\uac00", "\ud7af"))


class Words(NamedTuple):
    """What programs and people of one language write around what they newly say."""

    # "On 3 May 2024 Jens wrote:": what opens it, and the verb.
    opens: str = ""
    wrote: str = ""
    # "From: Jens", and the other lines of the block, by what they name.
    sender: str = ""
    sent: str = ""
    to: str = ""
    subject: str = ""
    other: str = ""
    # "----- Original Message -----".
    original: str = ""
    # "Sent from my": a device's own signature begins with it.
    device: str = ""
    # "please excuse": how a device's signature may go on.
    excuse: str = ""
    # "Best regards": a signature begins with it. Thanks are the sender's own words, and no entry here.
    closing: str = ""
    # Three of these make a legal notice.
    legal: str = ""
    # One of these makes a footer that a program added.
    footer: str = ""
    # One of these above a notice goes with it.
    heading: str = ""
    # One of each makes a warning that a gateway put on top.
    outside: str = ""
    warning: str = ""
    # "Reply above this line".
    above: str = ""


@cache
def tables() -> tuple[Words, ...]:
    """All languages."""
    from .reply_words_eastern import EASTERN
    from .reply_words_germanic import GERMANIC
    from .reply_words_romance import ROMANCE

    return (*GERMANIC.values(), *ROMANCE.values(), *EASTERN.values())


@cache
def every(kind: str) -> str:
    """One regular expression of a kind in all languages, longest first, so that no shorter word hides a longer."""
    words = {word for table in tables() for word in _ALTERNATIVE.findall(getattr(table, kind))}
    return "|".join(re.sub(" +", r"\\s+", word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def plain_words(kind: str) -> tuple[tuple[str, ...], ...]:
    """The plain words of a kind, for each language that has some."""
    return tuple(tuple(getattr(table, kind).split("|")) for table in tables() if getattr(table, kind))


@cache
def stems(kind: str) -> tuple[tuple[str, ...], ...]:
    """The same as they are found in what `spelled` returns: where a word begins, but for languages without blanks."""
    return tuple(
        tuple(stem if _is_cjk(stem[:1]) else f" {stem}" for stem in map(plain, words)) for words in plain_words(kind)
    )


def _is_cjk(character: str) -> bool:
    return any(first <= character <= last for first, last in _CJK)


def plain(text: str) -> str:
    """Letters and digits in lower case, one blank between words."""
    return " ".join(_WORD.findall(text.lower()))


def spelled(text: str) -> str:
    """A text in which stems are found."""
    return f" {plain(text)}"
