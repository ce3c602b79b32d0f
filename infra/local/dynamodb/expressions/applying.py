"""Carrying out an update: a new item from the old one and the call's values."""

from __future__ import annotations

from typing import Any

from .. import numbers
from ..errors import DynamoError, UpdateRefusedError, validation
from ..values import HUMAN, Item, Value, copy
from .paths import find
from .predicates import Values
from .tokens import Path
from .updates import IfNotExists, ListAppend, New, Old, Term, Update

_SETS = ("SS", "NS", "BS")


def apply_update(update: Update, item: Item, given: Values) -> Item:
    """The item after the update. All right-hand sides see the item before it."""
    results = [(path, _term(term, item, given)) for path, term in update.sets]
    new = dict(item)
    for name in {path[0] for path in update.paths}:
        if name in new:
            new[name] = copy(new[name])
    # Positions past the end of a list append to it, in the order of the positions.
    for path, value in sorted(results, key=lambda each: _position(each[0])):
        _put(new, path, value)
    for path, name in update.adds:
        _put(new, path, _added(find(new, path), given[name]))
    for path, name in update.deletes:
        _delete(new, path, given[name])
    # From the end of a list to its start, so that the positions still to be removed stay what they were.
    for path in sorted(update.removes, key=_position, reverse=True):
        _remove(new, path)
    return new


def _position(path: Path) -> int:
    return path[-1] if isinstance(path[-1], int) else -1


def _term(term: Term, item: Item, given: Values) -> Value:
    if isinstance(term, New):
        return copy(given[term.name])
    if isinstance(term, Old):
        found = find(item, term.path)
        if found is None:
            raise UpdateRefusedError("The provided expression refers to an attribute that does not exist in the item")
        return copy(found)
    if isinstance(term, IfNotExists):
        found = find(item, term.path)
        return copy(found) if found is not None else _term(term.otherwise, item, given)
    if isinstance(term, ListAppend):
        first, second = _term(term.first, item, given), _term(term.second, item, given)
        _insist("list_append", "L", term.first, first)
        _insist("list_append", "L", term.second, second)
        return {"L": first["L"] + second["L"]}
    left, right = _term(term.left, item, given), _term(term.right, item, given)
    _insist(term.operator, "N", term.left, left)
    _insist(term.operator, "N", term.right, right)
    combine = numbers.add if term.operator == "+" else numbers.subtract
    return {"N": combine(left["N"], right["N"])}


def _insist(operator: str, kind: str, term: Term, value: Value) -> None:
    if kind in value:
        return
    if isinstance(term, New):
        (actual,) = value
        raise _wrong_operand(f"operator or function: {operator}", actual)
    raise UpdateRefusedError("An operand in the update expression has an incorrect data type")


def _wrong_operand(where: str, kind: str) -> DynamoError:
    return validation(
        f"Invalid UpdateExpression: Incorrect operand type for operator or function; {where}, operand type: {kind}"
    )


def _container(item: Item, path: Path) -> Any:
    """The dict or list that holds the last part of a path."""
    if len(path) == 1:
        return item
    holder = find(item, path[:-1])
    kind = "M" if isinstance(path[-1], str) else "L"
    if holder is None or kind not in holder:
        raise UpdateRefusedError("The document path provided in the update expression is invalid for update")
    return holder[kind]


def _put(item: Item, path: Path, value: Value) -> None:
    container, last = _container(item, path), path[-1]
    if isinstance(last, int) and last >= len(container):
        container.append(value)
    else:
        container[last] = value


def _remove(item: Item, path: Path) -> None:
    container, last = _container(item, path), path[-1]
    if isinstance(last, str):
        container.pop(last, None)
    elif last < len(container):
        del container[last]


def _added(old: Value | None, addend: Value) -> Value:
    ((kind, content),) = addend.items()
    if kind not in ("N", *_SETS):
        raise _wrong_operand("operator: ADD", f"{HUMAN[kind]}, typeSet: ALLOWED_FOR_ADD_OPERAND")
    if old is None:
        return copy(addend)
    if kind not in old:
        raise UpdateRefusedError("An operand in the update expression has an incorrect data type")
    if kind == "N":
        return {"N": numbers.add(old["N"], content)}
    return {kind: [*old[kind], *(member for member in content if member not in old[kind])]}


def _delete(item: Item, path: Path, members: Value) -> None:
    ((kind, content),) = members.items()
    if kind not in _SETS:
        raise _wrong_operand("operator: DELETE", f"{HUMAN[kind]}, typeSet: ALLOWED_FOR_DELETE_OPERAND")
    old = find(item, path)
    if old is None:
        _container(item, path)
        return
    if kind not in old:
        raise UpdateRefusedError("An operand in the update expression has an incorrect data type")
    left = [member for member in old[kind] if member not in content]
    # There are no empty sets: the attribute goes with its last member.
    if left:
        _put(item, path, {kind: left})
    else:
        _remove(item, path)
