"""Where to pay and to whom: IBAN, BIC, Danish payment line, the seller's tax number; what fails its check is told."""

import re
from dataclasses import dataclass, field

from .bic import find_bic
from .candidate import Candidate
from .fik import find_payment_lines
from .iban import find_ibans
from .parties import Party, party_of
from .reading import Reading
from .references import find_references
from .roles import Role
from .vat_numbers import find_vat_numbers, is_vat_number

_VERIFIED, _LABELLED = 0.98, 0.9
_NUMBERS = 50
"""Tax numbers looked at in one text; so many are a list, and nobody's."""
_TAX_NUMBER = re.compile(r"[ \t:.#-]{0,6}(?P<number>[A-Z]{0,3}[ -]?[0-9A-Z](?:[ .-]?[0-9A-Z]){6,20})(?![0-9A-Za-z])")
_SUFFIX = re.compile(r"(?:MWST|TVA|IVA|MVA)$")
_COUNTRY_BY_LABEL = (
    (re.compile(r"cvr|se|moms"), "DK"),
    (re.compile(r"ust|umsatz"), "DE"),
    (re.compile("[\u4e00-\u9fff]"), "CN"),
)
"""The country that a label itself names, where the number has no letters."""


@dataclass(slots=True)
class PaymentFields:
    """What was found of each, and what looked like one but is wrong."""

    ibans: list[Candidate[str]] = field(default_factory=list)
    bics: list[Candidate[str]] = field(default_factory=list)
    payment_lines: list[Candidate[str]] = field(default_factory=list)
    references: list[Candidate[str]] = field(default_factory=list)
    vat_numbers: list[Candidate[str]] = field(default_factory=list)
    problems: list[tuple[str, str]] = field(default_factory=list)


def read_payment(reading: Reading) -> PaymentFields:
    """Everything of payment in one text."""
    fields = PaymentFields()
    for iban in find_ibans(reading.text):
        if iban.is_valid:
            fields.ibans.append(Candidate(iban.value, iban.start, iban.end, _VERIFIED))
        else:
            fields.problems.append(("iban", f"{iban.value} has a wrong check digit"))
    for line in find_payment_lines(reading.text):
        if line.is_valid:
            fields.payment_lines.append(Candidate(line.value, line.start, line.end, _VERIFIED))
        else:
            fields.problems.append(("payment_reference", f"{line.value} has a wrong check digit"))
    for reference in find_references(reading.text):
        if reference.is_valid:
            fields.references.append(Candidate(reference.value, reference.start, reference.end, _VERIFIED))
        else:
            fields.problems.append(("qr_reference", f"{reference.value} has a wrong check digit"))
    bic = find_bic(reading.text)
    if bic is not None:
        fields.bics.append(Candidate(*bic, _LABELLED))
    _read_vat_numbers(reading, fields)
    return fields


def _read_vat_numbers(reading: Reading, fields: PaymentFields) -> None:
    """The seller's number; of several that nothing tells apart none, which is told."""
    candidates, of_buyer = _tax_numbers(reading)
    candidates = candidates[:_NUMBERS]
    parties = {each: party_of(reading, each.start) for each in candidates}
    of_buyer |= {each.value for each, party in parties.items() if party is Party.BUYER}
    of_seller = [each for each, party in parties.items() if party is Party.SELLER]
    found = [each for each in of_seller or candidates if each.value not in of_buyer]
    if len(values := dict.fromkeys(each.value for each in found)) > 1:
        fields.problems.append(("vat_number", f"{' and '.join(values)}: which is the seller's is not said"))
        return
    fields.vat_numbers += found


def _tax_numbers(reading: Reading) -> tuple[list[Candidate[str]], set[str]]:
    """Every tax number, and those that their label itself calls the buyer's."""
    found, of_buyer = [], set()
    for label in (each for each in reading.labels if each.roles & {Role.VAT_NUMBER, Role.BUYER}):
        number = _TAX_NUMBER.match(reading.text, label.end)
        value = None if number is None else _with_country(reading.text[label.start : label.end], number["number"])
        if number is None or value is None:
            continue
        if Role.BUYER in label.roles:
            of_buyer.add(value)
        elif is_vat_number(value):
            found.append(Candidate(value, *number.span("number"), _VERIFIED))
    found += [Candidate(each.value, each.start, each.end, _LABELLED) for each in find_vat_numbers(reading.text)]
    return found, of_buyer


def _with_country(label: str, number: str) -> str | None:
    compact = _SUFFIX.sub("", re.sub(r"[ .-]", "", number))
    if compact[:2].isalpha():
        return compact
    country = next((country for pattern, country in _COUNTRY_BY_LABEL if pattern.match(label.casefold())), None)
    return None if country is None else country + compact
