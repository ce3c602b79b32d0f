"""The decision about an event: which workflows it starts, and why each other one not."""

from typing import Literal

from pydantic import Field

from postroom import limits
from postroom.classify.decision import Classification
from postroom.ids import EventId, WorkflowId
from postroom.models import Model
from postroom.times import UtcTime
from postroom.triggers.base import Clause

Outcome = Literal["matched", "not_matched", "not_reached", "paused"]


class WorkflowDecision(Model):
    """One workflow and one event."""

    workflow_id: WorkflowId = Field(description="The workflow.")
    name: str = Field(description="Its name at that time.")
    version: int = Field(description="Its version at that time.")
    priority: int = Field(description="Its priority; lower runs first.")
    outcome: Outcome = Field(description="How it came out.")
    stop_on_match: bool = Field(default=False, description="Whether its success keeps later matches from running.")
    reason: str = Field(default="", description="In words.")
    clauses: tuple[Clause, ...] = Field(
        default=(), description="Of the trigger that matched or came closest, up to the first clause that failed."
    )
    match: dict[str, str | None] = Field(
        default={}, description="What the named groups of its patterns hold; its steps see them as match.<name>."
    )


class Decision(Model):
    """What is stored for every event that was matched."""

    event: EventId = Field(description="The event decided about.")
    at: UtcTime = Field(description="When.")
    classification: Classification = Field(description="What the mail was taken for, and why.")
    rules: str = Field(description="Id of the immutable rule index that answered.")
    default_threshold: float = Field(
        default=0.7, description="The least confidence where a trigger names a category and no threshold."
    )
    considered: int = Field(description="How many enabled workflows the index held.")
    matching: int = Field(
        default=0, description="How many match, unless paused; those beyond the limit are not reached."
    )
    matched: tuple[WorkflowDecision, ...] = Field(default=(), description="The workflows it starts, in this order.")
    not_reached: tuple[WorkflowDecision, ...] = Field(
        default=(), max_length=limits.NOT_REACHED, description="The first that matched beyond the limit per event."
    )
    paused: tuple[WorkflowDecision, ...] = Field(
        default=(),
        max_length=limits.NOT_REACHED,
        description="The first that match and are paused, so that nothing starts.",
    )
    near_misses: tuple[WorkflowDecision, ...] = Field(
        default=(), max_length=limits.NEAR_MISSES, description="Closest first: those with the most clauses passed."
    )


class TriggerAnswer(Model):
    """One trigger of a workflow, with every clause it has."""

    trigger: int = Field(description="Its place among the workflow's triggers.")
    passed: bool = Field(description="Whether all its clauses held.")
    clauses: tuple[Clause, ...] = Field(description="Every clause, also those after one that failed.")


class Explanation(Model):
    """One workflow and one event, in full."""

    decision: WorkflowDecision = Field(description="As the real run decides it.")
    triggers: tuple[TriggerAnswer, ...] = Field(description="Every trigger; one that passes is enough.")
