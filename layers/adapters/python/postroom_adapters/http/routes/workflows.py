"""/api/v1/workflows: the list, one made, changed, deleted or switched."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body

from postroom.plain import to_json
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom_adapters.clock import utc_now
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import IdempotencyKey, IfMatch, WorkflowPath
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.patch_body import PatchBody
from postroom_adapters.http.views.workflow import Toggle, WorkflowItem, WorkflowList, WorkflowView
from postroom_adapters.http.views.workflow_body import WorkflowBody
from postroom_adapters.idempotency import Create
from postroom_adapters.observability import decided
from postroom_adapters.saving import create, patch, remove, replace
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
    return shown(head, definition)


@router.post(
    "/api/v1/workflows",
    operation_id="create_workflow",
    summary="Make a workflow",
    description="It is off unless `enabled` is true. Everything wrong with it is named at once, each with its path.",
    tags=TAG,
    status_code=201,
    responses=answers("The workflow as it is stored, at version 1.", 400, 409, 415, success=201),
)
def create_workflow(
    given: Annotated[WorkflowBody, Body()], tenant: Tenant, kept: Kept, idempotency_key: IdempotencyKey = None
) -> Response[WorkflowView]:
    """A new one, whatever others there are."""
    asked = Create(tenant, idempotency_key, "create_workflow", to_json(given.written), utc_now())
    head, definition, replayed = create(kept.workflows, kept.idempotency, asked, given.written)
    decided("workflow_created", tenant=tenant, workflow_id=head.id, enabled=head.enabled, replayed=replayed)
    return shown(head, definition, 201, Location=f"/api/v1/workflows/{head.id}")


@router.put(
    "/api/v1/workflows/<workflow_id>",
    operation_id="replace_workflow",
    summary="Save a new version of a workflow",
    description="What is running goes on with the version it began with. It stays on or off unless `enabled` is given.",
    tags=TAG,
    responses=answers("The workflow at its new version.", 400, 404, 409, 412, 415),
)
def replace_workflow(
    workflow_id: WorkflowPath,
    given: Annotated[WorkflowBody, Body()],
    tenant: Tenant,
    kept: Kept,
    if_match: IfMatch = None,
) -> Response[WorkflowView]:
    """The whole of it; what is left out is as in a new one."""
    head, definition = replace(kept.workflows, tenant, workflow_id, given.written, if_match, utc_now())
    decided("workflow_saved", tenant=tenant, workflow_id=head.id, version=head.version, revision=head.revision)
    return shown(head, definition)


@router.patch(
    "/api/v1/workflows/<workflow_id>",
    operation_id="change_workflow",
    summary="Save a new version of a workflow with some of it changed",
    description="A JSON Merge Patch (RFC 7396): what is not named stays, null takes a field away; lists are replaced "
    "as a whole. The outcome is checked as a new one is.",
    tags=TAG,
    responses=answers("The workflow at its new version.", 400, 404, 409, 412, 415),
)
def change_workflow(
    workflow_id: WorkflowPath,
    changes: Annotated[PatchBody, Body()],
    tenant: Tenant,
    kept: Kept,
    if_match: IfMatch = None,
) -> Response[WorkflowView]:
    """Only what is named."""
    head, definition = patch(kept.workflows, tenant, workflow_id, changes.root, if_match, utc_now())
    decided("workflow_saved", tenant=tenant, workflow_id=head.id, version=head.version, revision=head.revision)
    return shown(head, definition)


@router.delete(
    "/api/v1/workflows/<workflow_id>",
    operation_id="delete_workflow",
    summary="Delete a workflow",
    description="No mail starts it any more. What it has started runs on, and its executions can still be read.",
    tags=TAG,
    responses=answers("The workflow as it last was.", 404, 409, 412),
)
def delete_workflow(workflow_id: WorkflowPath, tenant: Tenant, kept: Kept, if_match: IfMatch = None) -> WorkflowItem:
    """The head goes; versions stay."""
    head = remove(kept.workflows, tenant, workflow_id, if_match, utc_now())
    decided("workflow_deleted", tenant=tenant, workflow_id=head.id, revision=head.revision)
    return WorkflowItem.from_head(head)


@router.post(
    "/api/v1/workflows/<workflow_id>/toggle",
    operation_id="toggle_workflow",
    summary="Switch a workflow on or off",
    description="Without a body the switch is turned. Switching on checks it as saving does; "
    "where something is wrong, the workflow stays off and each problem is named. "
    "Switching to what it is changes nothing.",
    tags=TAG,
    responses=answers("The workflow as it now is.", 400, 404, 409, 412, 415),
)
def toggle_workflow(
    workflow_id: WorkflowPath,
    tenant: Tenant,
    kept: Kept,
    if_match: IfMatch = None,
    wanted: Annotated[Toggle | None, Body(description="Left out, the switch is turned.")] = None,
) -> Response[WorkflowView]:
    """On or off."""
    enabled = wanted.enabled if wanted else None
    head, definition = set_enabled(kept.workflows, tenant, workflow_id, enabled, if_match, utc_now())
    decided("workflow_switched", tenant=tenant, workflow_id=head.id, enabled=head.enabled, revision=head.revision)
    return shown(head, definition)


def shown(
    head: WorkflowHead, definition: WorkflowDefinition, status: int = 200, **headers: str
) -> Response[WorkflowView]:
    """A workflow with its revision as ETag."""
    return json_response(WorkflowView.of_version(head, definition), status, ETag=f'"{head.revision}"', **headers)
