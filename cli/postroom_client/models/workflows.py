"""Workflows, and how their executions came out."""

from datetime import datetime
from typing import Any

from postroom_client.models.base import ApiModel


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
