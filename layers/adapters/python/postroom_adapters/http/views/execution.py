"""Executions as the API shows them."""

from collections.abc import Callable
from datetime import datetime

from pydantic import ConfigDict, Field

from postroom import limits
from postroom.engine.model import Execution, StepRecord
from postroom.ids import EventId, TenantId
from postroom_adapters.http.views.base import DEFERRED, PageView, View
from postroom_adapters.reading.executions import WholeExecution
from postroom_adapters.reading.steps import StoredStep


class ExecutionItem(Execution):
    """An execution in a list."""

    model_config = DEFERRED
    tenant: TenantId = Field(exclude=True, description="Who asks knows.")
    event: EventId = Field(exclude=True, description="Shown as `event_id`, as everywhere in the API.")
    email: EventId | None = Field(default=None, exclude=True, description="Shown as `email_id`.")
    event_id: EventId = Field(description="What started it: the mail's id, or that of what a person asked for.")
    email_id: EventId | None = Field(default=None, description="The mail it is about.")
    dispatch: int = Field(default=0, exclude=True, description="The engine's own business.")
    continued: int = Field(default=0, exclude=True, description="The same.")
    kept_names: dict[str, str] = Field(default={}, exclude=True, description="The same.")
    duration_ms: int | None = Field(
        default=None, description="From the first step's begin to the end; null until then."
    )

    @classmethod
    def of_execution(cls, execution: Execution) -> "ExecutionItem":
        """The head as a list shows it."""
        return cls(
            **dict(execution),
            event_id=execution.event,
            email_id=execution.email,
            duration_ms=milliseconds(execution.started_at, execution.ended_at),
        )


class ExecutionPage(PageView):
    """Executions, newest first."""

    items: tuple[ExecutionItem, ...] = Field(description="The executions.")


class Cancel(View):
    """Why an execution is cancelled."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "The supplier sent a corrected invoice."}]})
    reason: str | None = Field(
        default=None, max_length=limits.REASON_CHARACTERS, description="For those who look at it later."
    )


class StepView(StepRecord):
    """A step of an execution."""

    model_config = DEFERRED
    output_link: str | None = Field(
        default=None,
        description="Where the output is too large to be shown here: its signed address, for five minutes.",
    )
    duration_ms: int | None = Field(description="From its last try's begin to its end.")


class ExecutionView(ExecutionItem):
    """An execution with its steps."""

    steps: tuple[StepView, ...] = Field(
        description="The steps that are over, in the order of the workflow, each fan-out before its branches."
    )
    steps_left_out: int = Field(
        default=0, description="Steps in branches that are not shown because they are too many; `branch` shows them."
    )

    @classmethod
    def of_steps(cls, whole: WholeExecution, link: Callable[[str, str], str]) -> "ExecutionView":
        """The execution with its steps; `link` signs the address of an output."""
        item = ExecutionItem.of_execution(whole.execution)
        return cls(**dict(item), steps=tuple(_step(step, link) for step in whole.steps), steps_left_out=whole.left_out)


def _step(step: StoredStep, link: Callable[[str, str], str]) -> StepView:
    record = step.record
    return StepView(
        **dict(record),
        output_link=link(step.output_key, f"{record.id}.json") if step.output_key else None,
        duration_ms=milliseconds(record.started_at, record.ended_at),
    )


def milliseconds(start: datetime | None, end: datetime | None) -> int | None:
    """How long something took; None until both are known."""
    return None if start is None or end is None else round((end - start).total_seconds() * 1000)
