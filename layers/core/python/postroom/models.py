"""The base of Postroom's pydantic models."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from postroom.errors import Problem, Refused


class Model(BaseModel):
    """Immutable, strict about unknown fields, readable by field name as by alias."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, defer_build=True)


_WORDS = {
    "dict_type": "Input should be an object",
    "extra_forbidden": "there is no such field",
    "list_type": "Input should be a list",
    "model_attributes_type": "Input should be an object",
    "model_type": "Input should be an object",
    "time_delta_parsing": "Input should be seconds or an ISO 8601 duration, as PT2H",
    "tuple_type": "Input should be a list",
}
"""Pydantic's errors that speak of Python to people who wrote JSON, in their words."""


def faults(errors: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Pydantic's `errors()` but for lists that are too short only because it does not count what is wrong in them."""
    around = {error["loc"][:length] for error in errors for length in range(len(error["loc"]))}
    return [error for error in errors if error["type"] != "too_short" or error["loc"] not in around]


def worded(error: Mapping[str, Any]) -> str:
    """What is wrong, as one of pydantic's `errors()` has it."""
    said: str = _WORDS.get(error["type"], error["msg"])
    if error["type"] in ("too_long", "too_short"):
        said = said.replace("Tuple", "List", 1).replace(" after validation", "")
    return said.removeprefix("Value error, ")


def refusal(error: ValidationError, *under: str) -> Refused:
    """What a model found wrong, as a refusal that names every field by its path `under` something."""
    problems = [Problem(".".join((*under, *map(str, one["loc"]))), worded(one)) for one in faults(error.errors())]
    return Refused("; ".join(f"{problem.path}: {problem.reason}" for problem in problems), *problems)
