"""An edge in memory: the store, the outside world and the time, with a crash wherever a test wants one."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from postroom.effects import FindRecords, FoundRecord, ReadObject, SendMail
from postroom.engine.commands import (
    Claim,
    ClaimEffect,
    Command,
    Commit,
    ExecutionEnd,
    ExecutionState,
    HandOver,
    PerformEffect,
    ReadExecution,
    ReadVersion,
    StartDispatch,
)
from postroom.engine.handover import resumed_turn
from postroom.engine.model import ENDED, Cursor, Execution, StepRecord, Turn, execution_dispatch
from postroom.engine.sequence import next_for
from postroom.engine.turn import after_execution, take_turn
from postroom.errors import PostroomError
from postroom.ids import EventId, ExecutionId, RecordId, TenantId, WorkflowId
from postroom.mail.model import Address, Mail
from postroom.records.base import Record
from postroom.records.catalogue import kind_named
from postroom.triggers.event import MailHead, MailSource, PlannedExecution, TriggerEvent
from postroom.workflows.model import WorkflowDefinition

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVENT = EventId("evt_00000000000000000000000001")
TENANT = TenantId("root")
MAIL = Mail.model_validate(
    {
        "from": Address(name="Supplier", address="sender@supplier.example", domain="supplier.example"),
        "subject": "Invoice 7",
        "text": "Please pay",
        "message_id": "1@supplier.example",
    }
)


class Crash(BaseException):
    """The process died here; nothing catches it but the test."""


@dataclass
class Stored:
    """One execution as stored."""

    execution: Execution
    cursor: Cursor = field(default_factory=Cursor)
    steps: dict[str, StepRecord] = field(default_factory=dict)
    claims: dict[tuple[str, int], Claim] = field(default_factory=dict)


class MemoryEdge:
    """Runs dispatches of one event over definitions, in the order given."""

    def __init__(self, *definitions: WorkflowDefinition) -> None:
        self.now = START
        self.definitions = {WorkflowId(f"wfl_{number}"): one for number, one in enumerate(definitions)}
        self.runs = {
            ExecutionId(f"exe_{number}"): Stored(_execution(number, one)) for number, one in enumerate(definitions)
        }
        self.event = _event(definitions)
        self.records: dict[RecordId, Record] = {}
        self.puts: list[RecordId] = []
        self.sent: list[Mapping[str, Any]] = []
        self.outside: Callable[[int], Exception | None] = lambda number: None
        self.crash: Callable[[str], bool] = lambda point: False
        self.calls: list[str] = []
        self.seconds_left = 60.0
        self.started: list[str] = []

    def first_turn(self) -> Turn:
        """The turn that match_workflows answers."""
        return after_execution(Turn(tenant=TENANT, event=EVENT, dispatch=f"{EVENT}-1", next="match"), self.event)

    def run(self, turn: Turn | None = None, retries: int = 30) -> list[str]:
        """Walk the event's dispatch, then those of executions it handed over, as the sweeper would start them."""
        states = self.walk(turn or self.first_turn(), retries)
        while waiting := [
            one for one in self.runs.values() if one.execution.dispatch and one.execution.status not in ENDED
        ]:
            states += self.walk(self.own_turn(waiting[0].execution), retries)
        return states

    def own_turn(self, execution: Execution) -> Turn:
        """The turn that match_workflows answers in an execution's own dispatch."""
        turn = Turn.model_validate(execution_dispatch(TENANT, EVENT, execution.id, execution.dispatch))
        run = self.runs[execution.id]
        return resumed_turn(turn, run.execution, run.cursor, self.definitions[execution.workflow_id], self.now)

    def walk(self, turn: Turn, retries: int = 30) -> list[str]:
        """Take turns until a dispatch is done; what crashes is retried from the same payload, as in Step Functions."""
        states = []
        while turn.next != "done":
            states.append(turn.next)
            if turn.next == "wait":
                assert turn.until is not None
                assert turn.after is not None
                self.now = max(self.now, turn.until)
                turn = turn.after
                continue
            try:
                turn = self.take(turn)
            except Crash:
                retries -= 1
                assert retries, "it crashes for ever"
                self.now += timedelta(seconds=1)
        return states

    def take(self, turn: Turn) -> Turn:
        """One invocation of a step function."""
        commands = take_turn(turn, lambda: self.now, lambda: self.seconds_left)
        try:
            command = next(commands)
            while True:
                try:
                    answer = self._answer(turn, command)
                except PostroomError as error:
                    command = commands.throw(error)
                else:
                    command = commands.send(answer)
        except StopIteration as end:
            following: Turn = end.value
            return following

    def steps(self, number: int = 0) -> dict[str, StepRecord]:
        """The recorded steps of an execution."""
        return self.runs[ExecutionId(f"exe_{number}")].steps

    def status(self, number: int = 0) -> str:
        """The status of an execution."""
        return self.runs[ExecutionId(f"exe_{number}")].execution.status

    def _answer(self, turn: Turn, command: Command) -> Any:
        name = type(command).__name__
        self.calls.append(name)
        self._maybe_crash(f"before {name}")
        answer = self._do(turn, command)
        self._maybe_crash(f"after {name}")
        return answer

    def _do(self, turn: Turn, command: Command) -> Any:
        assert turn.execution is not None
        run = self.runs[turn.execution]
        match command:
            case ReadVersion(workflow, _):
                return self.definitions[workflow]
            case ReadExecution(outputs, whole):
                return self._state(run, outputs, whole)
            case FindRecords():
                return self._find(command)
            case ReadObject():
                return b"raw"
            case ClaimEffect(claim, instead_of):
                standing = run.claims.get((claim.step, claim.number))
                if standing is not None and standing != instead_of:
                    return standing
                run.claims[claim.step, claim.number] = claim
                return None
            case PerformEffect(effect, _):
                if (fault := self.outside(len(self.sent))) is not None:
                    raise fault
                if isinstance(effect, SendMail):
                    self.sent.append(asdict(effect))
                    return {"message_id": f"ses-{len(self.sent)}"}
                self.sent.append(effect.request)
                return {"channel": effect.request["channel"]}
            case Commit():
                return self._commit(run, command)
            case StartDispatch(number):
                self.started.append(f"{turn.execution}-{number}")
                return None

    def _state(self, run: Stored, outputs: tuple[str, ...], whole: bool) -> ExecutionState:
        return ExecutionState(
            execution=run.execution,
            cursor=run.cursor,
            event=self.event,
            outputs={name: run.steps[name].output for name in outputs if name in run.steps},
            mail=MAIL if whole else None,
            classification={"category": "invoice", "confidence": 0.9} if whole else None,
            tenant={"id": "root", "name": "Root"} if whole else None,
        )

    def _find(self, wanted: FindRecords) -> tuple[FoundRecord, ...]:
        kind = kind_named(wanted.kind)
        found = [one for one in self.records.values() if isinstance(one, kind.model)]
        fitting = [one for one in found if (wanted.by, wanted.value) in kind.look_ups(one)]
        return tuple(FoundRecord(one.id, kind.summary(one)) for one in fitting[: wanted.limit])

    def _commit(self, run: Stored, commit: Commit) -> bool:
        if run.cursor.seq != commit.seen:
            return False
        if commit.mail is not None and self.event.mail.status != commit.mail.seen:
            return False
        run.cursor = commit.cursor
        if commit.step is not None:
            assert commit.step.id not in run.steps, "a step is recorded once"
            run.steps[commit.step.id] = commit.step
        for claim in commit.claims:
            run.claims[claim.step, claim.number] = claim
        for new in commit.records:
            self.puts.append(new.record.id)
            self.records[new.record.id] = new.record
        if commit.mail is not None:
            head = self.event.mail.model_copy(update={"status": commit.mail.status})
            self.event = self.event.model_copy(update={"mail": head})
        if commit.status is not None:
            run.execution = run.execution.model_copy(update={"status": commit.status})
        if commit.handover is not None:
            run.execution = run.execution.model_copy(update={"dispatch": 1})
            self._move_event(commit.handover)
        if commit.end is not None:
            self._end(run, commit.end)
        return True

    def _end(self, run: Stored, end: ExecutionEnd) -> None:
        run.execution = run.execution.model_copy(update={"status": end.status, "reason": end.reason})
        for one in end.skips:
            self.runs[one].execution = self.runs[one].execution.model_copy(update={"status": "skipped"})
        if end.moves_event:
            self._move_event(end)

    def _move_event(self, end: ExecutionEnd | HandOver) -> None:
        assert end.event_seen_current == self.event.current
        if end.starts:
            started = self.runs[end.starts]
            started.execution = started.execution.model_copy(update={"status": "running"})
        state = "done" if end.event_done else self.event.state
        self.event = self.event.model_copy(update={"current": end.event_current, "state": state})

    def _maybe_crash(self, point: str) -> None:
        if self.crash(point):
            raise Crash(point)


