"""Claims: the right to one outside effect, kept so that it is not done twice."""

from datetime import datetime, timedelta
from typing import Any, Literal

from postroom import limits
from postroom.ids import ExecutionId
from postroom.models import Model
from postroom.times import UtcTime

Outside = Literal["keep", "repeat_unknown", "repeat"]
"""What a rerun does about what a step did outside: nothing again, only what is not known to be done, or all of it."""


class SentInThread(Model):
    """A mail that went out and belongs to a thread: answers to it are known by the id in the claim's result."""

    thread: str
    to: tuple[str, ...]


class Claim(Model):
    """The right to one outside effect: `number` is its place among the step's outside effects.

    Runs of one line share their claims: `run` is the first, which keeps them, `execution` the one that claimed. A later
    version may have another action under the step's id: its claim holds what it took the place of, in `before`, for a
    version after that may have the first action again. Claims that do not say their action are of the step's.
    """

    run: ExecutionId | None = None
    execution: ExecutionId | None = None
    step: str
    action: str | None = None
    number: int
    fingerprint: str
    state: Literal["open", "released", "done", "unknown"] = "open"
    claimed_at: UtcTime
    result: dict[str, Any] | None = None
    sent: SentInThread | None = None
    before: "Claim | None" = None

    def of(self, action: str) -> "Claim | None":
        """What stands here of this action's."""
        if self.action in (None, action):
            return self
        return self.before.of(action) if self.before else None

    def beside(self, action: str) -> "Claim | None":
        """What stands here of other actions'."""
        rest = self.before.beside(action) if self.before else None
        return rest if self.action in (None, action) else self.model_copy(update={"before": rest})


def is_kept(claim: Claim, outside: Outside) -> bool:
    """Whether a rerun takes what an earlier run claimed as it is. What surely was not done is simply done."""
    if claim.state == "released":
        return False
    return outside == "keep" or (outside == "repeat_unknown" and claim.state == "done")


def lease_end(claim: Claim) -> datetime:
    """Until when whoever holds an open claim may still be performing its effect."""
    return claim.claimed_at + timedelta(seconds=limits.EFFECT_LEASE_SECONDS)
