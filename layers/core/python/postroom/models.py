"""The base of Postroom's pydantic models."""

from pydantic import BaseModel, ConfigDict, ValidationError

from postroom.errors import Problem, Refused


class Model(BaseModel):
    """Immutable, strict about unknown fields, readable by field name as by alias."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


def refusal(error: ValidationError, *under: str) -> Refused:
    """What a model found wrong, as a refusal that names every field by its path `under` something."""
    problems = [Problem(".".join((*under, *map(str, one["loc"]))), one["msg"]) for one in error.errors()]
    return Refused("; ".join(f"{problem.path}: {problem.reason}" for problem in problems), *problems)
