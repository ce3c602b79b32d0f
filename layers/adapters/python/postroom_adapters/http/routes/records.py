"""/api/v1/contacts, /tickets and /time-entries: the records that workflows find and make."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from postroom import limits
from postroom.ids import EVENT, EventId, RecordId, id_pattern
from postroom.records.contact import KIND as CONTACT
from postroom.records.contact import Contact, normalised_vat
from postroom.records.ticket import KIND as TICKET
from postroom.records.ticket import Ticket, TicketStatus
from postroom.records.ticket_message import TicketMessage
from postroom.records.time_entry import TimeEntry
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_below, fitting
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import Cursor, Limit
from postroom_adapters.http.routes.record_kind import TAG, KindOfRecord, add_routes
from postroom_adapters.http.routes.record_list import LISTED, CreatedFrom, CreatedTo, Listed, page
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.record import (
    ContactPage,
    NewContact,
    NewTicket,
    NewTimeEntry,
    TicketMessagePage,
    TicketPage,
    TimeEntryPage,
)

router = new_router()
CONTACTS = KindOfRecord("contact", "contact", "contacts", NewContact, Contact, ContactPage)
TICKETS = KindOfRecord("ticket", "ticket", "tickets", NewTicket, Ticket, TicketPage)
TIME_ENTRIES = KindOfRecord("time_entry", "time entry", "time-entries", NewTimeEntry, TimeEntry, TimeEntryPage)

OfEmail = Annotated[EventId | None, Query(pattern=id_pattern(EVENT), description="Only those made from this mail.")]
Address = Annotated[
    str | None, Query(max_length=limits.LOOK_UP_CHARACTERS, description="Only those with this address.")
]
Domain = Annotated[str | None, Query(max_length=253, description="Only those whose own mail domain this is.")]
VatNumber = Annotated[str | None, Query(max_length=40, description="Only those with this VAT number.")]
OfStatus = Annotated[TicketStatus | None, Query(description="Only open or only closed ones.")]
OfCustomer = Annotated[
    RecordId | None, Query(pattern=id_pattern(CONTACT.prefix), description="Only those worked for this contact.")
]


TicketPath = Annotated[RecordId, Path(pattern=id_pattern(TICKET.prefix), description="The ticket's id.")]


@router.get(
    CONTACTS.path,
    operation_id="list_contacts",
    summary="Contacts, newest first",
    description=LISTED,
    tags=TAG,
    responses=answers("A page of contacts."),
)
def list_contacts(
    tenant: Tenant,
    kept: Kept,
    email: Address = None,
    domain: Domain = None,
    vat_number: VatNumber = None,
    created_from: CreatedFrom = None,
    created_to: CreatedTo = None,
    limit: Limit = limits.PAGE_SIZE,
    cursor: Cursor = None,
) -> ContactPage:
    """Vendors and customers."""
    filters = {
        "vat": vat_number and normalised_vat(vat_number),
        "email": email and email.strip().lower(),
        "domain": domain and domain.strip().lower(),
    }
    wanted = Listed(filters, created_from, created_to)
    items, following = page(CONTACTS, tenant, kept, wanted, limit, cursor)
    return ContactPage(items=items, next_cursor=following)


@router.get(
    TICKETS.path,
    operation_id="list_tickets",
    summary="Tickets, newest first",
    description=LISTED,
    tags=TAG,
    responses=answers("A page of tickets."),
)
def list_tickets(
    tenant: Tenant,
    kept: Kept,
    status: OfStatus = None,
    email_id: OfEmail = None,
    created_from: CreatedFrom = None,
    created_to: CreatedTo = None,
    limit: Limit = limits.PAGE_SIZE,
    cursor: Cursor = None,
) -> TicketPage:
    """Open and closed."""
    wanted = Listed({"event": email_id, "status": status}, created_from, created_to)
    items, following = page(TICKETS, tenant, kept, wanted, limit, cursor)
    return TicketPage(items=items, next_cursor=following)


@router.get(
    f"{TICKETS.path}/<record_id>/messages",
    operation_id="list_ticket_messages",
    summary="What was written about a ticket since, newest first",
    description="The mails that answered in its thread. One whose sender is not proven, or took no part, is marked.",
    tags=TAG,
    responses=answers("A page of messages.", 404),
)
def list_ticket_messages(
    record_id: TicketPath,
    tenant: Tenant,
    kept: Kept,
    limit: Limit = limits.PAGE_SIZE,
    cursor: Cursor = None,
) -> TicketMessagePage:
    """Rows of their own, so that a ticket holds any number."""
    kept.records.one(tenant, "ticket", record_id)
    name = f"messages/{record_id}"
    wanted = asked(name, limit, cursor)
    found = kept.records.search(tenant, "ticket_message", (("ticket", record_id),), wanted, utc_now())
    found = fitting(found, lambda message: message.id)
    return TicketMessagePage(
        items=tuple(one for one in found.items if isinstance(one, TicketMessage)),
        next_cursor=cursor_below(name, found.below),
    )


@router.get(
    TIME_ENTRIES.path,
    operation_id="list_time_entries",
    summary="Time entries, newest first",
    description=LISTED,
    tags=TAG,
    responses=answers("A page of time entries."),
)
def list_time_entries(
    tenant: Tenant,
    kept: Kept,
    customer_id: OfCustomer = None,
    email_id: OfEmail = None,
    created_from: CreatedFrom = None,
    created_to: CreatedTo = None,
    limit: Limit = limits.PAGE_SIZE,
    cursor: Cursor = None,
) -> TimeEntryPage:
    """Hours that somebody confirmed or reported."""
    wanted = Listed({"event": email_id, "customer": customer_id}, created_from, created_to)
    items, following = page(TIME_ENTRIES, tenant, kept, wanted, limit, cursor)
    return TimeEntryPage(items=items, next_cursor=following)


for one in (CONTACTS, TICKETS, TIME_ENTRIES):
    add_routes(router, one)
