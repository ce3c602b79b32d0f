"""Plain values: what expressions see, what DynamoDB stores, what JSON carries.

Amounts are Decimal inside, numbers in DynamoDB and in expressions, and decimal strings in JSON.
"""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from postroom.times import iso


def plain(value: Any) -> Any:
    """`value` with models as dicts by alias, tuples and sets as lists, dates as ISO text; Decimals stay."""
    if isinstance(value, BaseModel):
        declared = {(info.alias or name): getattr(value, name) for name, info in type(value).model_fields.items()}
        return {name: plain(item) for name, item in (declared | (value.model_extra or {})).items()}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, datetime):
        return iso(value)
    if isinstance(value, date):
        return value.isoformat()
    return value


def to_json(value: Any) -> str:
    """Compact JSON of a plain value; Decimals become strings."""
    return json.dumps(plain(value), ensure_ascii=False, separators=(",", ":"), default=_decimal_text)


def _decimal_text(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} is not a plain value")
