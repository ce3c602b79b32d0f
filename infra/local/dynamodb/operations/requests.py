"""What the parameters of several operations have in common: expressions, names, values, return values."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .. import values
from ..errors import validation
from ..expressions import compiled
from ..expressions.compiled import Condition, Expression
from ..expressions.predicates import Values

Params = Mapping[str, Any]
Response = dict[str, Any]

_NAME = re.compile(r"#[A-Za-z0-9_]+")
_VALUE = re.compile(r":[A-Za-z0-9_]+")


def names_of(params: Params) -> Mapping[str, str]:
    """ExpressionAttributeNames, checked in their form."""
    names: Mapping[str, str] | None = params.get("ExpressionAttributeNames")
    if names is None:
        return {}
    if not names:
        raise validation("ExpressionAttributeNames must not be empty")
    for name in names:
        if not _NAME.fullmatch(name):
            raise validation(f'ExpressionAttributeNames contains invalid key: Syntax error; key: "{name}"')
    return names


def bind(params: Params, *expressions: Expression | None) -> Values:
    """ExpressionAttributeValues taken in, once it is clear that the expressions and they fit each other."""
    present = [expression for expression in expressions if expression is not None]
    given = _values_of(params)
    for what, provided in (("Names", params.get("ExpressionAttributeNames") or ()), ("Values", given)):
        if provided and not present:
            raise validation(f"ExpressionAttribute{what} can only be specified when using expressions")
        used = frozenset[str]().union(*(each.names_used if what == "Names" else each.values_used for each in present))
        unused = [name for name in provided if name not in used]
        if unused:
            raise validation(
                f"Value provided in ExpressionAttribute{what} unused in expressions: keys: {{{', '.join(unused)}}}"
            )
    for expression in present:
        for name in expression.values_used:
            if name not in given:
                raise validation(
                    f"Invalid {expression.kind}: An expression attribute value used in expression is not "
                    f"defined; attribute value: {name}"
                )
        if isinstance(expression, Condition):
            expression.check(given)
    return given


def _values_of(params: Params) -> Values:
    given = params.get("ExpressionAttributeValues")
    if given is None:
        return {}
    if not given:
        raise validation("ExpressionAttributeValues must not be empty")
    for name in given:
        if not _VALUE.fullmatch(name):
            raise validation(f'ExpressionAttributeValues contains invalid key: Syntax error; key: "{name}"')
    return {name: values.take(value) for name, value in given.items()}


def condition_of(params: Params, kind: str = "ConditionExpression") -> Condition | None:
    """The condition, filter or key condition among the parameters."""
    text = params.get(kind)
    return None if text is None else compiled.condition(text, names_of(params), kind)


def projection_of(params: Params) -> compiled.Projection | None:
    """The ProjectionExpression among the parameters."""
    text = params.get("ProjectionExpression")
    return None if text is None else compiled.projection(text, names_of(params))


def return_values(params: Params, *allowed: str) -> str:
    """ReturnValues, which not every operation knows in full."""
    wanted: str = params.get("ReturnValues", "NONE")
    if wanted not in ("NONE", *allowed):
        raise validation("Return values set to invalid value")
    return wanted
