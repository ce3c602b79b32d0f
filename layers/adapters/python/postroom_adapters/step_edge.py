"""The edge of a turn: answers the engine's commands with tables, bucket and connections."""

from collections.abc import Generator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar

from postroom.effects import CallConnection, FindRecords, OutsideEffect, ReadObject, ReadRecord, SendMail
from postroom.engine.commands import (
    ClaimEffect,
    Command,
    Commit,
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
from postroom.engine.model import StepRecord, Turn
from postroom.errors import Broken, PostroomError
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.executions_table import ExecutionsTable
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.records_table import RecordsTable
from postroom_adapters.workflows_table import WorkflowsTable

if TYPE_CHECKING:
    # Only families that tell somebody outside load them.
    from postroom_adapters.connection_calls import ConnectionCalls
    from postroom_adapters.mail_sending import MailSending


T = TypeVar("T")


class StepEdge:
    """What one family's function can do; one that stays inside has neither `calls` nor `mails`."""

    def __init__(
        self,
        executions: ExecutionsTable,
        workflows: WorkflowsTable,
        records: RecordsTable,
        bucket: MailBucket,
        dispatches: Dispatches,
        calls: "ConnectionCalls | None" = None,
        mails: "MailSending | None" = None,
    ) -> None:
        self.executions = executions
        self._branches = executions.branches
        self._workflows = workflows
        self._records = records
        self._bucket = bucket
        self._calls = calls
        self._mails = mails
        self._dispatches = dispatches

    def drive(self, turn: Turn, commands: Generator[Command, Any, T]) -> T:
        """Run the engine's generator to its end; our errors are raised inside it, where the command was asked."""
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
            answered: T = end.value
            return answered

    def _answer(self, turn: Turn, command: Command) -> Any:
        match command:
            case ClaimEffect(claim, instead_of):
                return self.executions.claim(turn, claim, instead_of)
            case PerformEffect(effect, key):
                return self._perform(turn, effect, key)
            case Commit():
                return self._commit(turn, command)
            case MarkCancelled():
                return self.executions.mark_cancelled(turn, command)
            case StartDispatch(number, own):
                return self._start(turn, number, own=own)
            case StopDispatch(name):
                return self._dispatches.stop(name)
            case _:
                return self._read(turn, command)

    def _commit(self, turn: Turn, commit: Commit) -> bool:
        written = self.executions.commit(turn, commit)
        if written and commit.step is not None:
            decided("step_ended", **ids_of(turn), **_told(commit.step))
        return written

    def _read(self, turn: Turn, command: Command) -> Any:
        match command:
            case ReadVersion(workflow, version):
                return self._workflows.version(turn.tenant, workflow, version)
            case ReadExecution():
                return self.executions.read(turn, command)
            case ReadBranches():
                return self._branches.cursors(turn, command)
            case ReadResults():
                return self._branches.results(turn, command)
            case FindRecords():
                return self._records.find(turn.tenant, command)
            case ReadRecord():
                return self._records.read(turn.tenant, command)
            case ReadObject(key):
                return self._bucket.read(key)
            case ReadClaims(step, run):
                return self.executions.claims(turn, step, run)

    def _start(self, turn: Turn, number: int, *, own: bool) -> None:
        if turn.execution is None:
            raise Broken("the turn names no execution")
        if own:
            self._dispatches.start_execution(turn.tenant, turn.event, turn.execution, number)
        else:
            self._dispatches.start_event(turn.tenant, turn.event, number)

    def _perform(self, turn: Turn, effect: OutsideEffect, key: str) -> Any:
        match effect:
            case CallConnection(connection):
                if self._calls is None:
                    raise Broken(f"this function has no connections, so it cannot call {connection}")
                return self._calls.perform(turn.tenant, effect)
            case SendMail():
                if self._mails is None:
                    raise Broken("this function sends no mail")
                return self._mails.perform(turn.tenant, effect, key)


def _told(step: StepRecord) -> dict[str, Any]:
    """What a log line may say of a step: of its error the code alone, as messages quote mails."""
    told = {"step": step.id, "action": step.action, "status": step.status, "attempt": len(step.attempts) + 1}
    duration = (step.ended_at - step.started_at) / timedelta(milliseconds=1)
    return told | {"duration_ms": round(duration), "error_code": step.error.code if step.error else None}
