"""Running an action's plan: its effects one by one, inside ones collected, outside ones claimed before they are done.

1. A read is passed to the edge.
2. An inside effect is collected for the step's transaction; its id follows from its key, so a repeat is the same.
3. An outside effect gets the next number of the step. It is claimed; who claims does it.
4. A claim that stands means somebody was here before: its recorded result is taken; if it is open and young, its
   owner may still be at it, so we wait; if it is open and old, the outcome is unknown and the step's policy decides.
"""

import hashlib
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from postroom import limits
from postroom.actions.base import Action, Context
from postroom.effects import (
    CallConnection,
    ChangeRecord,
    FindRecords,
    OutsideEffect,
    ReadObject,
    ReadRecord,
    SaveRecord,
    SendMail,
    SetMailStatus,
)
from postroom.engine.assumed import assumed_answer
from postroom.engine.commands import Claim, ClaimEffect, Command, MailChange, NewRecord, PerformEffect, SentInThread
from postroom.engine.model import Execution
from postroom.engine.room import EFFECT_ROWS, rows_of, step_room
from postroom.errors import Broken, NotNow, PostroomError, Refused, UnknownOutcome
from postroom.ids import RecordId, derived_id
from postroom.models import Model, refusal
from postroom.plain import to_json
from postroom.records.base import Record
from postroom.records.catalogue import kind_named
from postroom.triggers.event import TriggerEvent


class SomebodyElse(PostroomError):
    """An open claim is younger than the lease: its owner may still be performing the effect until `until`."""

    code = "claimed"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the effect is claimed until {until}")
        self.until = until


@dataclass(slots=True)
class Gathered:
    """What a plan has asked for so far; kept across replays within one turn, so nothing known is asked again."""

    results: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    records: list[NewRecord] = field(default_factory=list)
    mail: MailChange | None = None
    done: list[str] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)

    def restarted(self) -> "Gathered":
        """For a replay: outside results stay, inside effects are collected anew."""
        return Gathered(results=self.results, claims=self.claims, told=self.told)


@dataclass(frozen=True, slots=True)
class PlanRun:
    """Where a plan runs: the key of its outside effects begins with `{execution}/{step}`.

    Records and claims are kept under the first run of the line; `repeats` says that this run is to do outside effects
    of earlier ones again.
    """

    execution: Execution
    step: str
    event: TriggerEvent
    now: datetime
    retry_unknown: bool
    repeats: bool = False

    @property
    def key(self) -> str:
        """What receivers that take a key are told; a repeat that a person asked for has a key of its own."""
        return f"{self.execution.id}/{self.step}"

    @property
    def record_key(self) -> str:
        """What makes the ids of records, in every run of the line the same."""
        return f"{self.execution.kept_under}/{self.step}"


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
                    answer = yield from _outside(effect, outside, run, gathered)
                    outside += 1
            effect = plan.send(answer)
    except StopIteration as end:
        return end.value  # type: ignore[no-any-return]


def _object_key(effect: ReadObject, event: TriggerEvent) -> str:
    if effect.key != "raw":
        raise Broken(f"an event has no object named {effect.key!r}")
    return event.source.object_key


def _save(effect: SaveRecord, run: PlanRun, gathered: Gathered) -> Generator[Command, Any, RecordId]:
    if len(gathered.records) >= limits.STEP_RECORDS:
        raise Refused(f"a step saves at most {limits.STEP_RECORDS} records")
    key = f"{run.record_key}/{len(gathered.records)}"
    kind, first = kind_named(effect.kind), run.execution.first_run
    record_id = RecordId(derived_id(kind.prefix, first.received_at if first else run.event.received_at, key))
    old: Record | None = (yield ReadRecord(effect.kind, record_id)) if first else None
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
    _check_room(rows_of(new), run, gathered)
    gathered.records.append(new)