def crash_at(*numbers: int) -> Callable[[str], bool]:
    """Crash at the n-th points that are passed, counted from 0."""
    passed = iter(range(10_000))
    return lambda point: next(passed) in numbers


def crash_once(point: str, times: int = 1) -> Callable[[str], bool]:
    """Crash the first times that a point such as `after PerformEffect` is passed."""
    left = [times]

    def crash(passed: str) -> bool:
        if passed != point or not left[0]:
            return False
        left[0] -= 1
        return True

    return crash


def workflow(*steps: Mapping[str, Any], **more: Any) -> WorkflowDefinition:
    """A definition from its steps."""
    return WorkflowDefinition.model_validate(
        {"name": "Test", "triggers": [{"type": "email"}], "workflow_steps": list(steps), **more}
    )


def _execution(number: int, definition: WorkflowDefinition) -> Execution:
    return Execution(
        id=ExecutionId(f"exe_{number}"),
        tenant=TENANT,
        event=EVENT,
        workflow_id=WorkflowId(f"wfl_{number}"),
        workflow_name=definition.name,
        version=1,
        status="pending" if number else "running",
        steps_total=definition.steps_total,
        created_at=START,
        started_at=START,
    )


def _event(definitions: tuple[WorkflowDefinition, ...]) -> TriggerEvent:
    planned = tuple(
        PlannedExecution(
            id=ExecutionId(f"exe_{number}"),
            workflow_id=WorkflowId(f"wfl_{number}"),
            version=1,
            first=next_for(one, (0,)),
            stop_on_match=one.stop_on_match,
        )
        for number, one in enumerate(definitions)
    )
    return TriggerEvent(
        id=EVENT,
        tenant=TENANT,
        state="dispatched",
        received_at=START,
        source=MailSource(ses_message_id="m", object_key="inbound/m", recipients=("faktura@postroom.test",)),
        mail=MailHead(status="classified"),
        executions=planned,
    )
