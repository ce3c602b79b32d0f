"""What a person asks for about a mail: a trigger event of its own, if the mail is in a state for it."""

from datetime import datetime

from postroom.errors import Conflict, Refused
from postroom.ids import EventId
from postroom.triggers.event import Asks, Manual, TriggerEvent

NEVER_READ = frozenset({"received", "unrouted", "skipped"})


def asked_for(mail: TriggerEvent, event_id: EventId, now: datetime, *, asks: Asks, asked_by: str) -> TriggerEvent:
    """The manual event. Raises Conflict where it cannot be done now, Refused where it never can."""
    check_askable(mail, asks)
    return TriggerEvent(
        id=event_id,
        tenant=mail.tenant,
        kind="manual",
        received_at=now,
        source=mail.source,
        mail=mail.mail,
        manual=Manual(
            asks=asks,
            email=mail.id,
            email_received_at=mail.received_at,
            reading=event_id if asks == "reprocess" else mail.mail.reading or mail.id,
            asked_by=asked_by,
        ),
    )


def narrowed(event: TriggerEvent, **changes: object) -> TriggerEvent:
    """The manual event with more said of what is asked for."""
    if event.manual is None:
        raise ValueError(f"event {event.id} is not manual")
    return event.model_copy(update={"manual": event.manual.model_copy(update=changes)})


def check_askable(mail: TriggerEvent, asks: Asks) -> None:
    """Raise Conflict or Refused, saying why, unless the mail is in a state in which this can be done."""
    status = mail.mail.status
    if asks == "release":
        if status != "held":
            raise Conflict(f"the mail is not held; it is {status}")
        return
    if status == "held":
        raise Conflict("the mail is held; release or discard it first")
    if asks == "reprocess":
        _check_readable(mail)
    elif status in NEVER_READ:
        why = "is not read yet; try again" if status == "received" else f"was never read, because it is {status}"
        raise Conflict(f"the mail {why}")


def _check_readable(mail: TriggerEvent) -> None:
    if mail.mail.status == "unrouted":
        raise Refused("the mail is addressed to nobody here, so there is nobody to process it for")
    if mail.source.verdicts.virus == "FAIL":
        raise Refused("the mail carries a virus and is never read")
    if mail.state != "done":
        raise Conflict("the mail is being processed; try again when that is done")
