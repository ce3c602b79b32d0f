"""A contact: a vendor, a customer, or both; found by address, domain, VAT number and name."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from postroom.records.base import Kind, Record

Role = Literal["vendor", "customer"]


class Contact(Record):
    """A company or person the tenant deals with."""

    name: str = Field(min_length=1, max_length=200)
    roles: tuple[Role, ...] = Field(min_length=1)
    emails: tuple[str, ...] = Field(default=(), max_length=20, description="Lower-cased addresses.")
    domains: tuple[str, ...] = Field(default=(), max_length=20, description="Mail domains that are this contact's own.")
    vat_numbers: tuple[str, ...] = Field(default=(), max_length=10, description="Without spaces or punctuation.")


def normalised_name(name: str) -> str:
    """A name as it is compared: case, accents, punctuation and legal forms do not count."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("ß", "ss")
    words = re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)))
    kept = [word for word in words if word not in _LEGAL_FORMS]
    return " ".join(kept or words)


def normalised_vat(number: str) -> str:
    """A VAT number as it is compared: upper case, letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


_LEGAL_FORMS = frozenset(
    {"aps", "as", "a", "s", "ivs", "gmbh", "ag", "kg", "ug", "ltd", "limited", "inc", "llc", "plc", "co", "ab"}
)


def _look_ups(contact: Contact) -> tuple[tuple[str, str], ...]:
    return (
        *(("email", email.lower()) for email in contact.emails),
        *(("domain", domain.lower()) for domain in contact.domains),
        *(("vat", normalised_vat(number)) for number in contact.vat_numbers),
        ("name", normalised_name(contact.name)),
    )


def _summary(contact: Contact) -> Mapping[str, Any]:
    return {"name": contact.name, "roles": list(contact.roles)}


KIND = Kind(prefix="con", model=Contact, look_ups=_look_ups, summary=_summary)
