"""A workflow as stored: a head that changes and versions that do not."""

from datetime import datetime

from pydantic import Field

from postroom.engine.sequence import next_for
from postroom.ids import WorkflowId
from postroom.match.answers import Rule
from postroom.models import Model
from postroom.times import UtcTime, iso
from postroom.triggers.email import EmailTrigger
from postroom.workflows.model import WorkflowDefinition


class Pause(Model):
    """Why a workflow starts nothing for now."""

    reason: str = Field(description="Why, as they said who paused it.")
    by: str = Field(description="Who paused it: the name of the token.")
    since: UtcTime = Field(description="Since when.")

    @property
    def told(self) -> str:
        """In words."""
        return f"paused since {iso(self.since)} by {self.by}: {self.reason}"


class WorkflowHead(Model):
    """What lists show and matching needs; the steps are in the version."""

    id: WorkflowId = Field(description="Its id; it never changes.")
    name: str = Field(description="What people call it.")
    description: str = Field(default="", description="What it is for.")
    enabled: bool = Field(default=False, description="Whether mail may start it.")
    paused: Pause | None = Field(
        default=None,
        description="Why and since when it starts nothing although enabled; null if it is not.",
    )
    priority: int = Field(description="Lower runs first.")
    stop_on_match: bool = Field(description="After it succeeded, later matches are not run.")
    version: int = Field(ge=1, description="The newest version; every save makes one.")
    revision: int = Field(default=1, description="Moves with every change of the head; its ETag.")
    triggers: tuple[EmailTrigger, ...] = Field(description="What starts it; any one of them is enough.")
    first: str = Field(description="The first `next` of an execution.")
    steps: int = Field(description="How many steps it has.")
    shipped: bool = Field(default=False, description="Came with Postroom.")
    created_at: UtcTime = Field(description="When it was made.")
    updated_at: UtcTime = Field(description="When it was changed last.")

    @classmethod
    def of(
        cls, workflow_id: WorkflowId, definition: WorkflowDefinition, now: datetime, *, shipped: bool = False
    ) -> "WorkflowHead":
        """The head of a new workflow at version 1, disabled."""
        return cls(
            id=workflow_id,
            name=definition.name,
            description=definition.description,
            priority=definition.priority,
            stop_on_match=definition.stop_on_match,
            version=1,
            triggers=definition.triggers,
            first=next_for(definition, (0,)),
            steps=definition.steps_total,
            shipped=shipped,
            created_at=now,
            updated_at=now,
        )

    def saved(self, definition: WorkflowDefinition, *, enabled: bool, now: datetime) -> "WorkflowHead":
        """The head after a new version was saved."""
        made = WorkflowHead.of(self.id, definition, now, shipped=self.shipped)
        return made.model_copy(
            update={
                "enabled": enabled,
                "paused": self.paused,
                "version": self.version + 1,
                "revision": self.revision + 1,
                "created_at": self.created_at,
            }
        )

    def toggled(self, *, enabled: bool, now: datetime) -> "WorkflowHead":
        """The head after the switch was set."""
        return self.model_copy(update={"enabled": enabled, "updated_at": now, "revision": self.revision + 1})

    def held(self, pause: Pause | None, now: datetime) -> "WorkflowHead":
        """The head after it was paused, or resumed with None."""
        return self.model_copy(update={"paused": pause, "updated_at": now, "revision": self.revision + 1})

    def rule(self) -> Rule:
        """What matching needs of it."""
        return Rule(
            workflow_id=self.id,
            name=self.name,
            version=self.version,
            priority=self.priority,
            stop_on_match=self.stop_on_match,
            first=self.first,
            steps=self.steps,
            triggers=self.triggers,
            paused=self.paused.told if self.paused else None,
        )
