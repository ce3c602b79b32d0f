"""for_each: the same steps for every item of a list, a few items at once; the engine runs the branches."""

from typing import Any

from pydantic import Field, RootModel, field_validator

from postroom import limits
from postroom.actions.base import Action, Context, FansOut, Plan
from postroom.models import Model
from postroom.workflows.model import Step


class Input(Model):
    """The list, and what to do with each of its items."""

    items: list[Any] | None = Field(
        description="A list, at most 1,000 items and 128 KB; null is an empty one. "
        "In the steps `item` is the item and `index` its number from 0."
    )
    steps: tuple[Step, ...] = Field(min_length=1, description="The steps to run for each item.")

    @field_validator("items")
    @classmethod
    def _few_enough(cls, items: list[Any] | None) -> list[Any] | None:
        if len(items or ()) > limits.FAN_OUT_ITEMS:
            raise ValueError(f"has {len(items or ()):,} items; {limits.FAN_OUT_ITEMS:,} are allowed")
        return items


class Output(RootModel[list[dict[str, Any]]]):
    """What the branches gave."""

    root: list[dict[str, Any]] = Field(
        description="For each item, in order, the outputs of its steps by step id; null for one that failed."
    )


def plan(given: Input, _context: Context) -> Plan:
    """Say for what there is to be a branch; the engine does the rest."""
    yield from ()
    return FansOut(items=tuple(given.items or ()))


ACTION = Action(
    title="For each item",
    description="Runs the same steps for every item of a list, ten items at once; the results keep the list's order.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
