"""A turn: what one invocation of a step function does for one execution.

1. Read the workflow version (immutable, kept) and the stored state; the stored cursor wins over the one passed in.
2. If the next step is of another family, or time is short, hand back to the state machine.
3. Run the step and commit it in one transaction: result, moved cursor, records, mail status, claims, and the
   execution's and event's end if it was the last.
4. If something had moved meanwhile nothing was written: read again and decide again.
5. A step that waits hands its execution over to a dispatch of its own (`handover.py`), and the event goes on.
6. A step that fans out sends its branches to the state machine's Map, and the turn after it sees to the rest
   (`fan_out.py`). A branch's turn is as any other, with a cursor of its own, and ends with the branch.
7. An execution that was marked as cancelled ends before its next step, and so do its branches (`cancel.py`).
8. Go on with the next step of the same family or a control action, which has none; one of another family is handed
   back without reading again.
"""

from collections.abc import Callable, Generator
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.engine.branches import Branch, branch_named
from postroom.engine.cancel import cancelled_step
from postroom.engine.commands import Command, Commit, ExecutionState, ReadExecution, ReadVersion, StartDispatch
from postroom.engine.committing import Here, commit_of
from postroom.engine.fan_out import full_dispatch, join, page_turn, successor
from postroom.engine.model import ENDED, MAIN_BRANCH, TURN_HISTORY, Turn
from postroom.engine.outside_effect import SomebodyElse
from postroom.engine.plan_run import Gathered
from postroom.engine.run_step import Branches, Finished, Outcome, TryLater, Waits, run_step
from postroom.engine.scope import Scope, wanted_outputs
from postroom.engine.sequence import DONE, is_control, next_for, step_at
from postroom.errors import Broken
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import WorkflowDefinition

FIRST = 1


def take_turn(
    turn: Turn, clock: Callable[[], datetime], seconds_left: Callable[[], float]
) -> Generator[Command, Any, Turn]:
    """Steps of `turn.next`'s family until another family, a wait, branches or the end comes; answers the next turn."""
    if turn.execution is None or turn.workflow is None or turn.version is None:
        raise Broken(f"a turn of {turn.next} needs an execution, its workflow and version")
    definition: WorkflowDefinition = yield ReadVersion(turn.workflow, turn.version)
    branch, turn = branch_named(definition, turn.branch), turn.using(TURN_HISTORY)
    if turn.history_limit is not None and turn.history > turn.history_limit:
        # The rest of the branch is for another dispatch: who comes after the Map sees that it is not over.
        return _done(turn)
    scope: Scope | None = None
    gathered, gathered_at, lost = Gathered(), -1, 0
    while lost < limits.TURN_CONFLICTS:
        state: ExecutionState = yield _read(definition, branch, whole=scope is None)
        if (elsewhere := (yield from _elsewhere(turn, state, clock()))) is not None:
            return elsewhere
        here = _here(turn, definition, branch, state)
        label = next_for(definition, state.cursor.at)
        time_is_short = scope is not None and seconds_left() < limits.TURN_RESERVE_SECONDS
        if time_is_short or (label != turn.next and not is_control(here.step)):
            return turn.model_copy(update={"next": label})
        scope = scope.updated(state) if scope else Scope.of(state, turn, branch)
        gathered = gathered.restarted() if gathered_at == state.cursor.seq else Gathered()
        gathered_at = state.cursor.seq
        try:
            here, outcome = yield from _outcome(here, scope, clock, gathered)
        except SomebodyElse as busy:
            return turn.waiting(busy.until)
        if isinstance(outcome, Turn):
            return outcome
        turn = here.turn
        commit = commit_of(here, outcome, clock()) if outcome else None
        if commit is None or outcome is None or not (yield commit):
            lost += 1
            continue
        lost = 0
        if (following := (yield from _onward(here, outcome, commit))) is not None:
            return following
        if isinstance(outcome, Finished):
            scope.add_output(here.step.id, outcome.record.given)
    raise Broken(f"somebody else was first {limits.TURN_CONFLICTS} times in a row")


