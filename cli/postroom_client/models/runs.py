"""What a person asked for, and what came of it."""

from datetime import datetime

from postroom_client.models.base import ApiModel


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
