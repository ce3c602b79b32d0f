"""A rehearsal: what the matched workflows would do with a mail, with every effect suppressed.

It runs the very steps of the real run (`run_step`) against an edge that reads what it is given and sends nothing.
Branches run one after the other, and waits are over at once.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal, TypeVar

from pydantic import Field

from postroom.effects import CallConnection, FindRecords, FoundRecord, OutsideEffect, ReadObject, ReadRecord, SendMail
from postroom.engine.assumed import assumed_answer
from postroom.engine.branches import branch_of
from postroom.engine.commands import ClaimEffect, Command, ExecutionState, PerformEffect
from postroom.engine.committing import begun
from postroom.engine.fan_out import closing_record, counted, within_limit
from postroom.engine.model import Cursor, Execution, ExecutionStatus, StepRecord, Turn
from postroom.engine.plan_run import Gathered
from postroom.engine.run_step import Branches, Finished, Outcome, Waits, run_step
from postroom.engine.scope import Scope
from postroom.engine.sequence import execution_end, goes_to, moved, step_at, stopped_by
from postroom.engine.start import Start
from postroom.errors import Broken
from postroom.ids import WorkflowId
from postroom.mail.model import Mail
from postroom.models import Model
from postroom.plain import plain
from postroom.records.base import Record
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import Retry, Step, WorkflowDefinition

T = TypeVar("T")


class Suppressed(Model):
    """An effect that the real run would have had."""

    step: str = Field(description="The step that asked for it.")
    effect: Literal["save_record", "change_record", "set_mail_status", "call_connection", "send_mail"] = Field(
        description="Its kind."
    )
    given: dict[str, Any] = Field(description="The record, the status, the call, or the mail.")


class RehearsedExecution(Model):
    """One workflow as it would run."""

    workflow_id: WorkflowId = Field(description="The workflow.")
    workflow_name: str = Field(description="Its name.")
    status: ExecutionStatus = Field(description="How it would come out.")
    reason: str | None = Field(default=None, description="Why it would be skipped or fail.")
    steps: tuple[StepRecord, ...] = Field(default=(), description="Each step with its parameters as rendered.")
    suppressed: tuple[Suppressed, ...] = Field(default=(), description="Every effect, in the order they would come.")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is rehearsed on: an event with its planned executions, its mail in both forms, and its tenant."""

    event: TriggerEvent
    mail: Mail
    classification: Mapping[str, Any]
    raw: bytes | Callable[[], bytes]
    tenant: Mapping[str, Any]
    find: Callable[[FindRecords], tuple[FoundRecord, ...]] = lambda _wanted: ()
    read: Callable[[ReadRecord], Record | None] = lambda _wanted: None
    suppressed: list[Suppressed] = field(default_factory=list)
    """Filled while it is rehearsed."""


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
        before = len(subject.suppressed)
        cursor, steps, stopped, event = _run(subject, event, execution, definitions[execution.workflow_id], clock)
        end = execution_end(event, cursor, stopped, clock())
        run = _rehearsed(execution, end.status, end.reason, steps)
        done.append(run.model_copy(update={"suppressed": tuple(subject.suppressed[before:])}))
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
    state = ExecutionState(execution, Cursor(), event, {}, subject.mail, subject.classification, subject.tenant)
    line = _Line(subject, definition, clock, state, Scope.of(state, _turn(execution)))
    while line.stopped is None and step_at(definition, line.state.cursor.at) is not None:
        line.take()
    return line.state.cursor, tuple(line.steps), line.stopped, line.state.event


