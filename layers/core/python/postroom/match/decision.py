"""The decision about an event: which workflows it starts, and why each other one not."""

from typing import Literal

from pydantic import Field

from postroom import limits
from postroom.classify.decision import Classification
from postroom.ids import EventId, WorkflowId
from postroom.models import Model
from postroom.times import UtcTime
from postroom.triggers.base import Clause

Outcome = Literal["matched", "not_matched", "not_reached"]


class WorkflowDecision(Model):
    """One workflow and one event."""

    workflow_id: WorkflowId
    name: str
    version: int
    priority: int
    outcome: Outcome
    stop_on_match: bool = False
    reason: str = Field(default="", description="In words.")
    clauses: tuple[Clause, ...] = Field(default=(), description="Up to and with the first clause that failed.")


class Decision(Model):
    """What is stored for every event that was matched."""

    event: EventId
    at: UtcTime
    classification: Classification
    rules: str = Field(description="Id of the immutable rule index that answered.")
    considered: int = Field(description="How many enabled workflows the index held.")
    matched: tuple[WorkflowDecision, ...] = ()
    not_reached: tuple[WorkflowDecision, ...] = Field(default=(), description="Matched beyond the limit per event.")
    near_misses: tuple[WorkflowDecision, ...] = Field(
        default=(), max_length=limits.NEAR_MISSES, description="Closest first: those with the most clauses passed."
    )
