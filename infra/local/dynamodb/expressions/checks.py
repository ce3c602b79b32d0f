"""What DynamoDB refuses in a condition once it sees the values, whatever the item."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ..errors import DynamoError
from ..values import TYPES, order
from .conditions import Between, Call, Compare, Given, In, Junction, Node, Not, Operand, Parens
from .predicates import Values
from .tokens import Reader

Check = Callable[[Values], DynamoError | None]


def compile_checks(node: Node, reader: Reader) -> list[Check]:
    """The checks that a condition's constant operands must pass."""
    return list(_checks(node, reader))


def _checks(node: Node, reader: Reader) -> Iterator[Check]:
    if isinstance(node, Parens | Not):
        yield from _checks(node.inner, reader)
    elif isinstance(node, Junction):
        for part in node.parts:
            yield from _checks(part, reader)
    elif isinstance(node, Compare) and node.operator not in ("=", "<>"):
        yield from _sortable(node.operator, (node.left, node.right), reader)
    elif isinstance(node, Between):
        yield from _sortable("BETWEEN", (node.operand, node.low, node.high), reader)
        if isinstance(node.low, Given) and isinstance(node.high, Given):
            yield _bounds(node.low.name, node.high.name, reader)
    elif isinstance(node, Call) and len(node.operands) > 1 and isinstance(node.operands[1], Given):
        if node.function == "begins_with":
            yield _one_of(node.function, node.operands[1].name, ("S", "B"), reader)
        elif node.function == "attribute_type":
            yield _one_of(node.function, node.operands[1].name, ("S",), reader)
            yield _type_name(node.operands[1].name, reader)
    else:
        assert isinstance(node, Compare | In | Call)


def _sortable(operator: str, operands: tuple[Operand, ...], reader: Reader) -> Iterator[Check]:
    for operand in operands:
        if isinstance(operand, Given):
            yield _one_of(operator, operand.name, ("S", "N", "B"), reader)


def _one_of(operator: str, name: str, kinds: tuple[str, ...], reader: Reader) -> Check:
    def check(given: Values) -> DynamoError | None:
        (kind,) = given[name]
        if kind in kinds:
            return None
        return reader.error(
            f"Incorrect operand type for operator or function; operator or function: {operator}, operand type: {kind}"
        )

    return check


def _bounds(low: str, high: str, reader: Reader) -> Check:
    def check(given: Values) -> DynamoError | None:
        first, second = given[low], given[high]
        if first.keys() != second.keys():
            needed = "same data type for lower and upper bounds"
        elif order(first) > order(second):
            needed = "upper bound to be greater than or equal to lower bound"
        else:
            return None
        return reader.error(
            f"The BETWEEN operator requires {needed}; lower bound operand: AttributeValue: {_shown(first)}, "
            f"upper bound operand: AttributeValue: {_shown(second)}"
        )

    return check


def _type_name(name: str, reader: Reader) -> Check:
    def check(given: Values) -> DynamoError | None:
        wanted = given[name]["S"]
        if wanted in TYPES:
            return None
        known = ",".join(sorted(TYPES))
        return reader.error(f"Invalid attribute type name found; type: {wanted}, valid types: {{{known}}}")

    return check


def _shown(value: dict[str, object]) -> str:
    ((kind, content),) = value.items()
    return f"{{{kind}:{content}}}"
