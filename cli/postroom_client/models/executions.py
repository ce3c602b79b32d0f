"""Executions with their steps, and reruns."""

from datetime import datetime
from typing import Any

from postroom_client.models.base import ApiModel


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


class PlannedStep(ApiModel):
    """One step of a rerun: reuse, run or pass; a person must say something where it `asks`."""

    id: str
    action: str
    does: str
    recorded: str | None
    reason: str
    outside_done: int
    outside_unknown: int
    outside_elsewhere: int
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
