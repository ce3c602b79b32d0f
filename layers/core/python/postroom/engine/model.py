"""The records of running: turns, cursors, executions and steps."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from postroom.engine.claims import Outside
from postroom.errors import Broken, PostroomError, Refused
from postroom.ids import EventId, ExecutionId, TenantId, WorkflowId
from postroom.models import Model
from postroom.times import UtcTime
from postroom.workflows.tree import At

CURSOR_FORMAT: Literal[2] = 2
"""1 knew no fan-outs."""
MAIN_BRANCH = "main"

TURN_HISTORY, WAIT_HISTORY, BRANCH_HISTORY = 7, 4, 6
"""History events of a step function's call with the Choice before it, of a Wait, and of an item of a Map besides."""

ExecutionStatus = Literal[
    "pending", "running", "waiting", "completed", "completed_with_errors", "failed", "cancelled", "skipped"
]
ENDED: frozenset[ExecutionStatus] = frozenset({"completed", "completed_with_errors", "failed", "cancelled", "skipped"})
StepStatus = Literal["completed", "failed", "skipped", "cancelled"]


class BranchStart(Model):
    """One branch of a page: who it is, and its first `next`."""

    branch: str
    next: str


class Turn(Model):
    """What travels through Step Functions: ids, a cursor, and what comes next."""

    format: Literal[1, 2] = CURSOR_FORMAT
    tenant: TenantId
    event: EventId
    dispatch: str
    next: str = Field(description="step:<family>, wait, fan_out or done; classify on a dispatch's input.")
    execution: ExecutionId | None = None
    workflow: WorkflowId | None = None
    version: int | None = None
    branch: str = MAIN_BRANCH
    until: UtcTime | None = Field(default=None, description="With wait: when to go on.")
    after: "Turn | None" = Field(default=None, description="With wait and fan_out: the turn that then comes next.")
    branches: tuple[BranchStart, ...] | None = Field(default=None, description="With fan_out: one page's branches.")
    history: int = Field(default=0, description="History events that the dispatch, or the branch in it, has used.")
    history_limit: int | None = Field(default=None, description="How many its branch may use in this dispatch.")
    joins: bool = Field(default=False, description="It comes after the branches of a page, and counts their history.")

    @property
    def own(self) -> bool:
        """Whether this is a dispatch of one execution, and not of its event."""
        return self.execution is not None and self.dispatch.rpartition("-")[0] == self.execution

    @property
    def number(self) -> int | None:
        """The number of its dispatch; None for what is no dispatch, as a rehearsal."""
        number = self.dispatch.rpartition("-")[2]
        return int(number) if number.isdigit() else None

    def using(self, events: int) -> "Turn":
        """With so many more history events used, in our format."""
        return self.model_copy(update={"format": CURSOR_FORMAT, "history": self.history + events})

    def waiting(self, until: datetime) -> "Turn":
        """A wait after which this turn is taken."""
        after = self.using(WAIT_HISTORY)
        return after.model_copy(update={"next": "wait", "until": until, "after": after})

    def payload(self) -> dict[str, Any]:
        """As JSON for the state machine, without what is not set."""
        return self.model_dump(mode="json", exclude_none=True)


class StepError(Model):
    """Why a step, or an attempt at it, failed."""

    code: str = Field(description="refused, not_now, unknown_outcome, broken, timed_out, branch_failed.")
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


class FanOut(Model):
    """A fan-out under way: its branches run, page by page, and the cursor stands at its step meanwhile."""

    step: str = Field(description="The step's id, by which its branches are named.")
    total: int = Field(description="Branches in all.")
    closed: int = Field(default=0, description="Branches of the pages that are over.")
    failed: int = Field(default=0, description="Those of them that a step with on_error stop ended.")
    failure: str | None = Field(default=None, description="Why the first of these ended.")
    params: dict[str, Any] = Field(default={}, description="The step's parameters, as its record will show them.")
    started_at: UtcTime


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
    fan_out: FanOut | None = None
    closed: bool = Field(default=False, description="The branch is over; an execution's own line ends with its head.")
    failure: str | None = Field(default=None, description="Why a branch ended before its last step.")
    history: int = Field(default=0, description="History events that the branch had used in its dispatch.")


