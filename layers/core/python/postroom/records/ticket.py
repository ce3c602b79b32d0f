"""A ticket: something for a person to do, usually made from a mail."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from postroom.ids import EventId, RecordId
from postroom.records.base import Kind, Record

TicketType = Literal["general", "billing", "support", "hardware_shipment"]
Priority = Literal["low", "normal", "high", "urgent"]


class Ticket(Record):
    """One ticket."""

    title: str = Field(min_length=1, max_length=300, description="What it is about.")
    description: str = Field(default="", max_length=20_000, description="The whole story.")
    type: TicketType = Field(default="general", description="Whose desk it belongs on.")
    priority: Priority = Field(default="normal", description="How much it hurries.")
    status: Literal["open", "closed"] = Field(default="open", description="Whether something is left to do.")
    contact_id: RecordId | None = Field(default=None, description="The contact it is about.")
    event_id: EventId | None = Field(default=None, description="The mail or other event it was made from.")


def _look_ups(ticket: Ticket) -> tuple[tuple[str, str], ...]:
    return (("event", ticket.event_id),) if ticket.event_id else ()


def _summary(ticket: Ticket) -> Mapping[str, Any]:
    return {"title": ticket.title, "type": ticket.type, "status": ticket.status}


KIND = Kind(prefix="tic", model=Ticket, look_ups=_look_ups, summary=_summary)
