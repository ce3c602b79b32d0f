"""What people ask for about a mail: workflows run on it, it read anew; and the events that were made of that."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from postroom import limits
from postroom.ids import EventId, TenantId
from postroom.plain import to_json
from postroom.triggers.event import TriggerEvent
from postroom_adapters.asking import Writes
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_after
from postroom_adapters.http.given import AskedBy, Kept, Tenant, check_known
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import AboutEmail, Cursor, EmailPath, IdempotencyKey, Limit, ManualEventPath
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.stores import Stores
from postroom_adapters.http.views.run import (
    ExecuteWorkflows,
    ManualEventItem,
    ManualEventPage,
    ManualEventView,
    RunView,
)
from postroom_adapters.idempotency import Create

router = new_router()
TAG = ["manual-events"]
ACCEPTED = "It takes longer than a request may; ask again for the manual event."


@router.post(
    "/api/v1/emails/<email_id>/execute-workflows",
    operation_id="execute_workflows",
    summary="Run workflows on a mail now",
    description="Matching applies, priority and `stop_on_match` hold. Every call is a run of its own, but one sent "
    "again under its Idempotency-Key. It waits up to "
    "20 seconds for the end; then it answers 202 with what is known so far.",
    tags=TAG,
    responses=answers("What came of it.", 400, 404, 409, 415, accepted=ACCEPTED),
)
def execute_workflows(
    email_id: EmailPath,
    tenant: Tenant,
    asked_by: AskedBy,
    kept: Kept,
    given: Annotated[ExecuteWorkflows | None, Body(description="Left out, all workflows that are on.")] = None,
    idempotency_key: IdempotencyKey = None,
) -> Response[RunView]:
    """A manual event of the kind `execute`."""
    wanted = given or ExecuteWorkflows()
    if not kept.workflows_enabled:
        kept.emails.one(tenant, email_id, utc_now())
        return json_response(RunView.disabled())
    check_known(kept, tenant, wanted.workflow_ids or ())
    narrowing = {"workflow_ids": wanted.workflow_ids, "include_disabled": wanted.include_disabled}
    request = asking(tenant, idempotency_key, "execute_workflows", email_id, to_json(wanted))

    def begun(event_id: EventId, more: Writes) -> TriggerEvent:
        return kept.asking.begin(kept.asking.new(request, event_id, email_id, "execute", asked_by, **narrowing), *more)

    return run_answer(kept, kept.asking.once(request, begun))


@router.post(
    "/api/v1/emails/<email_id>/reprocess",
    operation_id="reprocess_email",
    summary="Read, classify and match a mail anew from what arrived",
    description="What ran for it before stays as it is; workflows that match now run as a run of their own. "
    "A mail that is flagged stays flagged.",
    tags=TAG,
    responses=answers("What came of it.", 404, 409, accepted=ACCEPTED),
)
def reprocess_email(
    email_id: EmailPath, tenant: Tenant, asked_by: AskedBy, kept: Kept, idempotency_key: IdempotencyKey = None
) -> Response[RunView]:
    """A manual event of the kind `reprocess`."""
    request = asking(tenant, idempotency_key, "reprocess_email", email_id)

    def begun(event_id: EventId, more: Writes) -> TriggerEvent:
        return kept.asking.begin(kept.asking.new(request, event_id, email_id, "reprocess", asked_by), *more)

    return run_answer(kept, kept.asking.once(request, begun))


@router.get(
    "/api/v1/manual-events",
    operation_id="list_manual_events",
    summary="What people asked for, newest first",
    tags=TAG,
    responses=answers("A page of manual events."),
)
def list_manual_events(
    tenant: Tenant, kept: Kept, email_id: AboutEmail = None, limit: Limit = limits.PAGE_SIZE, cursor: Cursor = None
) -> ManualEventPage:
    """All of them, or those about a mail."""
    name = f"manual-events/{email_id or ''}"
    page = kept.asking.manual.page(tenant, email_id, asked(name, limit, cursor), utc_now())
    return ManualEventPage(
        items=tuple(map(ManualEventItem.of_event, page.items)),
        next_cursor=cursor_after(name, page, lambda event: event.id),
    )


@router.get(
    "/api/v1/manual-events/<event_id>",
    operation_id="get_manual_event",
    summary="What a person asked for, and what came of it",
    tags=TAG,
    responses=answers("The manual event.", 404),
)
def get_manual_event(event_id: ManualEventPath, tenant: Tenant, kept: Kept) -> ManualEventView:
    """As it stands now."""
    return ManualEventView.of_run(kept.asking.run(tenant, event_id))


def asking(tenant: TenantId, key: str | None, operation: str, about: str, body: str = "") -> Create:
    """The request to do something about `about`: under its key it is done once."""
    return Create(tenant, key, operation, f"{about}\n{body}", utc_now())


def run_answer(kept: Stores, event: TriggerEvent) -> Response[RunView]:
    """What came of it, or 202 where that takes too long."""
    view = RunView.of_run(kept.asking.awaited(event))
    status = 202 if view.status == "running" else 200
    return json_response(view, status, Location=f"/api/v1/manual-events/{event.id}")
