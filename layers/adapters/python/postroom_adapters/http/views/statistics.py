"""Statistics as the API shows them."""

from collections import Counter

from pydantic import Field

from postroom.effects import MailStatus
from postroom.engine.statistics import WorkflowStatistics
from postroom.ids import WorkflowId
from postroom.workflows.stored import WorkflowHead
from postroom_adapters.http.views.base import DEFERRED, PageView, View


class WorkflowStatisticsView(WorkflowStatistics):
    """A workflow and how its executions came out."""

    model_config = DEFERRED
    id: WorkflowId = Field(description="The workflow.")
    name: str = Field(description="What people call it.")
    enabled: bool = Field(description="Whether mail may start it.")
    paused: bool = Field(description="Whether it starts nothing for now.")

    @classmethod
    def of_workflow(cls, head: WorkflowHead, statistics: WorkflowStatistics) -> "WorkflowStatisticsView":
        """The workflow with its statistics."""
        about = {"id": head.id, "name": head.name, "enabled": head.enabled, "paused": head.paused is not None}
        return cls(**about, **dict(statistics))


class CategoryStatistics(View):
    """The mails of one category."""

    category: str | None = Field(description="What they were taken for; null: not classified, or not yet.")
    total: int = Field(description="How many there are.")
    by_status: dict[MailStatus, int] = Field(description="How many of them are so; a status of none is left out.")


class EmailStatistics(PageView):
    """Mails counted by category and status, the most frequent category first."""

    items: tuple[CategoryStatistics, ...] = Field(description="One entry a category.")
    counted: int = Field(description="How many mails this page has counted.")

    @classmethod
    def of_counts(cls, counts: Counter[tuple[str | None, MailStatus]], next_cursor: str | None) -> "EmailStatistics":
        """What was counted."""
        categories: dict[str | None, dict[MailStatus, int]] = {}
        for (category, status), number in sorted(counts.items(), key=lambda one: one[0][1]):
            categories.setdefault(category, {})[status] = number
        items = [
            CategoryStatistics(category=category, total=sum(found.values()), by_status=found)
            for category, found in categories.items()
        ]
        items.sort(key=lambda one: (-one.total, one.category or ""))
        return cls(items=tuple(items), counted=counts.total(), next_cursor=next_cursor)
