"""Numbers that were JSON numbers when they were stored.

DynamoDB gives every number with a fraction back as a Decimal, and the API shows Decimals as texts, for amounts are
exact. What a person wrote into a workflow, or a threshold that was compared, was a float: it is one again.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def written_numbers(value: Any) -> Any:
    """`value` with every Decimal as the float it was stored from."""
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, Mapping):
        return {name: written_numbers(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [written_numbers(item) for item in value]
    return value
