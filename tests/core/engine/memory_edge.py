"""An edge in memory: the store, the outside world and the time, with a crash wherever a test wants one."""

import random
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from postroom import limits
from postroom.effects import FindRecords, FoundRecord, ReadObject, ReadRecord, SendMail
from postroom.engine.cancel import cancel_execution
from postroom.engine.changes import Continues, Counted, ExecutionEnd, HandOver
from postroom.engine.claims import Claim
from postroom.engine.commands import (
    ClaimEffect,
    Command,
    Commit,
    ExecutionState,
    MarkCancelled,
    PerformEffect,
    ReadBranches,
    ReadClaims,
    ReadExecution,
    ReadResults,
    ReadVersion,
    StartDispatch,
    StopDispatch,
)
from postroom.engine.handover import resumed_turn
from postroom.engine.model import (
    ENDED,
    MAIN_BRANCH,
    BranchStart,
    Cancellation,
    Cursor,
    Execution,
    StepRecord,
    Turn,
    execution_dispatch,
    read_cursor,
)
from postroom.engine.sequence import next_for
from postroom.engine.turn import after_execution, take_turn
from postroom.errors import PostroomError
from postroom.ids import EventId, ExecutionId, RecordId, TenantId, WorkflowId
from postroom.mail.model import Address, Mail
from postroom.plain import plain, to_json
from postroom.records.base import Record
from postroom.records.catalogue import kind_named
from postroom.triggers.event import MailHead, MailSource, PlannedExecution, TriggerEvent
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.tree import At

T = TypeVar("T")
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


Read = ReadExecution | ReadBranches | ReadResults | ReadClaims
"""Commands that only read."""


class Crash(BaseException):
    """The process died here; nothing catches it but the test."""


@dataclass
class Stored:
    """One execution as stored."""

    execution: Execution
    cursors: dict[str, Cursor] = field(default_factory=lambda: {MAIN_BRANCH: Cursor()})
    items: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    steps: dict[str, StepRecord] = field(default_factory=dict)
    claims: dict[tuple[str, int], Claim] = field(default_factory=dict)

    @property
    def cursor(self) -> Cursor:
        """That of the execution's own line."""
        return self.cursors[MAIN_BRANCH]

    @cursor.setter
    def cursor(self, cursor: Cursor) -> None:
        self.cursors[MAIN_BRANCH] = cursor


Walk = Generator[None, None, None]
"""A dispatch on its way: goes on for one command whenever it is asked to."""


MOST_TURNS = 2_000
"""Of one dispatch, and of dispatches of one event: more is a loop that would never end."""


