"""Net, VAT and total of one text, chosen so that they add up where they can.

1. Where a labelled net (or subtotal) and VAT add up to a labelled total, these three are taken.
2. The total is the full amount of the document: a sum to pay that is larger (with a reminder's fee) replaces it, one
   that is smaller (after payments on account) does not.
3. Without such three, the strongest label decides; of equal labels the largest amount.
4. Without any label, the only amount with a currency in the whole text is the total, with little confidence.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import product

from .amount_announced import is_of_something_else
from .amount_candidates import Claim, Kind, amount_claims, is_money
from .amount_signs import with_signs
from .amounts import Amount
from .candidate import Candidate
from .reading import Reading

_TOTALS = (Kind.TO_PAY, Kind.GRAND_TOTAL, Kind.TOTAL, Kind.AMOUNT, Kind.REMAINING)
_CONFIDENCE = {
    Kind.TO_PAY: 0.9,
    Kind.GRAND_TOTAL: 0.95,
    Kind.TOTAL: 0.9,
    Kind.AMOUNT: 0.75,
    Kind.REMAINING: 0.6,
    Kind.NET: 0.9,
    Kind.VAT: 0.9,
}
_ADDS_UP, _ONLY_AMOUNT, _MISMATCH, _BELOW = 0.99, 0.55, 0.6, 0.8
_PER_UNIT = re.compile(r"[ ]?(?:/|(?:pr|per|pro|je|each|a|an|om)\b|/|每)", re.IGNORECASE)
_FEW_COLUMNS = 3
_RATES = 4
_CLAIMS = 60
"""Claims looked at when searching for three that add up."""


@dataclass(frozen=True, slots=True)
class AmountFields:
    """The three amounts and what does not fit; `currency` as it stands beside the total."""

    net: Candidate[Decimal] | None = None
    vat: Candidate[Decimal] | None = None
    total: Candidate[Decimal] | None = None
    currency: Candidate[str] | None = None
    problem: str | None = None


def read_amounts(reading: Reading) -> AmountFields:
    """Net, VAT and total as far as the text states them."""
    claims = with_signs(reading, amount_claims(reading))
    three = _that_add_up(claims)
    if three is not None:
        net, vat, total = three
        to_pay = _largest(claims, Kind.TO_PAY)
        if to_pay is not None and to_pay.value > total.value > 0:
            return _fields(net, vat, to_pay, _ADDS_UP, _CONFIDENCE[Kind.TO_PAY])
        return _fields(net, vat, total, _ADDS_UP, _ADDS_UP)
    # What stands below a column's head alone could be one line of many: it counts for a total where nothing else does.
    alone = [claim for claim in claims if claim.columns <= 1]
    strongest = _strongest_total(alone) or _strongest_total(claim for claim in claims if claim.columns <= _FEW_COLUMNS)
    claims = alone
    if strongest is None:
        only = _only_amount(reading, claims)
        return _fields(_largest(claims, Kind.NET), _largest(claims, Kind.VAT), only, 0.9, _ONLY_AMOUNT)
    return _checked(claims, _largest(claims, Kind.NET), _largest(claims, Kind.VAT), strongest)


def _that_add_up(claims: list[Claim]) -> tuple[Amount, Amount, Amount] | None:
    by_strength = [claim for kind in _TOTALS for claim in claims if claim.kind is kind][:_CLAIMS]
    nets = [claim for claim in claims if claim.kind in {Kind.NET, Kind.SUBTOTAL}]
    nets += [claim for claim in by_strength if claim.kind in {Kind.TOTAL, Kind.AMOUNT}]
    vats = [claim for claim in claims if claim.kind is Kind.VAT][:_CLAIMS]
    for total, net, vat in product(by_strength, nets[:_CLAIMS], vats):
        adds_up = net.amount.value + vat.amount.value == total.amount.value
        # With no VAT every total equals itself: then only an amount called net is one.
        if adds_up and total.amount.value and (vat.amount.value or net.kind in {Kind.NET, Kind.SUBTOTAL}):
            return net.amount, vat.amount, total.amount
    whole = _of_all_rates([claim.amount for claim in vats if claim.columns <= 1])
    for total, net in product(by_strength, nets[:_CLAIMS]) if whole is not None else ():
        if whole is not None and net.amount.value + whole.value == total.amount.value:
            return net.amount, whole, total.amount
    return None


def _of_all_rates(vats: list[Amount]) -> Amount | None:
    """Where VAT is stated by rate: all of it, standing from the first to the last."""
    by_place = sorted({each.start: each for each in vats}.values(), key=lambda each: each.start)
    if not 2 <= len(by_place) <= _RATES:
        return None
    first, last = by_place[0], by_place[-1]
    return replace(first, value=sum((each.value for each in by_place), Decimal()), end=last.end)


def _largest(claims: Iterable[Claim], *kinds: Kind) -> Amount | None:
    return max((claim.amount for claim in claims if claim.kind in kinds), key=_size, default=None)


def _size(amount: Amount) -> tuple[bool, Decimal]:
    """Of credits the largest is the one furthest below nothing."""
    return amount.value > 0, abs(amount.value)


def _strongest_total(claims: Iterable[Claim]) -> Claim | None:
    claims = list(claims)
    totals = [claim for claim in claims if claim.kind in _TOTALS]
    stated = [claim for claim in totals if claim.amount.value] or totals
    is_part_paid = any(claim.kind is Kind.PAID and claim.amount.value for claim in claims)
    order = (Kind.GRAND_TOTAL, Kind.TOTAL, Kind.TO_PAY, Kind.AMOUNT, Kind.REMAINING) if is_part_paid else _TOTALS
    for kind in order:
        of_kind = (claim for claim in stated if claim.kind is kind)
        largest = max(of_kind, key=lambda each: _size(each.amount), default=None)
        if largest is not None:
            return largest
    return None


def _checked(claims: list[Claim], net: Amount | None, vat: Amount | None, total: Claim) -> AmountFields:
    confidence = _CONFIDENCE[total.kind] * (_BELOW if total.columns > 1 else 1)
    problem = None
    if net is not None and vat is not None and not _is_explained(claims, total.amount.value - net.value - vat.value):
        problem = (
            f"net {net.value} and VAT {vat.value} make {net.value + vat.value}, the total says {total.amount.value}"
        )
        confidence *= _MISMATCH
    return _fields(net, vat, total.amount, 0.9 if problem is None else 0.9 * _MISMATCH, confidence, problem)


def _is_explained(claims: list[Claim], difference: Decimal) -> bool:
    """Whether a fee, freight or discount named in the text makes the difference."""
    others = {claim.amount.value for claim in claims if claim.kind is Kind.OTHER}
    return difference == 0 or abs(difference) in {abs(each) for each in others} or sum(others) == difference


def _only_amount(reading: Reading, claims: list[Claim]) -> Amount | None:
    # What was paid at once is the whole of a receipt.
    claimed = {claim.amount.value for claim in claims if claim.kind is not Kind.PAID}
    marked = [each for each in reading.amounts if each.marked and is_money(reading, each) and each.value > 0]
    free = [each for each in marked if each.value not in claimed and not _PER_UNIT.match(reading.text, each.end)]
    free = [each for each in free if not is_of_something_else(reading, each)]
    return free[0] if len({each.value for each in free}) == 1 else None


def _fields(
    net: Amount | None,
    vat: Amount | None,
    total: Amount | None,
    parts: float,
    whole: float,
    problem: str | None = None,
) -> AmountFields:
    currency = next((each for each in (total, net, vat) if each is not None and each.currency), None)
    return AmountFields(
        _candidate(net, parts),
        _candidate(vat, parts),
        _candidate(total, whole),
        None
        if currency is None or currency.currency is None
        else Candidate(currency.currency, currency.start, currency.end, 0.95),
        problem,
    )


def _candidate(amount: Amount | None, confidence: float) -> Candidate[Decimal] | None:
    return None if amount is None else Candidate(amount.value, amount.start, amount.end, confidence)
