"""Records as the API shows them and takes them."""

from pydantic import ConfigDict, Field

from postroom.records.contact import Contact, ContactFields
from postroom.records.ticket import Ticket, TicketFields
from postroom.records.ticket_message import TicketMessage
from postroom.records.time_entry import TimeEntry, TimeEntryFields
from postroom_adapters.http.views.base import PageView


class ContactPage(PageView):
    """Contacts, newest first."""

    items: tuple[Contact, ...] = Field(description="The contacts.")


class TicketPage(PageView):
    """Tickets, newest first."""

    items: tuple[Ticket, ...] = Field(description="The tickets.")


class TicketMessagePage(PageView):
    """Messages of a ticket, newest first."""

    items: tuple[TicketMessage, ...] = Field(description="The messages.")


class TimeEntryPage(PageView):
    """Time entries, newest first."""

    items: tuple[TimeEntry, ...] = Field(description="The time entries.")


class NewContact(ContactFields):
    """A contact as a client writes it."""

    model_config = ConfigDict(
        defer_build=True,
        json_schema_extra={
            "examples": [
                {
                    "name": "Nordisk Papir A/S",
                    "roles": ["vendor"],
                    "emails": ["faktura@nordiskpapir.example"],
                    "domains": ["nordiskpapir.example"],
                    "vat_numbers": ["DK12345678"],
                }
            ]
        },
    )


class NewTicket(TicketFields):
    """A ticket as a client writes it."""

    model_config = ConfigDict(
        defer_build=True,
        json_schema_extra={
            "examples": [
                {"title": "Call Nordisk Papir about invoice 2026-118", "type": "billing", "priority": "high"},
                {"title": "Return the printer", "type": "hardware_shipment", "status": "closed"},
            ]
        },
    )


class NewTimeEntry(TimeEntryFields):
    """A time entry as a client writes it."""

    model_config = ConfigDict(
        defer_build=True,
        json_schema_extra={
            "examples": [{"hours": "7.5", "date_from": "2026-03-02", "date_to": "2026-03-02", "project": "Archive"}]
        },
    )
