"""Drives an action's plan with plain values: each effect is noted and given its answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from postroom.actions.base import Action, Context
from postroom.effects import Effect

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EMAIL: Mapping[str, Any] = {
    "subject": "Invoice 7",
    "from": {"name": "Nordisk Papir A/S", "address": "faktura@nordisk.example", "domain": "nordisk.example"},
    "text": "Please pay.\n> quoted",
    "reply_text": "Please pay.",
    "html_as_text": "",
}


@dataclass(frozen=True, slots=True)
class Driven:
    """The effects a plan asked for, in order, and its output as plain values."""

    effects: list[Effect]
    output: dict[str, Any]


def drive(action: Action, given: Mapping[str, Any], *answers: Any, email: Mapping[str, Any] | None = EMAIL) -> Driven:
    """Run the plan over a scope with this mail; `answers` go to its effects in order, all of them needed."""
    context = Context({"event": {"id": "evt_1"}, "email": email, "steps": {}}, NOW)
    plan = action.plan(action.input.model_validate(dict(given)), context)
    effects: list[Effect] = []
    left = list(answers)
    try:
        effects.append(next(plan))
        while True:
            effects.append(plan.send(left.pop(0)))
    except StopIteration as end:
        assert not left, f"answers nobody asked for: {left}"
        return Driven(effects, end.value.model_dump())
