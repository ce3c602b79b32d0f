"""A step's parameters against its action's input, as far as they can be known before expressions are filled in."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from postroom.errors import Problem
from postroom.models import Model, worded
from postroom.workflows.model import Step
from postroom.workflows.rendering import has_braces


def parameter_problems(model: type[Model], step: Step, path: str) -> Iterator[Problem]:
    """What the action would refuse whatever the mail; what hangs on an expression is left to the run."""
    try:
        model.model_validate(step.params)
    except ValidationError as error:
        for one in error.errors():
            if one["type"] == "extra_forbidden" or not _hangs_on_an_expression(step.params, one["loc"]):
                yield Problem(".".join((path, *map(str, one["loc"]))), worded(one))


def _hangs_on_an_expression(params: Mapping[str, Any], place: tuple[int | str, ...]) -> bool:
    value: Any = params
    for number, part in enumerate(place):
        held = range(len(value)) if isinstance(value, list | tuple) else value if isinstance(value, Mapping) else ()
        if part in held:
            value = value[part]
        else:
            # The name of a parameter that is missing or unknown, or of the part of a union that was tried.
            return number > 0 and has_braces(value)
    return has_braces(value)
