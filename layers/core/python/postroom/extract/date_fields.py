"""The dates an invoice was issued and is due."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice

from .candidate import Candidate, best
from .credit_notes import find_credited
from .dates import WrittenDate
from .discounts import ends_discount
from .label_index import Label
from .reading import REACH, Reading, within
from .roles import Role

_SURE, _BEHIND_NUMBER, _PLAIN, _SENTENCE, _LETTER_HEAD = 0.95, 0.85, 0.8, 0.8, 0.7
_FROM_CONTEXT = 0.9
"""Factor for a date whose year is not written."""
_FOR_DISCOUNT = 0.6
"""Factor for a due date that ends a discount, where no other is stated."""
_DATES = 60
"""Dates of payment looked at, those behind a due date's label first."""

_OF = r"(?:(?:af|fra|vom|of|from|dated|dateret|datiert|du|del|van|v\.|d\.)[ ]?)"
_AFTER_NUMBER = re.compile(
    rf"(?:[ ]?[,(]?\s{{0,3}}{_OF}?|[ ]{{0,3}}\n[ ]{{0,120}}{_OF})(?:(?:den|d\.)[ ])?", re.IGNORECASE
)
_NEXT_CELL = re.compile(r"[ ]{2,120}|[ ]{0,3}\n[ ]{0,120}")
_WORDS = re.compile(r"[^\W\d_]{3}")
_DIRECT = re.compile(r"[\s:]{0,3}(?:(?:den|d\.|dem|the)[ ])?(?:[^\W\d_]{2,11}[.,]{0,2}[ ](?:(?:den|d\.|dem)[ ])?)?")
_ON = re.compile(r"(?:am|den|d\.|on|于|在|为)\s?(?:(?:den|d\.)[ ])?$", re.IGNORECASE)
_PLACE = re.compile(
    r"(?:^|\n|[ ]{2}|\t)[A-ZÆØÅÄÖÜ][^\W\d_]{2,20}(?:[ /-][^\W\d_]{1,15}){0,2},[ ](?:(?:den|the|d\.|am|le)[ ])?\Z"
)
_CELL_ENDS = re.compile(r"[ .]?(?:$|[\n\t|]|[ ]{2})")
_MAIL_HEADER = re.compile(
    r"[>*\s]{0,6}(?:from|fra|von|to|til|an|subject|emne|betreff|cc|发件人|收件人|主题|抄送)[ ]?\*?:", re.IGNORECASE
)


def issue_dates(reading: Reading, numbers: Sequence[Candidate[str]]) -> Iterator[Candidate[date]]:
    """What may be the date of issue: labelled, or right behind the document's number ("faktura 9034 af 02.09.2024").

    What stands behind another document's number, or refers to the invoice that is credited, is that one's.
    """
    chosen = best(numbers)
    own = [each for each in numbers if chosen is not None and each.value == chosen.value]
    others = {each.end for each in numbers} - {each.end for each in own}
    credited = find_credited(reading)
    for label in reading.labelled(Role.ISSUED):
        if not credited.refers(label) and not _is_right_behind(reading, label, others):
            yield from _candidates(reading.behind(label, reading.dates)[:1], _SURE * credited.sureness(label))
    for number in (each for each in own if not credited.numbers(reading, each.start)):
        near = within(reading.dates, number.end, number.end + 160)[:1]
        yield from _candidates((each for each in near if _is_date_of(reading, number, each)), _BEHIND_NUMBER)
    for label in reading.labelled(Role.DATE):
        announces = reading.opens_cell(label) or reading.text[label.end : label.end + 2].strip().startswith(":")
        if announces and not _is_in_mail_header(reading, label):
            yield from _candidates(reading.behind(label, reading.dates, reach=12)[:1], _PLAIN)
    yield from _candidates((each for each in reading.dates if _is_letter_head(reading, each)), _LETTER_HEAD)


def due_dates(reading: Reading) -> list[Candidate[date]]:
    """What may be the date payment is due, or will be drawn; the last day of a discount only where no other is."""
    found = list(islice(_payment_dates(reading), _DATES))
    ending = {each.start: each for each in found if ends_discount(reading, each)}
    due = [each for each in found if each.start not in ending]
    due += [each for each in _after_discounts(reading, ending.values()) if not ends_discount(reading, each)]
    return due or [replace(each, confidence=each.confidence * _FOR_DISCOUNT) for each in found]


