"""A step's parameters against its action's input, as far as they can be known before expressions are filled in."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from postroom import limits
from postroom.errors import Problem
from postroom.models import Model, faults, worded
from postroom.plain import to_json
from postroom.storable import unstorable
from postroom.workflows.model import Step
from postroom.workflows.rendering import has_braces
from postroom.workflows.tree import own_params

_TEXTS = (str, str | None)


def parameter_problems(model: type[Model], step: Step, path: str) -> Iterator[Problem]:
    """What the action would refuse whatever the mail; what hangs on an expression is left to the run."""
    # Python's name of a field, `else_`, is none of the workflow's.
    ours = [
        name for name, field in model.model_fields.items() if name in step.params and field.alias not in (None, name)
    ]
    yield from (Problem(f"{path}.{name}", "there is no such field") for name in ours)
    try:
        model.model_validate({name: value for name, value in step.params.items() if name not in ours})
    except ValidationError as error:
        for one in faults(error.errors()):
            if one["type"] == "extra_forbidden" or not _hangs_on_an_expression(step.params, one["loc"]):
                yield Problem(".".join((path, *map(str, one["loc"]))), worded(one))
    for place, reason in unstorable(own_params(step), limits.VALUE_DEPTH):
        yield Problem(".".join((path, *map(str, place))), reason)


def as_input(model: type[Model], rendered: Mapping[str, Any]) -> dict[str, Any]:
    """Rendered parameters as the input takes them: where it wants a text, a number is one, and null is none given."""
    texts = {name: field for name, field in model.model_fields.items() if field.annotation in _TEXTS}
    taken: dict[str, Any] = {}
    for name, value in rendered.items():
        field = texts.get(name)
        if field is None:
            taken[name] = value
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            taken[name] = to_json(value).strip('"')
        elif value is not None or field.is_required() or field.annotation is not str:
            taken[name] = value
    return taken


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
