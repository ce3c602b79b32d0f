"""parallel: several lists of steps side by side; the engine runs the branches."""

from typing import Annotated, Any

from pydantic import Field, RootModel

from postroom import limits
from postroom.actions.base import Action, Context, FansOut, Plan
from postroom.models import Model
from postroom.workflows.model import Step


class Input(Model):
    """The branches."""

    branches: tuple[Annotated[tuple[Step, ...], Field(min_length=1)], ...] = Field(
        min_length=1,
        max_length=limits.PARALLEL_BRANCHES,
        description="Lists of steps; they run at the same time, and none sees the outputs of another.",
    )


class Output(RootModel[list[dict[str, Any]]]):
    """What the branches gave."""

    root: list[dict[str, Any]] = Field(
        description="For each branch, in order, the outputs of its steps by step id; null for one that failed."
    )


def plan(given: Input, _context: Context) -> Plan:
    """Say how many branches there are; the engine does the rest."""
    yield from ()
    return FansOut(items=(None,) * len(given.branches))


ACTION = Action(
    title="Run in parallel",
    description="Runs several lists of steps at the same time and goes on when all of them are over.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
