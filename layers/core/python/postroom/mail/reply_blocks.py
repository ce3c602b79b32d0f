"""What stands above a forwarded or unmarked original: a separator, or a block of From, Sent, To and Subject."""

import re
from typing import NamedTuple

from .patterns import compiled
from .reply_words import every, plain_words

_CHARACTERS = 400
_BLOCK_LINES = 14
# A long value is wrapped; more lines in a row than this without a label are text.
_WRAPPED_LINES = 2
_DECORATION = r"[\s>*_=~#—–-]"

_ORIGINAL = re.compile(rf"(?P<lead>{_DECORATION}*+)(?:{every('original')})(?P<tail>[\s:：.>*_=~#—–-]*)", re.IGNORECASE)
_ABOVE = re.compile(rf"[\W_]*+(?:{every('above')})[\W_]*", re.IGNORECASE)
_RULE = re.compile(r"[\s*>]*([_=*—–-])\1{4,}\s*\*?")
_ADDRESS = re.compile(r"[^\s<>()@]{1,128}@[^\s<>()@]{1,200}\.[^\s<>()@]{2,}")
_DATED = re.compile(r"\d{4}|\d{1,2}[:.]\d{2}")
_TIMED = re.compile(r"\d{1,2}[:.]\d{2}(?![.\d])")
_KINDS = ("sender", "sent", "to", "subject", "other")
_LABEL = re.compile(r"[\s*|>#•]{0,12}(?P<label>[^:：|*]{1,24}?)[\s*]{0,4}[:：]\**(?P<value>.*)", re.DOTALL)
# One word may be of several kinds ("de", "от", "a").
_KINDS_OF: dict[str, set[str]] = {}
for _kind in _KINDS:
    for _word in (word for words in plain_words(_kind) for word in words):
        _KINDS_OF.setdefault(_word, set()).add(_kind)
# Outlook on the web and phones may put two on one line.
_SUBJECT_AFTER = rf"\s(?:{'|'.join(map('|'.join, plain_words('subject')))})\s?[:：]"
_BLANKS = re.compile(r"\s+")


def is_separator(line: str) -> bool:
    """Whether the line says that an original or forwarded message begins, or that answers belong above it."""
    if len(line) > _CHARACTERS:
        return False
    match = _ORIGINAL.fullmatch(line)
    if match is not None and (len(match["lead"].strip()) + len(match["tail"].strip())) >= 1:
        return True
    return _ABOVE.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """A line drawn across, as programs do above what they quote."""
    return _RULE.fullmatch(line) is not None


class Block(NamedTuple):
    """Where a block of headers ends, and whether it is one even if nothing was said above it."""

    end: int
    strong: bool


def find_header_blocks(lines: list[str]) -> dict[int, Block]:
    """All of them by the line they begin at."""
    labels = [_label(line) for line in lines]
    found: dict[int, Block] = {}
    free = 0
    for position, label in enumerate(labels):
        if label is not None and position >= free:
            block = _block(lines, labels, position)
            if block is not None:
                found[position], free = block, block.end
    return found


class _Label(NamedTuple):
    """What a line that begins with a label says; one label may be of several kinds ("de", "от", "a")."""

    kinds: frozenset[str]
    addressed: bool
    dated: bool
    timed: bool


def _block(lines: list[str], labels: list[_Label | None], position: int) -> Block | None:
    seen: set[str] = set()
    said: list[_Label] = []
    end, wrapped = position, 0
    for number in range(position, min(len(lines), position + _BLOCK_LINES)):
        label = labels[number]
        if label is not None:
            # As it is written only once in a block, the first kind not yet seen is meant.
            seen |= set([kind for kind in _KINDS if kind in label.kinds - seen][: 1 + ("subject" in label.kinds)])
            said.append(label)
            end, wrapped = number + 1, 0
        elif lines[number].strip():
            wrapped += 1
        elif len(seen) >= 3 or wrapped:
            break
        if wrapped > _WRAPPED_LINES:
            break
    ruled = any(is_rule(line) for line in lines[max(0, position - 3) : position])
    if not _is_block(seen, said, ruled, lines[position:end]):
        return None
    return Block(end, strong="sender" in seen and len(seen) >= 3)


def _is_block(seen: set[str], said: list[_Label], ruled: bool, lines: list[str]) -> bool:
    """Enough of it, and what no list of a person's has: an address, a time, a subject."""
    addressed = any(label.addressed for label in said)
    if addressed and len(seen) >= 2 and any(label.timed for label in said):
        return True
    if "sender" not in seen or len(seen) < 3:
        return False
    if ruled or any(label.dated for label in said):
        return True
    addressed = addressed or any(_ADDRESS.search(line[:_CHARACTERS]) for line in lines)
    return "subject" in seen and (addressed or "sent" in seen)


def _label(line: str) -> _Label | None:
    """What a line that begins with a label may be; most lines have none and are told quickly."""
    if ":" not in line[:40] and "：" not in line[:40]:
        return None
    match = _LABEL.match(line[:_CHARACTERS])
    if match is None:
        return None
    label = match["label"].strip(" \t\xa0*_\u200e\u200f")
    kinds = set(_KINDS_OF.get(_BLANKS.sub(" ", label.lower()), ()))
    if not kinds:
        return None
    value = match["value"]
    if compiled(_SUBJECT_AFTER).search(value):
        kinds.add("subject")
    sent = "sent" in kinds
    return _Label(
        frozenset(kinds),
        addressed=_ADDRESS.search(value) is not None,
        dated=sent and _DATED.search(value) is not None,
        timed=sent and _TIMED.search(value) is not None,
    )
