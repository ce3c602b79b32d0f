"""Records as the API shows them."""

from pydantic import ConfigDict, Field

from postroom.records.contact import Contact, ContactFields
from postroom.records.ticket import Ticket
from postroom_adapters.http.views.base import PageView


class ContactPage(PageView):
    """Contacts, newest first."""

    items: tuple[Contact, ...] = Field(description="The contacts.")


class TicketPage(PageView):
    """Tickets, newest first."""

    items: tuple[Ticket, ...] = Field(description="The tickets.")


class NewContact(ContactFields):
    """A contact to be made."""

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
