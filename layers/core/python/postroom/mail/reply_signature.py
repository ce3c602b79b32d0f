"""A signature below what was written: after "-- ", a closing formula and a name, contact data, a device's line.

It is taken away only if all that follows looks like one: a signature left in place does no harm, an answer taken for
one is lost.
"""

import re
from itertools import pairwise

from .reply_contact import SHORT, contact_start, is_contact, is_short, may_be_name, names_sender
from .reply_devices import is_device_line
from .reply_notices import notice_start
from .reply_words import plain, plain_words

# Lines with words that may stand below a delimiter or a closing formula.
_DELIMITED_LINES = 60
_SIGNATURE_LINES = 25
_RULED_LINES = 14
_CLOSED_LINES = 14
_ROUNDS = 4

_RULE = re.compile(r"\s*(?:[_=*—–~-]{2,}|[—–])\s*")
_DRAWN = re.compile(r"\s*(?:_{5,}|—{2,})\s*")
_DRAWN_LINES = 4
# The name stands at the top of a signature.
_NAME_LINES = 3
_LIST = re.compile(
    r"mailing list|listinfo|unsubscribe|sponsored by|mailman|users' group|afmeld|abmelden", re.IGNORECASE
)
_JUNK = re.compile(r"[\s\-*#~=_+·•—–\u1427|]+")
_CLOSINGS = frozenset(plain(word) for words in plain_words("closing") for word in words)
_CLOSING_WORDS = max(len(closing.split()) for closing in _CLOSINGS)
_POSTSCRIPT = re.compile(r"\s*(?:p\.?\s?p?\.?s\b|n\.?b\.?\b|ps\b|附言|追伸|추신)", re.IGNORECASE)
_SENTENCE_ENDS = (".", "!", ":", "。", "！", "：")
_NAMED = re.compile(r"\s*[-/][^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){0,2}\s*")


def without_signature(lines: list[str], sender: str = "", *, last: bool = True) -> list[str]:
    """The lines above a delimiter, a legal notice and a device's line at the end.

    In a piece that is not the last one, a drawn line is none: it may part what was said.
    """
    kept = _above_delimiter(lines, sender, last=last)
    for _ in range(_ROUNDS):
        before = len(kept)
        kept = _without_junk(kept)
        kept = kept[: notice_start(kept)]
        kept = _without_junk(kept)
        while kept and is_device_line(kept[-1]):
            kept = _without_junk(kept[:-1])
        if len(kept) == before:
            break
    return kept


def without_closing(lines: list[str], sender: str = "") -> list[str]:
    """The lines above a closing formula or contact data at the end; all of them where there is nothing else."""
    for cut in (_closing_start(lines), contact_start(lines, sender), _dash_name_start(lines, sender)):
        if cut is not None and any(map(_is_said, lines[:cut])):
            return _without_junk(lines[:cut])
    return lines


def _is_said(line: str) -> bool:
    return any(character.isalnum() for character in line) or bool(line.strip() and not _JUNK.fullmatch(line[:200]))


def _above_delimiter(lines: list[str], sender: str, *, last: bool) -> list[str]:
    """The lines above the first delimiter near the end that has a signature below it."""
    first = max(0, len(lines) - _DELIMITED_LINES)
    fenced = sum(line.lstrip().startswith("```") for line in lines[:first]) % 2 == 1
    for position in range(first, len(lines)):
        line = lines[position]
        fenced ^= line.lstrip().startswith("```")
        if fenced or not (_is_dashes(line) or (last and _RULE.fullmatch(line[:200]))):
            continue
        signature, said = _apart_from_postscripts(lines[position + 1 :])
        if _is_signature(signature, sender, line):
            return [*_without_junk(lines[:position]), *said]
    return lines


def _is_dashes(line: str) -> bool:
    return line.rstrip("\xa0 ") == "--"


def _apart_from_postscripts(below: list[str]) -> tuple[list[str], list[str]]:
    """The lines of a signature, and the paragraphs among them that a postscript opens: those were said."""
    signature: list[str] = []
    said: list[str] = []
    kept = signature
    for above, line in pairwise(["", *below]):
        if not above.strip():
            kept = said if _POSTSCRIPT.match(line) else signature
        if kept is said and not above.strip():
            said.append("")
        kept.append(line)
    return signature, said


