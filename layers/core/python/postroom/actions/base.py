"""What an action is: its input and output models and a plan.

A plan is a generator that yields effects (`postroom.effects`), is sent their results, and returns the output.
It does no I/O itself, so it is tested with plain values and a dry run needs no second code path.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel

from postroom.effects import Effect
from postroom.models import Model

Family = Literal["records", "ai", "notify"]
"""The step function that runs an action: smallest role, right timeout and memory, loads only what it needs."""

Place = Family | Literal["control"]
"""Where an action runs: control actions only move the execution, in whichever family's turn is at hand."""

EffectClass = Literal["pure", "keyed", "at_most_once"]
"""What a repeat of an unrecorded outside call would mean: nothing, the same call again, or a second effect."""


class FansOut(Model):
    """What a plan returns whose steps run in branches: what each branch is for, in order."""

    items: tuple[Any, ...]


Plan = Generator[Effect, Any, Model]


@dataclass(frozen=True, slots=True)
class Context:
    """What a plan may know besides its input.

    `scope` is what expressions see: {event, email, match, workflow, execution, steps, tenant}; in the branches of a
    fan-out also `item`, what the branch is for, and `index`, its number from 0.
    """

    scope: Mapping[str, Any]
    now: datetime

    @property
    def email(self) -> Mapping[str, Any]:
        """The mail of the event; an empty mapping where another kind of trigger started the run."""
        email: Mapping[str, Any] = self.scope.get("email") or {}
        return email

    @property
    def steps(self) -> Mapping[str, Any]:
        """Outputs of earlier steps by step id; None for a skipped or failed one."""
        steps: Mapping[str, Any] = self.scope["steps"]
        return steps


@dataclass(frozen=True, slots=True)
class Action:
    """One action; the catalogue gives it its name and family."""

    title: str
    description: str
    input: type[Model]
    output: type[BaseModel]
    effects: EffectClass
    plan: Callable[[Any, Context], Plan]
