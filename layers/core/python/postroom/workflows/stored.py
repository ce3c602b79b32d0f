"""A workflow as stored: a head that changes and versions that do not."""

from datetime import datetime

from pydantic import Field

from postroom.engine.sequence import next_for
from postroom.ids import WorkflowId
from postroom.match.rule_index import Rule
from postroom.models import Model
from postroom.times import UtcTime
from postroom.triggers.email import EmailTrigger
from postroom.workflows.model import WorkflowDefinition


class WorkflowHead(Model):
    """What lists show and matching needs; the steps are in the version."""

    id: WorkflowId
    name: str
    description: str = ""
    enabled: bool = False
    priority: int
    stop_on_match: bool
    version: int = Field(ge=1)
    revision: int = Field(default=1, description="Moves with every change of the head; its ETag.")
    triggers: tuple[EmailTrigger, ...]
    first: str = Field(description="The first `next` of an execution.")
    steps: int
    shipped: bool = Field(default=False, description="Came with Postroom.")
    created_at: UtcTime
    updated_at: UtcTime

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
            steps=len(definition.workflow_steps),
            shipped=shipped,
            created_at=now,
            updated_at=now,
        )

    def toggled(self, *, enabled: bool, now: datetime) -> "WorkflowHead":
        """The head after the switch was set."""
        return self.model_copy(update={"enabled": enabled, "updated_at": now, "revision": self.revision + 1})

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
        )
