"""Reruns, as the API takes and shows them."""

from typing import Literal

from pydantic import ConfigDict, Field

from postroom import limits
from postroom.engine.claims import Outside
from postroom.engine.rerun_plan import RerunSteps, RerunVersion
from postroom.ids import EventId
from postroom_adapters.http.views.base import DEFERRED, View
from postroom_adapters.http.views.execution import ExecutionItem


class ConfirmedRerun(View):
    """A plan as it was read, and what a person says to it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan": "0f3c5a9be1d24c7f8a6b9c0d1e2f3a4b",
                    "steps_from": "from_failed",
                    "on_version": "recorded",
                    "outside": {"slack": "repeat_unknown"},
                }
            ]
        }
    )
    plan: str = Field(
        pattern="^[0-9a-f]{32}$", description="The plan's name, `plan`: exactly that is done, or nothing."
    )
    steps_from: RerunSteps = Field(description="As the plan was asked for.")
    on_version: RerunVersion = Field(description="As the plan was asked for.")
    outside: dict[str, Outside] = Field(
        default={},
        max_length=limits.WORKFLOW_STEPS,
        description="By step id: keep what it did outside; repeat_unknown, only what is not known to be done; or "
        "repeat all of it. A step that `asks` must be named.",
    )


class StartedRerun(View):
    """A rerun that goes on by itself."""

    model_config = DEFERRED
    status: Literal["running"] = Field(default="running", description="Look at the execution for how it comes out.")
    event_id: EventId = Field(description="The manual event.")
    execution: ExecutionItem = Field(description="The new execution, as it begins.")
