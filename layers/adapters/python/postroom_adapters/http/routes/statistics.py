"""/api/v1/workflows/stats/summary and /api/v1/workflows/{id}/statistics: how executions came out."""

from aws_lambda_powertools.event_handler import Response

from postroom.engine.statistics import summed
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import WorkflowPath
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.statistics import WorkflowStatisticsView

router = new_router()
TAG = ["workflows"]


@router.get(
    "/api/v1/workflows/stats/summary",
    operation_id="summarize_workflows",
    summary="Statistics of all workflows, by priority",
    description="An array, in the order of the list of workflows. Every execution is counted in the transaction that "
    "ends it, so the numbers are exact whatever crashes or is repeated.",
    tags=TAG,
    responses=answers("One entry a workflow."),
)
def summarize_workflows(tenant: Tenant, kept: Kept) -> Response[list[WorkflowStatisticsView]]:
    """Workflows that were never matched have zeros."""
    counted = kept.statistics.of_all(tenant)
    heads = kept.workflows.heads(tenant)
    none = summed(())
    return json_response([WorkflowStatisticsView.of_workflow(head, counted.get(head.id, none)) for head in heads])


@router.get(
    "/api/v1/workflows/<workflow_id>/statistics",
    operation_id="get_workflow_statistics",
    summary="Statistics of one workflow",
    tags=TAG,
    responses=answers("How its executions came out.", 404),
)
def get_workflow_statistics(workflow_id: WorkflowPath, tenant: Tenant, kept: Kept) -> WorkflowStatisticsView:
    """Counts, rate and durations."""
    head = kept.workflows.head(tenant, workflow_id)
    return WorkflowStatisticsView.of_workflow(head, kept.statistics.of_workflow(tenant, workflow_id))
