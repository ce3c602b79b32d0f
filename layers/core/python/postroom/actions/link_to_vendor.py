"""link_to_vendor: which vendor the mail is from."""

from collections.abc import Generator, Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from postroom import limits
from postroom.actions.base import Action, Context, Plan
from postroom.effects import FindRecords, FoundRecord, SaveRecord
from postroom.errors import Problem, Refused
from postroom.ids import RecordId
from postroom.models import Model
from postroom.records.contact import normalised_name, normalised_vat

NAME_CHARACTERS = 200


class Input(Model):
    """How the vendor is found."""

    match_by: Literal["email", "domain", "vat", "name"] = Field(
        default="email",
        description="email, domain and name are the sender's; vat is the first VAT number in the mail's text.",
    )
    auto_create: bool = Field(
        default=False,
        description="Create the vendor if none is found; looked for by address first, if there is nothing to match by.",
    )


class Output(Model):
    """The vendor found or made; all null if there is none."""

    vendor_id: RecordId | None = Field(description="The contact's id.")
    name: str | None = Field(description="The contact's name.")
    matched_by: str | None = Field(description="What it was found by, or `created`.")
    candidates: int = Field(description="How many vendors fitted; the oldest is taken.")


def plan(given: Input, context: Context) -> Plan:
    """Look the vendor up; make it if asked to and there is none."""
    sender: Mapping[str, Any] = context.email.get("from") or {}
    value = _value(given.match_by, sender, context)
    vendors = yield from _vendors(given.match_by, value)
    if vendors:
        return _linked(vendors, given.match_by)
    if not given.auto_create:
        return Output(vendor_id=None, name=None, matched_by=None, candidates=0)
    address = str(sender.get("address") or "")
    if not address:
        raise Refused("the mail has no sender to create a vendor from", Problem("email.from", "is missing"))
    if not value and (vendors := (yield from _vendors("email", address))):
        return _linked(vendors, "email")
    name = str(sender.get("name") or address)[:NAME_CHARACTERS]
    made = yield SaveRecord(
        "contact",
        {
            "name": name,
            "roles": ["vendor"],
            "emails": [address],
            "domains": [value] if given.match_by == "domain" and value else [],
            "vat_numbers": [value] if given.match_by == "vat" and value else [],
        },
    )
    return Output(vendor_id=made, name=name, matched_by="created", candidates=0)


def _vendors(by: str, value: str) -> Generator[FindRecords, tuple[FoundRecord, ...], list[FoundRecord]]:
    """The vendors found by a value; what is empty or too long for a look-up finds none."""
    if not 0 < len(value) <= limits.LOOK_UP_CHARACTERS:
        return []
    found = yield FindRecords("contact", by, value)
    return [one for one in found if "vendor" in one.summary["roles"]]


def _linked(vendors: Sequence[FoundRecord], by: str) -> Output:
    oldest = min(vendors, key=lambda one: one.id)
    return Output(vendor_id=oldest.id, name=oldest.summary["name"], matched_by=by, candidates=len(vendors))


def _value(match_by: str, sender: Mapping[str, Any], context: Context) -> str:
    match match_by:
        case "email":
            return str(sender.get("address") or "").lower()
        case "domain":
            return str(sender.get("domain") or "").lower()
        case "name":
            return normalised_name(str(sender.get("name") or ""))
        case _:
            return _vat_number_in_text(context.email)


def _vat_number_in_text(email: Mapping[str, Any]) -> str:
    from postroom.extract.vat_numbers import find_vat_numbers

    text = str(email.get("text") or email.get("html_as_text") or "")
    return next((normalised_vat(number.value) for number in find_vat_numbers(text)), "")


ACTION = Action(
    title="Link to vendor",
    description="Finds the vendor the mail is from, and creates it if asked to.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
