"""Amounts of money as people write them, into exact decimals.

The separators decide, by these rules, whatever the language:

1. Where both a comma and a dot (or an apostrophe or a space) occur, the last one that occurs once is the decimal sign.
2. One kind of sign that occurs several times groups thousands, and must leave groups of three; or, as in India, one
   of three behind groups of two.
3. One comma or dot before one or two digits is the decimal sign; before exactly three it groups thousands, because
   money has two decimals: 1.234 is one thousand two hundred and thirty-four, unless it begins with 0.
4. `,-` and `.-` mean no cents; `-` behind cents is a minus, as bookkeeping programs print it.
5. A scale word behind the number multiplies it: 1,5 Mio. is 1500000.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from .characters import unified
from .currencies import AFTER, BEFORE, CODES, currency_of
from .scales import SCALE, is_compound, scaled

_DIGITS = 15
"""Longer numbers are identifiers; no invoice reaches a quadrillion."""

_RUN = re.compile(r"[0-9](?:[0-9.,']|[ ](?=[0-9]{3}(?![0-9])))*")
_BEFORE = re.compile(rf"(?P<minus>-(?={BEFORE}))?(?P<currency>{BEFORE})?[ ]{{0,2}}(?P<sign>-?)\Z")
_BEFORE_REACH = 12
_NUMBER_FOLLOWS = re.compile(r"[ ]{0,2}-?[0-9]")
_SIGNS_MADE_PRECISE = frozenset({"$", "¥"})
"""Signs that a code behind or before the amount makes precise: "$19.00 AUD", "CAD $5"."""
_CODE_BEFORE = re.compile(rf"(?<![A-Za-z])({CODES})[ \t]{{0,60}}\Z")
_CODE_REACH = 64
_AFTER = re.compile(rf"(?:(?P<round>[.,]?-(?![\d\w]))|[ ]?(?P<scale>{SCALE}))?(?:[ ]{{0,2}}(?P<currency>{AFTER}))?")
_MINUS_BEHIND = re.compile(r"-(?![ ][0-9][0-9.,']{0,20}(?![0-9.,'-]))")
"""Not the hyphen of a range ("10,00- 20,00"): there the second number has none."""
_CENTS = -2
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:(?P<by>[.,' ])[0-9]{3})(?:(?P=by)[0-9]{3})*")
_INDIAN = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")
_PLAIN = re.compile(r"0|[1-9][0-9]*")
_CENTS_OR_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}[.,][0-9]{3}")
"""Thousands in money; before "million" it could be either."""
# Chinese words stand beside numbers without a space; other letters joined to digits make an identifier.
_LETTER = "[^\\W\u3400-\u9fff]"
_JOINED_BEFORE = re.compile(rf"(?:{_LETTER}|[/#\\])[.,'/-]?\Z|[/-]\Z|[0-9]:\Z")
_JOINED_AFTER = re.compile(rf"{_LETTER}|[%‰°]|[ ]%|[/:-][0-9]")


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount and where it stands; `currency` is None if none is written or it is ambiguous."""

    value: Decimal
    currency: str | None
    start: int
    end: int
    marked: bool
    """A currency, or `,-`, stands with it."""

    @property
    def is_bare(self) -> bool:
        """A whole number without any sign of money: it could count anything."""
        return not self.marked and self.value.as_tuple().exponent == 0


def parse_amount(text: str, language: str | None = None) -> Amount | None:
    """The amount that `text` is, as a whole; None if it is not one."""
    stripped = text.strip()
    found = next(find_amounts(stripped, language), None)
    return found if found and (found.start, found.end) == (0, len(stripped)) else None


def find_amounts(text: str, language: str | None = None) -> Iterator[Amount]:
    """Every amount in `text`, in order; numbers inside dates, identifiers and percentages are none."""
    plain = unified(text)
    last = 0
    for run in _RUN.finditer(plain):
        for start, end in _pieces(plain, run.start(), run.end()):
            value = number_value(plain[start:end])
            amount = None if value is None else _in_context(plain, last, start, end, value, language)
            if amount is not None:
                last = amount.end
                yield amount


def number_value(written: str) -> Decimal | None:
    """The number that digits and separators mean by the rules above; None if they break them."""
    whole, cents = written, ""
    for sign in (",", "."):
        head, found, tail = written.rpartition(sign)
        if found and sign not in head and tail.isdigit() and (len(tail) <= 2 or head in {"", "0"}):
            whole, cents = head, tail
            break
    if not any(form.fullmatch(whole) for form in (_GROUPED, _PLAIN, _INDIAN)):
        return None
    digits = "".join(filter(str.isdigit, whole))
    if len(digits) > _DIGITS:
        return None
    return Decimal(f"{digits}.{cents}" if cents else digits)


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A run as one number where its spaces group thousands, else as the numbers between its spaces."""
    end = start + len(text[start:end].rstrip(".,'"))
    if " " not in text[start:end] or number_value(text[start:end]) is not None:
        yield start, end
        return
    at = start
    for piece in text[start:end].split(" "):
        yield at, at + len(piece.rstrip(".,'"))
        at += len(piece) + 1


def _in_context(text: str, floor: int, start: int, end: int, value: Decimal, language: str | None) -> Amount | None:
    before = _BEFORE.search(text, max(floor, start - _BEFORE_REACH), start)
    after = _AFTER.match(text, end)
    assert before is not None
    assert after is not None
    if not any(after.groups()) and _JOINED_AFTER.match(text, end):
        return None
    exact = _scaled(text, start, end, value, after)
    if exact is None:
        return None
    # Without a currency between, a hyphen behind a letter or digit joins an identifier; elsewhere it is a minus.
    head = before.start() if before["currency"] else before.start("sign")
    if not before["currency"] and _JOINED_BEFORE.search(text, max(0, head - 2), head):
        return None
    currency = before["currency"] or after["currency"]
    if before["currency"] in _SIGNS_MADE_PRECISE and (after["currency"] or "").isalpha():
        currency = after["currency"]
    elif before["currency"] in _SIGNS_MADE_PRECISE:
        precise = _CODE_BEFORE.search(
            text, max(floor, before.start("currency") - _CODE_REACH), before.start("currency")
        )
        currency = precise[1] if precise else currency
    # "kr. 200 kr. 300": what stands before a number is that number's.
    is_next = before["currency"] and after["currency"] and _NUMBER_FOLLOWS.match(text, after.end())
    has_own = after["currency"] and not is_next
    is_negative = before["minus"] or before["sign"] or _has_minus_behind(text, end, after["round"], value)
    end = after.end() if has_own else max(end, after.end("round"), after.end("scale"))
    code = None if currency is None else currency_of(currency, language)
    marked = currency is not None or after["round"] is not None
    return Amount(-exact if is_negative else exact, code, head, end, marked)


def _scaled(text: str, start: int, end: int, value: Decimal, after: re.Match[str]) -> Decimal | None:
    """The value with its scale word; None if the two together could mean several numbers."""
    if is_compound(text, start, after["scale"], after.end("scale")):
        return None
    if after["scale"] is None:
        return value
    return None if _CENTS_OR_THOUSANDS.fullmatch(text, start, end) else scaled(value, after["scale"])


def _has_minus_behind(text: str, end: int, hyphen: str | None, value: Decimal) -> bool:
    has_cents = value.as_tuple().exponent == _CENTS
    return hyphen == "-" and has_cents and _MINUS_BEHIND.match(text, end) is not None
