"""Tax numbers of sellers, written `<country><number>`, each verified by its country's check digit.

Only countries whose rule is published by their tax office or by the European Commission's VIES are read.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import cycle

from .characters import unified
from .check_digits import luhn_is_valid, mod_11_10_is_valid, mod_97_is_one, weighted_sum

_CN_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def _mod_11(digits: str, *weights: int) -> bool:
    """Check digit last: 11 less the remainder of the weighted sum, 11 standing for 0 and 10 for no number at all."""
    return (11 - weighted_sum(digits, weights) % 11) % 11 == int(digits[-1])


def _austria(digits: str) -> bool:
    doubled = [int(digit) * weight for digit, weight in zip(digits[:-1], cycle((1, 2)), strict=False)]
    return (96 - sum(value // 10 + value % 10 for value in doubled)) % 10 == int(digits[-1])


def _britain(digits: str) -> bool:
    return (weighted_sum(digits, range(8, 1, -1)) + int(digits[7:9])) % 97 in {0, 42}


def _china(number: str) -> bool:
    """GB 32100-2015: modulus 31 over digits and the letters without I, O, S, V and Z."""
    weights = [pow(3, at, 31) for at in range(17)]
    total = sum(_CN_CHARACTERS.index(each) * weight for each, weight in zip(number[:17], weights, strict=True))
    return _CN_CHARACTERS[-total % 31] == number[17]


def _netherlands(number: str) -> bool:
    """Companies by modulus 11 over the first nine digits; sole traders since 2020 by MOD 97-10 over the whole."""
    return _mod_11_remainder(number[:9]) or mod_97_is_one(f"NL{number}")


def _mod_11_remainder(digits: str) -> bool:
    return weighted_sum(digits, range(9, 1, -1)) % 11 == int(digits[8])


# Country → shape after the country's letters, and the rule.
_RULES: dict[str, tuple[str, Callable[[str], bool]]] = {
    "AT": (r"U[0-9]{8}", lambda number: _austria(number[1:])),
    "BE": (r"[01][0-9]{9}", lambda number: 97 - int(number[:8]) % 97 == int(number[8:])),
    "CHE": (r"[0-9]{9}", lambda number: _mod_11(number, 5, 4, 3, 2, 7, 6, 5, 4)),
    "CN": (r"[0-9A-HJ-NP-RTUW-Y]{18}", _china),
    "DE": (r"[1-9][0-9]{8}", mod_11_10_is_valid),
    "DK": (r"[1-9][0-9]{7}", lambda number: weighted_sum(number, (2, 7, 6, 5, 4, 3, 2, 1)) % 11 == 0),
    "FI": (r"[0-9]{8}", lambda number: _mod_11(number, 7, 9, 10, 5, 8, 4, 2)),
    "FR": (r"[0-9]{11}", lambda number: (12 + 3 * int(number[2:])) % 97 == int(number[:2])),
    "GB": (r"[0-9]{9}", _britain),
    "IT": (r"[0-9]{11}", luhn_is_valid),
    "LU": (r"[0-9]{8}", lambda number: int(number[:6]) % 89 == int(number[6:])),
    "NL": (r"[0-9]{9}B[0-9]{2}", _netherlands),
    "NO": (r"[89][0-9]{8}", lambda number: _mod_11(number, 3, 2, 7, 6, 5, 4, 3, 2)),
    "PL": (r"[0-9]{10}", lambda number: weighted_sum(number, (6, 5, 7, 2, 3, 4, 5, 6, 7)) % 11 == int(number[9])),
    "SE": (r"[0-9]{10}01", lambda number: luhn_is_valid(number[:10])),
}
_PREFIXES = "|".join(_RULES)
_PREFIXED = re.compile(
    rf"(?<![A-Za-z0-9])(?P<country>(?!CN){_PREFIXES})[ -]?(?P<number>U?[0-9](?:[ .-]?[0-9B]){{6,11}})(?![A-Za-z0-9])"
)
# What stands behind a label; the label's own country applies where the number has no letters.
_LABELLED = re.compile(r"[ \t:.#-]{0,6}(?P<number>(?:[A-Z]{2,3}[ -]?)?[0-9A-Z](?:[ .-]?[0-9A-Z]){6,17})(?![0-9])")


@dataclass(frozen=True, slots=True)
class WrittenVatNumber:
    """A tax number with its country's letters, and where it stands."""

    value: str
    start: int
    end: int


def is_vat_number(value: str) -> bool:
    """Whether `value`, without spaces and with its country's letters, has the right shape and check digit."""
    country = "CHE" if value.startswith("CHE") else value[:2]
    if country not in _RULES:
        return False
    shape, rule = _RULES[country]
    number = value[len(country) :]
    return value.isascii() and re.fullmatch(shape, number) is not None and rule(number)


def find_vat_numbers(text: str) -> Iterator[WrittenVatNumber]:
    """Every valid tax number in `text` that is written with its country's letters."""
    for found in _PREFIXED.finditer(unified(text)):
        value = found["country"] + re.sub(r"[ .-]", "", found["number"])
        if is_vat_number(value):
            yield WrittenVatNumber(value, found.start(), found.end())
