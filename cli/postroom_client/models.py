"""What the API answers, as far as clients usually look; fields that are not named here are there as attributes too."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict

T = TypeVar("T")


class ApiModel(BaseModel):
    """A part of an answer: what a newer API says besides is kept, not refused."""

    model_config = ConfigDict(frozen=True, extra="allow", populate_by_name=True)


class Page(ApiModel, Generic[T]):
    """A part of a list; `next_cursor` is None at its end."""

    items: tuple[T, ...]
    next_cursor: str | None = None


class WorkflowItem(ApiModel):
    """A workflow in a list; `revision` is its ETag."""

    id: str
    name: str
    description: str
    enabled: bool
    priority: int
    stop_on_match: bool
    version: int
    revision: int
    created_at: datetime
    updated_at: datetime


class Workflow(WorkflowItem):
    """A workflow with what its newest version says."""

    definition: dict[str, Any]


class WorkflowStatistics(ApiModel):
    """How the executions of a workflow came out."""

    id: str
    name: str
    execution_count: int
    succeeded: int
    failed: int
    completed_with_errors: int
    cancelled: int
    skipped: int
    pending_executions: int
    success_rate: float | None
    average_duration_ms: int | None
    p95_duration_ms: int | None
    last_run_at: datetime | None


class EmailStatistics(ApiModel):
    """Mails counted by category and status; where `next_cursor` is not None, there are more."""

    items: tuple[dict[str, Any], ...]
    counted: int
    next_cursor: str | None = None


class Classification(ApiModel):
    """What a mail was taken for, and how sure that is."""

    category: str
    confidence: float


class ExecutionItem(ApiModel):
    """An execution in a list."""

    id: str
    event_id: str
    email_id: str | None
    workflow_id: str
    workflow_name: str
    version: int
    status: str
    reason: str | None
    steps_total: int
    steps_completed: int
    steps_failed: int
    steps_skipped: int
    outcome_unknown: bool
    created_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    duration_ms: int | None


class Step(ApiModel):
    """What a step did."""

    id: str
    action: str
    status: str
    params: dict[str, Any] | None
    output: dict[str, Any] | None
    error: dict[str, Any] | None
    reason: str | None
    started_at: datetime
    ended_at: datetime
    duration_ms: int | None


class Execution(ExecutionItem):
    """An execution with its steps."""

    steps: tuple[Step, ...]


class EmailItem(ApiModel):
    """A mail in a list."""

    id: str
    state: str
    status: str
    status_reason: str | None
    received_at: datetime
    recipients: tuple[str, ...]
    sender: str
    sender_address: str
    subject: str
    category: str | None
    confidence: float | None


class Email(EmailItem):
    """A mail with everything known about it."""

    mail: dict[str, Any] | None
    classification: Classification | None
    decision: dict[str, Any] | None
    executions: tuple[ExecutionItem, ...]
    raw_link: str


class Decision(ApiModel):
    """Each workflow's answer to a mail, as it was decided; `next_cursor` leads to the rest."""

    email_id: str
    at: datetime
    considered: int
    matching: int
    workflows: tuple[dict[str, Any], ...]
    next_cursor: str | None


class TriedMatch(ApiModel):
    """How workflows would answer a mail, and what their steps would do."""

    considered: int
    matching: int
    classification: Classification
    workflows: tuple[dict[str, Any], ...]
    executions: tuple[dict[str, Any], ...]


class RunDetail(ApiModel):
    """One workflow that matched."""

    workflow_id: str
    workflow_name: str
    execution_id: str
    status: str
    steps_completed: int
    execution_time_ms: int | None


class Run(ApiModel):
    """What came of something that a person asked for: executed, no_match, disabled or running."""

    status: str
    event_id: str | None
    workflows_executed: int
    workflows_succeeded: int
    details: tuple[RunDetail, ...]
    failure: str | None


class PlannedStep(ApiModel):
    """One step of a rerun: reuse, run or pass; a person must say something where it `asks`."""

    id: str
    action: str
    does: str
    recorded: str | None
    reason: str
    outside_done: int
    outside_unknown: int
    outside: str | None
    asks: bool


class RerunPlan(ApiModel):
    """What running an execution again would do."""

    plan: str
    execution_id: str
    steps_from: str
    on_version: str
    version: int
    steps: tuple[PlannedStep, ...]


class StartedRerun(ApiModel):
    """A rerun that goes on by itself."""

    status: str
    event_id: str
    execution: ExecutionItem


class ManualEventItem(ApiModel):
    """Something that a person asked for, in a list."""

    id: str
    asks: str
    asked_by: str
    asked_at: datetime
    email_id: str
    state: str
    failure: str | None


class ManualEvent(ManualEventItem):
    """Something that a person asked for, with what came of it."""

    run: Run


class CategoryItem(ApiModel):
    """A category in the list; `revision` is its ETag."""

    name: str
    description: str
    learned: bool
    shipped: bool
    changed: bool
    revision: int


class Category(ApiModel):
    """A category with its keywords."""

    name: str
    description: str
    learned: bool
    keywords: tuple[dict[str, Any], ...]
    revision: int


class CategoryTrial(ApiModel):
    """What would be different with other categories."""

    read: int
    moves: tuple[dict[str, Any], ...]
    changed: tuple[dict[str, Any], ...]
    next_cursor: str | None


class Record(ApiModel):
    """What every record carries; `revision` is its ETag."""

    id: str
    revision: int
    made_by: str | None
    created_at: datetime
    updated_at: datetime


class Contact(Record):
    """A vendor, a customer, or both."""

    name: str
    roles: tuple[str, ...]
    emails: tuple[str, ...]
    domains: tuple[str, ...]
    vat_numbers: tuple[str, ...]


class Ticket(Record):
    """Something for a person to do."""

    title: str
    description: str
    type: str
    priority: str
    status: str
    contact_id: str | None
    event_id: str | None
    requester: str | None
    messages: int
    last_message_at: datetime | None


class TicketMessage(Record):
    """A mail that answered in a ticket's thread; act on none that is not verified."""

    ticket_id: str
    event_id: str | None
    sender: str
    subject: str
    text: str
    automatic: str
    verified: bool
    reason: str


class TimeEntry(Record):
    """Hours that somebody confirmed or reported."""

    hours: Decimal
    date_from: date | None
    date_to: date | None
    project: str | None
    description: str
    customer_id: str | None
    event_id: str | None


class ActionItem(ApiModel):
    """An action that steps may name, with JSON Schemas of what it takes and gives."""

    name: str
    title: str
    description: str
    family: str
    effects: str
    input: dict[str, Any]
    output: dict[str, Any]


class Health(ApiModel):
    """That the service answers."""

    status: str
    version: str
    stage: str
