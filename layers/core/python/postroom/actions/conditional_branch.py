"""conditional_branch: one of two lists of steps, by a condition; the engine goes where the output says."""

from typing import Literal

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.models import Model
from postroom.workflows.model import Step
from postroom.workflows.rendering import condition_holds


class Input(Model):
    """The condition, and the steps on either side of it."""

    condition: str = Field(min_length=1, max_length=2_000, description="JMESPath; what cannot be evaluated is false.")
    then: tuple[Step, ...] = Field(default=(), description="The steps to run if it is true.")
    else_: tuple[Step, ...] = Field(default=(), alias="else", description="The steps to run if it is not.")


class Output(Model):
    """Which way it went."""

    branch: Literal["then", "else"] = Field(description="The list whose steps run.")
    reason: str = Field(description="Why.")


def plan(given: Input, context: Context) -> Plan:
    """Choose the list; there is nothing to do but that."""
    yield from ()
    holds, why = condition_holds(given.condition, context.scope)
    said = "is true" if holds else "is not true"
    return Output(branch="then" if holds else "else", reason=why or f"{given.condition} {said}")


ACTION = Action(
    title="Branch on a condition",
    description="Runs one list of steps if a condition is true, and another if it is not.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
