"""What a KeyConditionExpression asks of the keys: a partition, and a stretch of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .. import values
from ..errors import validation
from ..expressions.compiled import Condition
from ..expressions.conditions import AtPath, Between, Call, Compare, Given, Junction, Node, Operand, Parens
from ..expressions.predicates import Values
from ..ordered import Entry, lower, upper
from ..schema import Key, KeySchema

_SWAPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "="}


@dataclass(frozen=True)
class Term:
    """A condition on one key attribute, with its values."""

    operator: str
    operands: tuple[values.Value, ...]


@dataclass(frozen=True)
class Stretch:
    """A partition, the range values that must be equal, and the condition on the next one."""

    partition: Key
    equal: Key
    last: Term | None

    def bounds(self, entries: list[Entry]) -> tuple[int, int]:
        """Where the stretch begins and ends among the sorted entries of its partition."""
        if self.last is None:
            return lower(entries, self.equal), upper(entries, self.equal)
        first, *rest = (values.order(operand) for operand in self.last.operands)
        start, end = lower(entries, self.equal), upper(entries, self.equal)
        bound = (*self.equal, first)
        if self.last.operator == "=":
            return lower(entries, bound), upper(entries, bound)
        if self.last.operator == "BETWEEN":
            return lower(entries, bound), upper(entries, (*self.equal, rest[0]))
        if self.last.operator == "begins_with":
            return lower(entries, bound), _end_of_prefix(entries, self.equal, first)
        if self.last.operator in ("<", "<="):
            return start, lower(entries, bound) if self.last.operator == "<" else upper(entries, bound)
        return lower(entries, bound) if self.last.operator == ">=" else upper(entries, bound), end


def _end_of_prefix(entries: list[Entry], equal: Key, prefix: Any) -> int:
    width, position = len(prefix), len(equal)
    return bisect_right(entries, (*equal, prefix), key=lambda entry: (*entry[:position], entry[position][:width]))


def stretch_of(condition: Condition, given: Values, keys: KeySchema, types: Mapping[str, str]) -> Stretch:
    """The stretch a key condition selects, refused where DynamoDB could not look it up."""
    terms: dict[str, Term] = {}
    for name, term in _terms(condition.node, given):
        if name in terms:
            raise validation("KeyConditionExpressions must only contain one condition per key")
        terms[name] = term
    for name in keys.hash_names:
        if name not in terms:
            raise validation(f"Query condition missed key schema element: {name}")
        if terms[name].operator != "=":
            raise validation("Query key condition not supported")
    missing = [name for name in keys.range_names if name not in terms]
    if set(terms) - set(keys.names):
        raise validation(
            f"Query condition missed key schema element: {missing[0]}"
            if missing
            else "Query key condition not supported"
        )
    ranged = [name for name in keys.range_names if name in terms]
    if tuple(ranged) != keys.range_names[: len(ranged)]:
        raise validation(
            f"RANGE key attributes {missing[0]} must have equality conditions specified in the query because "
            f"a condition is present on key attribute {ranged[-1]}"
        )
    if any(terms[name].operator != "=" for name in ranged[:-1]):
        raise validation("Query key condition not supported")
    for name, term in terms.items():
        _check_operands(name, term, types[name])
    return Stretch(
        partition=tuple([values.order(terms[name].operands[0]) for name in keys.hash_names]),
        equal=tuple([values.order(terms[name].operands[0]) for name in ranged[:-1]]),
        last=terms[ranged[-1]] if ranged else None,
    )


def _check_operands(name: str, term: Term, kind: str) -> None:
    for operand in term.operands:
        if kind not in operand:
            raise validation(
                "One or more parameter values were invalid: Condition parameter type does not match schema type"
            )
        if operand in ({"S": ""}, {"B": b""}):
            raise validation(
                "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
                f"contain an empty string value. Key: {name}"
            )


def _terms(node: Node, given: Values) -> Iterator[tuple[str, Term]]:
    if isinstance(node, Parens):
        yield from _terms(node.inner, given)
    elif isinstance(node, Junction) and node.operator == "AND":
        for part in node.parts:
            yield from _terms(part, given)
    elif isinstance(node, Compare) and node.operator in _SWAPPED:
        if isinstance(node.left, Given):
            yield _name(node.right), Term(_SWAPPED[node.operator], (_value(node.left, given),))
        else:
            yield _name(node.left), Term(node.operator, (_value(node.right, given),))
    elif isinstance(node, Between):
        yield _name(node.operand), Term("BETWEEN", (_value(node.low, given), _value(node.high, given)))
    elif isinstance(node, Call) and node.function == "begins_with":
        yield _name(node.operands[0]), Term("begins_with", (_value(node.operands[1], given),))
    else:
        raise validation(f"Invalid operator used in KeyConditionExpression: {_operator(node)}")


def _operator(node: Node) -> str:
    if isinstance(node, Junction | Compare):
        return node.operator
    return node.function if isinstance(node, Call) else type(node).__name__.upper()


def _name(operand: Operand) -> str:
    if not isinstance(operand, AtPath) or len(operand.path) != 1:
        raise validation("KeyConditionExpressions cannot have conditions on nested attributes")
    return str(operand.path[0])


def _value(operand: Operand, given: Values) -> values.Value:
    if not isinstance(operand, Given):
        raise validation("Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition")
    return given[operand.name]
