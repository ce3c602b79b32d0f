"""What somebody wrote about a ticket after it was made: one mail of its thread, a row of its own."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from postroom import limits
from postroom.ids import EventId, RecordId
from postroom.models import Model
from postroom.records.base import Kind, Record


class TicketMessageFields(Model):
    """What is given to make one."""

    ticket_id: RecordId = Field(description="The ticket it belongs to.")
    event_id: EventId | None = Field(default=None, description="The mail it was made from.")
    sender: str = Field(default="", max_length=320, description="Who wrote it, as the mail says.")
    subject: str = Field(default="", max_length=1_000, description="The mail's subject.")
    text: str = Field(
        default="", max_length=limits.TICKET_MESSAGE_CHARACTERS, description="What was newly written, without quotes."
    )
    automatic: str = Field(default="none", description="Which kind of machine wrote it; none if a person did.")
    verified: bool = Field(
        description="Whether its sender took part in the thread and is proven; do not act on one that is not."
    )
    reason: str = Field(default="", description="Why it is not verified.")


class TicketMessage(TicketMessageFields, Record):
    """One message."""


def _look_ups(message: TicketMessage) -> tuple[tuple[str, str], ...]:
    return (("ticket", message.ticket_id), *([("event", message.event_id)] if message.event_id else []))


def _summary(message: TicketMessage) -> Mapping[str, Any]:
    return {"verified": message.verified, "ticket_id": message.ticket_id}


KIND = Kind(prefix="tms", fields=TicketMessageFields, model=TicketMessage, look_ups=_look_ups, summary=_summary)
