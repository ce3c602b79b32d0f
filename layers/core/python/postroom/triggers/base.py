"""What a trigger's test says: clause by clause, wanted and found, so that every decision can be explained."""

from typing import Any

from pydantic import Field

from postroom.models import Model


class Clause(Model):
    """One condition of a trigger, as it came out for one event."""

    clause: str = Field(description="classification, confidence_threshold, sender_pattern, subject_pattern, …")
    wanted: Any = Field(default=None, description="What the trigger asks for.")
    found: Any = Field(default=None, description="What the mail has.")
    passed: bool = Field(description="Whether it held.")
