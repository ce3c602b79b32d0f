"""One outside effect: claimed before it is done, and done by who claims.

A claim that stands means somebody was here before: its recorded result is taken; if it is open and young, its owner
may still be at it, so we wait; if it is open and old, the outcome is unknown and the step's policy decides. What an
earlier run claimed for another action under the same id is another effect.
"""

import hashlib
from collections.abc import Generator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from postroom.effects import CallConnection, OutsideEffect, SendMail
from postroom.engine.assumed import assumed_answer
from postroom.engine.claims import Claim, SentInThread, is_kept, lease_end
from postroom.engine.commands import ClaimEffect, Command, PerformEffect
from postroom.engine.plan_run import Gathered, PlanRun
from postroom.engine.room import EFFECT_ROWS, check_room
from postroom.errors import Broken, NotNow, PostroomError, Refused, UnknownOutcome
from postroom.plain import to_json


class SomebodyElse(PostroomError):
    """An open claim is younger than the lease: its owner may still be performing the effect until `until`."""

    code = "claimed"

    def __init__(self, until: datetime) -> None:
        super().__init__(f"the effect is claimed until {until}")
        self.until = until


def outside_effect(
    effect: OutsideEffect, number: int, run: PlanRun, gathered: Gathered
) -> Generator[Command, Any, Mapping[str, Any]]:
    """The answer to the step's outside effect of this number; raises what the edge raises, and SomebodyElse."""
    if number in gathered.results:
        gathered.done.append(gathered.told[number])
        return gathered.results[number]
    check_room(EFFECT_ROWS, run, gathered)
    claim = _claim(effect, number, run)
    standing: Claim | None = yield ClaimEffect(claim)
    if standing is not None:
        claim = claim.model_copy(update={"before": standing.beside(run.action)})
    if standing is not None and standing.execution not in (None, run.execution.id):
        own = standing.of(run.action)
        if own is not None and is_kept(own, run.outside):
            gathered.done.append(f"kept from {own.execution}: {_told(effect)}")
            return own.result or assumed_answer(effect)
        yield from _take_over(standing, claim, replace(run, retry_unknown=True), gathered)
    elif standing is not None:
        if standing.fingerprint != claim.fingerprint:
            raise Broken("the step asks for another outside call than at its first attempt, which may have happened")
        if standing.state == "done":
            return standing.result or {}
        yield from _take_over(standing, claim, run, gathered)
    result = yield from _performed(effect, claim, run, gathered)
    gathered.told[number] = _told(effect)
    gathered.done.append(gathered.told[number])
    return result


def _claim(effect: OutsideEffect, number: int, run: PlanRun) -> Claim:
    sent = SentInThread(thread=effect.thread, to=effect.to) if isinstance(effect, SendMail) and effect.thread else None
    return Claim(
        run=run.execution.kept_under,
        execution=run.execution.id,
        step=run.kept_as,
        action=run.action,
        number=number,
        fingerprint=hashlib.sha256(to_json(_asked_for(effect)).encode()).hexdigest(),
        claimed_at=run.now,
        sent=sent,
    )


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


def _performed(
    effect: OutsideEffect, claim: Claim, run: PlanRun, gathered: Gathered
) -> Generator[Command, Any, Mapping[str, Any]]:
    """Do it, and record in the claim what became of it."""
    try:
        result: Mapping[str, Any] = yield PerformEffect(effect, f"{run.key}/{claim.number}")
    except UnknownOutcome:
        gathered.claims[claim.number] = claim.model_copy(update={"state": "unknown"})
        raise
    except (NotNow, Refused, Broken):
        gathered.claims[claim.number] = claim.model_copy(update={"state": "released"})
        raise
    gathered.results[claim.number] = result
    gathered.claims[claim.number] = claim.model_copy(update={"state": "done", "result": dict(result)})
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
