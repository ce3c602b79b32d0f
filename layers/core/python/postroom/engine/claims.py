"""Claims: the right to one outside effect, kept so that it is not done twice."""

from datetime import datetime, timedelta
from typing import Any, Literal

from postroom import limits
from postroom.ids import ExecutionId
from postroom.models import Model
from postroom.times import UtcTime


class SentInThread(Model):
    """A mail that went out and belongs to a thread: answers to it are known by the id in the claim's result."""

    thread: str
    to: tuple[str, ...]


class Claim(Model):
    """The right to one outside effect: `number` is its place among the step's outside effects.

    Runs of one line share their claims: `run` is the first, which keeps them, `execution` the one that claimed.
    """

    run: ExecutionId | None = None
    execution: ExecutionId | None = None
    step: str
    number: int
    fingerprint: str
    state: Literal["open", "released", "done", "unknown"] = "open"
    claimed_at: UtcTime
    result: dict[str, Any] | None = None
    sent: SentInThread | None = None


def lease_end(claim: Claim) -> datetime:
    """Until when whoever holds an open claim may still be performing its effect."""
    return claim.claimed_at + timedelta(seconds=limits.EFFECT_LEASE_SECONDS)
