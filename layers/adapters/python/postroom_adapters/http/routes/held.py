"""What becomes of mail that is held: released, which runs its workflows, or discarded."""

from aws_lambda_powertools.event_handler import Response

from postroom.ids import EventId
from postroom.triggers.event import TriggerEvent
from postroom_adapters.asking import Writes
from postroom_adapters.http.given import AskedBy, Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import EmailPath, IdempotencyKey
from postroom_adapters.http.routes.runs import ACCEPTED, asking, run_answer
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.email import EmailItem
from postroom_adapters.http.views.run import RunView
from postroom_adapters.observability import decided

router = new_router()
HELD = "A mail is held when its thread or its sender is beyond the tenant's budget of mails an hour."


@router.post(
    "/api/v1/emails/<email_id>/release",
    operation_id="release_email",
    summary="Let a held mail through: its workflows run now",
    description=f"{HELD} What it was understood as stays; matching is done now, as a run of its own.",
    tags=["emails"],
    responses=answers("What came of it.", 404, 409, accepted=ACCEPTED),
)
def release_email(
    email_id: EmailPath, tenant: Tenant, asked_by: AskedBy, kept: Kept, idempotency_key: IdempotencyKey = None
) -> Response[RunView]:
    """A manual event of the kind `release`; the mail is let through in the transaction that stores it."""
    request = asking(tenant, idempotency_key, "release_email", email_id)

    def begun(event_id: EventId, more: Writes) -> TriggerEvent:
        event = kept.asking.new(request, event_id, email_id, "release", asked_by)
        return kept.asking.begin(event, kept.asking.held.released(event, asked_by), *more)

    return run_answer(kept, kept.asking.once(request, begun))


@router.post(
    "/api/v1/emails/<email_id>/discard",
    operation_id="discard_email",
    summary="Leave a held mail unprocessed",
    description=f"{HELD} It is kept as skipped, with who discarded it and why it was held.",
    tags=["emails"],
    responses=answers("The mail as it now is.", 404, 409),
)
def discard_email(email_id: EmailPath, tenant: Tenant, asked_by: AskedBy, kept: Kept) -> EmailItem:
    """Nothing is deleted."""
    mail = kept.asking.held.discard(tenant, email_id, asked_by)
    decided("held_mail_discarded", tenant=tenant, event_id=mail.id, asked_by=asked_by)
    return EmailItem.of_event(mail)
