"""What a turn asks of the edge: each command is yielded by the engine and answered by whoever drives it.

Commands say nothing of tenant, event and execution: they are the turn's, and the edge is made for the turn.

Answers: ReadVersion → WorkflowDefinition · ReadExecution → ExecutionState · ReadBranches → tuple[Cursor, …]
· ReadResults → tuple[Mapping, …] | None (None: too long) · FindRecords → tuple[FoundRecord, …] · ReadObject → bytes
· ReadRecord → Record | None (None: gone)
· ReadClaims → tuple[Claim, …] · ClaimEffect → Claim | None (None: granted; else the claim that stands)
· PerformEffect → Mapping · Commit → bool (False: something had moved; nothing was written)
· MarkCancelled → bool (False: it has moved, has ended, or is marked) · StartDispatch, StopDispatch → nothing.
"""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from postroom.effects import FindRecords, OutsideEffect, ReadObject, ReadRecord
from postroom.engine.changes import Continues, Counted, ExecutionEnd, HandOver, MailChange, NewRecord
from postroom.engine.claims import Claim
from postroom.engine.model import Cancellation, Cursor, Execution, StepRecord
from postroom.ids import ExecutionId, WorkflowId
from postroom.mail.model import Mail
from postroom.triggers.event import TriggerEvent
from postroom.workflows.tree import At


class ReadVersion(NamedTuple):
    """An immutable version of a workflow; the edge keeps those it has read."""

    workflow: WorkflowId
    version: int


class ReadExecution(NamedTuple):
    """The stored state of a branch, strongly consistent.

    `outputs` are the step ids whose outputs are wanted; `whole` also reads the mail, the tenant and the branch's item.
    A branch that has not stored anything stands at `begin`.
    """

    outputs: tuple[str, ...]
    whole: bool
    begin: At = (0,)
    item: "ItemOf | None" = None


class ItemOf(NamedTuple):
    """The item `number` of the for_each `step`; items are stored in pages of `limits.FAN_OUT_PAGE`."""

    step: str
    number: int


class ExecutionState(NamedTuple):
    """What ReadExecution answers; `mail` and `tenant` are None unless the whole was asked for."""

    execution: Execution
    cursor: Cursor
    event: TriggerEvent
    outputs: Mapping[str, Any]
    mail: Mail | None
    classification: Mapping[str, Any] | None
    tenant: Mapping[str, Any] | None
    item: Any = None


class ReadBranches(NamedTuple):
    """The cursors of these branches, a page at most, in this order; one that stored nothing is where it `begins`."""

    begins: Mapping[str, At]


class ReadResults(NamedTuple):
    """For each branch of a fan-out, in order, the outputs of its steps by step id.

    None if they are longer than `most_bytes` as JSON.
    """

    step: str
    total: int
    most_bytes: int


class ClaimEffect(NamedTuple):
    """Claim an outside effect if it is not claimed; `instead_of` takes over exactly that older claim."""

    claim: Claim
    instead_of: Claim | None = None


class ReadClaims(NamedTuple):
    """The claims that stand for a step's outside effects, in the line of executions that `run` began."""

    step: str
    run: ExecutionId


class PerformEffect(NamedTuple):
    """Do it; `key` goes to receivers that take an idempotency key."""

    effect: OutsideEffect
    key: str


class MarkCancelled(NamedTuple):
    """Mark the execution, if it has not ended and its cursor is still at `seen`; the next dispatch may go on."""

    seen: int
    cancel: Cancellation
    continues: Continues | None = None


class StartDispatch(NamedTuple):
    """Start the dispatch of this number, the execution's own or its event's; a repeated start is the same start."""

    number: int
    own: bool = True


class StopDispatch(NamedTuple):
    """Stop the dispatch of this name, if there is one: what it waits for is over."""

    name: str


class Commit(NamedTuple):
    """Everything one step changes, in one transaction; it holds only if the cursor is still at `seen`.

    With `unless_cancelled` it also holds only if the execution is not marked.
    """

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
    items: tuple[Any, ...] = ()
    items_of: str = ""
    """The items of the for_each that begins, and its step's id."""
    continues: Continues | None = None
    cancel: Cancellation | None = None
    unless_cancelled: bool = False
    counts: tuple[Counted, ...] = ()


Command = (
    ReadVersion
    | ReadExecution
    | ReadBranches
    | ReadResults
    | FindRecords
    | ReadRecord
    | ReadObject
    | ReadClaims
    | ClaimEffect
    | PerformEffect
    | Commit
    | MarkCancelled
    | StartDispatch
    | StopDispatch
)
