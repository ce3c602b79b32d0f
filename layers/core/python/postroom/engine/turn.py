"""A turn: what one invocation of a step function does for one execution.

1. Read the workflow version (immutable, kept) and the stored state; the stored cursor wins over the one passed in.
2. If the next step is of another family, or time is short, hand back to the state machine.
3. Run the step and commit it in one transaction: result, moved cursor, records, mail status, claims, and the
   execution's and event's end if it was the last.
4. If something had moved meanwhile nothing was written: read again and decide again.
5. Go on with the next step of the same family or a control action, which has none; one of another family is handed
   back without reading again.
"""

from collections.abc import Callable, Generator
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.engine.commands import Command, Commit, ExecutionState, ReadExecution, ReadVersion
from postroom.engine.model import ENDED, Turn, check_format
from postroom.engine.run_plan import Gathered, SomebodyElse
from postroom.engine.run_step import Finished, TryLater, run_step
from postroom.engine.scope import Scope, wanted_outputs
from postroom.engine.sequence import DONE, execution_end, goes_to, is_control, moved, next_for, step_at, stopped_by
from postroom.errors import Broken
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import Step, WorkflowDefinition


def take_turn(
    turn: Turn, clock: Callable[[], datetime], seconds_left: Callable[[], float]
) -> Generator[Command, Any, Turn]:
    """Steps of `turn.next`'s family until another family, a wait or the end is next; answers the next turn."""
    if turn.execution is None or turn.workflow is None or turn.version is None:
        raise Broken(f"a turn of {turn.next} needs an execution, its workflow and version")
    definition: WorkflowDefinition = yield ReadVersion(turn.workflow, turn.version)
    scope: Scope | None = None
    gathered, gathered_at, lost = Gathered(), -1, 0
    while lost < limits.TURN_CONFLICTS:
        outputs = wanted_outputs(definition) if scope is None else ()
        state: ExecutionState = yield ReadExecution(outputs, whole=scope is None)
        check_format(state.cursor)
        if state.execution.status in ENDED:
            return after_execution(turn, state.event)
        step = step_at(definition, state.cursor.at)
        if step is None:
            raise Broken(f"execution {turn.execution} stands past its last step and has not ended")
        if state.cursor.due is not None and state.cursor.due > clock():
            return _wait(turn, state.cursor.due)
        label = next_for(definition, state.cursor.at)
        time_is_short = scope is not None and seconds_left() < limits.TURN_RESERVE_SECONDS
        if time_is_short or (label != turn.next and not is_control(step)):
            return turn.model_copy(update={"next": label})
        scope = scope.updated(state) if scope else Scope.of(state, turn)
        gathered = gathered.restarted() if gathered_at == state.cursor.seq else Gathered()
        gathered_at = state.cursor.seq
        try:
            outcome = yield from run_step(step, state, scope.values, clock, gathered)
        except SomebodyElse as busy:
            return _wait(turn, busy.until)
        commit = _commit(outcome, step, state, definition, clock())
        if not (yield commit):
            lost += 1
            continue
        lost = 0
        if isinstance(outcome, TryLater):
            return _wait(turn, outcome.attempt.due)
        if commit.end is not None:
            return after_commit(turn, state.event, commit)
        scope.add_output(step.id, outcome.record.output)
        coming, following = step_at(definition, commit.cursor.at), next_for(definition, commit.cursor.at)
        if following != turn.next and not (coming and is_control(coming)):
            # What is next is known from what was just written: the next turn reads the state, so this one need not.
            return turn.model_copy(update={"next": following})
    raise Broken(f"somebody else was first {limits.TURN_CONFLICTS} times in a row")


def after_execution(turn: Turn, event: TriggerEvent) -> Turn:
    """The turn that goes on with the event's current execution, or done."""
    if event.state == "done" or event.current >= len(event.executions):
        return turn.model_copy(update={"next": DONE, "execution": None, "workflow": None, "version": None})
    planned = event.executions[event.current]
    return turn.model_copy(
        update={
            "next": planned.first,
            "execution": planned.id,
            "workflow": planned.workflow_id,
            "version": planned.version,
        }
    )


def after_commit(turn: Turn, event: TriggerEvent, commit: Commit) -> Turn:
    """As `after_execution`, from what the commit has just made of the event."""
    if commit.end is None:
        raise Broken("only a commit that ends an execution is followed by another execution")
    changes = {"current": commit.end.event_current, "state": "done" if commit.end.event_done else event.state}
    return after_execution(turn, event.model_copy(update=changes))


def _wait(turn: Turn, until: datetime) -> Turn:
    return turn.model_copy(update={"next": "wait", "until": until, "after": turn})


def _commit(
    outcome: Finished | TryLater, step: Step, state: ExecutionState, definition: WorkflowDefinition, now: datetime
) -> Commit:
    cursor, gathered = state.cursor, outcome.gathered
    claims = tuple(gathered.claims[number] for number in sorted(gathered.claims))
    if isinstance(outcome, TryLater):
        later = cursor.model_copy(
            update={"seq": cursor.seq + 1, "attempts": (*cursor.attempts, outcome.attempt), "due": outcome.attempt.due}
        )
        return Commit(seen=cursor.seq, cursor=later, claims=claims)
    record = outcome.record
    after = moved(cursor, record.status, goes_to(definition, cursor.at, record))
    stopped = stopped_by(step, record)
    ends = stopped is not None or step_at(definition, after.at) is None
    return Commit(
        seen=cursor.seq,
        cursor=after,
        step=record,
        claims=claims,
        records=tuple(gathered.records),
        mail=gathered.mail,
        end=execution_end(state.event, after, stopped, now) if ends else None,
        outcome_unknown=record.outcome_unknown,
    )