class MemoryEdge:
    """Runs dispatches of one event over definitions, in the order given.

    What is not the event's alone, it shares with the edges of other events about the same mail (`rerunning.py`).
    """

    def __init__(self, *definitions: WorkflowDefinition, mail_of: "MemoryEdge | None" = None) -> None:
        self.home = mail_of or self
        self._now = START
        self.definitions = {WorkflowId(f"wfl_{number}"): one for number, one in enumerate(definitions)}
        self.runs = {
            ExecutionId(f"exe_{number}"): Stored(_execution(number, one)) for number, one in enumerate(definitions)
        }
        self.event = _event(definitions)
        self.records: dict[RecordId, Record] = mail_of.records if mail_of else {}
        self.puts: list[RecordId] = mail_of.puts if mail_of else []
        self.sent: list[Mapping[str, Any]] = mail_of.sent if mail_of else []
        self.done_outside: list[str] = mail_of.done_outside if mail_of else []
        self.outside: Callable[[int], Exception | None] = mail_of.outside if mail_of else lambda number: None
        self.crash: Callable[[str], bool] = mail_of.crash if mail_of else lambda point: False
        self.conflict: Callable[[], bool] = mail_of.conflict if mail_of else lambda: False
        self.calls: list[str] = []
        self.seconds_left = 60.0
        self.started: list[str] = []
        self.stopped: list[str] = []
        self.counted: list[Counted] = []
        self.pages: list[int] = []
        self.most_at_once = 0
        self.chance = random.Random(1)

    @property
    def now(self) -> datetime:
        """The time, which is the same everywhere."""
        return self.home._now

    @now.setter
    def now(self, now: datetime) -> None:
        self.home._now = now

    def first_turn(self) -> Turn:
        """The turn that match_workflows answers."""
        turn = Turn(tenant=TENANT, event=self.event.id, dispatch=self.event.dispatch_name, next="match")
        return after_execution(turn, self.event)

    def run(self, turn: Turn | None = None, retries: int = 30) -> list[str]:
        """Walk the event's dispatch, then those of executions it handed over, as the sweeper would start them."""
        states = self.walk(turn or self.first_turn(), retries)
        for _ in range(MOST_TURNS):
            open_ = [one.execution for one in self.runs.values() if one.execution.dispatch and _is_open(one)]
            if not open_ and self.event.state == "done":
                return states
            states += self.walk(self.own_turn(open_[0]) if open_ else self.first_turn(), retries)
        raise AssertionError(f"after {MOST_TURNS} dispatches it has not come to its end")

    def own_turn(self, execution: Execution) -> Turn:
        """The turn that match_workflows answers in an execution's own dispatch."""
        turn = Turn.model_validate(execution_dispatch(TENANT, self.event.id, execution.id, execution.dispatch))
        run = self.runs[execution.id]
        return resumed_turn(turn, run.execution, run.cursor, self.definitions[execution.workflow_id], self.now)

    def walk(self, turn: Turn, retries: int = 30) -> list[str]:
        """Take turns until a dispatch is done; what crashes is retried from the same payload, as in Step Functions."""
        states: list[str] = []
        for _ in self.walking(turn, states, retries):
            pass
        return states

    def walking(self, turn: Turn, states: list[str], retries: int = 30) -> Walk:
        """The same, a command at a time."""
        for _ in range(MOST_TURNS):
            if turn.next == "done":
                return
            states.append(turn.next)
            if turn.next == "wait":
                assert turn.until is not None
                assert turn.after is not None
                self.now = max(self.now, turn.until)
                turn = turn.after
                continue
            if turn.next == "fan_out":
                assert turn.branches is not None
                assert turn.after is not None
                self.pages.append(len(turn.branches))
                yield from self._map(turn, turn.branches, states, retries)
                turn = turn.after
                continue
            try:
                turn = yield from self._taking(turn)
            except Crash:
                retries -= 1
                assert retries, "it crashes for ever"
                self.now += timedelta(seconds=1)
        raise AssertionError(f"after {MOST_TURNS} turns the dispatch has not come to its end")

    def _map(self, turn: Turn, branches: tuple[BranchStart, ...], states: list[str], retries: int) -> Walk:
        """What the Map does: ten branches at once, whichever comes first."""
        kept = {"tenant", "event", "dispatch", "execution", "workflow", "version", "history_limit"}
        given = {name: value for name, value in turn.payload().items() if name in kept}
        coming = [Turn.model_validate({**given, **dict(start)}) for start in branches]
        walks: list[Walk] = []
        while coming or walks:
            while coming and len(walks) < limits.FAN_OUT_CONCURRENCY:
                walks.append(self.walking(coming.pop(0), states, retries))
            self.most_at_once = max(self.most_at_once, len(walks))
            walk = self.chance.choice(walks)
            if next(walk, "over") == "over":
                walks.remove(walk)
            yield

    def take(self, turn: Turn) -> Turn:
        """One invocation of a step function."""
        return finished(self._taking(turn))

    def cancel(self, number: int = 0, reason: str | None = "not wanted") -> None:
        """Cancel an execution, as the API does."""
        self.cancel_run(ExecutionId(f"exe_{number}"), reason)

    def cancel_run(self, execution: ExecutionId, reason: str | None) -> None:
        """The same, by its id."""
        turn = Turn(
            tenant=TENANT, event=self.event.id, dispatch=self.event.dispatch_name, next="cancel", execution=execution
        )
        wish = Cancellation(by="a person", reason=reason, at=self.now)
        finished(self._driving(turn, cancel_execution(turn, wish, lambda: self.now)))

    def _taking(self, turn: Turn) -> Generator[None, None, Turn]:
        return self._driving(turn, take_turn(turn, lambda: self.now, lambda: self.seconds_left))

    def _driving(self, turn: Turn, commands: Generator[Command, Any, T]) -> Generator[None, None, T]:
        try:
            command = next(commands)
            while True:
                yield
                try:
                    answer = self._answer(turn, command)
                except PostroomError as error:
                    command = commands.throw(error)
                else:
                    command = commands.send(answer)
        except StopIteration as end:
            answered: T = end.value
            return answered

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
        if isinstance(command, Read):
            return self._read(turn, run, command)
        if isinstance(command, MarkCancelled | StopDispatch):
            return self._mark(run, command) if isinstance(command, MarkCancelled) else self.stopped.append(command.name)
        match command:
            case ReadVersion(workflow, _):
                return self.definitions[workflow]
            case FindRecords() | ReadRecord():
                return self._find(command)
            case ReadObject():
                return b"raw"
            case ClaimEffect(claim, instead_of):
                standing = run.claims.get((claim.step, claim.number))
                if standing is not None and standing != instead_of:
                    return standing
                run.claims[claim.step, claim.number] = claim
                return None
            case PerformEffect(effect, key):
                if (fault := self.outside(len(self.sent))) is not None:
                    raise fault
                self.done_outside.append(key)
                if isinstance(effect, SendMail):
                    self.sent.append(effect._asdict())
                    return {"message_id": f"ses-{len(self.sent)}"}
                self.sent.append(effect.request)
                return {"channel": effect.request["channel"]}
            case Commit():
                return self._commit(run, command)
            case StartDispatch(number, own):
                self.started.append(f"{turn.execution if own else turn.event}-{number}")
                return None

    def _read(self, turn: Turn, run: Stored, command: Read) -> Any:
        match command:
            case ReadExecution():
                return self._state(run, turn.branch, command)
            case ReadBranches(begins):
                return tuple(self._cursor(run, name, at) for name, at in begins.items())
            case ReadClaims(step, _):
                return tuple(claim for (of, _), claim in run.claims.items() if of == step)
            case ReadResults(step, total, most_bytes):
                return self._results(run, step, total, most_bytes)

    def _state(self, run: Stored, branch: str, asked: ReadExecution) -> ExecutionState:
        whole, item = asked.whole, asked.item
        return ExecutionState(
            execution=run.execution,
            cursor=self._cursor(run, branch, asked.begin),
            event=self.event.seeing(self.home.event.mail),
            outputs={name: run.steps[name].given for name in asked.outputs if name in run.steps},
            mail=MAIL if whole else None,
            classification={"category": "invoice", "confidence": 0.9} if whole else None,
            tenant={"id": "root", "name": "Root"} if whole else None,
            item=run.items[item.step][item.number] if whole and item else None,
        )

    def _cursor(self, run: Stored, branch: str, begin: At) -> Cursor:
        stored = run.cursors.get(branch)
        return read_cursor(plain(stored)) if stored else Cursor(branch=branch, at=begin)

    def _results(self, run: Stored, step: str, total: int, most_bytes: int) -> tuple[Mapping[str, Any], ...] | None:
        found: list[dict[str, Any]] = [{} for _ in range(total)]
        for name, record in run.steps.items():
            if name.startswith(f"{step}["):
                assert record.item is not None
                found[record.item][name.partition("].")[2]] = record.given
        return tuple(found) if len(to_json(found).encode()) <= most_bytes else None

    def _find(self, wanted: FindRecords | ReadRecord) -> tuple[FoundRecord, ...] | Record | None:
        if isinstance(wanted, ReadRecord):
            return self.records.get(wanted.id)
        kind = kind_named(wanted.kind)
        found = [one for one in self.records.values() if isinstance(one, kind.model)]
        fitting = [one for one in found if (wanted.by, wanted.value) in kind.look_ups(one)]
        return tuple(FoundRecord(one.id, kind.summary(one)) for one in fitting[: wanted.limit])

    def _commit(self, run: Stored, commit: Commit) -> bool:
        branch = commit.cursor.branch
        if self._cursor(run, branch, ()).seq != commit.seen or self.conflict():
            return False
        moved = commit.mail is not None and self.home.event.mail.status != commit.mail.seen
        if moved or any(new.old and self.records[new.old.id].revision != new.old.revision for new in commit.records):
            return False
        if not self._heads_allow(run, commit):
            return False
        run.cursors[branch] = commit.cursor
        if commit.items:
            assert commit.items_of not in run.items, "a fan-out begins once"
            run.items[commit.items_of] = commit.items
        if commit.continues is not None:
            self._continue(run, commit.continues)
        if commit.step is not None:
            assert commit.step.id not in run.steps, "a step is recorded once"
            run.steps[commit.step.id] = commit.step
        for claim in commit.claims:
            run.claims[claim.step, claim.number] = claim
        for new in commit.records:
            self.puts.append(new.record.id)
            self.records[new.record.id] = new.record
        if commit.mail is not None:
            head = self.home.event.mail.model_copy(update={"status": commit.mail.status})
            self.home.event = self.home.event.model_copy(update={"mail": head})
        if commit.status is not None:
            run.execution = run.execution.model_copy(update={"status": commit.status})
        if commit.handover is not None:
            run.execution = run.execution.model_copy(update={"dispatch": 1})
            self._move_event(commit.handover)
        if commit.end is not None:
            self._end(run, commit.end, commit.cancel)
        self.counted += commit.counts
        return True

    def _heads_allow(self, run: Stored, commit: Commit) -> bool:
        """Whether the conditions on heads hold, as in `executions_table` and `event_writes`."""
        goes_on, moves = commit.continues, commit.end or commit.handover
        if goes_on and self._head(run, goes_on.own).dispatch != goes_on.number - 1:
            return False
        others = (*(commit.end.skips if commit.end else ()), *([moves.starts] if moves and moves.starts else ()))
        if any(self.runs[one].execution.status != "pending" for one in others):
            return False
        if commit.unless_cancelled and run.execution.cancel is not None:
            return False
        return commit.end is None or run.execution.status not in ENDED

    def _mark(self, run: Stored, mark: MarkCancelled) -> bool:
        if run.cursor.seq != mark.seen or run.execution.status in ENDED or run.execution.cancel is not None:
            return False
        if mark.continues and self._head(run, mark.continues.own).dispatch != mark.continues.number - 1:
            return False
        run.execution = run.execution.model_copy(update={"cancel": mark.cancel})
        if mark.continues is not None:
            self._continue(run, mark.continues)
        return True

    def _head(self, run: Stored, own: bool) -> Execution | TriggerEvent:
        return run.execution if own else self.event

    def _continue(self, run: Stored, continues: Continues) -> None:
        changes = {"dispatch": continues.number, "continued": self._head(run, continues.own).continued + 1}
        if continues.own:
            run.execution = run.execution.model_copy(update=changes)
        else:
            self.event = self.event.model_copy(update=changes)

    def _end(self, run: Stored, end: ExecutionEnd, cancel: Cancellation | None) -> None:
        asked = cancel or run.execution.cancel
        changes = {"status": end.status, "reason": end.reason, "ended_at": end.at, "cancel": asked}
        run.execution = run.execution.model_copy(update=changes)
        for one in end.skips:
            self.runs[one].execution = self.runs[one].execution.model_copy(update={"status": "skipped"})
        if end.moves_event:
            self._move_event(end)
        if end.leaves_out is not None:
            assert end.event_seen_current == self.event.current
            self.event = self.event.model_copy(update={"left_out": end.leaves_out})

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


def _is_open(run: Stored) -> bool:
    return run.execution.status not in ENDED


def finished(driving: Generator[None, None, T]) -> T:
    """What comes of it when nothing comes in between."""
    try:
        while True:
            next(driving)
    except StopIteration as end:
        answered: T = end.value
        return answered


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
