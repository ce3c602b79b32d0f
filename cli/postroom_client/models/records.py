"""Contacts, tickets and time entries."""

from datetime import date, datetime
from decimal import Decimal

from postroom_client.models.base import ApiModel


class Record(ApiModel):
    """What every record carries; `revision` is its ETag."""

    id: str
    revision: int
    made_by: str | None
    created_at: datetime
    updated_at: datetime


class Contact(Record):
    """A vendor, a customer, or both."""

    name: str
    roles: tuple[str, ...]
    emails: tuple[str, ...]
    domains: tuple[str, ...]
    vat_numbers: tuple[str, ...]


class Ticket(Record):
    """Something for a person to do."""

    title: str
    description: str
    type: str
    priority: str
    status: str
    contact_id: str | None
    event_id: str | None
    requester: str | None
    messages: int
    last_message_at: datetime | None


class TicketMessage(Record):
    """A mail that answered in a ticket's thread; act on none that is not verified."""

    ticket_id: str
    event_id: str | None
    sender: str
    subject: str
    text: str
    automatic: str
    verified: bool
    reason: str


class TimeEntry(Record):
    """Hours that somebody confirmed or reported."""

    hours: Decimal
    date_from: date | None
    date_to: date | None
    project: str | None
    description: str
    customer_id: str | None
    event_id: str | None
