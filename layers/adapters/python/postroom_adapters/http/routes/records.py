"""/api/v1/contacts and /api/v1/tickets: the records that workflows find and make."""

from secrets import token_bytes
from typing import Annotated, cast

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from postroom import limits
from postroom.ids import RANDOM_BYTES, RecordId, new_id
from postroom.records.contact import KIND, Contact
from postroom.records.ticket import Ticket
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_after
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import Cursor, Limit
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.record import ContactPage, NewContact, TicketPage
from postroom_adapters.observability import decided

router = new_router()
TAG = ["records"]


@router.get(
    "/api/v1/contacts",
    operation_id="list_contacts",
    summary="Contacts, newest first",
    tags=TAG,
    responses=answers("A page of contacts."),
)
def list_contacts(tenant: Tenant, kept: Kept, limit: Limit = limits.PAGE_SIZE, cursor: Cursor = None) -> ContactPage:
    """Vendors and customers."""
    page = kept.records.page(tenant, "contact", asked("contacts", limit, cursor), utc_now())
    next_cursor = cursor_after("contacts", page, lambda record: record.id)
    return ContactPage(items=cast("tuple[Contact, ...]", page.items), next_cursor=next_cursor)


@router.post(
    "/api/v1/contacts",
    operation_id="create_contact",
    summary="Make a contact",
    description="Addresses, domains and VAT numbers are what workflows find it by; they are cleaned first.",
    tags=TAG,
    status_code=201,
    responses=answers("The contact as it is stored.", 400, 415, success=201),
)
def create_contact(given: Annotated[NewContact, Body()], tenant: Tenant, kept: Kept) -> Response[Contact]:
    """A new one, whatever others there are."""
    now = utc_now()
    contact_id = RecordId(new_id(KIND.prefix, now, token_bytes(RANDOM_BYTES)))
    contact = Contact(**dict(given), id=contact_id, created_at=now, updated_at=now)
    kept.records.add(tenant, "contact", contact)
    decided("contact_created", tenant=tenant, contact_id=contact_id)
    return json_response(contact, 201)


@router.get(
    "/api/v1/tickets",
    operation_id="list_tickets",
    summary="Tickets, newest first",
    tags=TAG,
    responses=answers("A page of tickets."),
)
def list_tickets(tenant: Tenant, kept: Kept, limit: Limit = limits.PAGE_SIZE, cursor: Cursor = None) -> TicketPage:
    """Open and closed."""
    page = kept.records.page(tenant, "ticket", asked("tickets", limit, cursor), utc_now())
    next_cursor = cursor_after("tickets", page, lambda record: record.id)
    return TicketPage(items=cast("tuple[Ticket, ...]", page.items), next_cursor=next_cursor)
