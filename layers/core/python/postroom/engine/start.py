"""From a decision to executions: one for each matched workflow, in order, their ids fixed by event and workflow."""

from dataclasses import dataclass, replace
from datetime import datetime

from postroom.classify.decision import Classification
from postroom.engine.model import Execution
from postroom.ids import EXECUTION, ExecutionId, derived_id
from postroom.mail.model import Mail
from postroom.match.decision import Decision
from postroom.match.rule_index import RuleIndex
from postroom.match.verdict import Verdict
from postroom.plain import plain
from postroom.triggers.email_view import email_view
from postroom.triggers.event import PlannedExecution, TriggerEvent


@dataclass(frozen=True, slots=True)
class Start:
    """What matching writes: the planned order on the event, and each execution's head."""

    planned: tuple[PlannedExecution, ...]
    executions: tuple[Execution, ...]


def start_executions(event: TriggerEvent, decision: Decision, index: RuleIndex, now: datetime) -> Start:
    """The executions of `decision`; the first is running, the rest pending."""
    planned: list[PlannedExecution] = []
    heads: list[Execution] = []
    for number, matched in enumerate(decision.matched):
        rule = index.rule(matched.workflow_id)
        execution_id = ExecutionId(derived_id(EXECUTION, event.received_at, f"{event.id}/{rule.workflow_id}"))
        planned.append(
            PlannedExecution(
                id=execution_id,
                workflow_id=rule.workflow_id,
                version=rule.version,
                first=rule.first,
                stop_on_match=rule.stop_on_match,
            )
        )
        heads.append(
            Execution(
                id=execution_id,
                tenant=event.tenant,
                event=event.id,
                email=event.email_id,
                workflow_id=rule.workflow_id,
                workflow_name=rule.name,
                version=rule.version,
                status="pending" if number else "running",
                steps_total=rule.steps,
                match=matched.match,
                created_at=now,
                started_at=None if number else now,
            )
        )
    return Start(tuple(planned), tuple(heads))


@dataclass(frozen=True, slots=True)
class Decided:
    """What matching an event comes to: the event with its plan, the decision about it, and what it starts."""

    event: TriggerEvent
    verdict: Verdict
    start: Start

    @property
    def decision(self) -> Decision:
        """The decision in words, near misses too."""
        return self.verdict.worded()


def decide_mail(
    event: TriggerEvent, mail: Mail, classification: Classification, index: RuleIndex, now: datetime
) -> Decided:
    """Match a mail's event, or a manual one about it; without a match it is done, and its mail stays classified."""
    email = email_view(event, mail, plain(classification))
    made = index.judge(event.email_id, email, classification, now)
    verdict = replace(made, head=made.head.model_copy(update={"event": event.id}))
    start = start_executions(event, verdict.head, index, now)
    changes: dict[str, object] = {"state": "dispatched", "decided_at": now, "executions": start.planned}
    if not start.planned:
        changes |= {"state": "done", "done_at": now}
    return Decided(event.model_copy(update=changes), verdict, start)
