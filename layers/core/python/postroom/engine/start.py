"""From a decision to executions: one for each matched workflow, in order, their ids fixed by event and workflow."""

from dataclasses import dataclass
from datetime import datetime

from postroom.engine.model import Execution
from postroom.ids import EXECUTION, ExecutionId, derived_id
from postroom.match.decision import Decision
from postroom.match.rule_index import RuleIndex
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
                workflow_id=rule.workflow_id,
                workflow_name=rule.name,
                version=rule.version,
                status="pending" if number else "running",
                steps_total=rule.steps,
                created_at=now,
                started_at=None if number else now,
            )
        )
    return Start(tuple(planned), tuple(heads))


def decided_event(event: TriggerEvent, start: Start, now: datetime) -> TriggerEvent:
    """The event with its planned executions; without any it is done, and its mail stays classified."""
    changes: dict[str, object] = {"decided_at": now, "executions": start.planned}
    if not start.planned:
        changes |= {"state": "done", "done_at": now}
    return event.model_copy(update=changes)
