"""Attribute values as boto3's client has them: taken in, copied out, measured, compared.

A stored item is never changed in place: a write makes a new one. So rows, index rows and old images may share values,
and only what crosses the store's edge is copied.
"""

from __future__ import annotations

from typing import Any

from . import numbers
from .errors import DynamoError, invalid_parameter, validation

Value = dict[str, Any]
Item = dict[str, Value]

MAX_ITEM_BYTES = 400 * 1024
MAX_DEPTH = 32
TYPES = ("S", "N", "B", "SS", "NS", "BS", "BOOL", "NULL", "L", "M")
SETS = {"SS": "S", "NS": "N", "BS": "B"}
_SCALARS = frozenset({"S", "N", "B", "BOOL", "NULL"})
HUMAN = {
    "S": "STRING",
    "N": "NUMBER",
    "B": "BINARY",
    "SS": "STRING_SET",
    "NS": "NUMBER_SET",
    "BS": "BINARY_SET",
    "BOOL": "BOOLEAN",
    "NULL": "NULL",
    "L": "LIST",
    "M": "MAP",
}
_ONE_OF = "must contain exactly one of the supported datatypes"
_TWO_KINDS = f"Supplied AttributeValue has more than one datatypes set, {_ONE_OF}"
_NO_KIND = f"Supplied AttributeValue is empty, {_ONE_OF}"


def take(value: Any, depth: int = 0) -> Value:
    """A checked, canonical copy of a value that came from outside."""
    if type(value) is not dict or len(value) != 1:
        raise validation(_TWO_KINDS if value else _NO_KIND)
    ((kind, content),) = value.items()
    if kind == "S":
        if type(content) is not str:
            raise DynamoError("SerializationException", "NUMBER_VALUE cannot be converted to String")
        return {"S": content}
    if kind == "N":
        return {"N": _take_number(content)}
    return _take_other(kind, content, depth)


def take_item(item: Any) -> Item:
    """A checked copy of a whole item."""
    return {name: take(value) for name, value in item.items()}


def _take_number(content: Any) -> str:
    if type(content) is not str:
        raise DynamoError("SerializationException", "NUMBER_VALUE cannot be converted to String")
    return numbers.canonical(content)


def _take_other(kind: str, content: Any, depth: int) -> Value:
    if kind in ("L", "M") and depth >= MAX_DEPTH:
        raise validation("Nesting Levels have exceeded supported limits")
    if kind == "M":
        return {"M": {name: take(inner, depth + 1) for name, inner in content.items()}}
    if kind == "L":
        return {"L": [take(inner, depth + 1) for inner in content]}
    if kind in SETS:
        return {kind: _take_set(kind, content)}
    if kind == "B":
        return {"B": bytes(content)}
    if kind == "BOOL" and isinstance(content, bool):
        return {"BOOL": content}
    if kind == "NULL":
        if content is not True:
            raise invalid_parameter("Null attribute value types must have the value of true")
        return {"NULL": True}
    raise validation(_NO_KIND)


def _take_set(kind: str, content: Any) -> list[Any]:
    member = SETS[kind]
    members = [take({member: element})[member] for element in content]
    if not members:
        raise invalid_parameter(f"An {HUMAN[member].lower()} set  may not be empty")
    if len(set(members)) != len(members):
        raise invalid_parameter(f"Input collection {_shown(members)} contains duplicates.")
    return members


def _shown(members: list[Any]) -> str:
    return "[" + ", ".join(str(member) for member in members) + "]"


def copy(value: Value) -> Value:
    """A copy the receiver may change as it likes."""
    ((kind, content),) = value.items()
    if kind in _SCALARS:
        return {kind: content}
    if kind == "M":
        return {"M": {name: copy(inner) for name, inner in content.items()}}
    if kind == "L":
        return {"L": [copy(inner) for inner in content]}
    return {kind: list(content)}


def copy_item(item: Item) -> Item:
    """A copy of a whole item the receiver may change as it likes."""
    return {name: copy(value) for name, value in item.items()}


def size(value: Value) -> int:
    """The bytes DynamoDB charges for a value."""
    ((kind, content),) = value.items()
    if kind == "S":
        return _length(content)
    if kind == "N":
        return numbers.stored_size(content)
    if kind == "M":
        return 3 + len(content) + sum([_length(name) + size(inner) for name, inner in content.items()])
    if kind == "L":
        return 3 + len(content) + sum(map(size, content))
    if kind in SETS:
        return sum(size({SETS[kind]: member}) for member in content)
    return len(content) if kind == "B" else 1


def item_size(item: Item) -> int:
    """The bytes DynamoDB charges for an item: the names count too."""
    return sum([_length(name) + size(value) for name, value in item.items()])


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode())


def equal(left: Value, right: Value) -> bool:
    """Whether two values are the same value; sets have no order."""
    if left == right:
        return True
    ((kind, first),) = left.items()
    second = right.get(kind)
    if second is None or kind not in ("SS", "NS", "BS", "L", "M") or len(first) != len(second):
        return False
    if kind == "L":
        return all(map(equal, first, second))
    if kind == "M":
        return first.keys() == second.keys() and all(equal(first[name], second[name]) for name in first)
    return set(first) == set(second)


def order(value: Value) -> Any:
    """What a scalar sorts by: text by code point (as UTF-8 bytes do), numbers by value, binary by unsigned bytes."""
    ((kind, content),) = value.items()
    return numbers.parse(content) if kind == "N" else content