@dataclass(slots=True)
class _Line:
    """An execution's own line, or a branch of it, as far as it has come."""

    subject: Subject
    definition: WorkflowDefinition
    clock: Callable[[], datetime]
    state: ExecutionState
    scope: Scope
    steps: list[StepRecord] = field(default_factory=list)
    stopped: str | None = None

    def take(self) -> None:
        """The next step, with its branches if it has some."""
        cursor = self.state.cursor
        step = step_at(self.definition, cursor.at)
        if step is None:
            raise Broken(f"there is no step at {cursor.at}")
        self.scope.updated(self.state)
        outcome = self._outcome(step, self.state)
        if isinstance(outcome, Waits):
            over = cursor.model_copy(update={"waiting": outcome.since, "due": outcome.until})
            outcome = self._outcome(step, self.state._replace(cursor=over))
        if isinstance(outcome, Branches):
            cursor, outcome = self._branches(step, begun(cursor, step, outcome), outcome.items)
        if not isinstance(outcome, Finished):
            raise Broken(f"step {step.id} waits for something, and in a rehearsal nothing does")
        self.steps.append(outcome.record)
        self.scope.add_output(step.id, outcome.record.given)
        self.stopped = stopped_by(step, outcome.record)
        event = self.state.event
        if (change := outcome.gathered.mail) is not None:
            event = event.model_copy(update={"mail": event.mail.model_copy(update={"status": change.status})})
        to = goes_to(self.definition, cursor.at, outcome.record)
        self.state = self.state._replace(cursor=moved(cursor, outcome.record.status, to), event=event)

    def _outcome(self, step: Step, state: ExecutionState) -> Outcome:
        # Nobody is asked, so that a second try would end as the first.
        once = step.model_copy(update={"retry": Retry(attempts=1)})
        return _drive(self.subject, run_step(once, state, self.scope.values, self.clock, Gathered()))

    def _branches(self, step: Step, cursor: Cursor, items: Sequence[Any]) -> tuple[Cursor, Finished]:
        """All branches, one after the other; the cursor with what they did counted in, and the end of the step."""
        results: list[dict[str, Any]] = []
        for number, item in enumerate(items):
            branch = branch_of(step, cursor.at, number)
            state = self.state._replace(cursor=Cursor(branch=branch.name, at=branch.begin))
            line = replace(self, state=state, scope=self.scope.for_branch(branch, item), steps=[], stopped=None)
            while line.stopped is None and branch.holds(line.state.cursor.at):
                line.take()
            self.steps += line.steps
            self.state = self.state._replace(event=line.state.event)
            own = line.state.cursor.model_copy(update={"closed": True, "failure": line.stopped})
            cursor = counted(cursor, [own])
            results.append({record.id.removeprefix(f"{branch.name}."): record.given for record in line.steps})
        return cursor, Finished(closing_record(step, cursor, within_limit(results), self.clock()), Gathered())


def _drive(subject: Subject, commands: Generator[Command, Any, T]) -> T:
    answer: Any = None
    step = ""
    try:
        while True:
            match commands.send(answer):
                case FindRecords() as wanted:
                    answer = subject.find(wanted)
                case ReadRecord() as wanted:
                    answer = subject.read(wanted)
                case ReadObject():
                    answer = subject.raw if isinstance(subject.raw, bytes) else subject.raw()
                case ClaimEffect(claim):
                    answer, step = None, claim.step
                case PerformEffect(effect, _):
                    subject.suppressed.append(_outside(step, effect))
                    answer = assumed_answer(effect)
                case command:
                    raise Broken(f"a step does not ask for {type(command).__name__}")
    except StopIteration as end:
        finished: T = end.value
        if isinstance(finished, Finished):
            subject.suppressed.extend(_inside(finished))
        return finished


def _outside(step: str, effect: OutsideEffect) -> Suppressed:
    match effect:
        case CallConnection(connection, request):
            given = {"connection": connection, "request": dict(request)}
            return Suppressed(step=step, effect="call_connection", given=given)
        case SendMail():
            return Suppressed(step=step, effect="send_mail", given=plain(effect._asdict()))


def _inside(finished: Finished) -> Iterator[Suppressed]:
    step, gathered = finished.record.id, finished.gathered
    for new in gathered.records:
        effect: Literal["save_record", "change_record"] = "change_record" if new.old else "save_record"
        yield Suppressed(step=step, effect=effect, given={"kind": new.kind, "record": plain(new.record)})
    if (change := gathered.mail) is not None:
        given = {"status": change.status, "reason": change.reason}
        yield Suppressed(step=step, effect="set_mail_status", given=given)


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
