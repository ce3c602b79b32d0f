"""Where an execution goes after a step, and where an event goes after an execution."""

from datetime import datetime

from postroom.actions.catalogue import ACTIONS
from postroom.engine.changes import ExecutionEnd
from postroom.engine.model import Cancellation, Cursor, ExecutionStatus, StepRecord, StepStatus
from postroom.errors import Broken
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import At, lists_of

DONE = "done"
BRANCH, STOP = "conditional_branch", "stop"


def step_at(definition: WorkflowDefinition, at: At) -> Step | None:
    """The step a cursor stands before; None past the last one. Raises Broken for a place that is none."""
    steps, step = definition.workflow_steps, None
    for part in at if len(at) % 2 else ("nowhere",):
        if isinstance(part, int) and (part < len(steps) or len(at) == 1):
            step = steps[part] if part < len(steps) else None
        elif step is not None and part in lists_of(step):
            steps, step = lists_of(step)[str(part)], None
        else:
            raise Broken(f"the cursor stands at {at}, which is no place in this workflow")
    return step


def next_for(definition: WorkflowDefinition, at: At) -> str:
    """`step:<family>` of the step at `at`. An action that does not exist fails where records are made.

    A control action has no family: it is the family of the first other step that may come after it.
    """
    step = step_at(definition, at)
    if step is None:
        return DONE
    while step is not None and is_control(step):
        inside = [(*at, name, 0) for name in lists_of(step)]
        at = inside[0] if inside else place_after(definition, at)
        step = step_at(definition, at)
    entry = ACTIONS.get(step.action) if step else None
    return f"step:{entry.family if entry else 'records'}"


def is_control(step: Step) -> bool:
    """Whether it only moves the execution, so that any family's turn can run it."""
    return step.action in ACTIONS and ACTIONS[step.action].family == "control"


def place_after(definition: WorkflowDefinition, at: At) -> At:
    """The next place when the step at `at`, and all it holds, is over; the end of a list goes on behind its holder."""
    number = int(at[-1]) + 1
    if len(at) == 1 or number < len(_list_around(definition, at)):
        return (*at[:-1], number)
    return place_after(definition, at[:-2])


def _list_around(definition: WorkflowDefinition, at: At) -> tuple[Step, ...]:
    holder = step_at(definition, at[:-2])
    return lists_of(holder)[str(at[-2])] if holder else ()


def goes_to(definition: WorkflowDefinition, at: At, record: StepRecord) -> At:
    """Where an execution goes after the step at `at`: a control action that completed says it in its output."""
    if record.status == "completed" and record.action == STOP:
        return (len(definition.workflow_steps),)
    if record.status == "completed" and record.action == BRANCH:
        step, name = step_at(definition, at), str((record.output or {})["branch"])
        if step is not None and name in lists_of(step):
            return (*at, name, 0)
    return place_after(definition, at)


def moved(cursor: Cursor, status: StepStatus, at: At) -> Cursor:
    """The cursor after a step that came out as `status`, now standing at `at`."""
    return Cursor(
        branch=cursor.branch,
        seq=cursor.seq + 1,
        at=at,
        completed=cursor.completed + (status == "completed"),
        failed=cursor.failed + (status == "failed"),
        skipped=cursor.skipped + (status == "skipped"),
    )


def stopped_by(step: Step, record: StepRecord) -> str | None:
    """Why the execution ends with this step, if it does so before its last one."""
    if record.status != "failed" or step.on_error != "stop":
        return None
    return f"step {record.id} failed: {record.error.message if record.error else ''}"


def execution_end(
    event: TriggerEvent,
    cursor: Cursor,
    stopped: str | None,
    now: datetime,
    *,
    own: bool = False,
    cancel: Cancellation | None = None,
) -> ExecutionEnd:
    """How the execution at `event.current` ends, and what follows it.

    `stopped` is the reason a failed step with on_error stop gave. Only `completed` stops later matches. The end of an
    execution in a dispatch of its `own` moves no event: that has gone on before.
    """
    status: ExecutionStatus = "failed" if stopped else "completed_with_errors" if cursor.failed else "completed"
    status, reason = ("cancelled", cancel.told) if cancel else (status, stopped)
    if own:
        seen = event.current
        return ExecutionEnd(status, reason, now, seen, seen, event_done=False, moves_event=False)
    ended, later = event.executions[event.current], event.later
    stops = ended.stop_on_match and status == "completed"
    done = stops or not later
    return ExecutionEnd(
        status=status,
        reason=reason,
        at=now,
        event_seen_current=event.current,
        event_current=len(event.executions) if done else event.following,
        event_done=done,
        starts=None if done else later[0].id,
        skips=tuple(one.id for one in later) if stops else (),
        skip_reason=f"stopped by workflow {ended.workflow_id}, which succeeded" if stops else None,
    )
