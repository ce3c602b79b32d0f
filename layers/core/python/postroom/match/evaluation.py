"""Conditions against one event: whether they hold, and clause by clause why."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from postroom.errors import Refused
from postroom.match.conditions import Condition
from postroom.match.fields import look_up, path_of
from postroom.match.operators import holds as operator_holds
from postroom.match.typed import WrongType
from postroom.triggers.base import Clause, shown
from postroom.workflows.rendering import evaluate, is_true


class _Answer(NamedTuple):
    passed: bool
    found: Any
    reason: str | None = None


def holds(condition: Condition, root: Mapping[str, Any]) -> bool:
    """Whether the condition holds; a type error is false."""
    if condition.all_ is not None:
        return all(holds(inner, root) for inner in condition.all_)
    if condition.any_ is not None:
        return any(holds(inner, root) for inner in condition.any_)
    if condition.not_ is not None:
        return not holds(condition.not_, root)
    return _answer(condition, root).passed


def clause_of(condition: Condition, root: Mapping[str, Any], name: str) -> Clause:
    """The condition with every condition under it, wanted and found; `name` is its path in the trigger."""
    if condition.not_ is not None:
        parts: tuple[Clause, ...] = (clause_of(condition.not_, root, f"{name}.not"),)
        return Clause(clause=name, operator="not", passed=not parts[0].passed, parts=parts)
    if inner := condition.inner():
        word = "all" if condition.all_ else "any"
        parts = tuple(clause_of(one, root, f"{name}.{word}.{number}") for number, one in enumerate(inner))
        passed = (all if condition.all_ else any)(part.passed for part in parts)
        return Clause(clause=name, operator=word, passed=passed, parts=parts)
    answer = _answer(condition, root)
    return Clause(
        clause=name,
        field=shown(condition.field or condition.expression),
        operator=condition.operator or "expression",
        wanted=shown(condition.value),
        found=shown(answer.found),
        passed=answer.passed,
        reason=shown(answer.reason),
    )


def _answer(condition: Condition, root: Mapping[str, Any]) -> _Answer:
    """One condition that holds no others."""
    if condition.expression is not None:
        try:
            value = evaluate(condition.expression, root, "expression")
        except Refused as refusal:
            return _Answer(passed=False, found=None, reason=str(refusal))
        return _Answer(is_true(value), value)
    assert condition.field is not None and condition.operator is not None, "a condition has one form"  # noqa: PT018
    found = look_up(root, path_of(condition.field))
    try:
        passed = operator_holds(condition.operator, found, condition.value, case_sensitive=condition.case_sensitive)
    except WrongType as wrong:
        return _Answer(passed=False, found=found, reason=str(wrong))
    return _Answer(passed, found)
