"""Two interpreters of the dispatch state machine over the same functions and store: moto's, and the local driver.

Time passes only in waits. The local driver waits by its movable clock, which is moved to what is due whenever nothing
goes on. moto waits by the system's clock, so all happens years ago for it: every wait is over, and the world's clock
is moved when a function answers one. Pauses of the state machine's own Retry take no time in either.
"""

import io
import json
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Protocol

import pytest
from moto import mock_aws

from infra.functions.catalogue import FUNCTIONS
from infra.local.activity import Activity
from infra.local.clock import MovableClock
from infra.local.lambdas.invocation import CRASHED, FunctionError, Outcome
from infra.local.states.definition import Machine
from infra.local.states.driver import Driver
from infra.local.states.tasks import Tasks
from infra.local.timers import Timers
from infra.shared.dispatch_definition import definition, invoked, substitution
from postroom_adapters import aws
from tests.functions.test_step_records import Killed
from tests.functions.world import World, world

PAST = datetime(2021, 3, 1, 9, 0, tzinfo=UTC)
ROLE = "arn:aws:iam::123456789012:role/dispatch"
SECONDS = 120
_ARN = "arn:aws:lambda:eu-west-1:123456789012:function:"


class Interpreter(Protocol):
    """What a scenario is run through."""

    world: World

    def run(self) -> None:
        """Until every dispatch that was started, and those that these started, have ended."""

    def history(self) -> dict[str, int]:
        """States entered by each dispatch, and for moto the events of its history."""


class Functions:
    """The world's functions as something that can be called by ARN from many threads."""

    def __init__(self, world: World, *, moves_clock: bool) -> None:
        self._world = world
        self._moves_clock = moves_clock
        self._lock = threading.Lock()
        self.at_once = self.most_at_once = 0

    def invoke(self, identifier: str, event: Any) -> Outcome:
        """Call one; whatever it raises is its failure, and a killed one is gone as Lambda says it."""
        name = identifier.rpartition(":")[2]
        with self._lock:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answer = self._world.invoke(name, event)
        except Killed:
            return Outcome(name, "request", 1.0, None, FunctionError(CRASHED, "killed"))
        except Exception as error:  # noqa: BLE001 - Lambda answers whatever a function raises
            return Outcome(name, "request", 1.0, None, FunctionError(type(error).__name__, str(error)))
        finally:
            with self._lock:
                self.at_once -= 1
        if self._moves_clock and answer["next"] == "wait":
            self._world.now = max(self._world.now, datetime.fromisoformat(answer["until"]))
        return Outcome(name, "request", 1.0, answer)


class Moto:
    """moto's interpreter; Lambda's part, which moto only does with Docker, is played by the functions."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        from moto.stepfunctions.parser.asl.component.common.retry import retrier_decl
        from moto.stepfunctions.parser.asl.component.state.exec.state_task import lambda_eval_utils

        self.world = world
        self.functions = Functions(world, moves_clock=True)
        monkeypatch.setattr(lambda_eval_utils, "boto_client_for", lambda **_: self)
        monkeypatch.setattr(retrier_decl, "time", SimpleNamespace(sleep=lambda _: None))
        self._client = aws.client("stepfunctions")
        made = self._client.create_state_machine(name="postroom", definition=json.dumps(machine()), roleArn=ROLE)
        world.machine = made["stateMachineArn"]
        world.mend_step_functions()

    def invoke(self, FunctionName: str, Payload: bytes) -> dict[str, Any]:  # noqa: N803 - botocore's names
        """Lambda's Invoke."""
        outcome = self.functions.invoke(FunctionName, json.loads(Payload))
        body = outcome.answer if outcome.error is None else outcome.error.payload()
        failed = {} if outcome.error is None else {"FunctionError": "Unhandled"}
        return {"StatusCode": 200, "Payload": io.BytesIO(json.dumps(body).encode()), **failed}

    def run(self) -> None:
        """See Interpreter."""
        until = time.monotonic() + SECONDS
        while any(one["status"] == "RUNNING" for one in self._executions()):
            assert time.monotonic() < until, f"after {SECONDS} s still running: {self._executions()}"
            time.sleep(0.02)
        newest = newest_of(one["name"] for one in self._executions())
        failed = [one for one in self._executions() if one["status"] != "SUCCEEDED" and one["name"] in newest]
        assert not failed, [self._history(one["executionArn"])[-1] for one in failed]

    def history(self) -> dict[str, int]:
        """See Interpreter."""
        return {
            one["name"]: sum(event["type"].endswith("StateEntered") for event in self._history(one["executionArn"]))
            for one in self._executions()
        }

    def events(self) -> dict[str, int]:
        """How long each dispatch's history is: what Step Functions limits."""
        return {one["name"]: len(self._history(one["executionArn"])) for one in self._executions()}

    def _executions(self) -> list[Any]:
        found: list[Any] = self._client.list_executions(stateMachineArn=self.world.machine)["executions"]
        return found

    def _history(self, arn: str) -> list[Any]:
        events: list[Any] = self._client.get_execution_history(executionArn=arn)["events"]
        return events


