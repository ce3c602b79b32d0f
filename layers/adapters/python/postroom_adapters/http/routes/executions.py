"""/api/v1/workflow-executions: what ran, and one run step by step."""

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from postroom import limits
from postroom.engine.model import ExecutionStatus
from postroom.ids import EXECUTION, lowest_id
from postroom.times import WrittenTime
from postroom_adapters.clock import utc_now
from postroom_adapters.http.cursors import asked, cursor_below, list_name
from postroom_adapters.http.given import AskedBy, Kept, Tenant
from postroom_adapters.http.openapi import answers, saying
from postroom_adapters.http.parameters import BranchFilter, Cursor, EmailFilter, ExecutionPath, Limit, WorkflowFilter
from postroom_adapters.http.routing import new_router
from postroom_adapters.http.views.execution import Cancel, ExecutionItem, ExecutionPage, ExecutionView
from postroom_adapters.observability import decided
from postroom_adapters.reading.executions import ExecutionFilter

router = new_router()
OfExecutionStatus = Annotated[
    ExecutionStatus | None,
    Query(
        description=f"Only those that are, or ended, so. A page looks at {limits.SEARCHED_ROWS} executions at most: it "
        "may be short, or empty, and still have a `next_cursor`."
    ),
]
CreatedFrom = Annotated[
    WrittenTime | None,
    Query(description="Only those whose mail came in, or was asked about, at this time or later."),
]
CreatedTo = Annotated[
    WrittenTime | None, Query(description="Only those whose mail came in, or was asked about, before this time.")
]
TAG = ["workflow-executions"]


@router.get(
    "/api/v1/workflow-executions",
    operation_id="list_workflow_executions",
    summary="Executions, newest first",
    description="All of them, or those that all the filters are true of. They are in the order of what started them.",
    tags=TAG,
    responses=answers("A page of executions."),
)
def list_workflow_executions(
    tenant: Tenant,
    kept: Kept,
    workflow_id: WorkflowFilter = None,
    email_id: EmailFilter = None,
    status: OfExecutionStatus = None,
    created_from: CreatedFrom = None,
    created_to: CreatedTo = None,
    limit: Limit = limits.PAGE_SIZE,
    cursor: Cursor = None,
) -> ExecutionPage:
    """All of them, or those that all the filters are true of."""
    wanted = ExecutionFilter(workflow_id, email_id, status)
    since = lowest_id(EXECUTION, created_from) if created_from else None
    before = lowest_id(EXECUTION, created_to) if created_to else None
    name = list_name("executions", wanted=wanted if wanted != ExecutionFilter() else None, since=since, before=before)
    found = kept.executions.search(tenant, wanted, asked(name, limit, cursor, since, before), utc_now())
    return ExecutionPage(
        items=tuple(map(ExecutionItem.of_execution, found.items)), next_cursor=cursor_below(name, found.below)
    )


@router.get(
    "/api/v1/workflow-executions/<execution_id>",
    operation_id="get_workflow_execution",
    summary="One execution, step by step",
    tags=TAG,
    responses=answers("The execution.", 404),
)
def get_workflow_execution(
    execution_id: ExecutionPath, tenant: Tenant, kept: Kept, branch: BranchFilter = None
) -> ExecutionView:
    """The head and its steps, or those of one branch."""
    return ExecutionView.of_steps(kept.executions.one(tenant, execution_id, utc_now(), branch), kept.bucket.link)


@router.post(
    "/api/v1/workflow-executions/<execution_id>/cancel",
    operation_id="cancel_workflow_execution",
    summary="Cancel an execution",
    description="What has not begun or waits ends at once; the step of one that runs is finished and recorded, and no "
    "other is begun: until then `cancel` says who asked. The mail's other workflows run as they would have. Asking "
    "twice changes nothing.",
    tags=TAG,
    responses=saying(
        answers("The execution as it now is.", 400, 404, 409, 415),
        _409="It has ended already; `detail` says how.",
    ),
)
def cancel_workflow_execution(
    execution_id: ExecutionPath,
    tenant: Tenant,
    asked_by: AskedBy,
    kept: Kept,
    given: Annotated[Cancel | None, Body(description="Left out, no reason is given.")] = None,
) -> ExecutionItem:
    """Ended, or about to."""
    reason = given.reason if given else None
    execution = kept.cancelling.cancel(tenant, execution_id, asked_by, reason, utc_now())
    decided("execution_cancelled", tenant=tenant, execution_id=execution_id, status=execution.status, asked_by=asked_by)
    return ExecutionItem.of_execution(execution)
