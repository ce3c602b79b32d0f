"""A time entry: hours that somebody confirmed or reported, over a day or a span of days."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import Field, model_validator

from postroom.ids import EventId, RecordId
from postroom.models import Model
from postroom.plain import plain
from postroom.records.base import Kind, Record
from postroom.times import WrittenDay

HOURS_MAX = 10_000
"""More than a person's year; a number above it is no count of hours."""


class TimeEntryFields(Model):
    """What is given to make a time entry."""

    hours: Decimal = Field(
        gt=0, le=HOURS_MAX, decimal_places=2, description="Hours worked, exact, to a hundredth of an hour."
    )
    date_from: WrittenDay | None = Field(
        default=None, description="The day, or the first day of the span; null if unknown."
    )
    date_to: WrittenDay | None = Field(default=None, description="The last day of the span; the same day for one day.")
    project: str | None = Field(default=None, max_length=200, description="What the hours were worked on.")
    description: str = Field(default="", max_length=2_000, description="What was done, as it was written.")
    customer_id: RecordId | None = Field(default=None, description="The contact the hours were worked for.")
    event_id: EventId | None = Field(default=None, description="The mail or other event it was made from.")

    @model_validator(mode="after")
    def _in_order(self) -> "TimeEntryFields":
        if self.date_from and self.date_to and self.date_to < self.date_from:
            raise ValueError("date_to is before date_from")
        return self


class TimeEntry(TimeEntryFields, Record):
    """One time entry."""


def _look_ups(entry: TimeEntry) -> tuple[tuple[str, str], ...]:
    return (
        *([("event", entry.event_id)] if entry.event_id else []),
        *([("customer", entry.customer_id)] if entry.customer_id else []),
    )


def _summary(entry: TimeEntry) -> Mapping[str, Any]:
    days = {"date_from": plain(entry.date_from), "date_to": plain(entry.date_to)}
    return {"hours": entry.hours, **days, "project": entry.project}


KIND = Kind(prefix="tim", fields=TimeEntryFields, model=TimeEntry, look_ups=_look_ups, summary=_summary)
