"""What the outcome of a step changes, as one commit."""

from dataclasses import dataclass
from datetime import datetime

from postroom.engine.branches import Branch, waits_inside
from postroom.engine.changes import Continues
from postroom.engine.claims import Claim
from postroom.engine.commands import Commit, ExecutionState
from postroom.engine.handover import hand_over
from postroom.engine.model import Cursor, FanOut, Turn
from postroom.engine.run_step import Branches, Cancelled, Finished, Outcome, TryLater, Waits
from postroom.engine.sequence import execution_end, goes_to, moved, step_at, stopped_by
from postroom.engine.statistics import counts_of
from postroom.workflows.model import Step, WorkflowDefinition


@dataclass(frozen=True, slots=True)
class Here:
    """Where a turn stands: in which workflow and branch, before which step, and what was read."""

    turn: Turn
    definition: WorkflowDefinition
    branch: Branch | None
    state: ExecutionState
    step: Step

    @property
    def cursor(self) -> Cursor:
        """The cursor that was read."""
        return self.state.cursor


def commit_of(here: Here, outcome: Outcome, now: datetime) -> Commit:
    """Everything that the outcome changes; a branch also notes the history it has used."""
    commit = _changes(here, outcome, now)
    if here.branch is None:
        return commit
    return commit._replace(cursor=commit.cursor.model_copy(update={"history": here.turn.history}))


def _changes(here: Here, outcome: Outcome, now: datetime) -> Commit:
    cursor, gathered = here.cursor, outcome.gathered
    claims = tuple(gathered.claims[number] for number in sorted(gathered.claims))
    match outcome:
        case TryLater(attempt):
            changes = {"attempts": (*cursor.attempts, attempt), "due": attempt.due}
            return Commit(seen=cursor.seq, cursor=_next(cursor, **changes), claims=claims, unless_cancelled=True)
        case Waits(since, until):
            handover = None if here.branch else hand_over(here.turn, here.state.event, now)
            later = _next(cursor, waiting=since, due=until)
            return Commit(seen=cursor.seq, cursor=later, status="waiting", handover=handover, unless_cancelled=True)
        case Branches():
            return _begins(here, outcome, now)
        case Cancelled():
            return cancelled_commit(here, outcome, now)
        case Finished():
            return _records(here, outcome, claims, now)


def _begins(here: Here, outcome: Branches, now: datetime) -> Commit:
    """The branches begin; where one of them may wait, the event does not wait for it."""
    waits = waits_inside(here.cursor.at, here.definition)
    return Commit(
        seen=here.cursor.seq,
        cursor=_next(begun(here.cursor, here.step, outcome)),
        handover=hand_over(here.turn, here.state.event, now) if waits else None,
        items=outcome.items if here.step.action == "for_each" else (),
        items_of=here.step.id,
        unless_cancelled=True,
    )


def begun(cursor: Cursor, step: Step, outcome: Branches) -> Cursor:
    """The cursor that says that branches of `step` run."""
    fan_out = FanOut(step=step.id, total=len(outcome.items), params=outcome.params, started_at=outcome.since)
    changes = {"fan_out": fan_out, "attempts": (), "due": None, "crashes": 0, "last_crash": None}
    return cursor.model_copy(update=changes)


def _records(here: Here, outcome: Finished, claims: tuple[Claim, ...], now: datetime) -> Commit:
    record, gathered, state = outcome.record, outcome.gathered, here.state
    after = moved(here.cursor, record.status, goes_to(here.definition, here.cursor.at, record))
    stopped = stopped_by(here.step, record)
    ends = stopped is not None or step_at(here.definition, after.at) is None
    if here.branch is not None:
        over = stopped is not None or not here.branch.holds(after.at)
        after, ends = after.model_copy(update={"closed": over, "failure": stopped}), False
    end = execution_end(state.event, after, stopped, now, own=here.turn.own) if ends else None
    return Commit(
        seen=here.cursor.seq,
        cursor=after,
        step=record,
        claims=claims,
        records=tuple(gathered.records),
        mail=gathered.mail,
        end=end,
        outcome_unknown=record.outcome_unknown,
        status="running" if state.execution.status == "waiting" and not ends else None,
        unless_cancelled=ends,
        counts=counts_of(state.execution, state.event, end) if end else (),
    )


def cancelled_commit(here: Here, outcome: Cancelled, now: datetime, continues: Continues | None = None) -> Commit:
    """The end of an execution that was cancelled, or of a branch of it; `continues` is how its event goes on."""
    cursor, record, claims = here.cursor, outcome.record, outcome.gathered.claims
    over = _next(cursor, due=None, waiting=None, closed=here.branch is not None)
    end = execution_end(here.state.event, cursor, None, now, own=here.turn.own, cancel=outcome.cancel)
    return Commit(
        seen=cursor.seq,
        cursor=over,
        step=record,
        claims=tuple(claims[number] for number in sorted(claims)),
        end=end if here.branch is None else None,
        counts=counts_of(here.state.execution, here.state.event, end) if here.branch is None else (),
        outcome_unknown=record is not None and record.outcome_unknown,
        continues=continues,
        cancel=outcome.cancel if here.branch is None else None,
    )


def _next(cursor: Cursor, **changes: object) -> Cursor:
    return cursor.model_copy(update={"seq": cursor.seq + 1, **changes})
