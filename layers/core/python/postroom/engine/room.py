"""How many rows a step may write, so that they fit one transaction with all that its execution's end writes."""

from postroom import limits
from postroom.engine.changes import NewRecord
from postroom.engine.model import Execution
from postroom.engine.plan_run import Gathered, PlanRun
from postroom.errors import Refused
from postroom.records.catalogue import kind_named
from postroom.triggers.event import TriggerEvent

STEP_ROWS = 5
"""Cursor, step, the execution's head, its event's, and that of the mail, where a person asked for the event."""

END_ROWS = 2
"""What an end adds at most where nothing is skipped: its counter, and the head of the next execution."""

SKIP_ROWS = 2
"""The head of an execution that is skipped, and its counter."""

EFFECT_ROWS = 3
"""An outside effect's claim, and the two rows by which answers to a mail are known."""


def step_room(execution: Execution, event: TriggerEvent) -> int:
    """The rows of records and outside effects for which a step has room, whether or not it is the last.

    Nothing is skipped after an execution in a dispatch of its own, or one whose success stops nothing.
    """
    room = limits.TRANSACTION_ITEMS - STEP_ROWS - END_ROWS
    planned = {one.id: one for one in event.executions}.get(execution.id)
    if planned is None or not planned.stop_on_match or execution.dispatch:
        return room
    return room - SKIP_ROWS * len(event.later)


def check_room(more: int, run: PlanRun, gathered: Gathered) -> None:
    """Raises Refused if the step has no room for so many rows more: by name, rather than by the database at its end."""
    taken = sum(map(rows_of, gathered.records)) + EFFECT_ROWS * len(gathered.claims)
    room = step_room(run.execution, run.event)
    if taken + more > room:
        raise Refused(
            f"with what they are found by, its records and calls are more than {room} rows, which is what one step of "
            f"this execution can write at once; {len(run.event.later)} executions may come after it"
        )


def rows_of(new: NewRecord) -> int:
    """The rows that saving or changing a record writes: itself, and one for each thing by which it is found anew."""
    kind = kind_named(new.kind)
    found = set(kind.look_ups(new.record))
    if new.old is None:
        return 1 + len(found)
    before = set(kind.look_ups(new.old))
    alike = kind.summary(new.record) == kind.summary(new.old)
    return 1 + len(found ^ before if alike else found | before)
