"""A rehearsal: what the matched workflows would do with a mail, with every effect suppressed.

It runs the very steps of the real run (`run_step`) against an edge that finds no records and sends nothing.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from postroom.connections.catalogue import connection_named
from postroom.effects import CallConnection, FindRecords, OutsideEffect, ReadObject, SendMail
from postroom.engine.commands import ClaimEffect, Command, ExecutionState, PerformEffect
from postroom.engine.model import Cursor, Execution, ExecutionStatus, StepRecord, Turn
from postroom.engine.run_plan import Gathered
from postroom.engine.run_step import Finished, Waits, run_step
from postroom.engine.scope import Scope
from postroom.engine.sequence import execution_end, goes_to, moved, step_at, stopped_by
from postroom.engine.start import Start
from postroom.errors import Broken
from postroom.ids import WorkflowId
from postroom.mail.model import Mail
from postroom.models import Model
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import WorkflowDefinition

T = TypeVar("T")


class RehearsedExecution(Model):
    """One workflow as it would run."""

    workflow_id: WorkflowId
    workflow_name: str
    status: ExecutionStatus
    reason: str | None = None
    steps: tuple[StepRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What is rehearsed on: an event with its planned executions, its mail in both forms, and its tenant."""

    event: TriggerEvent
    mail: Mail
    classification: Mapping[str, Any]
    raw: bytes
    tenant: Mapping[str, Any]


def rehearse(
    subject: Subject,
    start: Start,
    definitions: Mapping[WorkflowId, WorkflowDefinition],
    clock: Callable[[], datetime],
) -> tuple[RehearsedExecution, ...]:
    """The executions in order, each with its steps; later ones are skipped after one that stops."""
    done: list[RehearsedExecution] = []
    event = subject.event
    while event.current < len(start.executions):
        execution = start.executions[event.current]
        cursor, steps, stopped, event = _run(subject, event, execution, definitions[execution.workflow_id], clock)
        end = execution_end(event, cursor, stopped, clock())
        done.append(_rehearsed(execution, end.status, end.reason, steps))
        done += [_rehearsed(one, "skipped", end.skip_reason, ()) for one in start.executions if one.id in end.skips]
        event = event.model_copy(update={"current": end.event_current})
    return tuple(done)


def _run(
    subject: Subject,
    event: TriggerEvent,
    execution: Execution,
    definition: WorkflowDefinition,
    clock: Callable[[], datetime],
) -> tuple[Cursor, tuple[StepRecord, ...], str | None, TriggerEvent]:
    cursor, steps, scope = Cursor(), list[StepRecord](), None
    while (step := step_at(definition, cursor.at)) is not None:
        state = ExecutionState(execution, cursor, event, {}, subject.mail, subject.classification, subject.tenant)
        scope = scope.updated(state) if scope else Scope.of(state, _turn(execution))
        outcome = _drive(subject, run_step(step, state, scope.values, clock, Gathered()))
        if isinstance(outcome, Waits):
            over = cursor.model_copy(update={"waiting": outcome.since, "due": outcome.until})
            outcome = _drive(subject, run_step(step, replace(state, cursor=over), scope.values, clock, Gathered()))
        if not isinstance(outcome, Finished):
            raise Broken(f"step {step.id} waits for something, and in a rehearsal nothing does")
        steps.append(outcome.record)
        scope.add_output(step.id, outcome.record.output)
        cursor = moved(cursor, outcome.record.status, goes_to(definition, cursor.at, outcome.record))
        if (change := outcome.gathered.mail) is not None:
            event = event.model_copy(update={"mail": event.mail.model_copy(update={"status": change.status})})
        if (stopped := stopped_by(step, outcome.record)) is not None:
            return cursor, tuple(steps), stopped, event
    return cursor, tuple(steps), None, event


def _drive(subject: Subject, commands: Generator[Command, Any, T]) -> T:
    answer: Any = None
    try:
        while True:
            match commands.send(answer):
                case FindRecords():
                    answer = ()
                case ReadObject():
                    answer = subject.raw
                case ClaimEffect():
                    answer = None
                case PerformEffect(effect, _):
                    answer = _suppressed(effect)
                case command:
                    raise Broken(f"a step does not ask for {type(command).__name__}")
    except StopIteration as end:
        finished: T = end.value
        return finished


def _suppressed(effect: OutsideEffect) -> Mapping[str, Any]:
    """What a success would have answered."""
    match effect:
        case CallConnection(connection, request):
            return connection_named(connection).rehearse(request)
        case SendMail():
            return {"message_id": "not-sent"}


def _turn(execution: Execution) -> Turn:
    return Turn(
        tenant=execution.tenant,
        event=execution.event,
        dispatch="rehearsal",
        next="step",
        execution=execution.id,
        workflow=execution.workflow_id,
        version=execution.version,
    )


def _rehearsed(
    execution: Execution, status: ExecutionStatus, reason: str | None, steps: tuple[StepRecord, ...]
) -> RehearsedExecution:
    return RehearsedExecution(
        workflow_id=execution.workflow_id,
        workflow_name=execution.workflow_name,
        status=status,
        reason=reason,
        steps=steps,
    )
