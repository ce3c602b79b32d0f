"""Taking a mail in: whose it is, whether it is processed at all, and whether it is a repeat."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from postroom.ids import EventId, TenantId
from postroom.triggers.event import SkipReason, Verdicts


def skip_reason(verdicts: Verdicts, *, processing: bool) -> SkipReason | None:
    """Why a mail is stored and listed but not processed, if so."""
    if not processing:
        return "processing_off"
    return "virus" if verdicts.virus == "FAIL" else None


def look_up_keys(recipient: str) -> tuple[str, ...]:
    """What a recipient is looked up by in the directory, the narrowest first: its address, that without its detail,
    then its domain; each once."""
    address = recipient.strip().lower()
    local, _, domain = address.rpartition("@")
    # What stands behind a plus sign is the receiver's own business (RFC 5233): a thread's token, or a customer's.
    names = (f"address#{address}", f"address#{local.partition('+')[0]}@{domain}", f"domain#{domain}")
    return tuple(dict.fromkeys(names))


def recipients_by_tenant(
    recipients: Iterable[str], owners: Mapping[str, TenantId]
) -> tuple[dict[TenantId, list[str]], list[str]]:
    """Recipients of each tenant, and those of no tenant; `owners` maps look-up keys to tenants."""
    owned: dict[TenantId, list[str]] = {}
    unknown: list[str] = []
    for recipient in recipients:
        tenant = next((owners[key] for key in look_up_keys(recipient) if key in owners), None)
        if tenant is None:
            unknown.append(recipient)
        else:
            owned.setdefault(tenant, []).append(recipient)
    return owned, unknown


def repeat_key(message_id: str, sender: str) -> str:
    """What two copies of one mail share besides their body: Message-ID and sender."""
    return hashlib.sha256(f"{message_id}\0{sender.lower()}".encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class EarlierCopy:
    """An earlier mail with the same Message-ID and sender, within the window."""

    event: EventId
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """`new`, `duplicate` of an earlier event, or a `reused` Message-ID with other content, which runs."""

    kind: Literal["new", "duplicate", "reused"]
    of: EventId | None = None


def repeat_of(event: EventId, fingerprint: str, earlier: Iterable[EarlierCopy]) -> Repeat:
    """What a mail is, given the earlier mails that carried its Message-ID and sender."""
    others = [copy for copy in earlier if copy.event != event]
    same = [copy for copy in others if copy.fingerprint == fingerprint]
    if same:
        return Repeat("duplicate", min(copy.event for copy in same))
    return Repeat("reused", min(copy.event for copy in others)) if others else Repeat("new")
