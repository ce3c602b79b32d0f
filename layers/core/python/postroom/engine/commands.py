"""What a turn asks of the edge: each command is yielded by the engine and answered by whoever drives it.

Commands say nothing of tenant, event and execution: they are the turn's, and the edge is made for the turn.

Answers: ReadVersion → WorkflowDefinition · ReadExecution → ExecutionState · FindRecords → tuple[FoundRecord, …]
· ReadObject → bytes · ClaimEffect → Claim | None (None: granted; else the claim that stands)
· PerformEffect → Mapping · Commit → bool (False: something had moved; nothing was written)
· StartDispatch → nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from postroom.effects import FindRecords, MailStatus, OutsideEffect, ReadObject, RecordKind
from postroom.engine.model import Cursor, Execution, ExecutionStatus, StepRecord
from postroom.ids import EventId, ExecutionId, WorkflowId
from postroom.mail.model import Mail
from postroom.models import Model
from postroom.records.base import Record
from postroom.times import UtcTime
from postroom.triggers.event import TriggerEvent


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """An immutable version of a workflow; the edge keeps those it has read."""

    workflow: WorkflowId
    version: int


@dataclass(frozen=True, slots=True)
class ReadExecution:
    """The stored state of a branch, strongly consistent.

    `outputs` are the step ids whose outputs are wanted; `whole` also reads the mail and the tenant.
    """

    outputs: tuple[str, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class ExecutionState:
    """What ReadExecution answers; `mail` and `tenant` are None unless the whole was asked for."""

    execution: Execution
    cursor: Cursor
    event: TriggerEvent
    outputs: Mapping[str, Any]
    mail: Mail | None
    classification: Mapping[str, Any] | None
    tenant: Mapping[str, Any] | None


class Claim(Model):
    """The right to one outside effect: `number` is its place among the step's outside effects."""

    step: str
    number: int
    fingerprint: str
    state: Literal["open", "released", "done", "unknown"] = "open"
    claimed_at: UtcTime
    result: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class ClaimEffect:
    """Claim an outside effect if it is not claimed; `instead_of` takes over exactly that older claim."""

    claim: Claim
    instead_of: Claim | None = None


@dataclass(frozen=True, slots=True)
class PerformEffect:
    """Do it; `key` goes to receivers that take an idempotency key."""

    effect: OutsideEffect
    key: str


@dataclass(frozen=True, slots=True)
class NewRecord:
    """A record to put, with its kind."""

    kind: RecordKind
    record: Record


@dataclass(frozen=True, slots=True)
class MailChange:
    """The mail's status from what was read to what it shall be."""

    email: EventId
    seen: MailStatus
    status: MailStatus
    reason: str | None


@dataclass(frozen=True, slots=True)
class ExecutionEnd:
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


@dataclass(frozen=True, slots=True)
class HandOver:
    """The execution goes on by itself; what it means for the event: who starts, and whether it is done."""

    at: datetime
    event_seen_current: int
    event_current: int
    event_done: bool
    starts: ExecutionId | None


@dataclass(frozen=True, slots=True)
class StartDispatch:
    """Start the execution's own dispatch of this number; a repeated start is the same start."""

    number: int


@dataclass(frozen=True, slots=True)
class Commit:
    """Everything one step changes, in one transaction; it holds only if the cursor is still at `seen`."""

    seen: int
    cursor: Cursor
    step: StepRecord | None = None
    claims: tuple[Claim, ...] = ()
    records: tuple[NewRecord, ...] = ()
    mail: MailChange | None = None
    end: ExecutionEnd | None = None
    outcome_unknown: bool = False
    status: Literal["running", "waiting"] | None = None
    handover: HandOver | None = None


Command = ReadVersion | ReadExecution | FindRecords | ReadObject | ClaimEffect | PerformEffect | Commit | StartDispatch
