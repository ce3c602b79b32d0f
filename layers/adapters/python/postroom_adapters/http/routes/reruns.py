"""/api/v1/workflow-executions/{id}/rerun: a plan first, and then what was confirmed of it."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Body, Query

from postroom.engine.rerun_plan import RerunPlan, RerunSteps, RerunVersion
from postroom.errors import Conflict
from postroom.plain import to_json
from postroom_adapters.clock import utc_now
from postroom_adapters.http.given import AskedBy, Kept, Tenant
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.parameters import ExecutionPath, IdempotencyKey
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.execution import ExecutionItem
from postroom_adapters.http.views.rerun import ConfirmedRerun, StartedRerun
from postroom_adapters.idempotency import Create
from postroom_adapters.rerunning import Asked, Confirmed

router = new_router()
TAG = ["workflow-executions"]
StepsFrom = Annotated[
    RerunSteps, Query(description="all, or from_failed: results before the first step that failed are reused.")
]
OnVersion = Annotated[RerunVersion, Query(description="The version that ran (recorded), or the current one.")]


@router.get(
    "/api/v1/workflow-executions/<execution_id>/rerun/plan",
    operation_id="plan_rerun",
    summary="What running an execution again would do",
    description="Nothing happens yet. It names which results are reused, which steps run, what they did outside, and "
    "where a person must say whether that is kept or repeated, because it is not known whether it happened: "
    "`repeat_unknown` repeats just that, and keeps what is known to be done.",
    tags=TAG,
    responses=answers("The plan.", 404, 409),
)
def plan_rerun(
    execution_id: ExecutionPath,
    tenant: Tenant,
    kept: Kept,
    steps_from: StepsFrom = "from_failed",
    on_version: OnVersion = "recorded",
) -> RerunPlan:
    """Read it, and confirm it by its name."""
    return kept.rerunning.plan(tenant, execution_id, Asked(steps_from, on_version), utc_now())


@router.post(
    "/api/v1/workflow-executions/<execution_id>/rerun",
    operation_id="rerun_execution",
    summary="Run an execution again as a plan says",
    description="Records that were made before are changed, not made twice. What was done outside is kept, but where "
    "`outside` says repeat, or repeat_unknown of what is not known to be done. If another plan would be made by now, "
    "nothing is done (409). Sent again under its Idempotency-Key it answers with what it started.",
    tags=TAG,
    status_code=202,
    responses=answers("The new execution, which goes on by itself.", 400, 404, 409, 415, success=202),
)
def rerun_execution(
    execution_id: ExecutionPath,
    given: Annotated[ConfirmedRerun, Body()],
    tenant: Tenant,
    asked_by: AskedBy,
    kept: Kept,
    idempotency_key: IdempotencyKey = None,
) -> Response[StartedRerun]:
    """A manual event of the kind `rerun`."""
    if not kept.workflows_enabled:
        raise Conflict("workflows are switched off in this installation")
    request = Create(tenant, idempotency_key, "rerun_execution", f"{execution_id}\n{to_json(given)}", utc_now())
    confirmed = Confirmed(Asked(given.steps_from, given.on_version), given.plan, given.outside)
    event, execution = kept.rerunning.begin(request, execution_id, confirmed, asked_by)
    view = StartedRerun(event_id=event.id, execution=ExecutionItem.of_execution(execution))
    return json_response(view, 202, Location=f"/api/v1/workflow-executions/{execution.id}")
