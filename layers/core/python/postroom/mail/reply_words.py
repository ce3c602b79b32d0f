"""The words by which a language is known to mail programs: one table a language, gathered into one of each kind.

Each value is a regular expression of alternatives, in lower case; a blank in it stands for any blanks.
"""

import re
from dataclasses import dataclass, fields
from functools import cache

_ALTERNATIVE = re.compile(r"(?:[^|()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))+")


@dataclass(frozen=True, slots=True)
class Words:
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
    # One of these makes a warning that a gateway put on top.
    outside: str = ""
    # "Reply above this line".
    above: str = ""


@cache
def every(kind: str) -> str:
    """The alternatives of one kind in all languages, longest first, so that no shorter one hides a longer."""
    from .reply_words_eastern import EASTERN
    from .reply_words_germanic import GERMANIC
    from .reply_words_romance import ROMANCE

    tables = (*GERMANIC.values(), *ROMANCE.values(), *EASTERN.values())
    if kind not in {field.name for field in fields(Words)}:
        raise KeyError(kind)
    words = {word for table in tables for word in _alternatives(getattr(table, kind)) if word}
    return "|".join(re.sub(" +", r"\\s+", word) for word in sorted(words, key=lambda word: (-len(word), word)))


def _alternatives(words: str) -> list[str]:
    """The alternatives that stand in no parentheses."""
    return _ALTERNATIVE.findall(words)
