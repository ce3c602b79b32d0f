"""A contact: a vendor, a customer, or both; found by address, domain, VAT number and name, or one like it."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, StringConstraints

from postroom.contacts.mail_providers import is_shared_domain
from postroom.contacts.names import name_keys, normalised_name
from postroom.models import Model
from postroom.records.base import Kind, Record

Role = Literal["vendor", "customer"]


def _once(values: tuple[str, ...]) -> tuple[str, ...]:
    """Each value once, in order: a look-up row can be written only once in a transaction."""
    return tuple(dict.fromkeys(values))


def normalised_vat(number: str) -> str:
    """A VAT number as it is compared: upper case, letters and digits only."""
    return re.sub(r"[^0-9A-Z]", "", number.upper())


_Address = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=320, pattern=r"^\s*[^@\s]+@[^@\s]+\s*$"),
]
_Domain = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=253, pattern=r"^\s*[^@\s.]+(\.[^@\s.]+)+\s*$"),
]
_VatNumber = Annotated[str, StringConstraints(max_length=40, pattern=r"[0-9A-Za-z]"), AfterValidator(normalised_vat)]


class ContactFields(Model):
    """What is given to make a contact."""

    name: str = Field(min_length=1, max_length=200, description="The company's or person's name.")
    roles: Annotated[tuple[Role, ...], AfterValidator(_once)] = Field(
        min_length=1, max_length=10, description="What it is to the tenant: a vendor, a customer, or both."
    )
    emails: Annotated[tuple[_Address, ...], AfterValidator(_once)] = Field(
        default=(), max_length=20, description="Its addresses, lower-cased."
    )
    domains: Annotated[tuple[_Domain, ...], AfterValidator(_once)] = Field(
        default=(), max_length=20, description="Mail domains whose every address is its own, lower-cased."
    )
    vat_numbers: Annotated[tuple[_VatNumber, ...], AfterValidator(_once)] = Field(
        default=(), max_length=10, description="Its VAT numbers, without spaces or punctuation."
    )


class Contact(ContactFields, Record):
    """A company or person the tenant deals with."""


def _look_ups(contact: Contact) -> tuple[tuple[str, str], ...]:
    name = normalised_name(contact.name)
    return (
        *(("email", email.lower()) for email in contact.emails),
        *(("domain", domain.lower()) for domain in contact.domains),
        *(("address_domain", domain) for domain in _once(_address_domains(contact))),
        *(("vat", normalised_vat(number)) for number in contact.vat_numbers),
        *([("name", name)] if name else []),
        *(("name_key", key) for key in name_keys(contact.name)),
    )


def _address_domains(contact: Contact) -> tuple[str, ...]:
    """The domains of its addresses, which tell it apart less surely than those that are its own."""
    domains = (email.rpartition("@")[2].lower() for email in contact.emails)
    return tuple(domain for domain in domains if not is_shared_domain(domain))


def _summary(contact: Contact) -> Mapping[str, Any]:
    return {"name": contact.name, "roles": list(contact.roles)}


KIND = Kind(prefix="con", fields=ContactFields, model=Contact, look_ups=_look_ups, summary=_summary)
