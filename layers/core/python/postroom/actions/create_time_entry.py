"""create_time_entry: hours that the mail confirms or reports, or those given; nothing invented."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.effects import SaveRecord
from postroom.errors import Problem, Refused
from postroom.extract.time_confirmation import TimeConfirmation, TimeFound, read_time_confirmation
from postroom.ids import RecordId
from postroom.models import Model
from postroom.records.time_entry import HOURS_MAX

PROJECT_CHARACTERS, DESCRIPTION_CHARACTERS = 200, 2_000

Hours = Annotated[Decimal, Field(gt=0, le=HOURS_MAX, decimal_places=2)]


class Input(Model):
    """What is booked; what is not given is read from the mail."""

    hours: Hours | None = Field(default=None, description="Hours worked, as one entry; as the mail says if not given.")
    date_from: date | None = Field(default=None, description="The day, or the first of several, instead of the mail's.")
    date_to: date | None = Field(default=None, description="The last of several days; the first one if not given.")
    project: str | None = Field(default=None, description="What it was worked on, instead of what the mail names.")
    description: str = Field(default="", description="What was done; the line of the mail if not given.")
    customer_id: RecordId | None = Field(default=None, description="The contact it was worked for; a linked one's id.")


class Entry(Model):
    """One entry made."""

    id: RecordId = Field(description="The entry's id.")
    hours: Decimal = Field(description="Hours worked.")
    date_from: date | None = Field(description="The day, or the first of several; null if the mail does not say.")
    date_to: date | None = Field(description="The last day; the same for one day.")


class Output(Model):
    """The entries made: one for each dated row that adds up to the total, else one for each total."""

    hours: Decimal = Field(description="The sum of all entries.")
    date_from: date | None = Field(description="The first day of all.")
    date_to: date | None = Field(description="The last day of all.")
    project: str | None = Field(description="What it was worked on; null if the mail does not name it.")
    entries: tuple[Entry, ...] = Field(description="Each entry.")


def plan(given: Input, context: Context) -> Plan:
    """Save an entry for each that was found, or the one given."""
    if given.date_from and given.date_to and given.date_to < given.date_from:
        raise Refused("date_to is before date_from", Problem("params.date_to", "is before date_from"))
    read = _read(context.email, context.now)
    project = (given.project or read.project or "").strip()[:PROJECT_CHARACTERS] or None
    made = []
    for found in _wanted(given, read):
        fields = {
            "hours": found.hours,
            "date_from": found.date_from,
            "date_to": found.date_to,
            "project": project,
            "description": (given.description or found.as_written)[:DESCRIPTION_CHARACTERS],
            "customer_id": given.customer_id,
            "event_id": context.scope["event"]["id"],
        }
        saved = yield SaveRecord("time_entry", fields)
        made.append(Entry(id=saved, hours=found.hours, date_from=found.date_from, date_to=found.date_to))
    return Output(
        hours=sum((one.hours for one in made), Decimal(0)),
        date_from=min((one.date_from for one in made if one.date_from), default=None),
        date_to=max((one.date_to for one in made if one.date_to), default=None),
        project=project,
        entries=tuple(made),
    )


def _wanted(given: Input, read: TimeConfirmation) -> tuple[TimeFound, ...]:
    start = given.date_from
    end = given.date_to or given.date_from
    if given.hours is not None:
        if start is None and read.periods:
            start, end = min(one.start for one in read.periods), max(one.end for one in read.periods)
        return (TimeFound(given.hours, start, end, ""),)
    if not read.entries:
        reason = read.problem or "the mail states no number of hours"
        raise Refused(f"{reason}; give the hours, or book them by hand", Problem("params.hours", reason))
    if start is None:
        return read.entries
    return tuple(TimeFound(one.hours, start, end, one.as_written) for one in read.entries)


def _read(email: Mapping[str, Any], now: datetime) -> TimeConfirmation:
    text = str(email.get("reply_text") or email.get("text") or email.get("html_as_text") or "")
    written = email.get("date") or email.get("received_at")
    written_on = datetime.fromisoformat(str(written)).date() if written else now.date()
    return read_time_confirmation(str(email.get("subject") or ""), text, written_on)


ACTION = Action(
    title="Create time entry",
    description="Books the hours that the mail confirms or reports, or those given.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