def _is_signature(below: list[str], sender: str, delimiter: str) -> bool:
    """What stands below a delimiter is one: not too long, and for a line that is no "-- " contact data or a notice."""
    above_notice = below[: notice_start(below)]
    rest = [line for line in above_notice if not _is_junk(line.strip())]
    if _is_dashes(delimiter):
        return len(rest) <= _SIGNATURE_LINES and not (delimiter == "--" and _may_be_said(above_notice))
    if not rest or len(rest) > _RULED_LINES or any(len(line) > SHORT for line in rest):
        return not rest and len(above_notice) < len(below)
    contacts = sum(map(is_contact, rest))
    if _DRAWN.fullmatch(delimiter[:200]):
        sentences = any(line.rstrip().endswith((".", "。")) for line in rest)
        return contacts > sentences or (len(rest) <= _DRAWN_LINES and all(map(may_be_name, rest)))
    # Any other line may part two halves of a text: what follows must be of the sender or of a mailing list.
    whose = not sender or names_sender(rest[:_NAME_LINES], sender) or any(map(_LIST.search, rest))
    return whose and (contacts >= 2 or (contacts == 1 and len(rest) <= 4))


def _may_be_said(below: list[str]) -> bool:
    """Below dashes without their blank, which people draw too: a sentence on top, a question, or more such dashes."""
    if any(_is_dashes(line) or line.rstrip().endswith(("?", "？")) for line in below):
        return True
    first, *more = [line for line in below if not _is_junk(line.strip())] or [""]
    if is_contact(first) or may_be_name(first) or _is_closing(first) or _LIST.search(first):
        return False
    return bool(more) or len(first) > SHORT or first.rstrip().endswith(_SENTENCE_ENDS)


def _without_junk(lines: list[str]) -> list[str]:
    """Without empty lines and drawn lines at the end."""
    end = len(lines)
    while end and _is_junk(lines[end - 1].strip()):
        end -= 1
    return lines[:end]


def _is_junk(line: str) -> bool:
    """Nothing, Gmail's tracking mark, or a drawn line; a lone sign may be an answer."""
    return line in {"", "\u1427"} or (len(line) > 1 and _JUNK.fullmatch(line[:200]) is not None)


def _closing_start(lines: list[str]) -> int | None:
    """Where "Best regards" begins, if all below it is a name and what may stand under one."""
    said = 0
    for position in range(len(lines) - 1, -1, -1):
        line = lines[position]
        if not line.strip():
            continue
        if said and _is_closing(line):
            return position if _may_follow(lines[position + 1 :]) else None
        said += 1
        if said > _CLOSED_LINES or len(line) > 2 * SHORT:
            return None
    return None


def _is_closing(line: str) -> bool:
    """A formula alone, two in two languages, or one with a name behind it."""
    words = re.findall(r"\w+", line[:120])
    for number in range(min(_CLOSING_WORDS, len(words)), 0, -1):
        if " ".join(words[:number]).lower() in _CLOSINGS:
            rest = words[number:]
            return " ".join(rest).lower() in _CLOSINGS | {""} or (len(rest) <= 3 and " ".join(rest).istitle())
    return False


def _may_follow(below: list[str]) -> bool:
    """A name first; whatever is set apart from it must be contact data, as it could be an afterthought."""
    paragraphs: list[list[str]] = [[]]
    for line in below:
        if line.strip():
            paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    paragraphs = [paragraph for paragraph in paragraphs if paragraph]
    if not paragraphs or any(_POSTSCRIPT.match(line) or line.rstrip().endswith("?") for line in below):
        return False
    if not all(map(is_short, paragraphs[0])):
        return False
    if not paragraphs[1:]:
        return True
    between = [line for paragraph in paragraphs[1:-1] for line in paragraph]
    return any(map(is_contact, paragraphs[-1])) and all(is_contact(line) or may_be_name(line) for line in between)


def _dash_name_start(lines: list[str], sender: str) -> int | None:
    """ "-Jens Hansen" or "/Jens" as the last line, set apart; whose it is must fit, where the sender is known."""
    if len(lines) < 2 or lines[-2].strip() or not _NAMED.fullmatch(lines[-1][:80]):
        return None
    words = lines[-1].strip("-/ \t").split()
    theirs = not sender or any(name.startswith(words[0].lower()) for name in plain(sender).split())
    return len(lines) - 1 if theirs and all(word[0].isupper() for word in words) else None
