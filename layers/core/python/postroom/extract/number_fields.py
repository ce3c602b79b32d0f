"""The document's own number and the order's, found behind their labels."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .candidate import Candidate
from .credit_notes import Credited, find_credited
from .label_index import Label
from .reading import Reading, overlaps, starting_in
from .roles import Role

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-/._][A-Za-z0-9]+)*")
_DIGIT = re.compile("[0-9]")
_LENGTH = 40
_GROUPS = re.compile(r"(?:[ ][0-9]{2,8}){1,5}(?=[ ]*(?:[\t\n|]|[ ]{2}|$))")
# Between a label and its number: punctuation, and the words for "number" and "is" that the label itself left out.
_BETWEEN = re.compile(
    r"[°º]?[ \t]{0,200}(?:[:|()\[\"'-]{0,3}[ ]?[#]?|[._]{1,60}:?)[ \t]{0,200}"
    r"(?:(?:(?:med|mit|with)[ ])?(?:der[ ])?(?i:nr|no|number|nummer|is|er|ist|lautet|为|是|号)[.: #]{0,4})?"
    r"(?P<prefix>[A-Z]{1,4}[ ])?",
)
_CELL_ENDS = re.compile(r"[ ]?(?:$|[\n\t|)\]]|[ ]{2})")
_YEAR_OR_MONTH = re.compile(r"(?:19|20)[0-9]{2}|(?:0?[1-9]|1[0-2])[/.-](?:(?:19|20)[0-9]{2}|[0-9]{2})")
_NAMELIKE = re.compile(r"(?:INV|FAK|RG|RNR|RECH)[-/]?[0-9][0-9A-Z/-]{2,}")
_SURE, _BARE, _NAMED, _WEAK = 0.95, 0.85, 0.7, 0.6


_SHORT = 0.95
"""Factor for a number of one or two characters: it may only count ("Abschlagsrechnung Nr. 3")."""

_NONE_CREDITED = Credited()

_EXPLICIT = frozenset({Role.NUMBER, Role.ORDER})
"""Labels that say themselves that a number follows."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A word with digits in it that is neither a date nor an amount of money."""

    value: str
    start: int
    end: int


def identifiers(reading: Reading) -> list[Identifier]:
    """Everything in the text that may be a number of something."""
    money = [amount for amount in reading.amounts if amount.marked]
    found = []
    for token in _TOKEN.finditer(reading.text):
        if token.end() - token.start() > _LENGTH or not _DIGIT.search(token[0]):
            continue
        each = Identifier(token[0], *token.span())
        if not overlaps(each, reading.dates) and not overlaps(each, money) and not _is_rate(reading.text, each.end):
            found.append(each)
    return found


def document_numbers(reading: Reading, identifiers: Sequence[Identifier]) -> list[Candidate[str]]:
    """What may be the invoice's number."""
    credited = find_credited(reading)
    found = list(_labelled(reading, identifiers, Role.NUMBER, _SURE, credited))
    found += _labelled(reading, identifiers, Role.NUMBER_BARE, _BARE, credited)
    found += _labelled(reading, identifiers, Role.NUMBER_WEAK, _WEAK)
    found += _labelled(reading, identifiers, Role.NUMBER_ALONE, _WEAK)
    found += [
        Candidate(each.value, each.start, each.end, _NAMED) for each in identifiers if _NAMELIKE.fullmatch(each.value)
    ]
    return found


def order_numbers(reading: Reading, identifiers: Sequence[Identifier]) -> list[Candidate[str]]:
    """What may be the number of the order that the invoice answers."""
    found = list(_labelled(reading, identifiers, Role.ORDER, _SURE))
    found += _labelled(reading, identifiers, Role.ORDER_BARE, _BARE)
    return found


def _is_rate(text: str, end: int) -> bool:
    return text[end : end + 2].lstrip(" ").startswith("%")


def _labelled(
    reading: Reading,
    identifiers: Sequence[Identifier],
    role: Role,
    confidence: float,
    credited: Credited = _NONE_CREDITED,
) -> Iterator[Candidate[str]]:
    for label in reading.labelled(role):
        if role is Role.NUMBER_ALONE and not reading.opens_cell(label):
            continue
        glued = _glued(reading, label, identifiers)
        for each in glued or _behind(reading, label, identifiers):
            if role in _EXPLICIT or _is_plain_number(reading, label, each):
                sure = confidence if len(each.value) > 2 else confidence * _SHORT
                yield Candidate(each.value, each.start, each.end, sure * credited.sureness(label))


def _glued(reading: Reading, label: Label, identifiers: Sequence[Identifier]) -> list[Identifier]:
    """ "PO-4711": capitals that are at once the label and the beginning of the number."""
    written = reading.text[label.start : label.end]
    if len(written) > 4 or not written.isupper():
        return []
    return [each for each in starting_in(identifiers, label.start, label.end) if each.start == label.start]


def _behind(reading: Reading, label: Label, identifiers: Sequence[Identifier]) -> list[Identifier]:
    for each in reading.behind(label, identifiers)[:1]:
        if "\n" in reading.text[label.end : each.start]:
            below = _with_groups(reading, each, each.start)
            return [below] if _CELL_ENDS.match(reading.text, below.end) or _is_dated(reading, below) else []
        between = _BETWEEN.fullmatch(reading.text, label.end, each.start)
        if between is not None:
            return [_with_groups(reading, each, each.start - len(between["prefix"] or ""))]
    return []


def _is_dated(reading: Reading, identifier: Identifier) -> bool:
    """Whether a date follows ("2024-17 af 3. maj")."""
    return any(
        each.start - identifier.end <= 10 for each in starting_in(reading.dates, identifier.end, identifier.end + 11)
    )


def _with_groups(reading: Reading, identifier: Identifier, start: int) -> Identifier:
    """Digits in groups are one number where they fill the rest of their cell."""
    groups = _GROUPS.match(reading.text, identifier.end) if identifier.value.isdigit() else None
    end = identifier.end if groups is None else groups.end()
    return Identifier(reading.text[start:end], start, end)


def _is_plain_number(reading: Reading, label: Label, identifier: Identifier) -> bool:
    """Behind the document's bare name only what cannot be a year, a month, a count or a page is its number.

    Few digits are enough beside a letter, or where name and number are the whole line, as in a heading.
    """
    value = identifier.value
    if _YEAR_OR_MONTH.fullmatch(value):
        return False
    digits = sum(map(str.isdigit, value))
    if digits >= 3 or (digits >= 2 and value[0].isalpha()):
        return True
    line = reading.lines[reading.line_at(label.start)]
    return reading.opens_cell(label) and not reading.text[identifier.end : line.end].strip()
