"""A ticket: something for a person to do, usually made from a mail."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from postroom.ids import EventId, RecordId, WorkflowId
from postroom.models import Model
from postroom.records.base import Kind, Record
from postroom.times import UtcTime

TicketType = Literal["general", "billing", "support", "hardware_shipment"]
TicketStatus = Literal["open", "closed"]
Priority = Literal["low", "normal", "high", "urgent"]


class TicketFields(Model):
    """What is given to make a ticket."""

    title: str = Field(min_length=1, max_length=300, description="What it is about.")
    description: str = Field(default="", max_length=20_000, description="The whole story.")
    type: TicketType = Field(default="general", description="Whose desk it belongs on.")
    priority: Priority = Field(default="normal", description="How much it hurries.")
    status: TicketStatus = Field(default="open", description="Whether something is left to do.")
    contact_id: RecordId | None = Field(default=None, description="The contact it is about.")
    event_id: EventId | None = Field(default=None, description="The mail or other event it was made from.")


class Ticket(TicketFields, Record):
    """One ticket; what answers in its mail's thread is appended to it as messages."""

    thread: str | None = Field(default=None, description="The thread of the mail it was made from.")
    requester: str | None = Field(default=None, description="Who wrote that mail.")
    workflow_id: WorkflowId | None = Field(default=None, description="The workflow that made it.")
    messages: int = Field(default=0, ge=0, description="How many mails were appended to it since.")
    last_event_id: EventId | None = Field(default=None, description="The mail that was appended last.")
    last_message_at: UtcTime | None = Field(default=None, description="When the last of them was.")


def _look_ups(ticket: Ticket) -> tuple[tuple[str, str], ...]:
    more = (("event", ticket.event_id), ("thread", ticket.thread))
    return (("status", ticket.status), *((index, value) for index, value in more if value))


def _summary(ticket: Ticket) -> Mapping[str, Any]:
    shown = ("title", "type", "status", "workflow_id", "event_id")
    return {name: getattr(ticket, name) for name in shown}


KIND = Kind(prefix="tic", fields=TicketFields, model=Ticket, look_ups=_look_ups, summary=_summary)
