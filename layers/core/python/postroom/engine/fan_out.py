"""A fan-out from beginning to end, as the execution's own line sees it.

1. Its step begins it: the items are stored, the cursor stays at the step and says that branches run.
2. A page of at most 100 branches goes out to the state machine's Map; each branch has a cursor of its own.
3. The turn after the Map reads the page's cursors. Branches that are not over go out again; a page that is over is
   counted into the cursor; after the last page the step is recorded and the execution goes on.

Only this line moves the execution's cursor, so whoever is first closes a page, and the step, once.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.engine.branches import page_of
from postroom.engine.cancel import cancelled_step
from postroom.engine.changes import Continues
from postroom.engine.commands import Command, Commit, ExecutionState, ReadBranches, ReadResults
from postroom.engine.committing import Here
from postroom.engine.model import (
    BRANCH_HISTORY,
    TURN_HISTORY,
    BranchStart,
    Cursor,
    Execution,
    FanOut,
    StepError,
    StepRecord,
    StepStatus,
    Turn,
)
from postroom.engine.plan_run import Gathered
from postroom.engine.run_step import Cancelled, Finished
from postroom.engine.sequence import next_for
from postroom.errors import Broken
from postroom.plain import to_json
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import Step

RESULTS_TOO_LONG = "the outputs of its branches are longer than {most:,} bytes together; each step keeps its own"


def page_turn(here: Here, cursor: Cursor, known: Mapping[str, Cursor] | None = None) -> Turn:
    """The turn that sends out the branches of the page at `cursor`, but for those known to be over."""
    turn, starts = here.turn, list[BranchStart]()
    for branch in page_of(here.step, cursor.at, _under_way(cursor)):
        own = (known or {}).get(branch.name)
        if own is None or not own.closed:
            place = own.at if own else branch.begin
            starts.append(BranchStart(branch=branch.name, next=next_for(here.definition, place)))
    left = (limits.DISPATCH_HISTORY_MOST - turn.history) // len(starts) - BRANCH_HISTORY
    return turn.model_copy(
        update={
            "next": "fan_out",
            "branches": tuple(starts),
            "history_limit": max(left, 2 * TURN_HISTORY),
            "after": turn.model_copy(update={"joins": True}),
        }
    )


def join(here: Here, now: datetime) -> Generator[Command, Any, tuple[Here, Turn | Finished | Cancelled | None]]:
    """What comes after the branches of a page; `here` then knows the history they have used.

    A turn that sends branches out: those of the page that are not over, or the next page's, when this page was
    counted. None if somebody else had counted it. The end of the step after the last page.
    """
    cursor, fan_out = here.cursor, _under_way(here.cursor)
    branches = page_of(here.step, cursor.at, fan_out)
    own: tuple[Cursor, ...] = yield ReadBranches({branch.name: branch.begin for branch in branches})
    if here.turn.joins:
        used = here.turn.using(sum(BRANCH_HISTORY + one.history for one in own))
        here = replace(here, turn=used.model_copy(update={"joins": False}))
    if not all(one.closed for one in own):
        return here, page_turn(here, cursor, {one.branch: one for one in own})
    over = counted(cursor, own)
    here = replace(here, state=here.state._replace(cursor=over))
    if here.state.execution.cancel is not None:
        return here, (yield from cancelled_step(here, Gathered(), now))
    if _under_way(over).closed < fan_out.total:
        over = over.model_copy(update={"seq": cursor.seq + 1})
        here = replace(here, state=here.state._replace(cursor=over))
        was_first = yield Commit(seen=cursor.seq, cursor=over)
        return here, page_turn(here, over) if was_first else None
    results = yield ReadResults(here.step.id, fan_out.total, limits.FAN_OUT_OUTPUT_BYTES)
    return here, Finished(closing_record(here.step, over, results, now), Gathered())


def closing_record(
    step: Step, cursor: Cursor, results: Sequence[Mapping[str, Any]] | None, now: datetime
) -> StepRecord:
    """The record of a fan-out whose branches are over; it failed if one of them was ended by a failed step."""
    fan_out = _under_way(cursor)
    error: StepError | None = None
    status: StepStatus = "completed"
    if fan_out.failed:
        said = f"{fan_out.failed} of {fan_out.total} branches failed; the first: {fan_out.failure}"
        error = StepError(code="branch_failed", message=said)
    elif results is None:
        error = StepError(code="refused", message=RESULTS_TOO_LONG.format(most=limits.FAN_OUT_OUTPUT_BYTES))
    if error is not None:
        status = "failed"
    return StepRecord(
        id=step.id,
        at=cursor.at,
        action=step.action,
        status=status,
        params=fan_out.params,
        results=None if results is None else [dict(one) for one in results],
        error=error,
        started_at=fan_out.started_at,
        ended_at=now,
    )


def full_dispatch(here: Here, now: datetime) -> tuple[Commit, int]:
    """What a dispatch that has used up its history leaves behind, and the number that goes on from there."""
    number = _head(here.turn, here.state).dispatch + 1
    cursor = here.cursor.model_copy(update={"seq": here.cursor.seq + 1})
    return Commit(here.cursor.seq, cursor, continues=Continues(number, own=here.turn.own, at=now)), number


def successor(turn: Turn, state: ExecutionState) -> int | None:
    """The number of the dispatch that has taken this one's place, if one has."""
    newest = _head(turn, state).dispatch
    return newest if turn.number is not None and newest > turn.number else None


def _head(turn: Turn, state: ExecutionState) -> Execution | TriggerEvent:
    return state.execution if turn.own else state.event


def _under_way(cursor: Cursor) -> FanOut:
    if cursor.fan_out is None:
        raise Broken("no branches run")
    return cursor.fan_out


def counted(cursor: Cursor, own: Sequence[Cursor]) -> Cursor:
    """The cursor with what these branches did counted in; they are over."""
    fan_out = _under_way(cursor)
    failures = [one.failure for one in own if one.failure is not None]
    return cursor.model_copy(
        update={
            "completed": cursor.completed + sum(one.completed for one in own),
            "failed": cursor.failed + sum(one.failed for one in own),
            "skipped": cursor.skipped + sum(one.skipped for one in own),
            "fan_out": fan_out.model_copy(
                update={
                    "closed": fan_out.closed + len(own),
                    "failed": fan_out.failed + len(failures),
                    "failure": fan_out.failure or (failures[0] if failures else None),
                }
            ),
        }
    )


def within_limit(results: Sequence[Mapping[str, Any]], most: int | None = None) -> Sequence[Mapping[str, Any]] | None:
    """The results, or None if they are too long together."""
    most = limits.FAN_OUT_OUTPUT_BYTES if most is None else most
    return results if len(to_json(results).encode()) <= most else None
