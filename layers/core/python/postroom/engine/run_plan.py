"""Running an action's plan: its effects one by one, inside ones collected, outside ones claimed before they are done.

1. A read is passed to the edge.
2. An inside effect is collected for the step's transaction; its id follows from its key, so a repeat is the same.
3. An outside effect gets the next number of the step, and is claimed before it is done (outside_effect.py).
"""

from collections.abc import Generator
from typing import Any

from pydantic import ValidationError

from postroom import limits
from postroom.actions.base import Action, Context
from postroom.effects import (
    CallConnection,
    ChangeRecord,
    FindRecords,
    ReadObject,
    ReadRecord,
    SaveRecord,
    SendMail,
    SetMailStatus,
)
from postroom.engine.changes import MailChange, NewRecord
from postroom.engine.commands import Command
from postroom.engine.outside_effect import outside_effect
from postroom.engine.plan_run import Gathered, PlanRun
from postroom.engine.room import check_room, rows_of
from postroom.errors import Broken, Refused
from postroom.ids import RecordId, derived_id
from postroom.models import Model, refusal
from postroom.records.base import Kind, Record
from postroom.records.catalogue import kind_named
from postroom.triggers.event import TriggerEvent


def run_plan(
    action: Action, given: Model, context: Context, run: PlanRun, gathered: Gathered
) -> Generator[Command, Any, Model]:
    """The plan's output; raises what the plan and the edge raise, and SomebodyElse."""
    plan = action.plan(given, context)
    outside = 0
    try:
        effect = next(plan)
        while True:
            match effect:
                case FindRecords() | ReadRecord():
                    answer = yield effect
                case ReadObject():
                    answer = yield ReadObject(_object_key(effect, run.event))
                case SaveRecord():
                    answer = yield from _save(effect, run, gathered)
                case ChangeRecord():
                    answer = _change(effect, run, gathered)
                case SetMailStatus():
                    answer = _set_status(effect, run, gathered)
                case CallConnection() | SendMail():
                    answer = yield from outside_effect(effect, outside, run, gathered)
                    outside += 1
            effect = plan.send(answer)
    except StopIteration as end:
        yield from _no_longer_made(run, gathered)
        return end.value  # type: ignore[no-any-return]


def _object_key(effect: ReadObject, event: TriggerEvent) -> str:
    if effect.key != "raw":
        raise Broken(f"an event has no object named {effect.key!r}")
    return event.source.object_key


def _save(effect: SaveRecord, run: PlanRun, gathered: Gathered) -> Generator[Command, Any, RecordId]:
    if len(gathered.records) >= limits.STEP_RECORDS:
        raise Refused(f"a step saves at most {limits.STEP_RECORDS} records")
    kind, key = kind_named(effect.kind), _record_key(run, len(gathered.records))
    record_id = _record_id(kind, run, key)
    old: Record | None = (yield ReadRecord(effect.kind, record_id)) if run.execution.first_run else None
    made = {"id": record_id, "created_at": run.now, "updated_at": run.now, "made_by": key}
    if old is not None:
        # What the step does not say stays as people have made it.
        made = {**dict(old), "updated_at": run.now, "revision": old.revision + 1}
    try:
        record = kind.model.model_validate({**made, **effect.fields} if old else {**effect.fields, **made})
    except ValidationError as error:
        raise refusal(error, effect.kind) from error
    _collect(NewRecord(effect.kind, record, old), run, gathered)
    gathered.done.append(f"{'changed' if old else 'saved'} {effect.kind} {record_id}")
    return record_id


def _no_longer_made(run: PlanRun, gathered: Gathered) -> Generator[Command, Any, None]:
    """Name what earlier runs of the line saved behind all that this one saves: it stays, which a person should know."""
    made = [new for new in gathered.records if (new.record.made_by or "").startswith(f"{run.record_key}/")]
    if run.execution.first_run is None or not made:
        return
    kind = kind_named(made[-1].kind)
    for number in range(len(gathered.records), limits.STEP_RECORDS):
        key = _record_key(run, number)
        left: Record | None = yield ReadRecord(made[-1].kind, _record_id(kind, run, key))
        if left is None:
            return
        gathered.done.append(f"left {made[-1].kind} {left.id}, which is no longer made")


def _record_key(run: PlanRun, number: int) -> str:
    return f"{run.record_key}/{number}"


def _record_id(kind: Kind, run: PlanRun, key: str) -> RecordId:
    first = run.execution.first_run
    return RecordId(derived_id(kind.prefix, first.received_at if first else run.event.received_at, key))


def _change(effect: ChangeRecord, run: PlanRun, gathered: Gathered) -> Record:
    if len(gathered.records) >= limits.STEP_RECORDS:
        raise Refused(f"a step saves at most {limits.STEP_RECORDS} records")
    old = effect.record
    moved = {"updated_at": run.now, "revision": old.revision + 1}
    try:
        new = type(old).model_validate({**dict(old), **effect.changes, **moved})
    except ValidationError as error:
        raise refusal(error, effect.kind) from error
    _collect(NewRecord(effect.kind, new, old), run, gathered)
    gathered.done.append(f"changed {effect.kind} {new.id}")
    return new


def _collect(new: NewRecord, run: PlanRun, gathered: Gathered) -> None:
    check_room(rows_of(new), run, gathered)
    gathered.records.append(new)


def _set_status(effect: SetMailStatus, run: PlanRun, gathered: Gathered) -> str:
    seen = run.event.mail.status
    current = gathered.mail.status if gathered.mail else seen
    if current == "flagged" and (effect.status == "processed" or not effect.reason):
        # Flagged again without saying why, it keeps the reason it has.
        gathered.done.append("mail stays flagged")
        return current
    gathered.mail = MailChange(run.event.email_id, seen, effect.status, effect.reason or None)
    gathered.done.append(f"mail set {effect.status}")
    return effect.status
