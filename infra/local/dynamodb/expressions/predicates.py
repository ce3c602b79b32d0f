"""From a tree of conditions to one function that says whether an item meets it."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from .. import numbers
from ..values import Item, Value, equal, order
from .conditions import AtPath, Between, Call, Compare, Given, In, Junction, Node, Not, Operand, Parens, SizeOf
from .paths import find

Values = Mapping[str, Value]
Test = Callable[[Item, Values], bool]
Fetch = Callable[[Item, Values], Value | None]

_ORDERINGS: dict[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SORTABLE = ("S", "N", "B")


def compile_test(node: Node) -> Test:
    """The function that decides a condition."""
    if isinstance(node, Parens):
        return compile_test(node.inner)
    if isinstance(node, Not):
        inner = compile_test(node.inner)
        return lambda item, given: not inner(item, given)
    if isinstance(node, Junction):
        return _junction(node)
    if isinstance(node, Compare):
        return _comparison(node)
    if isinstance(node, Between):
        at_least = _ordering("<=", _fetch(node.low), _fetch(node.operand))
        at_most = _ordering("<=", _fetch(node.operand), _fetch(node.high))
        return lambda item, given: at_least(item, given) and at_most(item, given)
    if isinstance(node, In):
        wanted = _fetch(node.operand)
        tests = [_equality(wanted, _fetch(choice)) for choice in node.choices]
        return lambda item, given: any(test(item, given) for test in tests)
    return _call(node)


def _junction(node: Junction) -> Test:
    parts = [compile_test(part) for part in node.parts]
    if node.operator == "AND":
        return lambda item, given: all(part(item, given) for part in parts)
    return lambda item, given: any(part(item, given) for part in parts)


def _comparison(node: Compare) -> Test:
    left, right = _fetch(node.left), _fetch(node.right)
    if node.operator == "=":
        return _equality(left, right)
    if node.operator == "<>":
        same = _equality(left, right)
        return lambda item, given: not same(item, given)
    return _ordering(node.operator, left, right)


def _call(node: Call) -> Test:
    first = _fetch(node.operands[0])
    if node.function == "attribute_exists":
        return lambda item, given: first(item, given) is not None
    if node.function == "attribute_not_exists":
        return lambda item, given: first(item, given) is None
    second = _fetch(node.operands[1])
    decide = {"attribute_type": _has_type, "begins_with": _begins_with, "contains": _contains}[node.function]

    def test(item: Item, given: Values) -> bool:
        left, right = first(item, given), second(item, given)
        return left is not None and right is not None and decide(left, right)

    return test


def _fetch(operand: Operand) -> Fetch:
    if isinstance(operand, Given):
        name = operand.name
        return lambda _, given: given[name]
    path = operand.path
    if isinstance(operand, SizeOf):
        return lambda item, _: _size(find(item, path))
    if isinstance(operand, AtPath) and len(path) == 1:
        top = path[0]
        return lambda item, _: item.get(top)  # type: ignore[arg-type]  # the first part of a path is always a name
    return lambda item, _: find(item, path)


def _equality(left: Fetch, right: Fetch) -> Test:
    def test(item: Item, given: Values) -> bool:
        first, second = left(item, given), right(item, given)
        return first is not None and second is not None and equal(first, second)

    return test


def _ordering(symbol: str, left: Fetch, right: Fetch) -> Test:
    compare = _ORDERINGS[symbol]

    def test(item: Item, given: Values) -> bool:
        first, second = left(item, given), right(item, given)
        if first is None or second is None:
            return False
        ((kind, _),) = first.items()
        return kind in _SORTABLE and kind in second and compare(order(first), order(second))

    return test


def _size(value: Value | None) -> Value | None:
    if value is None:
        return None
    ((kind, content),) = value.items()
    return None if kind in ("N", "BOOL", "NULL") else {"N": numbers.render(len(content))}


def _has_type(value: Value, wanted: Value) -> bool:
    return wanted["S"] in value


def _begins_with(value: Value, prefix: Value) -> bool:
    ((kind, content),) = value.items()
    return kind in ("S", "B") and kind in prefix and bool(content.startswith(prefix[kind]))


def _contains(value: Value, wanted: Value) -> bool:
    ((kind, content),) = value.items()
    if kind == "L":
        return any(equal(element, wanted) for element in content)
    ((wanted_kind, wanted_content),) = wanted.items()
    if kind in ("S", "B"):
        return kind == wanted_kind and wanted_content in content
    return kind == wanted_kind + "S" and wanted_content in content
