"""What people ask for, as the API takes and shows it."""

from typing import Literal

from pydantic import ConfigDict, Field, StrictBool

from postroom import limits
from postroom.engine.model import ENDED, Execution, ExecutionStatus
from postroom.ids import EventId, ExecutionId, WorkflowId
from postroom.times import UtcTime
from postroom.triggers.event import Asks, EventState, TriggerEvent
from postroom_adapters.asking import Run
from postroom_adapters.http.parameters import NamedWorkflow
from postroom_adapters.http.views.base import DEFERRED, PageView, View
from postroom_adapters.http.views.execution import milliseconds

RunStatus = Literal["executed", "no_match", "disabled", "running"]


class ExecuteWorkflows(View):
    """Which workflows may answer; none given are all that are on."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"workflow_ids": ["wfl_01KJQCX8G0E4KV55RZ3FNTGY0G"], "include_disabled": True}, {}]
        }
    )
    workflow_ids: tuple[NamedWorkflow, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=limits.NAMED_WORKFLOWS,
        description="Only these are matched; all if not given.",
    )
    include_disabled: StrictBool = Field(default=False, description="Match those too that are off.")


class ExecutedWorkflow(View):
    """One workflow that matched."""

    workflow_id: WorkflowId = Field(description="The workflow.")
    workflow_name: str = Field(description="Its name when it started.")
    execution_id: ExecutionId = Field(description="Its execution.")
    status: ExecutionStatus = Field(description="How far it is, or how it came out.")
    steps_completed: int = Field(description="Steps that succeeded; counted when it has ended.")
    execution_time_ms: int | None = Field(description="From the first step's begin to the end; null until then.")

    @classmethod
    def of_execution(cls, execution: Execution) -> "ExecutedWorkflow":
        """What a person wants to know of an execution."""
        return cls(
            workflow_id=execution.workflow_id,
            workflow_name=execution.workflow_name,
            execution_id=execution.id,
            status=execution.status,
            steps_completed=execution.steps_completed,
            execution_time_ms=milliseconds(execution.started_at, execution.ended_at),
        )


class RunView(View):
    """What came of it."""

    model_config = DEFERRED
    status: RunStatus = Field(
        description="executed: all has ended · no_match: no workflow matched · disabled: workflows are switched off "
        "in this installation · running: not over yet, look again at the manual event."
    )
    event_id: EventId | None = Field(description="The manual event that was made of it; null if disabled.")
    workflows_executed: int = Field(description="Workflows that ran, however they came out; not those skipped.")
    workflows_succeeded: int = Field(description="Those whose every step succeeded or was skipped.")
    details: tuple[ExecutedWorkflow, ...] = Field(description="Each workflow that matched, in the order they run.")
    failure: str | None = Field(default=None, description="Why it was given up, if it was.")

    @classmethod
    def of_run(cls, run: Run) -> "RunView":
        """The run as it stands."""
        ran = [one for one in run.executions if one.status in ENDED and one.status != "skipped"]
        return cls(
            status=_status(run),
            event_id=run.event.id,
            workflows_executed=len(ran),
            workflows_succeeded=sum(one.status == "completed" for one in ran),
            details=tuple(map(ExecutedWorkflow.of_execution, run.executions)),
            failure=run.event.failure,
        )

    @classmethod
    def disabled(cls) -> "RunView":
        """Nothing was asked, because nothing runs."""
        return cls(status="disabled", event_id=None, workflows_executed=0, workflows_succeeded=0, details=())


class ManualEventItem(View):
    """Something that a person asked for, in a list."""

    model_config = DEFERRED
    id: EventId = Field(description="Its id.", examples=["evt_01K3TZBDZ0E4KV55RZ3FNTGY0G"])
    asks: Asks = Field(description="What for.")
    asked_by: str = Field(description="The name of the token that asked.")
    asked_at: UtcTime = Field(description="When.")
    email_id: EventId = Field(description="The mail it is about.")
    execution_id: ExecutionId | None = Field(description="Of a rerun: the execution that was run again.")
    workflow_ids: tuple[WorkflowId, ...] | None = Field(description="Only these were matched; null for all.")
    include_disabled: bool = Field(description="Whether workflows that are off were matched too.")
    state: EventState = Field(description="received, dispatched, or done: all its executions ended.")
    done_at: UtcTime | None = Field(description="When all its executions had ended or went on by themselves.")
    failure: str | None = Field(description="Why it was given up, if it was.")

    @classmethod
    def of_event(cls, event: TriggerEvent) -> "ManualEventItem":
        """The event as a list shows it."""
        return cls(**_item(event))


class ManualEventPage(PageView):
    """Manual events, newest first."""

    items: tuple[ManualEventItem, ...] = Field(description="What people asked for.")


class ManualEventView(ManualEventItem):
    """Something that a person asked for, with what came of it."""

    run: RunView = Field(description="What it started, and how that came out.")

    @classmethod
    def of_run(cls, run: Run) -> "ManualEventView":
        """The event and its run."""
        return cls(**_item(run.event), run=RunView.of_run(run))


def _status(run: Run) -> RunStatus:
    if not run.is_over:
        return "running"
    return "executed" if run.executions or run.event.failure else "no_match"


def _item(event: TriggerEvent) -> dict[str, object]:
    manual = event.manual
    assert manual is not None, "only manual events are listed as such"
    return {
        "id": event.id,
        "asks": manual.asks,
        "asked_by": manual.asked_by,
        "asked_at": event.received_at,
        "email_id": manual.email,
        "execution_id": manual.execution,
        "workflow_ids": manual.workflow_ids,
        "include_disabled": manual.include_disabled,
        "state": event.state,
        "done_at": event.done_at,
        "failure": event.failure,
    }
