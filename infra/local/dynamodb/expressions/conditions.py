"""The grammar of conditions: from text to a tree. Filters and key conditions share it."""

from __future__ import annotations

from dataclasses import dataclass

from .paths import shown
from .tokens import Path, Reader

COMPARATORS = ("=", "<>", "<", "<=", ">", ">=")
MAX_IN_OPERANDS = 100
FUNCTIONS = {"attribute_exists": 1, "attribute_not_exists": 1, "attribute_type": 2, "begins_with": 2, "contains": 2}


@dataclass(frozen=True)
class AtPath:
    """What an item has at a path."""

    path: Path


@dataclass(frozen=True)
class SizeOf:
    """The size of what an item has at a path."""

    path: Path


@dataclass(frozen=True)
class Given:
    """A value of the call."""

    name: str


Operand = AtPath | SizeOf | Given


@dataclass(frozen=True)
class Compare:
    """`a < b` and its like."""

    operator: str
    left: Operand
    right: Operand


@dataclass(frozen=True)
class Between:
    """`a BETWEEN b AND c`."""

    operand: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True)
class In:
    """`a IN (b, c)`."""

    operand: Operand
    choices: tuple[Operand, ...]


@dataclass(frozen=True)
class Call:
    """A function that is a condition by itself."""

    function: str
    operands: tuple[Operand, ...]


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    inner: Node


@dataclass(frozen=True)
class Junction:
    """Conditions joined by AND or OR."""

    operator: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Parens:
    """A condition in parentheses; kept so that doubled ones can be refused."""

    inner: Node


Node = Compare | Between | In | Call | Not | Junction | Parens


def parse_condition(reader: Reader) -> Node:
    """The whole text as one condition."""
    node = _junction(reader, "OR")
    reader.finish()
    return node


def _junction(reader: Reader, operator: str) -> Node:
    parts = [_part(reader, operator)]
    while reader.accept(operator):
        parts.append(_part(reader, operator))
    return parts[0] if len(parts) == 1 else Junction(operator, tuple(parts))


def _part(reader: Reader, operator: str) -> Node:
    return _junction(reader, "AND") if operator == "OR" else _negation(reader)


def _negation(reader: Reader) -> Node:
    return Not(_negation(reader)) if reader.accept("NOT") else _primary(reader)


def _primary(reader: Reader) -> Node:
    if reader.accept("("):
        inner = _junction(reader, "OR")
        reader.expect(")")
        if isinstance(inner, Parens):
            raise reader.error("The expression has redundant parentheses")
        return Parens(inner)
    token = reader.peek()
    if token.kind == "word" and reader.peek(1).text == "(" and token.text != "size":
        return _call(reader)
    return _comparison(reader)


def _call(reader: Reader) -> Node:
    function = reader.take().text
    if function not in FUNCTIONS:
        raise reader.error(f"Invalid function name; function: {function}")
    operands = _list(reader)
    if len(operands) != FUNCTIONS[function]:
        raise reader.error(
            "Incorrect number of operands for operator or function; operator or function: "
            f"{function}, number of operands: {len(operands)}"
        )
    if function.startswith("attribute_") and not isinstance(operands[0], AtPath):
        raise reader.error(f"Operator or function requires a document path; operator or function: {function}")
    _check_distinct(reader, function, operands[0], operands[1:])
    return Call(function, operands)


def _comparison(reader: Reader) -> Node:
    left = _operand(reader)
    token = reader.peek()
    if token.text in COMPARATORS:
        reader.take()
        right = _operand(reader)
        _check_distinct(reader, token.text, left, (right,))
        return Compare(token.text, left, right)
    if reader.accept("BETWEEN"):
        low = _operand(reader)
        reader.expect("AND")
        return Between(left, low, _operand(reader))
    if reader.accept("IN"):
        choices = _list(reader)
        if len(choices) > MAX_IN_OPERANDS:
            raise reader.error(
                f"The IN operator is provided with too many operands; number of operands: {len(choices)}"
            )
        return In(left, choices)
    raise reader.syntax_error()


def _list(reader: Reader) -> tuple[Operand, ...]:
    reader.expect("(")
    operands = [_operand(reader)]
    while reader.accept(","):
        operands.append(_operand(reader))
    reader.expect(")")
    return tuple(operands)


def _operand(reader: Reader) -> Operand:
    token = reader.peek()
    if token.kind == "value":
        return Given(reader.value())
    if token.kind == "word" and reader.peek(1).text == "(":
        if token.text != "size":
            known = token.text in FUNCTIONS
            raise reader.error(
                f"The function is not allowed to be used this way in an expression; function: {token.text}"
                if known
                else f"Invalid function name; function: {token.text}"
            )
        reader.take()
        reader.expect("(")
        path = reader.path()
        reader.expect(")")
        return SizeOf(path)
    return AtPath(reader.path())


def _check_distinct(reader: Reader, operator: str, first: Operand, rest: tuple[Operand, ...]) -> None:
    if isinstance(first, AtPath) and first in rest:
        raise reader.error(
            "The first operand must be distinct from the remaining operands for this operator or "
            f"function; operator: {operator}, first operand: {shown(first.path)}"
        )
