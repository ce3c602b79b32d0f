"""A turn: what one invocation of a step function does for one execution.

1. Read the workflow version (immutable, kept) and the stored state; the stored cursor wins over the one passed in.
2. If the next step is of another family, or time is short, hand back to the state machine.
3. Run the step and commit it in one transaction: result, moved cursor, records, mail status, claims, and the
   execution's and event's end if it was the last.
4. If something had moved meanwhile nothing was written: read again and decide again.
5. A step that waits hands its execution over to a dispatch of its own (`handover.py`), and the event goes on.
6. Go on with the next step of the same family or a control action, which has none; one of another family is handed
   back without reading again.
"""

from collections.abc import Callable, Generator
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.engine.commands import Command, Commit, ExecutionState, ReadExecution, ReadVersion, StartDispatch
from postroom.engine.handover import hand_over
from postroom.engine.model import ENDED, Turn, check_format
from postroom.engine.run_plan import Gathered, SomebodyElse
from postroom.engine.run_step import Finished, TryLater, Waits, run_step
from postroom.engine.scope import Scope, wanted_outputs
from postroom.engine.sequence import DONE, execution_end, goes_to, is_control, moved, next_for, step_at, stopped_by
from postroom.errors import Broken
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import Step, WorkflowDefinition

FIRST = 1


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
        if (elsewhere := (yield from _elsewhere(turn, state, clock()))) is not None:
            return elsewhere
        step = step_at(definition, state.cursor.at)
        if step is None:
            raise Broken(f"execution {turn.execution} stands past its last step and has not ended")
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
            return turn.waiting(busy.until)
        commit = _commit(turn, outcome, step, state, definition, clock())
        if not (yield commit):
            lost += 1
            continue
        lost = 0
        if isinstance(outcome, TryLater):
            return turn.waiting(outcome.attempt.due)
        if commit.handover is not None:
            yield StartDispatch(FIRST)
            return after_commit(turn, state.event, commit)
        if isinstance(outcome, Waits):
            return turn.waiting(outcome.until)
        if commit.end is not None:
            return after_commit(turn, state.event, commit)
        scope.add_output(step.id, outcome.record.output)
        coming, following = step_at(definition, commit.cursor.at), next_for(definition, commit.cursor.at)
        if following != turn.next and not (coming and is_control(coming)):
            # What is next is known from what was just written: the next turn reads the state, so this one need not.
            return turn.model_copy(update={"next": following})
    raise Broken(f"somebody else was first {limits.TURN_CONFLICTS} times in a row")


def _elsewhere(turn: Turn, state: ExecutionState, now: datetime) -> Generator[Command, Any, Turn | None]:
    """The next turn if there is nothing to do here and now: it has ended, was handed over, or is not due yet."""
    if state.execution.status in ENDED:
        return after_execution(turn, state.event)
    if state.execution.dispatch and not turn.own:
        # Who handed it over may have died before its dispatch was started.
        yield StartDispatch(state.execution.dispatch)
        return after_execution(turn, state.event)
    if state.cursor.due is not None and state.cursor.due > now:
        return turn.waiting(state.cursor.due)
    return None


def after_execution(turn: Turn, event: TriggerEvent) -> Turn:
    """The turn that goes on with the event's current execution, or done."""
    if turn.own or event.state == "done" or event.current >= len(event.executions):
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
    moves = commit.end or commit.handover
    if moves is None:
        raise Broken("only a commit that ends an execution or hands it over is followed by another execution")
    changes = {"current": moves.event_current, "state": "done" if moves.event_done else event.state}
    return after_execution(turn, event.model_copy(update=changes))


def _commit(
    turn: Turn,
    outcome: Finished | TryLater | Waits,
    step: Step,
    state: ExecutionState,
    definition: WorkflowDefinition,
    now: datetime,
) -> Commit:
    cursor, gathered = state.cursor, outcome.gathered
    claims = tuple(gathered.claims[number] for number in sorted(gathered.claims))
    if isinstance(outcome, TryLater):
        later = cursor.model_copy(
            update={"seq": cursor.seq + 1, "attempts": (*cursor.attempts, outcome.attempt), "due": outcome.attempt.due}
        )
        return Commit(seen=cursor.seq, cursor=later, claims=claims)
    if isinstance(outcome, Waits):
        later = cursor.model_copy(update={"seq": cursor.seq + 1, "waiting": outcome.since, "due": outcome.until})
        return Commit(seen=cursor.seq, cursor=later, status="waiting", handover=hand_over(turn, state.event, now))
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
        end=execution_end(state.event, after, stopped, now, own=turn.own) if ends else None,
        outcome_unknown=record.outcome_unknown,
        status="running" if state.execution.status == "waiting" and not ends else None,
    )
