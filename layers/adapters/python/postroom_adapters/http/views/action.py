"""Actions as the API shows them: the catalogue that forms and people read."""

from typing import Any

from pydantic import Field

from postroom.actions.base import Action, EffectClass, Place
from postroom_adapters.http.views.base import View


class ActionItem(View):
    """One action that steps may name."""

    name: str = Field(description="What a step's `action` says.", examples=["create_ticket"])
    title: str = Field(description="What people call it.")
    description: str = Field(description="What it does, in a sentence.")
    family: Place = Field(description="The step function that runs it; control actions only move the execution.")
    effects: EffectClass = Field(
        description="What repeating an outside call of unknown outcome would mean: pure has none, keyed is the same "
        "call again, at_most_once would be a second effect."
    )
    input: dict[str, Any] = Field(description="JSON Schema of a step's `params`, after expressions were filled in.")
    output: dict[str, Any] = Field(description="JSON Schema of what later steps read as `steps.<id>`.")

    @classmethod
    def of_action(cls, name: str, family: Place, action: Action) -> "ActionItem":
        """The action with its models as schemas."""
        return cls(
            name=name,
            title=action.title,
            description=action.description,
            family=family,
            effects=action.effects,
            input=action.input.model_json_schema(),
            output=action.output.model_json_schema(mode="serialization"),
        )


class ActionList(View):
    """The catalogue."""

    items: tuple[ActionItem, ...] = Field(description="Every action, by name.")