def _here(turn: Turn, definition: WorkflowDefinition, branch: Branch | None, state: ExecutionState) -> Here:
    step = step_at(definition, state.cursor.at)
    if step is None:
        raise Broken(f"execution {turn.execution} stands past its last step and has not ended")
    return Here(turn, definition, branch, state, step)


def _outcome(
    here: Here, scope: Scope, clock: Callable[[], datetime], gathered: Gathered
) -> Generator[Command, Any, tuple[Here, Outcome | Turn | None]]:
    """What comes of the step; a turn if its branches, or another dispatch, go on; None if somebody else was first."""
    if _is_full(here.turn) and not here.turn.joins:
        return here, (yield from _full(here, clock()))
    if here.cursor.fan_out is None:
        if here.state.execution.cancel is not None:
            return here, (yield from cancelled_step(here, gathered, clock()))
        return here, (yield from run_step(here.step, here.state, scope.values, clock, gathered))
    here, joined = yield from join(here, clock())
    if isinstance(joined, Turn) and _is_full(here.turn):
        joined = yield from _full(here, clock())
    return here, joined


def _is_full(turn: Turn) -> bool:
    return turn.branch == MAIN_BRANCH and turn.history > limits.DISPATCH_HISTORY


def _full(here: Here, now: datetime) -> Generator[Command, Any, Turn | None]:
    """The dispatch has used so much history that the execution goes on in a new one."""
    commit, number = full_dispatch(here, now)
    if not (yield commit):
        return None
    yield StartDispatch(number, own=here.turn.own)
    return _done(here.turn)


def _read(definition: WorkflowDefinition, branch: Branch | None, *, whole: bool) -> ReadExecution:
    outputs = wanted_outputs(definition, branch) if whole else ()
    if branch is None:
        return ReadExecution(outputs, whole)
    return ReadExecution(outputs, whole, branch.begin, branch.item)


def _elsewhere(turn: Turn, state: ExecutionState, now: datetime) -> Generator[Command, Any, Turn | None]:
    """The next turn if there is nothing to do here and now: it is over, goes on elsewhere, or is not due yet."""
    main = turn.branch == MAIN_BRANCH
    if state.execution.status in ENDED or state.cursor.closed:
        return after_execution(turn, state.event) if main else _done(turn)
    if state.execution.dispatch and not turn.own:
        # Who handed it over may have died before its dispatch was started.
        if main:
            yield StartDispatch(state.execution.dispatch)
        return after_execution(turn, state.event) if main else _done(turn)
    if (number := successor(turn, state)) is not None:
        # The same: whoever found this dispatch full, or dead, may have died before the next one was started.
        if main:
            yield StartDispatch(number, own=turn.own)
        return _done(turn)
    if state.cursor.due is not None and state.cursor.due > now and state.execution.cancel is None:
        return turn.waiting(state.cursor.due)
    return None


def _onward(here: Here, outcome: Outcome, commit: Commit) -> Generator[Command, Any, Turn | None]:
    """The next turn after what was just written; None if this one goes on."""
    turn, definition = here.turn, here.definition
    if isinstance(outcome, TryLater):
        return turn.waiting(outcome.attempt.due)
    if commit.handover is not None:
        yield StartDispatch(FIRST)
        return after_commit(turn, here.state.event, commit)
    if isinstance(outcome, Waits):
        return turn.waiting(outcome.until)
    if isinstance(outcome, Branches):
        return page_turn(here, commit.cursor)
    if commit.end is not None:
        return after_commit(turn, here.state.event, commit)
    if commit.cursor.closed:
        return _done(turn)
    coming, following = step_at(definition, commit.cursor.at), next_for(definition, commit.cursor.at)
    if following != turn.next and not (coming and is_control(coming)):
        # What is next is known from what was just written: the next turn reads the state, so this one need not.
        return turn.model_copy(update={"next": following})
    return None


def _done(turn: Turn) -> Turn:
    return turn.model_copy(update={"next": DONE})


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
