"""Why workflows answered a mail as they did, and how others would, as the API takes and shows it."""

from collections.abc import Sequence, Set
from typing import Any

from pydantic import ConfigDict, Field, StrictBool, model_validator

from postroom import limits
from postroom.classify.decision import Classification
from postroom.engine.model import ExecutionStatus
from postroom.engine.rehearsal import RehearsedExecution
from postroom.ids import EventId, ExecutionId, WorkflowId
from postroom.match.decision import Explanation, TriggerAnswer, WorkflowDecision
from postroom.times import UtcTime
from postroom_adapters.explaining import Answer, Explained
from postroom_adapters.http.cursors import Room
from postroom_adapters.http.parameters import NamedWorkflow
from postroom_adapters.http.views.base import DEFERRED, PageView, View
from postroom_adapters.http.views.workflow_body import WorkflowBody
from postroom_adapters.trying import Tried, Wanted


class WorkflowAnswer(WorkflowDecision):
    """One workflow and the mail, in full."""

    model_config = DEFERRED
    triggers: tuple[TriggerAnswer, ...] = Field(
        description="Every trigger with every clause, wanted and found; one that passes is enough."
    )
    execution_id: ExecutionId | None = Field(default=None, description="Its execution, where it matched.")
    execution_status: ExecutionStatus | None = Field(default=None, description="How far that is, or how it came out.")
    stopped_by: WorkflowId | None = Field(
        default=None, description="Where it was skipped: the workflow with `stop_on_match` that had succeeded."
    )

    @classmethod
    def of_answer(cls, answer: Answer) -> "WorkflowAnswer":
        """What was decided, and what became of it."""
        execution = answer.execution
        return cls(
            **dict(answer.decision),
            triggers=answer.triggers,
            execution_id=execution.id if execution else None,
            execution_status=execution.status if execution else None,
            stopped_by=answer.stopped_by,
        )

    @classmethod
    def of_explanation(cls, explanation: Explanation) -> "WorkflowAnswer":
        """What would be decided."""
        return cls(**dict(explanation.decision), triggers=explanation.triggers)


class DecisionView(PageView):
    """The decision about a mail: each workflow that was asked, in order."""

    email_id: EventId = Field(description="The mail.")
    event_id: EventId = Field(description="The event that was matched: the mail's own, or a manual one about it.")
    at: UtcTime = Field(description="When.")
    rules: str = Field(description="Id of the immutable rule index that answered.")
    considered: int = Field(description="How many workflows were asked.")
    matching: int = Field(description="How many of them match; those beyond the limit per event are not reached.")
    classification: Classification = Field(description="What the mail was taken for then, and why.")
    workflows: tuple[WorkflowAnswer, ...] = Field(description="The workflows, by priority and age.")

    @classmethod
    def of_explained(cls, explained: Explained, next_cursor: str | None) -> "DecisionView":
        """A page of the decision."""
        decision = explained.decision
        return cls(
            email_id=explained.event.email_id,
            event_id=explained.event.id,
            at=decision.at,
            rules=decision.rules,
            considered=decision.considered,
            matching=decision.matching,
            classification=decision.classification,
            workflows=tuple(map(WorkflowAnswer.of_answer, explained.answers.items)),
            next_cursor=next_cursor,
        )


class TryMatch(View):
    """Which workflows are tried: all that are on, those named, or one that is given and not stored."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"include_disabled": True},
                {
                    "workflow": {
                        "name": "Try",
                        "classification_trigger": "invoice",
                        "workflow_steps": [{"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}],
                    }
                },
            ]
        }
    )
    workflow_ids: tuple[NamedWorkflow, ...] | None = Field(
        default=None,
        min_length=1,
        max_length=limits.NAMED_WORKFLOWS,
        description="Only these are tried; all if not given.",
    )
    include_disabled: StrictBool = Field(default=False, description="Try those too that are off.")
    workflow: WorkflowBody | None = Field(default=None, description="A workflow to be tried instead of stored ones.")

    @model_validator(mode="after")
    def _one_or_the_other(self) -> "TryMatch":
        if self.workflow is not None and (self.workflow_ids is not None or self.include_disabled):
            raise ValueError("give either a workflow, or which of the stored ones")
        return self

    @property
    def wanted(self) -> Wanted:
        """As the trial takes it."""
        return Wanted(self.workflow_ids, self.include_disabled, self.workflow.written if self.workflow else None)


class TriedMatch(View):
    """What would come of a mail; nothing was stored or sent."""

    model_config = DEFERRED
    considered: int = Field(description="How many workflows were asked.")
    matching: int = Field(description="How many of them match.")
    classification: Classification = Field(description="What the mail was taken for, and why.")
    workflows: tuple[WorkflowAnswer, ...] = Field(
        description="Those that match and the nearest of the others, by priority and age."
    )
    executions: tuple[RehearsedExecution, ...] = Field(
        description="What would run, step by step with rendered parameters, and every effect it would have."
    )
    left_out: int = Field(
        description="Workflows, steps and effects that are not shown, because it is too much; branches' steps go first."
    )

    @classmethod
    def of_tried(cls, tried: Tried) -> "TriedMatch":
        """The trial as it is shown."""
        decision = tried.decision
        given: dict[str, Any] = {name: getattr(decision, name) for name in ("considered", "matching", "classification")}
        room = Room()
        workflows = tuple(one for one in map(WorkflowAnswer.of_explanation, tried.explanations) if room.takes(one))
        lines = [{step.id for step in one.steps if step.item is None and room.takes(step)} for one in tried.executions]
        executions = tuple(_shown(one, line, room) for one, line in zip(tried.executions, lines, strict=True))
        left_out = len(tried.explanations) - len(workflows) + _parts(tried.executions) - _parts(executions)
        return cls(**given, workflows=workflows, executions=executions, left_out=left_out)


def _shown(execution: RehearsedExecution, line: Set[str], room: Room) -> RehearsedExecution:
    """The steps of its own line that fitted, with what still does of its branches and effects."""
    steps = tuple(step for step in execution.steps if step.id in line or (step.item is not None and room.takes(step)))
    suppressed = tuple(effect for effect in execution.suppressed if room.takes(effect))
    return execution.model_copy(update={"steps": steps, "suppressed": suppressed})


def _parts(executions: Sequence[RehearsedExecution]) -> int:
    return sum(len(one.steps) + len(one.suppressed) for one in executions)
