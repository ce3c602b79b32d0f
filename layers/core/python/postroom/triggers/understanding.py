"""From a stored event to an understood one: what the mail says of itself, its category, whether it is a repeat."""

from datetime import datetime
from typing import Any

from postroom.classify.decision import Classification
from postroom.mail.model import Mail
from postroom.plain import plain
from postroom.triggers.arrival import Arrival
from postroom.triggers.email import sender_text
from postroom.triggers.event import MailHead, TriggerEvent
from postroom.triggers.intake import Repeat


def understood(
    event: TriggerEvent,
    mail: Mail,
    classification: Classification,
    repeat: Repeat,
    now: datetime,
    arrival: Arrival | None = None,
) -> TriggerEvent:
    """The event with its mail's head filled; a duplicate is done and runs nothing."""
    duplicate = repeat.kind == "duplicate"
    head = MailHead(
        status="duplicate" if duplicate else "classified",
        status_reason=f"the same mail came before as {repeat.of}" if duplicate else None,
        **_said(mail, classification),
        duplicate_of=repeat.of if duplicate else None,
        reused_message_id=repeat.kind == "reused",
        thread=arrival.thread if arrival else None,
        own=arrival.own if arrival else None,
    )
    changes = {"state": "done" if duplicate else "dispatched", "done_at": now if duplicate else None, "mail": head}
    return event.model_copy(update=changes)


def read_anew(
    event: TriggerEvent, seen: MailHead, mail: Mail, classification: Classification, arrival: Arrival | None = None
) -> TriggerEvent:
    """The manual event with what the mail is now understood as; what a person is to look at stays flagged."""
    flagged = seen.status == "flagged"
    head = MailHead(
        status="flagged" if flagged else "classified",
        status_reason=seen.status_reason if flagged else None,
        **_said(mail, classification),
        duplicate_of=seen.duplicate_of,
        reused_message_id=seen.reused_message_id,
        reading=event.id,
        thread=seen.thread or (arrival.thread if arrival else None),
        own=seen.own or (arrival.own if arrival else None),
    )
    return event.model_copy(update={"state": "dispatched", "mail": head})


def _said(mail: Mail, classification: Classification) -> dict[str, Any]:
    return {
        "sender": sender_text(plain(mail))[:320],
        "sender_address": mail.from_.address[:320] if mail.from_ else "",
        "subject": mail.subject[:1000],
        "message_id": mail.message_id,
        "category": classification.category,
        "confidence": classification.confidence,
    }


def held(event: TriggerEvent, reason: str, now: datetime) -> TriggerEvent:
    """The understood event where its sender's or its thread's budget is used up: done, until a person releases it."""
    head = event.mail.model_copy(update={"status": "held", "status_reason": reason})
    return event.model_copy(update={"state": "done", "done_at": now, "mail": head})


def given_up(event: TriggerEvent, reason: str, now: datetime) -> TriggerEvent:
    """The event after its last dispatch died; a mail's own event is failed with it, for a person to see to."""
    head = event.mail.model_copy(update={"status": "failed", "status_reason": reason})
    return event.model_copy(update={"state": "done", "done_at": now, "failure": reason, "mail": head})


def without_workflows(event: TriggerEvent, now: datetime) -> TriggerEvent:
    """The event where workflows are switched off for the installation: classified, and done."""
    if event.manual is not None:
        return event.model_copy(update={"state": "done", "done_at": now, "failure": "workflows are switched off"})
    head = event.mail.model_copy(update={"status_reason": "workflows are switched off"})
    return event.model_copy(update={"state": "done", "done_at": now, "mail": head})
