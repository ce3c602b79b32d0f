"""The `email` of conditions and expressions: the parsed mail plus what is known of its coming."""

from collections.abc import Mapping
from typing import Any

from postroom.mail.model import Mail
from postroom.plain import plain
from postroom.triggers.event import TriggerEvent


def email_view(event: TriggerEvent, mail: Mail | None, classification: Mapping[str, Any] | None) -> dict[str, Any]:
    """What `postroom mail show` prints, plus verdicts, recipients, received_at, classification and status."""
    view: dict[str, Any] = plain(mail) if mail is not None else {}
    head = event.mail
    if head.thread is not None:
        view["thread"] = {**(view.get("thread") or {}), **plain(head.thread), "is_answer": head.thread.is_answer}
    view.update(
        classification=classification,
        received_at=plain(event.email_received_at),
        recipients=list(event.source.recipients),
        verdicts=plain(event.source.verdicts),
        status=head.status,
        own=plain(head.own),
    )
    return view


def condition_root(email: Mapping[str, Any], event_id: str) -> dict[str, Any]:
    """What the fields and expressions of conditions are rooted at: the mail, again under `email`, and `event`."""
    event = {"id": event_id, "kind": "email", "received_at": email.get("received_at")}
    return {**email, "email": email, "event": event}
