"""Where an execution goes after a step, and where an event goes after an execution."""

from datetime import datetime

from postroom.actions.catalogue import ACTIONS
from postroom.engine.commands import ExecutionEnd
from postroom.engine.model import At, Cursor, ExecutionStatus, StepRecord, StepStatus
from postroom.errors import Broken
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import Step, WorkflowDefinition

DONE = "done"


def step_at(definition: WorkflowDefinition, at: At) -> Step | None:
    """The step a cursor stands before; None past the last one."""
    number = at[0]
    if not isinstance(number, int) or len(at) != 1:
        raise Broken(f"the cursor stands at {at}, which this release does not know")
    return definition.workflow_steps[number] if number < len(definition.workflow_steps) else None


def next_for(definition: WorkflowDefinition, at: At) -> str:
    """`step:<family>` of the step at `at`. An action that does not exist fails where records are made."""
    step = step_at(definition, at)
    if step is None:
        return DONE
    entry = ACTIONS.get(step.action)
    return f"step:{entry.family if entry else 'records'}"


def moved(cursor: Cursor, status: StepStatus) -> Cursor:
    """The cursor after a step that came out as `status`."""
    return Cursor(
        branch=cursor.branch,
        seq=cursor.seq + 1,
        at=(int(cursor.at[0]) + 1,),
        completed=cursor.completed + (status == "completed"),
        failed=cursor.failed + (status == "failed"),
        skipped=cursor.skipped + (status == "skipped"),
    )


def stopped_by(step: Step, record: StepRecord) -> str | None:
    """Why the execution ends with this step, if it does so before its last one."""
    if record.status != "failed" or step.on_error != "stop":
        return None
    return f"step {step.id} failed: {record.error.message if record.error else ''}"


def execution_end(event: TriggerEvent, cursor: Cursor, stopped: str | None, now: datetime) -> ExecutionEnd:
    """How the execution at `event.current` ends, and what follows it.

    `stopped` is the reason a failed step with on_error stop gave. Only `completed` stops later matches.
    """
    status: ExecutionStatus = "failed" if stopped else "completed_with_errors" if cursor.failed else "completed"
    ended = event.executions[event.current]
    later = event.executions[event.current + 1 :]
    stops = ended.stop_on_match and status == "completed"
    done = stops or not later
    return ExecutionEnd(
        status=status,
        reason=stopped,
        at=now,
        event_seen_current=event.current,
        event_current=len(event.executions) if done else event.current + 1,
        event_done=done,
        starts=None if done else later[0].id,
        skips=tuple(one.id for one in later) if stops else (),
        skip_reason=f"stopped by workflow {ended.workflow_id}, which succeeded" if stops else None,
    )
