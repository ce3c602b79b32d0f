"""/api/v1/workflows/{id}/pause and …/resume: a workflow kept as it is that starts nothing for a while."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from postroom.workflows.stored import Pause
from postroom_adapters.clock import utc_now
from postroom_adapters.http.given import AskedBy, Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import IfMatch, WorkflowPath
from postroom_adapters.http.routes.workflows import shown
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.workflow import PauseBody, WorkflowView
from postroom_adapters.observability import decided
from postroom_adapters.switching import set_paused

router = new_router()
TAG = ["workflows"]


@router.post(
    "/api/v1/workflows/<workflow_id>/pause",
    operation_id="pause_workflow",
    summary="Pause a workflow",
    description="It stays enabled and starts nothing; what it has started runs on. Decisions name it as paused where "
    "it would have matched. Pausing one that is paused changes nothing.",
    tags=TAG,
    responses=answers("The workflow as it now is.", 400, 404, 409, 412, 415),
)
def pause_workflow(
    workflow_id: WorkflowPath,
    given: Annotated[PauseBody, Body()],
    tenant: Tenant,
    asked_by: AskedBy,
    kept: Kept,
    if_match: IfMatch = None,
) -> Response[WorkflowView]:
    """From the next mail on."""
    now = utc_now()
    pause = Pause(reason=given.reason, by=asked_by, since=now)
    head, definition = set_paused(kept.workflows, tenant, workflow_id, pause, if_match, now)
    decided("workflow_paused", tenant=tenant, workflow_id=head.id, revision=head.revision, asked_by=asked_by)
    return shown(head, definition)


@router.post(
    "/api/v1/workflows/<workflow_id>/resume",
    operation_id="resume_workflow",
    summary="Resume a workflow that is paused",
    description="The next mail is matched with it again; those that came meanwhile are not. Resuming one that is not "
    "paused changes nothing.",
    tags=TAG,
    responses=answers("The workflow as it now is.", 404, 409, 412),
)
def resume_workflow(
    workflow_id: WorkflowPath, tenant: Tenant, asked_by: AskedBy, kept: Kept, if_match: IfMatch = None
) -> Response[WorkflowView]:
    """From the next mail on."""
    head, definition = set_paused(kept.workflows, tenant, workflow_id, None, if_match, utc_now())
    decided("workflow_resumed", tenant=tenant, workflow_id=head.id, revision=head.revision, asked_by=asked_by)
    return shown(head, definition)