class Local:
    """The local driver, on a clock that is moved to what is due whenever nothing goes on."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.functions = Functions(world, moves_clock=False)
        self._clock = MovableClock(world.now)
        self._activity = Activity(4)
        self._timers = Timers(self._clock, self._activity.touch)
        made = Machine(world.machine, "postroom", ROLE, machine())
        journal = folder / "executions.journal"
        self.driver = Driver([made], Tasks(self.functions), journal, self._clock, self._timers, self._activity)
        self._activity.start()
        self._timers.start()

    def stop(self) -> None:
        """Let the threads go."""
        self._timers.stop()
        self.driver.close()
        self._activity.stop()

    def run(self) -> None:
        """See Interpreter."""
        client = aws.client("stepfunctions")
        while True:
            for one in client.list_executions(stateMachineArn=self.world.machine)["executions"]:
                if one["status"] == "ABORTED" and self._is_running(one["executionArn"]):
                    self.driver.stop(one["executionArn"], None, None)
            for name in set(self.world.started()) - {one.name for one in self.driver.executions()}:
                arn = f"{self.world.machine.replace(':stateMachine:', ':execution:')}:{name}"
                self.driver.start(self.world.machine, name, client.describe_execution(executionArn=arn)["input"])
            assert self._activity.wait(lambda: not self._timers.overdue(), SECONDS), self._activity.in_progress()
            assert self._activity.failures == []
            if due := self._due():
                self._clock.advance((due - self._clock.now()).total_seconds())
                self.world.now = max(self.world.now, due)
            elif not set(self.world.started()) - {one.name for one in self.driver.executions()}:
                break
        newest = newest_of(one.name for one in self.driver.executions())
        failed = [one for one in self.driver.executions() if one.status != "SUCCEEDED" and one.name in newest]
        assert not failed, [(one.error, one.cause) for one in failed]

    def history(self) -> dict[str, int]:
        """See Interpreter."""
        return {one.name: one.transitions for one in self.driver.executions()}

    def _is_running(self, arn: str) -> bool:
        return any(one.arn == arn for one in self.driver.running())

    def _due(self) -> datetime | None:
        waits = [
            branch.due for one in self.driver.running() for branch in one.branches.values() if branch.due is not None
        ]
        return min(waits, default=None)


def newest_of(names: Iterable[str]) -> set[str]:
    """The dispatches whose place no other has taken: cancelling stops those it has been taken of."""
    newest: dict[str, int] = {}
    for name in names:
        head, _, number = name.rpartition("-")
        newest[head] = max(newest.get(head, 0), int(number))
    return {f"{head}-{number}" for head, number in newest.items()}


@contextmanager
def in_moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[Moto]:
    """A world whose dispatches moto executes."""
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}), world(monkeypatch, PAST) as made:
        yield Moto(made, monkeypatch)


@contextmanager
def in_local_driver(monkeypatch: pytest.MonkeyPatch, folder: Path) -> Iterator[Local]:
    """A world whose dispatches the local driver executes."""
    with world(monkeypatch, PAST) as made:
        local = Local(made, folder)
        try:
            yield local
        finally:
            local.stop()


def machine() -> dict[str, Any]:
    """The definition as it is deployed, over functions named as their folders."""
    specs = {spec.name: spec for spec in FUNCTIONS}
    text = json.dumps(definition(specs))
    for spec in invoked(specs):
        text = text.replace(f"${{{substitution(spec)}}}", _ARN + spec.name)
    made: dict[str, Any] = json.loads(text)
    return made
