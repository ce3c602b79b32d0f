"""Plain values as DynamoDB's attributes, and back."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """An item from plain values."""
    return {name: to_attribute(value) for name, value in values.items()}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of an item."""
    return {name: from_attribute(value) for name, value in item.items()}


def to_attribute(value: Any) -> dict[str, Any]:
    """One plain value as DynamoDB writes it. Floats are stored by their shortest decimal form."""
    if type(value) is str:  # most are
        return {"S": value}
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case float():
            return {"N": repr(value)}
        case int() | Decimal():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": {str(key): to_attribute(item) for key, item in value.items()}}
        case list() | tuple():
            return {"L": [to_attribute(item) for item in value]}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """The plain value; a number without a fraction is an int, else a Decimal."""
    [(kind, value)] = attribute.items()
    if kind == "S":
        return value
    match kind:
        case "BOOL" | "B":
            return value
        case "N":
            return int(value) if value.lstrip("-").isdigit() else Decimal(value)
        case "M":
            return {key: from_attribute(item) for key, item in value.items()}
        case "L":
            return [from_attribute(item) for item in value]
        case "NULL":
            return None
    raise TypeError(f"attributes of type {kind} are not used here")
