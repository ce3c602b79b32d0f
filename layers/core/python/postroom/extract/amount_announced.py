"""Amounts behind a preposition ("faktura 2024-117 af 3. maj på kr. 500"): whose they are.

A preposition says that an amount follows, not of what. It is the document's own where the document's name or number,
or a word for its amount, stands before it, with only numbers, dates and small words between; else it is that of a fee,
a deposit, a voucher or of anything else that costs money.
"""

import re

from .amounts import Amount
from .label_index import Label
from .reading import REACH, Reading, starting_in, within
from .roles import Role

ADJACENT = 2
"""Characters between a preposition and its amount."""

_DOCUMENT = frozenset({Role.NUMBER, Role.NUMBER_BARE, Role.NUMBER_WEAK, Role.ORDER, Role.ORDER_BARE})
_SUMS = frozenset({Role.AMOUNT, Role.TOTAL, Role.TO_PAY, Role.GRAND_TOTAL})
_PASSED_OVER = frozenset({Role.ISSUED, Role.DATE, Role.DUE, Role.DUE_BY, Role.AMOUNT_OF, Role.ORDER, Role.OTHER_ID})
_NAMED = _DOCUMENT | _SUMS | {Role.PAID, Role.REMAINING}
_PREPOSITION = 25
_PRICED = re.compile("for|über|totall?ing", re.IGNORECASE)
"""What also stands before the price of something bought."""
_SMALL = re.compile(
    r"[A-Za-z]{0,12}[-/._]?[A-Za-z]{0,6}[-/._]?[0-9][A-Za-z0-9/._-]*|(?<![^\W\d_])(?:nr|no|number|nummer|is|er|ist|lautet|was|var|war|has|been|issued|"
    r"sent|af|fra|den|d|vom|v|of|from|dated|dateret|to|til|an|and|og|und|i|the|der|the|our|vores|unsere)(?![^\W\d_])|"
    r"[\W_]+",
    re.IGNORECASE,
)


def announces_the_documents(reading: Reading, label: Label) -> bool:
    """Whether the amount behind a preposition is the document's own."""
    subject, end = None, label.start
    for before in reversed(within(reading.labels, label.start - REACH, label.start)):
        if before.roles & (_DOCUMENT | _SUMS):
            subject = before
            break
        if not before.roles & _PASSED_OVER or _words(reading, before.end, end):
            return False
        end = before.start
    return subject is not None and not _words(reading, subject.end, end)


def is_of_something_else(reading: Reading, amount: Amount) -> bool:
    """Whether a preposition makes it a thing's own ("a charge of EUR 15.00") in a sentence that names no document."""
    near = within(reading.labels, amount.start - _PREPOSITION, amount.start)[-1:]
    if not near or Role.AMOUNT_OF not in near[0].roles or amount.start - near[0].end > ADJACENT:
        return False
    if _PRICED.fullmatch(reading.text, near[0].start, near[0].end):
        return False
    start, _ = reading.sentence_around(near[0].start)
    labels = within(reading.labels, start, near[0].start)
    is_payment = bool(labels) and Role.PAYING in labels[-1].roles and near[0].start - labels[-1].end <= ADJACENT
    return not is_payment and not any(label.roles & _NAMED for label in labels)


def _words(reading: Reading, start: int, end: int) -> str:
    """What stands between two places besides dates, numbers and small words."""
    text = reading.text
    if not reading.is_sentence(start, end):
        return text[start:end]
    parts, at = [], start
    for date in starting_in(reading.dates, start, end):
        parts.append(text[at : date.start])
        at = max(at, date.end)
    return _SMALL.sub("", " ".join([*parts, text[at:end]]))
