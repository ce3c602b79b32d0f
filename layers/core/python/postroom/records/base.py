"""What a kind of record is, and what every record carries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from postroom.ids import RecordId
from postroom.models import Model
from postroom.times import UtcTime


class Record(Model):
    """The fields of every record."""

    id: RecordId = Field(description="Its id; it never changes.")
    created_at: UtcTime = Field(description="When it was made.")
    updated_at: UtcTime = Field(description="When it was changed last.")
    made_by: str | None = Field(default=None, description="Key of the effect that made it: execution/step/number.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    `look_ups` gives the (index, value) pairs a record is found by; `summary` the fields each look-up row repeats,
    so that finding costs one read.
    """

    prefix: str
    model: type[Record]
    look_ups: Callable[[Any], tuple[tuple[str, str], ...]]
    summary: Callable[[Any], Mapping[str, Any]]
