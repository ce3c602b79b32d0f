"""What a trigger's test says: clause by clause, wanted and found, so that every decision can be explained."""

from typing import Any

from pydantic import Field

from postroom import limits
from postroom.models import Model
from postroom.plain import to_json


class Clause(Model):
    """One condition of a trigger, as it came out for one event; long values are cut."""

    clause: str = Field(description="classification, confidence_threshold, sender_trust, …, conditions.0, …")
    field: str | None = Field(default=None, description="Of a condition: the field, or the expression.")
    operator: str | None = Field(default=None, description="Of a condition: its operator, or all, any, not.")
    wanted: Any = Field(default=None, description="What the trigger asks for.")
    found: Any = Field(default=None, description="What the mail has.")
    passed: bool = Field(description="Whether it held.")
    reason: str | None = Field(default=None, description="Why it could not hold, where the values do not say it.")
    parts: tuple["Clause", ...] = Field(default=(), description="Of all, any and not: each condition under it.")


def shown(value: Any) -> Any:
    """The value as clauses show it: whole if it is short, else its beginning as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    text = value if isinstance(value, str) else to_json(value)
    if len(text) * 4 <= limits.SHOWN_BYTES or len(encoded := text.encode("utf-8", "replace")) <= limits.SHOWN_BYTES:
        return value
    return encoded[: limits.SHOWN_BYTES].decode("utf-8", "ignore") + "…"
