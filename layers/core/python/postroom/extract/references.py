"""References that a payment carries: the 27 digits of a Swiss QR bill, and ISO 11649 creditor references (`RF…`).

The QR reference's last digit is a check digit by modulus 10, recursive (Swiss Implementation Guidelines QR-bill, annex
B). Digits of that length stand in other numbers too, so that one is taken where it is printed in the bill's groups (2
and five times 5), or unbroken beside its name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .characters import unified
from .check_digits import mod_97_is_one

_RECURSIVE = (0, 9, 4, 6, 8, 2, 7, 1, 3, 5)
_NAME = re.compile(
    r"(?:referen[zc]e?|référence|riferimento|qr[ -]?ref\.?|esr|bvr)[^0-9\n]{0,30}\n?[^0-9\n]{0,80}$", re.IGNORECASE
)
_NAME_REACH = 120
_QR = re.compile(r"(?<![0-9A-Za-z])(?:[0-9]{2}(?:[ ][0-9]{5}){5}|[0-9]{27})(?![0-9A-Za-z]|[ ][0-9])")
_CREDITOR = re.compile(r"(?<![0-9A-Za-z])RF[0-9]{2}(?:[ ]?[0-9A-Z]){1,21}(?![0-9A-Za-z])")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference without spaces, and where it stands; not valid if its check digit is wrong."""

    value: str
    start: int
    end: int
    is_valid: bool


def find_references(text: str) -> Iterator[Reference]:
    """Every reference in `text`."""
    plain = unified(text)
    for found in _QR.finditer(plain):
        value = found[0].replace(" ", "")
        named = _NAME.search(plain, max(0, found.start() - _NAME_REACH), found.start()) is not None
        if value.strip("0") and (" " in found[0] or named):
            yield Reference(value, *found.span(), is_qr_reference(value))
    for found in _CREDITOR.finditer(plain):
        yield from _creditor(plain, found.start(), found.end())


def is_qr_reference(digits: str) -> bool:
    """Whether 27 digits end in their check digit."""
    carry = 0
    for digit in digits[:-1]:
        carry = _RECURSIVE[(carry + int(digit)) % 10]
    return len(digits) == 27 and digits.isdecimal() and (10 - carry) % 10 == int(digits[-1])


def is_creditor_reference(value: str) -> bool:
    """Whether `value`, without spaces, is an ISO 11649 reference: MOD 97-10 as in an IBAN."""
    shaped = re.fullmatch(r"RF[0-9]{2}[0-9A-Z]{1,21}", value) is not None
    return shaped and mod_97_is_one(value[4:] + value[:4])


def _creditor(text: str, start: int, end: int) -> Iterator[Reference]:
    """Printed in groups it may run into the next word; the longest run of whole groups that is valid is it."""
    groups = text[start:end].split(" ")
    for count in range(len(groups), 0, -1):
        written = " ".join(groups[:count])
        if is_creditor_reference(written.replace(" ", "")):
            yield Reference(written.replace(" ", ""), start, start + len(written), is_valid=True)
            return