class StepRecord(Model):
    """What one step did, for ever."""

    id: str = Field(description="Its id in the workflow; in branches `loop[3].id`, where `loop` is the fan-out's id.")
    at: At = Field(
        description="Where in the workflow: [2] is the third step, [2, then, 0] the first of its list `then`."
    )
    item: int | None = Field(default=None, description="In branches: the number of its branch or item, from 0.")
    action: str = Field(description="The action it ran.")
    status: StepStatus = Field(description="How it came out.")
    params: dict[str, Any] | None = Field(default=None, description="Its parameters as rendered.")
    output: dict[str, Any] | None = Field(default=None, description="What it gave to later steps.")
    results: list[dict[str, Any]] | None = Field(
        default=None,
        description="What a fan-out gave to later steps: for each branch, in order, its steps' outputs by step id.",
    )
    error: StepError | None = Field(default=None, description="Why it failed.")
    outcome_unknown: bool = Field(default=False, description="An outside effect may have happened; a person must look.")
    reason: str | None = Field(default=None, description="Why it was skipped.")
    attempts: tuple[Attempt, ...] = Field(default=(), description="Earlier tries that did not get through.")
    effects: tuple[str, ...] = Field(default=(), description="What it did, one line each.")
    reused_from: ExecutionId | None = Field(default=None, description="The execution whose result this is.")
    started_at: UtcTime = Field(description="When its last try began.")
    ended_at: UtcTime = Field(description="When it was over.")

    @property
    def saved(self) -> bool:
        """Whether it made or changed a record."""
        return any(effect.startswith(("saved ", "changed ")) for effect in self.effects)

    @property
    def given(self) -> dict[str, Any] | list[dict[str, Any]] | None:
        """What later steps read as `steps.<id>`."""
        return self.output if self.results is None else self.results


class Cancellation(Model):
    """Somebody's wish that an execution ends before its next step."""

    by: str = Field(description="Who asked for it: the name of the token.")
    reason: str | None = Field(default=None, description="Why, as they said.")
    at: UtcTime = Field(description="When they asked.")

    @property
    def told(self) -> str:
        """In words."""
        return f"cancelled by {self.by}: {self.reason}" if self.reason else f"cancelled by {self.by}"


class FirstRun(Model):
    """Of a rerun: the run that began its line, under whose keys its records and claims are kept."""

    id: ExecutionId = Field(description="That execution.")
    received_at: UtcTime = Field(description="When what started it came in.")


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
    steps_total: int = Field(description="Steps of the workflow as written, those in branches counted.")
    match: dict[str, str | None] = Field(default={}, description="Named groups of the patterns that matched.")
    steps_completed: int = Field(
        default=0, description="Steps that succeeded, counted when it has ended; those of a for_each for every item."
    )
    steps_failed: int = Field(default=0, description="Steps that failed; counted when it has ended.")
    steps_skipped: int = Field(default=0, description="Steps that were skipped; counted when it has ended.")
    outcome_unknown: bool = Field(default=False, description="An outside effect may have happened; a person must look.")
    dispatch: int = Field(default=0, description="Number of its own newest dispatch; 0 while it runs in its event's.")
    continued: int = Field(default=0, description="How many of these only went on where the one before was full.")
    rerun_of: ExecutionId | None = Field(default=None, description="The execution that this one runs again.")
    rerun_by: ExecutionId | None = Field(default=None, description="The execution that ran this one again.")
    first_run: FirstRun | None = Field(default=None, description="Of a rerun: the first run of its line.")
    repeats: tuple[str, ...] = Field(
        default=(), description="Of a rerun: the steps whose outside effects were to be done again."
    )
    repeats_unknown: tuple[str, ...] = Field(
        default=(), description="The same, but for those effects that were known to be done."
    )
    kept_names: dict[str, str] = Field(
        default={},
        description="Of a rerun: by step id the names of the records and claims of steps that stand elsewhere now.",
    )
    waiting_until: UtcTime | None = Field(default=None, description="While it waits: until when.")
    cancel: Cancellation | None = Field(
        default=None, description="Who cancelled it; until it has ended as cancelled, its last step is being finished."
    )
    created_at: UtcTime = Field(description="When it was planned.")
    started_at: UtcTime | None = Field(default=None, description="When its first step began.")
    ended_at: UtcTime | None = Field(default=None, description="When it was over.")

    @property
    def kept_under(self) -> ExecutionId:
        """The run under whose keys records and claims are kept: the first of its line."""
        return self.first_run.id if self.first_run else self.id

    def outside(self, step: str) -> Outside:
        """What this run does about what the step did outside in earlier runs."""
        if step in self.repeats:
            return "repeat"
        return "repeat_unknown" if step in self.repeats_unknown else "keep"

    @property
    def dispatch_name(self) -> str:
        """Name of the newest Step Functions execution of its own."""
        return f"{self.id}-{self.dispatch}"


def execution_dispatch(tenant: TenantId, event: EventId, execution: ExecutionId, number: int) -> dict[str, Any]:
    """The input of an execution's own dispatch: the same for the same name, as an event's (`dispatch_input`)."""
    ids = {"tenant": tenant, "event": event, "execution": execution}
    return {"format": 1, **ids, "dispatch": f"{execution}-{number}", "next": "classify"}


def read_cursor(stored: Mapping[str, Any]) -> Cursor:
    """A stored cursor of any format up to ours, as ours. Raises Broken for one that a newer release wrote.

    Format 1 had no fan-outs and no branches but the main one; all it says means the same today.
    """
    written = int(stored.get("format", 1))
    if written > CURSOR_FORMAT:
        raise Broken(f"the cursor has format {written}; this release reads up to {CURSOR_FORMAT}")
    return Cursor.model_validate({**stored, "format": CURSOR_FORMAT})
