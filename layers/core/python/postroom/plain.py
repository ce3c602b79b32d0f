"""Plain values: what expressions see, what DynamoDB stores, what JSON carries.

Amounts are Decimal inside, numbers in DynamoDB and in expressions, and decimal strings in JSON.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.times import iso

_ARE_PLAIN = frozenset({str, int, bool, float, Decimal, bytes, type(None)})
"""Looked up by their very type: most of what is made plain is of one of these."""


def plain(value: Any) -> Any:
    """`value` with models as dicts by alias, tuples and sets as lists, dates as ISO text; Decimals stay."""
    if type(value) in _ARE_PLAIN:
        return value
    if isinstance(value, BaseModel):
        declared = {alias: plain(getattr(value, name)) for name, alias in _aliases(type(value))}
        return declared | {name: plain(item) for name, item in (value.model_extra or {}).items()}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


@cache
def _aliases(model: type[BaseModel]) -> tuple[tuple[str, str], ...]:
    return tuple((name, info.alias or name) for name, info in model.model_fields.items())


def to_json(value: Any) -> str:
    """Compact JSON of a plain value; Decimals become strings."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), default=_decimal_text)


def _decimal_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} is not a plain value")
