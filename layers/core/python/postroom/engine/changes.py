"""What a commit changes beside the cursor: records, the mail, the execution's end, its event and its statistics."""

from datetime import datetime
from typing import NamedTuple

from postroom.effects import MailStatus, RecordKind
from postroom.engine.model import ExecutionStatus
from postroom.ids import EventId, ExecutionId, WorkflowId
from postroom.records.base import Record


class NewRecord(NamedTuple):
    """A record to put, with its kind; in the place of `old`, if that is still as it was read."""

    kind: RecordKind
    record: Record
    old: Record | None = None


class MailChange(NamedTuple):
    """The mail's status from what was read to what it shall be."""

    email: EventId
    seen: MailStatus
    status: MailStatus
    reason: str | None


class ExecutionEnd(NamedTuple):
    """An execution's end and what it means for the event: who starts, who is skipped, whether it is done.

    An execution that was handed over does not move its event.
    """

    status: ExecutionStatus
    reason: str | None
    at: datetime
    event_seen_current: int
    event_current: int
    event_done: bool
    starts: ExecutionId | None = None
    skips: tuple[ExecutionId, ...] = ()
    skip_reason: str | None = None
    moves_event: bool = True
    leaves_out: tuple[ExecutionId, ...] | None = None
    """All that the event leaves out from now on, where one ends before its turn came."""


class Counted(NamedTuple):
    """An execution that ends, for its workflow's statistics; without a duration where it says nothing."""

    execution: ExecutionId
    workflow: WorkflowId
    status: ExecutionStatus
    at: datetime
    duration_ms: int | None


class HandOver(NamedTuple):
    """The execution goes on by itself; what it means for the event: who starts, and whether it is done."""

    at: datetime
    event_seen_current: int
    event_current: int
    event_done: bool
    starts: ExecutionId | None


class Continues(NamedTuple):
    """A full dispatch is followed by this number: one of the execution's own, or one of its event."""

    number: int
    own: bool
    at: datetime
