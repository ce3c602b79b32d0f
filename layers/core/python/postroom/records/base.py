"""What a kind of record is, and what every record carries."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
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
    revision: int = Field(default=1, ge=1, description="Moves by one with every change; its ETag.")
    made_by: str | None = Field(default=None, description="Key of the effect that made it: execution/step/number.")


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of record.

    `fields` is what is given to make one, `model` those and what every record carries. `look_ups` gives the (index,
    value) pairs a record is found by; `summary` the fields each look-up row repeats, so that finding costs one read.
    """

    prefix: str
    fields: type[Model]
    model: type[Record]
    look_ups: Callable[[Any], tuple[tuple[str, str], ...]]
    summary: Callable[[Any], Mapping[str, Any]]

    def made(self, given: Model, record_id: RecordId, now: datetime) -> Record:
        """A new record of what was given, at revision 1."""
        return self.model(**dict(given), id=record_id, created_at=now, updated_at=now)

    def changed(self, record: Record, given: Model, now: datetime) -> Record:
        """The record with what was given in the place of what it said, at its next revision."""
        moved = {"updated_at": now, "revision": record.revision + 1}
        kept = {name for name in self.model.model_fields if name not in self.fields.model_fields and name not in moved}
        return self.model(**dict(given), **{name: getattr(record, name) for name in kept}, **moved)

    def given_by(self, record: Record) -> dict[str, Any]:
        """What of the record was given, and not set by us."""
        return {name: getattr(record, name) for name in self.fields.model_fields}
