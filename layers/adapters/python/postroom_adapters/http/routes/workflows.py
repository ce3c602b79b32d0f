"""/api/v1/workflows: the list, one, and its switch."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Header

from postroom_adapters.clock import utc_now
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import WorkflowPath
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.workflow import Toggle, WorkflowItem, WorkflowList, WorkflowView
from postroom_adapters.observability import decided
from postroom_adapters.switching import set_enabled

router = new_router()
TAG = ["workflows"]


@router.get(
    "/api/v1/workflows",
    operation_id="list_workflows",
    summary="All workflows, by priority",
    tags=TAG,
    responses=answers("Every workflow; there are never so many that they come in pages."),
)
def list_workflows(tenant: Tenant, kept: Kept) -> WorkflowList:
    """Heads only."""
    return WorkflowList(items=tuple(map(WorkflowItem.from_head, kept.workflows.heads(tenant))))


@router.get(
    "/api/v1/workflows/<workflow_id>",
    operation_id="get_workflow",
    summary="One workflow with its newest version",
    description="The ETag is the workflow's `revision`; send it as If-Match to change just what was read.",
    tags=TAG,
    responses=answers("The workflow.", 404),
)
def get_workflow(workflow_id: WorkflowPath, tenant: Tenant, kept: Kept) -> Response[WorkflowView]:
    """The head, and what its version says."""
    head = kept.workflows.head(tenant, workflow_id)
    definition = kept.workflows.version(tenant, workflow_id, head.version)
    return json_response(WorkflowView.of_version(head, definition), ETag=f'"{head.revision}"')


@router.post(
    "/api/v1/workflows/<workflow_id>/toggle",
    operation_id="toggle_workflow",
    summary="Switch a workflow on or off",
    description="Without a body the switch is turned. Switching on checks that every action of its steps exists; "
    "where one does not, the workflow stays off and each is named. Switching to what it is changes nothing.",
    tags=TAG,
    responses=answers("The workflow as it now is.", 400, 404, 409, 412, 415),
)
def toggle_workflow(
    workflow_id: WorkflowPath,
    tenant: Tenant,
    kept: Kept,
    if_match: Annotated[
        str | None, Header(description="Change it only at this revision: the ETag it was read with.", examples=['"3"'])
    ] = None,
    wanted: Annotated[Toggle | None, Body(description="Left out, the switch is turned.")] = None,
) -> Response[WorkflowView]:
    """On or off."""
    enabled = wanted.enabled if wanted else None
    head, definition = set_enabled(kept.workflows, tenant, workflow_id, enabled, if_match, utc_now())
    decided("workflow_switched", tenant=tenant, workflow_id=head.id, enabled=head.enabled, revision=head.revision)
    return json_response(WorkflowView.of_version(head, definition), ETag=f'"{head.revision}"')
