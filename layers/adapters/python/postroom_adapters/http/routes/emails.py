"""/api/v1/emails: what came in, and one mail with everything known about it."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Query

from postroom import limits
from postroom.effects import MailStatus
from postroom.ids import EVENT, lowest_id
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_below, list_name
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import Cursor, EmailPath, Limit, ReceivedFrom, ReceivedTo
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.email import EmailItem, EmailPage, EmailView
from postroom_adapters.reading.emails import EmailFilter

router = new_router()
Sender = Annotated[str | None, Query(max_length=320, description="Only mails from this address.")]
OfCategory = Annotated[str | None, Query(max_length=64, description="Only mails taken for this.", examples=["invoice"])]
OfMailStatus = Annotated[MailStatus | None, Query(description="Only mails of which this has become.")]
SubjectWords = Annotated[
    str | None,
    Query(
        max_length=200,
        description="Only mails whose subject holds each of these words, or parts of words. A page looks at "
        f"{limits.SEARCHED_ROWS} mails at most: it may be short, or empty, and still have a `next_cursor`.",
    ),
]


@router.get(
    "/api/v1/emails",
    operation_id="list_emails",
    summary="Mails, newest first",
    description="Every mail, whatever became of it, or those that all the filters are true of.",
    tags=["emails"],
    responses=answers("A page of mails."),
)
def list_emails(
    tenant: Tenant,
    kept: Kept,
    sender: Sender = None,
    category: OfCategory = None,
    status: OfMailStatus = None,
    received_from: ReceivedFrom = None,
    received_to: ReceivedTo = None,
    subject: SubjectWords = None,
    limit: Limit = limits.PAGE_SIZE,
    cursor: Cursor = None,
) -> EmailPage:
    """All of them, or those that all the filters are true of."""
    words = tuple((subject or "").casefold().split())
    wanted = EmailFilter(sender and sender.strip().lower(), category, status, words)
    since = lowest_id(EVENT, received_from) if received_from else None
    before = lowest_id(EVENT, received_to) if received_to else None
    name = list_name("emails", wanted=wanted if wanted != EmailFilter() else None, since=since, before=before)
    found = kept.emails.search(tenant, wanted, asked(name, limit, cursor, since, before), utc_now())
    return EmailPage(items=tuple(map(EmailItem.of_event, found.items)), next_cursor=cursor_below(name, found.below))


@router.get(
    "/api/v1/emails/<email_id>",
    operation_id="get_email",
    summary="One mail: what it says, what it was taken for and why, what was decided, what ran",
    tags=["emails"],
    responses=answers("The mail.", 404),
)
def get_email(email_id: EmailPath, tenant: Tenant, kept: Kept) -> EmailView:
    """Everything known about it."""
    return EmailView.of_email(kept.emails.one(tenant, email_id, utc_now()), kept.bucket.link)
