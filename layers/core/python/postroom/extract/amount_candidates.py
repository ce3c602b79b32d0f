"""Every amount that a label or a qualifier ("ekskl. moms") makes a net amount, VAT or a total."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from .amount_announced import ADJACENT, announces_the_documents
from .amounts import Amount
from .currencies import CODES
from .label_index import Label
from .reading import Reading, within
from .roles import Role


class Kind(StrEnum):
    """What an amount is, strongest claim to be the total first."""

    TO_PAY = "to_pay"
    GRAND_TOTAL = "grand_total"
    TOTAL = "total"
    AMOUNT = "amount"
    REMAINING = "remaining"
    NET = "net"
    SUBTOTAL = "subtotal"
    VAT = "vat"
    PAID = "paid"
    OTHER = "other"


_KINDS = {
    Role.TO_PAY: Kind.TO_PAY,
    Role.GRAND_TOTAL: Kind.GRAND_TOTAL,
    Role.TOTAL: Kind.TOTAL,
    Role.AMOUNT: Kind.AMOUNT,
    Role.AMOUNT_OF: Kind.AMOUNT,
    Role.REMAINING: Kind.REMAINING,
    Role.NET: Kind.NET,
    Role.SUBTOTAL: Kind.SUBTOTAL,
    Role.VAT: Kind.VAT,
    Role.PAID: Kind.PAID,
    Role.OTHER_AMOUNT: Kind.OTHER,
}
_QUALIFIABLE = frozenset({Kind.TO_PAY, Kind.GRAND_TOTAL, Kind.TOTAL, Kind.AMOUNT, Kind.SUBTOTAL})
_UNIT = re.compile(
    r"[ ]?(?:(?:timer|time|hours?|hrs?|stunden?|std|h|kg|g|t|stk|pcs|pieces|kwh|km|m|m2|m3|cm|l|liter|dage?|days?|"
    r"tagen?|uger?|weeks?|wochen?|måneder|months?|monate?|år|years?|jahre?|items?|units?|x|gange|paller|pallets|"
    r"sessions?|users?)(?![^\W\d_])|小时|天|件|票|个|台|次|千瓦时|度|吨|箱|人|月|年)",
    re.IGNORECASE,
)
# What stands between a label and a bare whole number, or between two amounts of one row.
_ADJACENT = re.compile(rf"[\s:=.|()/-]{{0,200}}(?:{CODES}|[€£$¥元])?[\s:=.|()/-]{{0,200}}")
_DAYS = 120
""" "Net 30" is a term of payment."""
_BARE_DIGITS = 7
"""Longer whole numbers without any sign of money or thousands are identifiers, whatever stands before them."""
_ROW = re.compile(r"[\s|=+]{1,40}")
_ENDS = re.compile(r"[ ]*(?:$|[\t\n,.;)|。,]|[ ]{2})")
_BASE = re.compile(r"(?:\baf|\bvon|\bof|\bon|\bauf|\baus)[ ]?$", re.IGNORECASE)
_IN_A_ROW = 99
"""Columns of a claim that counts only where it adds up."""
_PART = re.compile(
    r"(?:heraf|deraf|davon|darin|of which|thereof|including|incl\.|inkl\.|plus|\+|zzgl\.|tillagt|hertil|其中)[\s:]{0,2}"
    r"(?:(?:udgør|er|sind)[ ])?$",
    re.IGNORECASE,
)
_TOUCHING = re.compile(r"[\s,;(:-]{0,4}")


@dataclass(frozen=True, slots=True)
class Claim:
    """One amount and what it is claimed to be."""

    kind: Kind
    amount: Amount
    columns: int = 0
    """Where it stands below its label, among so many columns: it could be one line of a longer table."""


def amount_claims(reading: Reading) -> list[Claim]:
    """All claims, in no order."""
    claims: list[Claim] = []
    for label in reading.labels:
        kind = next((_KINDS[role] for role in label.roles if role in _KINDS), None)
        if kind is not None:
            claims += _labelled(reading, label, kind)
        elif label.roles & {Role.EXCLUSIVE, Role.INCLUSIVE, Role.PLUS_VAT}:
            claims += _qualified(reading, label)
    return claims


def is_money(reading: Reading, amount: Amount) -> bool:
    """Whether the number is not a count of hours, pieces, days."""
    return amount.marked or _UNIT.match(reading.text, amount.end) is None


def _labelled(reading: Reading, label: Label, kind: Kind) -> Iterator[Claim]:
    behind = [each for each in reading.behind(label, reading.amounts) if _is_usable(reading, label, each)]
    # A count beside an amount with cents is no money.
    behind = [each for each in behind if not each.is_bare] or behind
    if Role.AMOUNT_OF in label.roles and not _is_amount_of(reading, label, behind):
        return
    before = _right_before(reading, label)
    if behind and before is not None and _is_closed(reading, label, before, behind[0]):
        behind = []
    if behind:
        amount = _of_row(reading, kind, behind)
        if kind is Kind.VAT:
            yield from (Claim(Kind.NET, each, _IN_A_ROW) for each in behind if _is_base(reading, each))
        if kind in {Kind.TOTAL, Kind.GRAND_TOTAL, Kind.TO_PAY} and 2 <= len(behind) <= 3:
            # A row of sums states net and VAT before the total, or alone with the total elsewhere.
            yield Claim(Kind.NET, behind[0], _IN_A_ROW)
            yield Claim(Kind.VAT, behind[1], _IN_A_ROW)
        if amount is not None:
            yield Claim(_with_qualifiers(reading, label, kind, amount), amount, _columns(reading, label, amount))
    elif before is not None:
        is_part = _PART.search(reading.text, max(0, before.start - 20), before.start) is not None
        if is_part if kind is Kind.VAT else before.marked and kind in {Kind.TOTAL, Kind.TO_PAY}:
            yield Claim(kind, before)


def _qualified(reading: Reading, label: Label) -> Iterator[Claim]:
    """ "7.000,00 kr. ekskl. moms", "zzgl. 19 % MwSt. 685,90", "inkl. moms: 8.750,00"."""
    before = _right_before(reading, label)
    behind = [each for each in reading.behind(label, reading.amounts) if _is_usable(reading, label, each)][:1]
    if Role.PLUS_VAT in label.roles:
        yield from (Claim(Kind.VAT, each, _columns(reading, label, each)) for each in behind)
        if before is not None:
            yield Claim(Kind.NET, before)
    elif before is not None:
        yield Claim(Kind.NET if Role.EXCLUSIVE in label.roles else Kind.AMOUNT, before)
        if Role.INCLUSIVE in label.roles:
            yield from (Claim(Kind.VAT, each) for each in behind)
    elif not _continues_label(reading, label):
        kind = Kind.NET if Role.EXCLUSIVE in label.roles else Kind.GRAND_TOTAL
        yield from (Claim(kind, each, _columns(reading, label, each)) for each in behind)


def _columns(reading: Reading, label: Label, amount: Amount) -> int:
    """Among how many columns an amount stands below its label; 0 beside it."""
    if "\n" not in reading.text[label.end : amount.start]:
        return 0
    return max(reading.columns_at(label), reading.columns_at(amount))


def _is_usable(reading: Reading, label: Label, amount: Amount) -> bool:
    if not is_money(reading, amount):
        return False
    if not amount.is_bare:
        return True
    if Role.NET in label.roles and amount.value <= _DAYS:
        return False
    if amount.end - amount.start > _BARE_DIGITS and amount.value >= 10**_BARE_DIGITS:
        return False
    between = reading.text[label.end : amount.start]
    for other in reversed(within(reading.labels, label.end, amount.start)):
        between = between[: other.start - label.end] + between[other.end - label.end :]
    return (
        _ADJACENT.fullmatch(between) is not None
        and Role.AMOUNT_OF not in label.roles
        and _ENDS.match(reading.text, amount.end) is not None
    )


def _is_amount_of(reading: Reading, label: Label, behind: list[Amount]) -> bool:
    """A preposition announces the amount right behind it only, and that of what is named before it."""
    if not behind or behind[0].start - label.end > ADJACENT or not behind[0].marked:
        return False
    return announces_the_documents(reading, label)


def _is_closed(reading: Reading, label: Label, before: Amount, behind: Amount) -> bool:
    """ "1.250 kr. i alt, betal 200 kr. nu": the label speaks of what stands before it, and a comma ends that."""
    between = reading.text[label.end : behind.start]
    return before.marked and between.startswith(",") and not within(reading.labels, label.end, label.end + 3)


def _of_row(reading: Reading, kind: Kind, behind: list[Amount]) -> Amount | None:
    """Of several amounts in a row the last is a total's or VAT's own; before it stand quantities and bases."""
    if kind is Kind.VAT:
        behind = [each for each in behind if not _is_base(reading, each)]
    if not behind:
        return None
    chosen = behind[0]
    if kind in {Kind.NET, Kind.PAID, Kind.OTHER}:
        return chosen
    for following in behind[1:]:
        same = following.currency == chosen.currency or not (following.marked and chosen.marked)
        if not same or not _ROW.fullmatch(reading.text, chosen.end, following.start):
            break
        chosen = following
    return chosen


def _is_base(reading: Reading, amount: Amount) -> bool:
    """What VAT is reckoned from: "25 % moms af 1.000,00"."""
    return _BASE.search(reading.text, max(0, amount.start - 6), amount.start) is not None


def _with_qualifiers(reading: Reading, label: Label, kind: Kind, amount: Amount) -> Kind:
    if kind not in _QUALIFIABLE:
        return kind
    between = {role for other in within(reading.labels, label.end, amount.start) for role in other.roles}
    after = next(iter(within(reading.labels, amount.end, amount.end + 60)), None)
    touching = after is not None and _TOUCHING.fullmatch(reading.text, amount.end, after.start)
    behind = after.roles if after is not None and touching else frozenset[Role]()
    if Role.EXCLUSIVE in between or behind & {Role.EXCLUSIVE, Role.PLUS_VAT}:
        return Kind.NET
    if Role.INCLUSIVE in between or Role.INCLUSIVE in behind:
        return kind if kind is Kind.TO_PAY else Kind.GRAND_TOTAL
    return kind


def _right_before(reading: Reading, label: Label) -> Amount | None:
    near = within(reading.amounts, label.start - 40, label.start)[-1:]
    if near and _TOUCHING.fullmatch(reading.text, near[0].end, label.start) and is_money(reading, near[0]):
        return near[0] if "\n" not in reading.text[near[0].end : label.start] else None
    return None


def _continues_label(reading: Reading, label: Label) -> bool:
    """ "Beløb ekskl. moms": the amount is that label's, already claimed with this qualifier."""
    before = within(reading.labels, label.start - 60, label.start)[-1:]
    return bool(
        before
        and before[0].roles & _KINDS.keys()
        and _TOUCHING.fullmatch(reading.text, before[0].end, label.start)
        and Role.AMOUNT_OF not in before[0].roles
    )
