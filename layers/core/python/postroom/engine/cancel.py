"""Cancelling an execution: the rest of its event goes on.

1. One that has not begun ends at once, and its event leaves it out.
2. One that waits, or waits to try a step again, ends at once: its cursor moves, so whoever wakes finds it ended. The
   dispatch that waited is stopped; where that was its event's, the event goes on in its next one.
3. One that runs is marked. The step at hand is finished and recorded, for what it did outside has happened; the mark
   is read before the next step, and no end, wait or fan-out is committed over it.
4. Of one whose branches run, another dispatch takes the place of the Map, which may wait for days: it sends out the
   branches that are not over, each of them reads the mark and ends, and then the execution does.
"""

from collections.abc import Callable, Generator, Mapping
from datetime import datetime, timedelta
from typing import Any

from postroom import limits
from postroom.actions.catalogue import ACTIONS, action_named
from postroom.engine.branches import item_number, step_name
from postroom.engine.changes import Continues, ExecutionEnd
from postroom.engine.claims import Claim, lease_end
from postroom.engine.commands import (
    Command,
    Commit,
    ExecutionState,
    MarkCancelled,
    ReadClaims,
    ReadExecution,
    ReadVersion,
    StartDispatch,
    StopDispatch,
)
from postroom.engine.committing import Here, cancelled_commit
from postroom.engine.kept_names import kept_name
from postroom.engine.model import ENDED, MAIN_BRANCH, Cancellation, Execution, StepRecord, Turn
from postroom.engine.outside_effect import SomebodyElse
from postroom.engine.plan_run import Gathered
from postroom.engine.run_step import Cancelled
from postroom.engine.sequence import step_at
from postroom.engine.statistics import counts_of
from postroom.errors import Broken, Conflict
from postroom.workflows.model import Step


def cancel_execution(turn: Turn, cancel: Cancellation, clock: Callable[[], datetime]) -> Generator[Command, Any, None]:
    """End the turn's execution, or mark it. Raises Conflict if it has ended; who asks twice is told the same."""
    for _ in range(limits.TURN_CONFLICTS):
        state: ExecutionState = yield ReadExecution((), whole=False)
        if state.execution.status in ENDED:
            raise Conflict(f"the execution has ended as {state.execution.status}; only one that has not is cancelled")
        if state.execution.cancel is not None:
            return
        if state.execution.status == "pending":
            done = yield _before_it_began(state, cancel)
        elif _is_idle(state, clock()):
            done = yield from _while_it_waits(turn, state, cancel)
        else:
            done = yield from _while_it_runs(state, cancel)
        if done:
            return
    raise Conflict("the execution is moving on at this moment; try again")


def cancelled_step(here: Here, gathered: Gathered, now: datetime) -> Generator[Command, Any, Cancelled]:
    """How the step of a marked execution ends. Raises SomebodyElse while somebody may still be at it.

    `gathered` is what this turn did for the step and could not record.
    """
    cancel = here.state.execution.cancel
    if cancel is None:
        raise Broken("only an execution that is marked ends as cancelled")
    name = step_name(here.cursor.branch, here.step.id)
    standing = {**(yield from _claims_of(here.state.execution, here.step, here.cursor.branch)), **gathered.claims}
    held = [lease_end(claim) for claim in standing.values() if claim.state == "open"]
    if any(end > now for end in held):
        raise SomebodyElse(max(held))
    return Cancelled(_record(here, name, standing, gathered, now), gathered, cancel)


def _before_it_began(state: ExecutionState, cancel: Cancellation) -> Commit:
    event, cursor = state.event, state.cursor
    end = ExecutionEnd(
        status="cancelled",
        reason=cancel.told,
        at=cancel.at,
        event_seen_current=event.current,
        event_current=event.current,
        event_done=False,
        moves_event=False,
        leaves_out=(*event.left_out, state.execution.id),
    )
    over = cursor.model_copy(update={"seq": cursor.seq + 1})
    return Commit(cursor.seq, over, end=end, cancel=cancel, counts=counts_of(state.execution, event, end))


def _is_idle(state: ExecutionState, now: datetime) -> bool:
    """Whether nobody is at it: it is not due for longer than clocks may differ."""
    margin = timedelta(seconds=limits.CANCEL_MARGIN_SECONDS)
    return state.cursor.due is not None and state.cursor.due > now + margin


def _while_it_waits(turn: Turn, state: ExecutionState, cancel: Cancellation) -> Generator[Command, Any, bool]:
    execution, event, own = state.execution, state.event, state.execution.dispatch > 0
    definition = yield ReadVersion(execution.workflow_id, execution.version)
    step = step_at(definition, state.cursor.at)
    if step is None:
        raise Broken(f"execution {execution.id} waits past its last step")
    stops = execution.dispatch_name if own else event.dispatch_name
    here = Here(turn.model_copy(update={"dispatch": stops}), definition, None, state, step)
    claims = yield from _claims_of(execution, step, MAIN_BRANCH)
    outcome = Cancelled(_record(here, step.id, claims, Gathered(), cancel.at), Gathered(), cancel)
    goes_on = Continues(event.dispatch + 1, own=False, at=cancel.at) if event.later and not own else None
    if not (yield cancelled_commit(here, outcome, cancel.at, goes_on)):
        return False
    yield StopDispatch(stops)
    if goes_on is not None:
        yield StartDispatch(goes_on.number, own=False)
    return True


def _while_it_runs(state: ExecutionState, cancel: Cancellation) -> Generator[Command, Any, bool]:
    own = state.execution.dispatch > 0
    head = state.execution if own else state.event
    goes_on = Continues(head.dispatch + 1, own=own, at=cancel.at) if state.cursor.fan_out is not None else None
    if not (yield MarkCancelled(state.cursor.seq, cancel, goes_on)):
        return False
    if goes_on is not None:
        yield StopDispatch(head.dispatch_name)
        yield StartDispatch(goes_on.number, own=own)
    return True


def _claims_of(execution: Execution, step: Step, branch: str) -> Generator[Command, Any, Mapping[int, Claim]]:
    """What is on record of the step's outside effects in this run, by their numbers."""
    if step.action not in ACTIONS or action_named(step.action).effects == "pure":
        return {}
    claims: tuple[Claim, ...] = yield ReadClaims(kept_name(execution, branch, step.id), execution.kept_under)
    return {claim.number: claim for claim in claims if claim.execution in (None, execution.id)}


def _record(
    here: Here, name: str, standing: Mapping[int, Claim], gathered: Gathered, now: datetime
) -> StepRecord | None:
    """The step's record, if it had begun."""
    cursor = here.cursor
    unknown = any(claim.state in ("open", "unknown") for claim in standing.values())
    begun = [one.at for one in cursor.attempts[-1:]] + [claim.claimed_at for claim in standing.values()]
    started = cursor.waiting or (cursor.fan_out.started_at if cursor.fan_out else min(begun, default=None))
    if started is None:
        return None
    return StepRecord(
        id=name,
        at=cursor.at,
        item=item_number(cursor.branch),
        action=here.step.action,
        status="cancelled",
        params=cursor.fan_out.params if cursor.fan_out else None,
        attempts=cursor.attempts,
        effects=tuple(gathered.told[number] for number in sorted(gathered.told)),
        outcome_unknown=unknown,
        started_at=started,
        ended_at=now,
    )
