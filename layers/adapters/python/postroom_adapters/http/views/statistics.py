"""Statistics as the API shows them."""

from pydantic import Field

from postroom.engine.statistics import WorkflowStatistics
from postroom.ids import WorkflowId
from postroom.workflows.stored import WorkflowHead
from postroom_adapters.http.views.base import DEFERRED


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
