"""What a commit changes beside its own execution: the mail's status, the event's order, and executions that follow."""

from dataclasses import dataclass, field
from typing import Any

from postroom.engine.changes import Continues, ExecutionEnd, HandOver
from postroom.engine.commands import Commit
from postroom.engine.model import Turn
from postroom.ids import EventId, ExecutionId
from postroom.times import iso
from postroom_adapters import keys
from postroom_adapters.table_writes import Condition, update


@dataclass(slots=True)
class _Change:
    sets: dict[str, Any] = field(default_factory=dict)
    conditions: list[Condition] = field(default_factory=list)
    removes: tuple[str, ...] = ()
    adds: dict[str, int] = field(default_factory=dict)


def event_writes(table: str, turn: Turn, commit: Commit) -> list[dict[str, Any]]:
    """The writes; of a mail's own event one row is changed, of a manual one two."""
    moves = commit.end if commit.end is not None and commit.end.moves_event else commit.handover
    changes: dict[EventId, _Change] = {}
    if commit.mail is not None:
        mail = changes.setdefault(commit.mail.email, _Change())
        mail.sets |= {
            "mail.status": commit.mail.status,
            "mail.status_reason": commit.mail.reason,
            "status_key": keys.mails_of_status(turn.tenant, commit.mail.status),
        }
        mail.conditions.append(("mail.status", "=", commit.mail.seen))
    if moves is not None:
        _move(changes.setdefault(turn.event, _Change()), moves)
    if commit.end is not None and commit.end.leaves_out:
        _leave_out(changes.setdefault(turn.event, _Change()), commit.end, commit.end.leaves_out)
    if commit.continues is not None and not commit.continues.own:
        _go_on(changes.setdefault(turn.event, _Change()), commit.continues)
    events = [
        update(
            table,
            keys.event(turn.tenant, event),
            *change.conditions,
            sets=change.sets,
            removes=change.removes,
            adds=change.adds,
        )
        for event, change in changes.items()
    ]
    return [{"Update": one} for one in (*events, *(_others(table, turn, moves) if moves else ()))]


def _move(event: _Change, moves: ExecutionEnd | HandOver) -> None:
    event.sets["current"] = moves.event_current
    event.conditions.append(("current", "=", moves.event_seen_current))
    if moves.event_done:
        event.sets |= {"state": "done", "done_at": iso(moves.at)}
        event.removes = ("open_shard", "open_since")


def _leave_out(event: _Change, end: ExecutionEnd, left_out: tuple[ExecutionId, ...]) -> None:
    event.sets["left_out"] = list(left_out)
    event.conditions.append(("left_out", "=", list(left_out[:-1])))
    event.conditions.append(("current", "=", end.event_seen_current))


def _go_on(event: _Change, continues: Continues) -> None:
    event.sets |= {"dispatch": continues.number, "open_since": iso(continues.at)}
    event.conditions.append(before(continues))
    event.adds["continued"] = 1


def _others(table: str, turn: Turn, moves: ExecutionEnd | HandOver) -> list[dict[str, Any]]:
    """Executions that begin or are skipped, if they have not been cancelled meanwhile."""

    def head(execution: ExecutionId, **sets: Any) -> dict[str, Any]:
        return update(table, keys.execution(turn.tenant, execution), ("status", "=", "pending"), sets=sets)

    started = [head(moves.starts, status="running", started_at=iso(moves.at))] if moves.starts else []
    if isinstance(moves, HandOver):
        return started
    skipped = [head(one, status="skipped", reason=moves.skip_reason, ended_at=iso(moves.at)) for one in moves.skips]
    return started + skipped


def before(continues: Continues) -> Condition:
    """That the dispatch which is followed is still the newest."""
    return ("dispatch", "=", continues.number - 1)


def going_on(table: str, turn: Turn, continues: Continues | None) -> list[dict[str, Any]]:
    """The write that lets the event go on in its next dispatch, if it is the event's that is followed."""
    if continues is None or continues.own:
        return []
    change = _Change()
    _go_on(change, continues)
    key = keys.event(turn.tenant, turn.event)
    return [{"Update": update(table, key, *change.conditions, sets=change.sets, adds=change.adds)}]
