"""International bank account numbers: ISO 13616, verified by length of country and by ISO 7064 MOD 97-10."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .characters import unified
from .check_digits import mod_97_is_one

# Total length by country, from the registry that SWIFT keeps for ISO 13616.
_LENGTHS = """
AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24
FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32
LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24
RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30
"""
IBAN_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _LENGTHS.split()}

_CAPITALS = r"[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,40}"
_NAMED = r"(?i:(?<=iban[ :.])[ :.]{0,3}(?P<named>[A-Z]{2}[0-9]{2}(?:[ -]?[A-Z0-9]){11,40}))"
_CANDIDATE = re.compile(rf"(?<![A-Za-z0-9])(?:(?P<capitals>{_CAPITALS}))|{_NAMED}")


@dataclass(frozen=True, slots=True)
class WrittenIban:
    """An IBAN, or what has all of its shape but a wrong check digit, and where it stands."""

    value: str
    start: int
    end: int
    is_valid: bool


def is_iban(value: str) -> bool:
    """Whether `value`, without spaces and in capitals, is an IBAN of a registered country with right check digits."""
    length = IBAN_LENGTHS.get(value[:2])
    return (
        length == len(value)
        and value.isascii()
        and value.isalnum()
        and value == value.upper()
        and value[2:4].isdigit()
        and mod_97_is_one(value[4:] + value[:4])
    )


def find_ibans(text: str) -> Iterator[WrittenIban]:
    """Everything of an IBAN's shape in `text`: in capitals, or in any case behind the word IBAN."""
    plain = unified(text)
    at = 0
    while found := _CANDIDATE.search(plain, at):
        group = "capitals" if found["capitals"] else "named"
        iban = _cut_to_length(plain, found.start(group), found.end(group))
        at = found.start(group) + 4 if iban is None else iban.end
        if iban is not None:
            yield iban


def _cut_to_length(text: str, start: int, end: int) -> WrittenIban | None:
    """The run may go on into the next words; the country says where the number ends, and a word must end there."""
    length = IBAN_LENGTHS.get(text[start : start + 2].upper())
    if length is None:
        return None
    places = [at for at in range(start, end) if text[at].isalnum()][:length]
    stop = places[-1] + 1
    if len(places) < length or text[stop : stop + 1].isalnum():
        return None
    value = "".join(text[at] for at in places).upper()
    return WrittenIban(value, start, stop, is_iban(value))
