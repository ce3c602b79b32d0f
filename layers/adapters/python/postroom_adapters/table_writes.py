"""Writes as DynamoDB takes them, one by one or in a transaction: expressions from plain conditions and paths."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal

from postroom_adapters.attributes import to_attribute, to_item

Comparison = Literal["=", "<>", "<", "<=", ">", ">=", "absent or <=", "absent or ="]
Condition = tuple[str, Comparison, Any] | tuple[str, Literal["absent", "present", "unset"]]
"""A dotted path compared with a value, or there or not, or unset: not there, or null. All of an item's must hold."""


def put(table: str, item: Mapping[str, Any], *conditions: Condition) -> dict[str, Any]:
    """A Put for a transaction or, unpacked, for put_item."""
    return _conditional({"TableName": table, "Item": to_item(item)}, conditions)


def update(
    table: str,
    key: Mapping[str, str],
    *conditions: Condition,
    sets: Mapping[str, Any] | None = None,
    removes: Iterable[str] = (),
    adds: Mapping[str, int] | None = None,
    keeps: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An Update for a transaction or, unpacked, for update_item; paths are dotted. `keeps` sets what is not there."""
    names = _Names()
    values: dict[str, Any] = {}
    clauses = []
    setting = [f"{names(path)} = {_value(item, values)}" for path, item in (sets or {}).items()]
    for path, item in (keeps or {}).items():
        setting.append(f"{names(path)} = if_not_exists({names(path)}, {_value(item, values)})")
    if setting:
        clauses.append("SET " + ", ".join(setting))
    if gone := [names(path) for path in removes]:
        clauses.append("REMOVE " + ", ".join(gone))
    if adds:
        clauses.append("ADD " + ", ".join(f"{names(path)} {_value(item, values)}" for path, item in adds.items()))
    request: dict[str, Any] = {"TableName": table, "Key": to_item(key), "UpdateExpression": " ".join(clauses)}
    if conditions:
        request["ConditionExpression"] = _condition(conditions, names, values)
    return request | _placeholders(names, values)


def delete(table: str, key: Mapping[str, str], *conditions: Condition) -> dict[str, Any]:
    """A Delete for a transaction or, unpacked, for delete_item."""
    return _conditional({"TableName": table, "Key": to_item(key)}, conditions)


def check(table: str, key: Mapping[str, str], *conditions: Condition) -> dict[str, Any]:
    """A ConditionCheck for a transaction."""
    return _conditional({"TableName": table, "Key": to_item(key)}, conditions)


def _conditional(request: dict[str, Any], conditions: Sequence[Condition]) -> dict[str, Any]:
    names = _Names()
    values: dict[str, Any] = {}
    if conditions:
        request["ConditionExpression"] = _condition(conditions, names, values)
    return request | _placeholders(names, values)


class _Names:
    """#-placeholders for attribute names, one per name, so that no reserved word matters."""

    def __init__(self) -> None:
        self.used: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        parts = path.split(".")
        self.used.update({f"#{part}": part for part in parts})
        return ".".join(f"#{part}" for part in parts)


def _value(value: Any, values: dict[str, Any]) -> str:
    placeholder = f":v{len(values)}"
    values[placeholder] = to_attribute(value)
    return placeholder


def _condition(conditions: Iterable[Condition], names: _Names, values: dict[str, Any]) -> str:
    def one(condition: Condition) -> str:
        if len(condition) == 2:
            if condition[1] == "unset":
                path, null = names(condition[0]), _value(None, values)
                return f"(attribute_not_exists({path}) OR {path} = {null})"
            function = "attribute_exists" if condition[1] == "present" else "attribute_not_exists"
            return f"{function}({names(condition[0])})"
        path, comparison, value = names(condition[0]), condition[1], _value(condition[2], values)
        if comparison.startswith("absent or "):
            return f"(attribute_not_exists({path}) OR {path} {comparison.removeprefix('absent or ')} {value})"
        return f"{path} {comparison} {value}"

    return " AND ".join(one(condition) for condition in conditions)


def _placeholders(names: _Names, values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if names.used:
        found["ExpressionAttributeNames"] = names.used
    if values:
        found["ExpressionAttributeValues"] = dict(values)
    return found
