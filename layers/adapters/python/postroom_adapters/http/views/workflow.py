"""Workflows as the API shows them."""

from pydantic import ConfigDict, Field, StrictBool

from postroom import limits
from postroom.plain import plain
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom_adapters.http.views.base import DEFERRED, View
from postroom_adapters.reading.numbers import written_numbers


class WorkflowItem(WorkflowHead):
    """A workflow in a list."""

    model_config = DEFERRED
    first: str = Field(exclude=True, description="The engine's own business.")

    @classmethod
    def from_head(cls, head: WorkflowHead) -> "WorkflowItem":
        """The head as a list shows it."""
        return cls(**dict(head))


class WorkflowView(WorkflowItem):
    """A workflow with its newest version."""

    definition: WorkflowDefinition = Field(description="What its newest version says.")

    @classmethod
    def of_version(cls, head: WorkflowHead, definition: WorkflowDefinition) -> "WorkflowView":
        """The workflow with the definition of its newest version."""
        written = WorkflowDefinition.model_validate(written_numbers(plain(definition)))
        return cls(**dict(head), definition=written)


class WorkflowList(View):
    """All workflows, by priority and age."""

    items: tuple[WorkflowItem, ...] = Field(description="The workflows.")


class PauseBody(View):
    """Why a workflow is paused."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Until the price list is checked."}]})
    reason: str = Field(
        pattern=r"\S", max_length=limits.REASON_CHARACTERS, description="For those who look at it later."
    )


class Toggle(View):
    """What the switch is to be set to."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"enabled": True}]})
    enabled: StrictBool = Field(description="Whether mail may start it.")