def _payment_dates(reading: Reading) -> Iterator[Candidate[date]]:
    for label in reading.labelled(Role.DUE):
        behind = reading.behind(label, reading.dates)[:1]
        yield from _candidates(behind, _SURE)
        if not behind:
            yield from _candidates(_right_before(reading, label), _BEHIND_NUMBER)
    for label in reading.labelled(Role.DUE_BY):
        if _speaks_of_paying(reading, label.start):
            yield from _right_behind(reading, label)
    start, end = 0, 0
    for label in reading.labelled(Role.DEBITED):
        if start <= label.start < end:
            continue
        start, end = reading.sentence_around(label.start)
        dates = within(reading.dates, start, end)
        yield from _candidates((each for each in dates if _ON.search(reading.text, start, each.start)), _SENTENCE)
    for each in reading.dates:
        if reading.text[each.end : each.end + 2].lstrip(" ").startswith("前") and _speaks_of_paying(
            reading, each.start
        ):
            yield from _candidates([each], _SENTENCE)


def _candidates(dates: Iterable[WrittenDate], confidence: float) -> Iterator[Candidate[date]]:
    for each in dates:
        sure = confidence if each.year_is_written else confidence * _FROM_CONTEXT
        yield Candidate(each.value, each.start, each.end, sure)


def _after_discounts(reading: Reading, ending: Iterable[Candidate[date]]) -> Iterator[Candidate[date]]:
    """ "Zahlbar bis 12.11.2026 abzgl. 2 % Skonto, bis 02.12.2026 netto": what to do by then has been said before."""
    for each in ending:
        _, end = reading.sentence_around(each.start)
        for label in within(reading.labels, each.end, end):
            if Role.DUE_BY in label.roles:
                yield from _right_behind(reading, label)


def _right_behind(reading: Reading, label: Label) -> Iterator[Candidate[date]]:
    near = within(reading.dates, label.end, label.end + 40)[:1]
    yield from _candidates((each for each in near if _DIRECT.fullmatch(reading.text, label.end, each.start)), _SENTENCE)


def _right_before(reading: Reading, label: Label) -> list[WrittenDate]:
    """ "am 20.06.2025 fällig", "2025年6月20日到期"."""
    near = within(reading.dates, label.start - 40, label.start)[-1:]
    gaps = ((each, reading.text[each.end : label.start]) for each in near)
    return [
        each for each, gap in gaps if len(gap) <= 16 and "\n" not in gap and reading.is_sentence(each.end, label.start)
    ]


def _speaks_of_paying(reading: Reading, place: int) -> bool:
    near = within(reading.labels, place - 4 * REACH, place + 4 * REACH)
    paying = [label for label in near if Role.PAYING in label.roles]
    if not paying:
        return False
    start, end = reading.sentence_around(place)
    return any(start <= label.start < end for label in paying)


def _is_right_behind(reading: Reading, label: Label, ends: Collection[int]) -> bool:
    """Whether the label continues what ends at one of `ends` ("INV-1003 dated")."""
    before = reading.text[max(0, label.start - 3) : label.start]
    return label.start - len(before) + len(before.rstrip(" ,(")) in ends


def _is_date_of(reading: Reading, number: Candidate[str], each: WrittenDate) -> bool:
    """Right behind the number, or in the next cell where number and label share one ("Kvittering 88213    12-05")."""
    if _AFTER_NUMBER.fullmatch(reading.text, number.end, each.start):
        return True
    start = reading.lines[reading.line_at(number.start)].start
    beside = _NEXT_CELL.fullmatch(reading.text, number.end, each.start)
    return beside is not None and _WORDS.search(reading.text, start, number.start) is not None


def _is_letter_head(reading: Reading, each: WrittenDate) -> bool:
    """Whether place and date fill a line or cell, as at the top of a letter: "Zürich, den 12. März 2026"."""
    line = reading.lines[reading.line_at(each.start)]
    lead = _PLACE.search(reading.text, max(line.start, each.start - 60), each.start)
    return lead is not None and _CELL_ENDS.match(reading.text, each.end) is not None


def _is_in_mail_header(reading: Reading, label: Label) -> bool:
    """Whether a forwarded mail's From, To or Subject stands nearby: then the date is the mail's."""
    number = reading.line_at(label.start)
    if reading.text[reading.lines[number].start : label.start].strip("> *\t"):
        return False
    return any(_MAIL_HEADER.match(reading.text, line.start) for line in reading.lines[max(0, number - 3) : number + 4])
