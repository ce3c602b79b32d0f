"""Finding the contact of a mail: by address, domain, VAT number or name, and making it if asked to.

An address or a VAT number names one party: if several contacts have it they are the same party entered twice, and the
oldest is taken. A domain or a name can be shared by different parties: if it does not decide, nobody is linked and
the candidates are told of. A contact that fits but has only another role is told of, too, and not changed.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any, Literal

from pydantic import Field

from postroom import limits
from postroom.actions.base import Context
from postroom.contacts.mail_providers import is_shared_domain
from postroom.contacts.names import name_keys, name_likeness, normalised_name
from postroom.effects import Effect, FindRecords, FoundRecord, SaveRecord
from postroom.errors import Problem, Refused
from postroom.ids import RecordId
from postroom.models import Model
from postroom.records.contact import Role, normalised_vat

NAME_CHARACTERS = 200
SHOWN_CHARACTERS = 100
_SOUGHT = {"email": "address", "domain": "domain", "vat": "VAT number", "name": "name"}
CLEARLY_BETTER = 0.02
"""Of two names that are both alike enough, the better one is taken only if it is better by so much."""


class LinkInput(Model):
    """How the contact is found."""

    match_by: Literal["email", "domain", "vat", "name"] = Field(
        default="email",
        description="email, domain and name are the sender's; vat is a VAT number in the mail's text. "
        "At a domain of a mail provider, such as gmail.com, the address is looked for instead.",
    )
    value: str | None = Field(
        default=None,
        description="What to look for instead, such as {{ steps.invoice.vat_number }}; where null, as the mail says.",
    )
    name_threshold: float = Field(
        default=0.9, ge=0.5, le=1, description="How alike a name must be to be taken, from 0.5 to 1 (the same)."
    )
    auto_create: bool = Field(
        default=False,
        description="Create the contact if none is found and none could be meant; looked for by address first, "
        "if there is nothing to match by.",
    )


class Candidate(Model):
    """A contact that could be meant."""

    id: RecordId = Field(description="Its id.")
    name: str = Field(description="Its name.")
    roles: tuple[Role, ...] = Field(description="What it is to the tenant.")
    likeness: float = Field(description="How alike its name is, from 0 to 1; 1 if it was found by something else.")


@dataclass(frozen=True, slots=True)
class Link:
    """How it came out; `candidates` are those who could be meant, the most alike and then the oldest first.

    `reason` says why nobody was linked.
    """

    contact_id: RecordId | None = None
    name: str | None = None
    matched_by: str | None = None
    candidates: tuple[Candidate, ...] = ()
    reason: str | None = None


Linking = Generator[Effect, Any, Link]
Finding = Generator[Effect, Any, Sequence[Candidate]]


def link_contact(role: Role, given: LinkInput, context: Context) -> Linking:
    """The contact of the mail with this role."""
    sender: Mapping[str, Any] = context.email.get("from") or {}
    address = str(sender.get("address") or "").lower()
    by, values = _looked_for(given, sender, context.email)
    fitting = yield from _fitting(role, by, values, given)
    link = _decided(role, by, values, fitting)
    if link.contact_id or not given.auto_create or _could_be_meant(role, link.candidates):
        return link
    if not address:
        raise Refused(f"the mail has no sender to create a {role} from", Problem("email.from", "is missing"))
    if not values:
        same = _decided(role, "email", [address], (yield from _fitting(role, "email", [address], given)))
        if same.contact_id:
            return same
    if by == "email" and values:
        # A portal sends for many: whose address was looked for is not the sender, nor called as the sender is.
        sender, address = (sender if values[0] == address else {}), values[0]
    name = _new_name(given, sender, address)
    made = yield SaveRecord("contact", _new_contact(role, name, address, by, values))
    return Link(made, name, "created", link.candidates)


def _looked_for(given: LinkInput, sender: Mapping[str, Any], email: Mapping[str, Any]) -> tuple[str, Sequence[str]]:
    """What it is looked up by, and the values in order; none if the mail does not say."""
    stated = (given.value or "").strip()
    values: Sequence[str]
    match given.match_by:
        case "email":
            values = [_stated_address(stated) if stated else str(sender.get("address") or "").lower()]
        case "domain":
            domain = (stated.rpartition("@")[2] or str(sender.get("domain") or "")).lower()
            if is_shared_domain(domain):
                address = stated or str(sender.get("address") or "")
                return "email", [address.lower()] if address.rpartition("@")[0] else []
            values = [domain]
        case "name":
            values = [stated or str(sender.get("name") or "")]
            return "name", values if normalised_name(values[0]) else []
        case _:
            values = [normalised_vat(stated)] if stated else _vat_numbers_in_text(email)
    return given.match_by, _usable(values)


def _stated_address(stated: str) -> str:
    address = parseaddr(stated)[1].lower()
    local, at, domain = address.rpartition("@")
    if not (local and at and domain) or any(map(str.isspace, address)):
        reason = f"{stated[:SHOWN_CHARACTERS]!r} is no address"
        raise Refused(f"params.value: {reason}", Problem("params.value", reason))
    return address


def _usable(values: Sequence[str]) -> Sequence[str]:
    """What is empty or too long for a look-up finds nobody."""
    return [value for value in values if 0 < len(value) <= limits.LOOK_UP_CHARACTERS]


def _vat_numbers_in_text(email: Mapping[str, Any]) -> Sequence[str]:
    from postroom.extract.vat_numbers import find_vat_numbers

    text = str(email.get("text") or email.get("html_as_text") or "")
    found = dict.fromkeys(normalised_vat(number.value) for number in find_vat_numbers(text))
    return list(found)[: limits.VAT_LOOK_UPS]


def _fitting(role: Role, by: str, values: Sequence[str], given: LinkInput) -> Finding:
    """The contacts found by the first value that finds one with the role; else all that were found."""
    seen: dict[RecordId, Candidate] = {}
    for value in values:
        for index in ("domain", "address_domain") if by == "domain" else (by,):
            if index == "name":
                found = yield from _alike(value, given.name_threshold)
            else:
                found = _candidates((yield FindRecords("contact", index, value)))
            if any(role in one.roles for one in found):
                return found
            seen.update({one.id: one for one in found})
    return tuple(seen.values())


def _alike(name: str, threshold: float) -> Finding:
    """Those of exactly this name; else those that share the beginning of a word and are alike enough."""
    same = yield FindRecords("contact", "name", normalised_name(name))
    if same:
        return _candidates(same)
    if threshold >= 1:
        return ()
    near: dict[RecordId, FoundRecord] = {}
    for key in name_keys(name)[: limits.NAME_LOOK_UPS]:
        found = yield FindRecords("contact", "name_key", key, limits.NAME_CANDIDATES)
        near.update({one.id: one for one in found})
    scored = [_candidate(one, name_likeness(name, one.summary["name"])) for one in near.values()]
    return sorted((one for one in scored if one.likeness >= threshold), key=lambda one: (-one.likeness, one.id))


def _candidates(found: Sequence[FoundRecord]) -> Sequence[Candidate]:
    return sorted((_candidate(one, 1.0) for one in found), key=lambda one: one.id)


def _candidate(found: FoundRecord, likeness: float) -> Candidate:
    return Candidate(
        id=found.id, name=found.summary["name"], roles=tuple(found.summary["roles"]), likeness=round(likeness, 4)
    )


def _decided(role: Role, by: str, values: Sequence[str], fitting: Sequence[Candidate]) -> Link:
    """The one that is meant among those who fit; nobody where that does not follow."""
    shown = tuple(fitting[: limits.CANDIDATES_SHOWN])
    able = [one for one in fitting if role in one.roles]
    if not able:
        return Link(candidates=shown, reason=_why_nobody(role, by, values, len(fitting)))
    best, others = able[0], able[1:]
    shared = by in ("domain", "name")
    if shared and any(best.likeness - other.likeness < CLEARLY_BETTER for other in others):
        return Link(candidates=shown, reason=f"several {role}s fit the {_SOUGHT[by]} {values[0]!r} equally well")
    return Link(best.id, best.name, by, shown)


def _why_nobody(role: Role, by: str, values: Sequence[str], fitting: int) -> str:
    if not values:
        return f"there is no {_SOUGHT[by]} that could be looked for"
    sought = f"the {_SOUGHT[by]} {' or '.join(map(repr, values))}"
    return f"no contact has {sought}" if not fitting else f"who has {sought} is no {role}"


def _could_be_meant(role: Role, candidates: Sequence[Candidate]) -> bool:
    return any(role in one.roles for one in candidates)


def _new_name(given: LinkInput, sender: Mapping[str, Any], address: str) -> str:
    stated = (given.value or "").strip() if given.match_by == "name" else ""
    return (stated or str(sender.get("name") or "").strip() or address)[:NAME_CHARACTERS]


def _new_contact(role: Role, name: str, address: str, by: str, values: Sequence[str]) -> dict[str, Any]:
    """What is found again by what it was looked for; of several VAT numbers none is known to be its own."""
    return {
        "name": name,
        "roles": [role],
        "emails": [address],
        "domains": list(values) if by == "domain" else [],
        "vat_numbers": list(values) if by == "vat" and len(values) == 1 else [],
    }
