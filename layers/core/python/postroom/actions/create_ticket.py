"""create_ticket: a ticket for a person to act on; an answer in a ticket's thread is appended to that ticket."""

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from pydantic import Field

from postroom import limits
from postroom.actions.base import Action, Context, Plan
from postroom.effects import ChangeRecord, Effect, FindRecords, FoundRecord, ReadRecord, SaveRecord
from postroom.ids import RecordId
from postroom.mail.standing import standing
from postroom.models import Model
from postroom.records.ticket import Priority, Ticket, TicketType


class Input(Model):
    """What the ticket says."""

    title: str = Field(default="", description="The mail's subject if not given; cut at 300 characters.")
    description: str = Field(default="", description="The mail's text if not given; cut at 20,000 characters.")
    type: TicketType = Field(default="general", description="What kind of work it is.")
    priority: Priority = Field(default="normal", description="How urgent it is.")
    contact_id: RecordId | None = Field(default=None, description="The contact it is about; a linked one's id.")
    append: bool = Field(
        default=True, description="Append a mail that answers in a ticket's thread to that ticket; else a new one."
    )


class Output(Model):
    """The ticket made, or the one that the mail was appended to."""

    id: RecordId = Field(description="The ticket's id.")
    title: str = Field(description="Its title as saved.")
    type: TicketType = Field(description="Its type.")
    appended: bool = Field(default=False, description="Whether the mail was appended to a ticket that was there.")
    message_id: RecordId | None = Field(
        default=None, description="The message it was appended as; null where another step or run had done so."
    )
    verified: bool | None = Field(
        default=None, description="Of a message: whether its sender is of the thread, and proven."
    )


TITLE_CHARACTERS, GIVEN_CHARACTERS, MAIL_CHARACTERS = 300, 20_000, 4_000
"""What is longer is cut, not refused: titles hold words of strangers' mails, and the ticket matters more."""


def plan(given: Input, context: Context) -> Plan:
    """Append to the thread's ticket if there is one; else save a new one, what is not given coming from the mail."""
    thread = context.email.get("thread") or {}
    if given.append and thread.get("is_answer"):
        known = yield from _ticket_of(str(thread["id"]), context)
        if known is not None:
            return (yield from _append(known, thread, context))
    title = given.title.strip() or str(context.email.get("subject") or "").strip() or "(no subject)"
    ticket = {
        "title": title[:TITLE_CHARACTERS],
        "description": given.description[:GIVEN_CHARACTERS] or _text(context.email)[:MAIL_CHARACTERS],
        "type": given.type,
        "priority": given.priority,
        "contact_id": given.contact_id,
        "event_id": context.scope["event"]["id"],
        "thread": thread.get("id"),
        "requester": _sender(context.email),
        "workflow_id": (context.scope.get("workflow") or {}).get("id"),
    }
    saved = yield SaveRecord("ticket", ticket)
    return Output(id=saved, title=ticket["title"], type=given.type)


def _ticket_of(thread: str, context: Context) -> Generator[Effect, Any, Ticket | None]:
    """The thread's newest ticket, one that this workflow made before all others; none that this very mail made."""
    workflow, event = (context.scope.get("workflow") or {}).get("id"), context.scope["event"]["id"]
    rows: Sequence[FoundRecord] = yield FindRecords("ticket", "thread", thread, limits.THREAD_TICKETS)
    found = [one for one in rows if one.summary.get("event_id") != event]
    own = [one for one in found if one.summary.get("workflow_id") == workflow]
    for one in reversed(own or found):
        ticket: Ticket | None = yield ReadRecord("ticket", one.id)
        if ticket is not None:
            return ticket
    return None


def _append(ticket: Ticket, thread: Mapping[str, Any], context: Context) -> Generator[Effect, Any, Output]:
    email, event = context.email, context.scope["event"]["id"]
    if ticket.last_event_id == event or (yield from _has(ticket, event)):
        # Another step, another item of a for_each, or an earlier run has appended this mail already.
        return Output(id=ticket.id, title=ticket.title, type=ticket.type, appended=True)
    automatic = str((email.get("automatic") or {}).get("kind") or "none")
    verified, reason = standing(
        email, [*(thread.get("people") or ()), *([ticket.requester] if ticket.requester else [])]
    )
    message = {
        "ticket_id": ticket.id,
        "event_id": event,
        "sender": _sender(email) or "",
        "subject": str(email.get("subject") or "")[:1_000],
        "text": _text(email)[: limits.TICKET_MESSAGE_CHARACTERS],
        "automatic": automatic,
        "verified": verified,
        "reason": reason,
    }
    message_id = yield SaveRecord("ticket_message", message)
    changes = {"messages": ticket.messages + 1, "last_message_at": context.now, "last_event_id": event}
    if automatic == "none" and verified:
        # A person of the thread has written: there is something left to do.
        changes["status"] = "open"
    yield ChangeRecord("ticket", ticket, changes)
    return Output(
        id=ticket.id,
        title=ticket.title,
        type=ticket.type,
        appended=True,
        message_id=message_id,
        verified=verified,
    )


def _has(ticket: Ticket, event: str) -> Generator[Effect, Any, bool]:
    """Whether the mail is one of the ticket's messages, also where others were appended after it."""
    rows: Sequence[FoundRecord] = yield FindRecords("ticket_message", "event", event, limits.THREAD_TICKETS)
    return any(one.summary.get("ticket_id") == ticket.id for one in rows)


def _text(email: Mapping[str, Any]) -> str:
    return str(email.get("reply_text") or email.get("text") or email.get("html_as_text") or "")


def _sender(email: Mapping[str, Any]) -> str | None:
    address = str((email.get("from") or {}).get("address") or "")
    return address[:320] or None


ACTION = Action(
    title="Create ticket",
    description="Creates a ticket from the mail, or with the title and description given. A mail that answers in the "
    "thread of a ticket is appended to that ticket.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
