"""/api/v1/emails: what came in, and one mail with everything known about it."""

from postroom import limits
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_after
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import Cursor, EmailPath, Limit
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.email import EmailItem, EmailPage, EmailView

router = new_router()
LIST = "emails"


@router.get(
    "/api/v1/emails",
    operation_id="list_emails",
    summary="Mails, newest first",
    tags=["emails"],
    responses=answers("A page of mails."),
)
def list_emails(tenant: Tenant, kept: Kept, limit: Limit = limits.PAGE_SIZE, cursor: Cursor = None) -> EmailPage:
    """Every mail, whatever became of it."""
    page = kept.emails.page(tenant, asked(LIST, limit, cursor), utc_now())
    return EmailPage(
        items=tuple(map(EmailItem.of_event, page.items)),
        next_cursor=cursor_after(LIST, page, lambda event: event.id),
    )


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
