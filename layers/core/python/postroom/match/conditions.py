"""Conditions as users write them: `{field, operator, value}` under `all`, `any` and `not`, or one `expression`.

Fields and expressions are rooted at the event (`postroom.triggers.email_view.condition_root`): the mail as `mail show`
prints it with verdicts, recipients, received_at and classification, so `from.domain`; the same under `email`, as
steps see it, so `email.from.domain`; and `event`.
"""

from typing import Any

from pydantic import Field, ValidationInfo, field_validator, model_validator

from postroom import limits
from postroom.match.fields import path_of
from postroom.match.operators import Operator, problem_with
from postroom.models import Model
from postroom.workflows.rendering import expression_problem

FORMS = ("field", "all", "any", "not", "expression")


class Condition(Model):
    """One condition, or several under one word; exactly one of field, all, any, not and expression is given."""

    field: str | None = Field(default=None, description="JMESPath of names and indices: attachments[0].filename.")
    operator: Operator | None = Field(default=None, description="What is asked of the field.")
    value: Any = Field(default=None, validate_default=True, description="What the operator compares with.")
    case_sensitive: bool = Field(default=False, description="Whether a and A differ in texts and patterns.")
    all_: tuple["Condition", ...] | None = Field(default=None, alias="all", description="Each of these holds.")
    any_: tuple["Condition", ...] | None = Field(default=None, alias="any", description="One of these holds.")
    not_: "Condition | None" = Field(default=None, alias="not", description="This does not hold.")
    expression: str | None = Field(default=None, description="JMESPath over the event; what it gives must be true.")

    @field_validator("field")
    @classmethod
    def _names_a_place(cls, field: str | None) -> str | None:
        if field is not None:
            path_of(field)
        return field

    @field_validator("value")
    @classmethod
    def _fits_the_operator(cls, value: Any, info: ValidationInfo) -> Any:
        operator = info.data.get("operator")
        if operator is not None and (problem := problem_with(operator, value)):
            raise ValueError(f"{operator}: {problem}")
        return value

    @field_validator("all_", "any_")
    @classmethod
    def _holds_some(cls, inner: tuple["Condition", ...] | None) -> tuple["Condition", ...] | None:
        if inner == ():
            raise ValueError("must hold at least one condition")
        return inner

    @field_validator("expression")
    @classmethod
    def _is_bounded(cls, expression: str | None) -> str | None:
        if expression is not None and (reason := expression_problem(expression)) is not None:
            raise ValueError(reason)
        return expression

    @model_validator(mode="after")
    def _has_one_form(self) -> "Condition":
        given = [name for name, value in zip(FORMS, self._forms(), strict=True) if value is not None]
        if len(given) != 1:
            raise ValueError(f"give one of {', '.join(FORMS)}, not {' and '.join(given) or 'none'}")
        if (self.operator is None) != (self.field is None):
            raise ValueError("a field needs an operator" if self.field else "an operator needs a field")
        if self.operator in {"equals", "not_equals"} and "value" not in self.model_fields_set:
            raise ValueError(f"{self.operator} needs a value; null is one")
        return self

    def inner(self) -> tuple["Condition", ...]:
        """The conditions under this one."""
        return self.all_ or self.any_ or ((self.not_,) if self.not_ else ())

    def _forms(self) -> tuple[Any, ...]:
        return self.field, self.all_, self.any_, self.not_, self.expression


def check_size(conditions: tuple[Condition, ...]) -> None:
    """Raise ValueError if there are too many conditions, or they are nested too deeply."""
    level, depth, count = conditions, 0, 0
    while level:
        depth += 1
        if depth > limits.CONDITION_DEPTH:
            raise ValueError(f"conditions are nested at most {limits.CONDITION_DEPTH} deep")
        count += len(level)
        level = tuple(inner for condition in level for inner in condition.inner())
    if count > limits.CONDITIONS:
        raise ValueError(f"a trigger has at most {limits.CONDITIONS} conditions, this one {count}")
