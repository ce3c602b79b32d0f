"""Statistics: how the executions of workflows came out, and how many mails there are of each category and status."""

from aws_lambda_powertools.event_handler import Response

from postroom import limits
from postroom.engine.statistics import summed
from postroom.ids import EVENT, lowest_id
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_below, list_name
from postroom_adapters.http.given import Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import Cursor, ReceivedFrom, ReceivedTo, WorkflowPath
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.statistics import EmailStatistics, WorkflowStatisticsView

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


@router.get(
    "/api/v1/emails/statistics",
    operation_id="count_emails",
    summary="How many mails there are of each category and status",
    description=f"Counted from the mails themselves, {limits.COUNTED_MAILS:,} a page: where there are more, the page "
    "has a `next_cursor`, and the numbers of the pages are to be added.",
    tags=["emails"],
    responses=answers("Mails by category and status."),
)
def count_emails(
    tenant: Tenant,
    kept: Kept,
    received_from: ReceivedFrom = None,
    received_to: ReceivedTo = None,
    cursor: Cursor = None,
) -> EmailStatistics:
    """All of them, or those that came in within some days."""
    since = lowest_id(EVENT, received_from) if received_from else None
    before = lowest_id(EVENT, received_to) if received_to else None
    name = list_name("email-statistics", since=since, before=before)
    counts, below = kept.emails.count(tenant, asked(name, limits.PAGE_SIZE, cursor, since, before), utc_now())
    return EmailStatistics.of_counts(counts, cursor_below(name, below))