def _check_room(more: int, run: PlanRun, gathered: Gathered) -> None:
    """Refused here, by name, rather than by the database when the step is over."""
    taken = sum(map(rows_of, gathered.records)) + EFFECT_ROWS * len(gathered.claims)
    room = step_room(run.execution, run.event)
    if taken + more > room:
        raise Refused(
            f"with what they are found by, its records and calls are more than {room} rows, which is what one step of "
            f"this execution can write at once; {len(run.event.later)} executions may come after it"
        )


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


def _outside(
    effect: OutsideEffect, number: int, run: PlanRun, gathered: Gathered
) -> Generator[Command, Any, Mapping[str, Any]]:
    if number in gathered.results:
        gathered.done.append(gathered.told[number])
        return gathered.results[number]
    _check_room(EFFECT_ROWS, run, gathered)
    fingerprint = hashlib.sha256(to_json(_asked_for(effect)).encode()).hexdigest()
    sent = SentInThread(thread=effect.thread, to=effect.to) if isinstance(effect, SendMail) and effect.thread else None
    claim = Claim(
        run=run.execution.kept_under,
        execution=run.execution.id,
        step=run.step,
        number=number,
        fingerprint=fingerprint,
        claimed_at=run.now,
        sent=sent,
    )
    standing: Claim | None = yield ClaimEffect(claim)
    if standing is not None and standing.execution not in (None, run.execution.id):
        if standing.state != "released" and not run.repeats:
            gathered.done.append(f"kept from {standing.execution}: {_told(effect)}")
            return standing.result or assumed_answer(effect)
        yield from _take_over(standing, claim, replace(run, retry_unknown=True), gathered)
    elif standing is not None:
        if standing.fingerprint != fingerprint:
            raise Broken("the step asks for another outside call than at its first attempt, which may have happened")
        if standing.state == "done":
            return standing.result or {}
        yield from _take_over(standing, claim, run, gathered)
    try:
        result: Mapping[str, Any] = yield PerformEffect(effect, f"{run.key}/{number}")
    except NotNow:
        gathered.claims[number] = claim.model_copy(update={"state": "released"})
        raise
    except UnknownOutcome:
        gathered.claims[number] = claim.model_copy(update={"state": "unknown"})
        raise
    except (Refused, Broken):
        gathered.claims[number] = claim.model_copy(update={"state": "released"})
        raise
    gathered.results[number] = result
    gathered.claims[number] = claim.model_copy(update={"state": "done", "result": dict(result)})
    gathered.told[number] = _told(effect)
    gathered.done.append(gathered.told[number])
    return result


def _asked_for(effect: OutsideEffect) -> list[Any]:
    match effect:
        case CallConnection(connection, request):
            return [connection, request]
        case SendMail():
            return ["mail", effect._asdict()]


def _told(effect: OutsideEffect) -> str:
    match effect:
        case CallConnection(connection):
            return f"called {connection}"
        case SendMail(to=to):
            return f"sent mail to {', '.join(to)}"


def lease_end(claim: Claim) -> datetime:
    """Until when whoever holds an open claim may still be performing its effect."""
    return claim.claimed_at + timedelta(seconds=limits.EFFECT_LEASE_SECONDS)


def _take_over(standing: Claim, claim: Claim, run: PlanRun, gathered: Gathered) -> Generator[Command, Any, None]:
    """Go on where another attempt stopped: wait for it, take its place, or give up on its unknown outcome."""
    lease_ends = lease_end(standing)
    if standing.state == "open" and run.now < lease_ends:
        raise SomebodyElse(lease_ends)
    if standing.state != "released" and not run.retry_unknown:
        gathered.claims[claim.number] = standing.model_copy(update={"state": "unknown"})
        raise UnknownOutcome(
            "an earlier attempt went out and was not recorded; it may have happened, so it is not repeated"
        )
    if (yield ClaimEffect(claim, instead_of=standing)) is not None:
        raise SomebodyElse(lease_ends)
