"""A step's parameters and output with their types again.

DynamoDB knows one kind of number; the action's own models say which of them are amounts (Decimals, texts in JSON) and
which are floats. What no longer fits the model, written by an older release, is shown as it is stored.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ValidationError

from postroom.actions.catalogue import ACTIONS, action_named
from postroom.engine.model import StepRecord
from postroom.plain import plain
from postroom_adapters.reading.numbers import written_numbers


def typed_step(step: StepRecord) -> StepRecord:
    """The step with parameters and output as its action means them."""
    params, output = written_numbers(step.params), step.output
    if step.action in ACTIONS:
        action = action_named(step.action)
        params = _typed(action.input, step.params) or params
        output = _typed(action.output, step.output) or output
    return step.model_copy(update={"params": params, "output": output})


def _typed(model: type[BaseModel], values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """The same fields, no more, for defaults are not what was given; None if they do not fit."""
    if not values:
        return None
    try:
        typed = plain(model.model_validate(dict(values)))
    except ValidationError:
        return None
    return {name: value for name, value in typed.items() if name in values}
