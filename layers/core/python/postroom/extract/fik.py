"""Danish payment lines (Fælles Indbetalingskort and giro): `+71<000000090340027+86001177<`.

The card type says what stands before the second plus: 71 and 15 a payment id with modulus-10 check digit (15 and 16
digits), 75 and 04 the same with 16, 01 and 73 none. Behind it stands the creditor (8 digits) or the giro account
(7 or 8). A 01 or 73 line written with digits in the place of the id is kept as printed.

The same is said in words, each part behind its name: "Kortart 71, betalings-ID 000000090340027, kreditornr. 86001177".
There only types with a check digit are read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .characters import unified
from .check_digits import luhn_is_valid

# Digits of the payment id by card type; None where the type has no id.
_ID_DIGITS = {"01": None, "04": 16, "15": 16, "71": 15, "73": None, "75": 16}
_LINE = re.compile(
    r"(?<![0-9+])\+?[ ]?(?P<type>01|04|15|71|73|75)[ ]?<[ ]?"
    r"(?P<id>(?:[0-9][ ]?){0,16})\+[ ]?(?P<payee>(?:[0-9][ ]?){6,7}[0-9])[ ]?(?:<|(?![0-9]))"
)
_APART = re.compile(
    r"kort(?:art|type)(?:kode)?[ :.]{0,4}\+?(?P<type>04|15|71|75)\b[^0-9]{1,60}?"
    r"(?P<id>(?:[0-9][ ]?){14,15}[0-9])\b[^0-9]{1,60}?(?:kreditor|giro|fi)[^0-9\n]{0,40}"
    r"(?P<payee>(?:[0-9][ ]?){6,7}[0-9])\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment line without spaces, `+type<id+payee<`, and where it stands; not valid if its check digit is wrong."""

    value: str
    start: int
    end: int
    is_valid: bool


def find_payment_lines(text: str) -> Iterator[PaymentLine]:
    """Every Danish payment line in `text`."""
    plain = unified(text)
    for found in (*_LINE.finditer(plain), *_APART.finditer(plain)):
        payment_id, payee = found["id"].replace(" ", ""), found["payee"].replace(" ", "")
        yield PaymentLine(
            f"+{found['type']}<{payment_id}+{payee}<",
            found.start(),
            found.end(),
            _id_is_valid(found["type"], payment_id),
        )


def _id_is_valid(card_type: str, payment_id: str) -> bool:
    digits = _ID_DIGITS[card_type]
    return digits is None or (len(payment_id) == digits and luhn_is_valid(payment_id))
