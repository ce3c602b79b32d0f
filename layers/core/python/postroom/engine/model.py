"""The records of running: turns, cursors, executions and steps."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from postroom.errors import Broken, PostroomError, Refused
from postroom.ids import EventId, ExecutionId, TenantId, WorkflowId
from postroom.models import Model
from postroom.times import UtcTime
from postroom.workflows.tree import At

CURSOR_FORMAT: Literal[1] = 1
MAIN_BRANCH = "main"

ExecutionStatus = Literal[
    "pending", "running", "waiting", "completed", "completed_with_errors", "failed", "cancelled", "skipped"
]
ENDED: frozenset[ExecutionStatus] = frozenset({"completed", "completed_with_errors", "failed", "cancelled", "skipped"})
StepStatus = Literal["completed", "failed", "skipped"]


class Turn(Model):
    """What travels through Step Functions: ids, a cursor, and what comes next."""

    format: Literal[1] = CURSOR_FORMAT
    tenant: TenantId
    event: EventId
    dispatch: str
    next: str = Field(description="step:<family>, wait or done; classify on a dispatch's input.")
    execution: ExecutionId | None = None
    workflow: WorkflowId | None = None
    version: int | None = None
    branch: str = MAIN_BRANCH
    until: UtcTime | None = Field(default=None, description="With wait: when to go on.")
    after: "Turn | None" = Field(default=None, description="With wait: the turn that then comes next.")

    @property
    def own(self) -> bool:
        """Whether this is a dispatch of one execution, and not of its event."""
        return self.execution is not None and self.dispatch.rpartition("-")[0] == self.execution

    def waiting(self, until: datetime) -> "Turn":
        """A wait after which this turn is taken."""
        return self.model_copy(update={"next": "wait", "until": until, "after": self})

    def payload(self) -> dict[str, Any]:
        """As JSON for the state machine, without what is not set."""
        return self.model_dump(mode="json", exclude_none=True)


class StepError(Model):
    """Why a step, or an attempt at it, failed."""

    code: str = Field(description="refused, not_now, unknown_outcome, broken, timed_out.")
    message: str = Field(description="What went wrong, and what to do about it.")
    path: str | None = Field(default=None, description="The field it is about.")

    @classmethod
    def of(cls, error: PostroomError) -> "StepError":
        """The record of an error."""
        path = error.problems[0].path if isinstance(error, Refused) and error.problems else None
        return cls(code=error.code, message=str(error), path=path)


class Attempt(Model):
    """One try of a step that did not get through."""

    at: UtcTime = Field(description="When it was made.")
    error: StepError = Field(description="Why it did not get through.")
    due: UtcTime = Field(description="When the next try was to be.")


class Cursor(Model):
    """Where a branch of an execution is; its `seq` moves by one with every commit and decides who was first."""

    format: int = CURSOR_FORMAT
    branch: str = MAIN_BRANCH
    seq: int = 0
    at: At = (0,)
    attempts: tuple[Attempt, ...] = ()
    due: UtcTime | None = None
    waiting: UtcTime | None = None
    crashes: int = 0
    last_crash: str | None = None
    completed: int = 0
    failed: int = 0
    skipped: int = 0


class StepRecord(Model):
    """What one step did, for ever."""

    id: str = Field(description="Its id in the workflow.")
    at: At = Field(
        description="Where in the workflow: [2] is the third step, [2, then, 0] the first of its list `then`."
    )
    action: str = Field(description="The action it ran.")
    status: StepStatus = Field(description="How it came out.")
    params: dict[str, Any] | None = Field(default=None, description="Its parameters as rendered.")
    output: dict[str, Any] | None = Field(default=None, description="What it gave to later steps.")
    error: StepError | None = Field(default=None, description="Why it failed.")
    outcome_unknown: bool = Field(default=False, description="An outside effect may have happened; a person must look.")
    reason: str | None = Field(default=None, description="Why it was skipped.")
    attempts: tuple[Attempt, ...] = Field(default=(), description="Earlier tries that did not get through.")
    effects: tuple[str, ...] = Field(default=(), description="What it did, one line each.")
    started_at: UtcTime = Field(description="When its last try began.")
    ended_at: UtcTime = Field(description="When it was over.")


class Execution(Model):
    """The head of one workflow run."""

    id: ExecutionId = Field(description="Its id.")
    tenant: TenantId = Field(description="Whose it is.")
    event: EventId = Field(description="What started it: the mail's id, or that of what a person asked for.")
    email: EventId | None = Field(default=None, description="The mail it is about.")
    workflow_id: WorkflowId = Field(description="The workflow it runs.")
    workflow_name: str = Field(description="That workflow's name when it started.")
    version: int = Field(description="The version that runs.")
    status: ExecutionStatus = Field(default="pending", description="How far it is, or how it came out.")
    reason: str | None = Field(default=None, description="Why it was skipped, failed or cancelled.")
    steps_total: int = Field(description="Steps of the workflow, those in branches counted.")
    match: dict[str, str | None] = Field(default={}, description="Named groups of the patterns that matched.")
    steps_completed: int = Field(default=0, description="Steps that succeeded; counted when it has ended.")
    steps_failed: int = Field(default=0, description="Steps that failed; counted when it has ended.")
    steps_skipped: int = Field(default=0, description="Steps that were skipped; counted when it has ended.")
    outcome_unknown: bool = Field(default=False, description="An outside effect may have happened; a person must look.")
    dispatch: int = Field(default=0, description="Number of its own newest dispatch; 0 while it runs in its event's.")
    waiting_until: UtcTime | None = Field(default=None, description="While it waits: until when.")
    created_at: UtcTime = Field(description="When it was planned.")
    started_at: UtcTime | None = Field(default=None, description="When its first step began.")
    ended_at: UtcTime | None = Field(default=None, description="When it was over.")

    @property
    def dispatch_name(self) -> str:
        """Name of the newest Step Functions execution of its own."""
        return f"{self.id}-{self.dispatch}"


def execution_dispatch(tenant: TenantId, event: EventId, execution: ExecutionId, number: int) -> dict[str, Any]:
    """The input of an execution's own dispatch: the same for the same name, as an event's (`dispatch_input`)."""
    ids = {"tenant": tenant, "event": event, "execution": execution}
    return {"format": 1, **ids, "dispatch": f"{execution}-{number}", "next": "classify"}


def check_format(cursor: Cursor) -> None:
    """Raise Broken for a cursor that a newer release wrote."""
    if cursor.format > CURSOR_FORMAT:
        raise Broken(f"the cursor has format {cursor.format}; this release reads up to {CURSOR_FORMAT}")
