"""Amounts in brackets, which bookkeeping in English means as negative: "Total (240.00)" of a credit note.

In a sentence brackets are only brackets, so they are a minus only where all net amounts, VAT and totals of the text
stand in them, alone in their cells, or are negative otherwise.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from .amount_candidates import Claim, Kind
from .amounts import Amount
from .reading import Reading, within

_TOTALS = frozenset({Kind.TO_PAY, Kind.GRAND_TOTAL, Kind.TOTAL, Kind.AMOUNT})
_SUMS = _TOTALS | {Kind.NET, Kind.SUBTOTAL, Kind.VAT}
_REACH = 40
"""Characters of a label before its bracket ("Total credit USD (240.00)")."""
_LABEL = re.compile(r"(?:^|[\t\n|]|[ ]{2})(?P<label>[^\t\n|(),;!?]*)\([ ]?\Z")
_CLOSED = re.compile(r"(?P<bracket>[ ]?\))[ ]*(?:$|[\t\n|]|[ ]{2})")


def with_signs(reading: Reading, claims: Sequence[Claim]) -> list[Claim]:
    """The claims, their amounts in brackets made negative where brackets mean that."""
    negative = [_in_brackets(reading, claim.amount) for claim in claims]
    pairs = list(zip(claims, negative, strict=True))
    has_total = any(credit is not None and claim.kind in _TOTALS for claim, credit in pairs)
    is_charge = any(credit is None and claim.kind in _SUMS and claim.amount.value > 0 for claim, credit in pairs)
    if is_charge or not has_total:
        return list(claims)
    return [claim if credit is None else replace(claim, amount=credit) for claim, credit in pairs]


def _in_brackets(reading: Reading, amount: Amount) -> Amount | None:
    """What it is if its brackets are a minus: it has cents, and they fill their cell, or what a label leaves of it."""
    text = reading.text
    closed = _CLOSED.match(text, amount.end)
    if closed is None or amount.value.as_tuple().exponent == 0 or not text[amount.end - 1].isdigit():
        return None
    start = reading.lines[reading.line_at(amount.start)].start
    before = _LABEL.search(text, max(0, start - 1, amount.start - _REACH), amount.start)
    if before is None:
        return None
    labels = within(reading.labels, *before.span("label"))
    if any(map(str.isalpha, before["label"])) and not (labels and reading.opens_cell(labels[0])):
        return None
    return replace(amount, value=-abs(amount.value), start=before.end("label"), end=closed.end("bracket"))
