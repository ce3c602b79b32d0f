"""Meddling with dispatches: started twice, stopped, and brought to meet each other."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from infra.local.aws_calls import caller
from infra.local.calls import Call
from infra.local.states.execution import Execution
from postroom.ids import ROOT_TENANT, EventId
from postroom.triggers.event import dispatch_input
from tests.e2e.installation import Installation

MEET_SECONDS = 20


def start_dispatch(installation: Installation, event: EventId, number: int) -> None:
    """As somebody who starts a dispatch by hand."""
    machine = installation.stack.output("DispatchStateMachineArn")
    given = json.dumps(dispatch_input(ROOT_TENANT, event, number))
    installation.stack.parts.driver.start(machine, f"{event}-{number}", given)


def stop_dispatch(installation: Installation) -> None:
    """As somebody who stops the one that runs."""
    [execution] = installation.stack.parts.driver.running()
    installation.stack.parts.driver.stop(execution.arn, None, "a person")


class Meeting:
    """Two dispatches of one mail that wait for each other before the same call, and then make it at once."""

    def __init__(self, installation: Installation, function: str, operation: str) -> None:
        self.met = 0
        self._installation = installation
        self._where = (function, operation)
        self._barrier = threading.Barrier(2)
        self._lock = threading.Lock()
        installation.stack.calls.before += [self._start_second, self._meet]

    def _start_second(self, call: Call) -> None:
        if (call.function, call.operation) == ("receive_mail", "StartExecution"):
            event = EventId(json.loads(call.params["input"])["event"])
            start_dispatch(self._installation, event, 2)

    def _meet(self, call: Call) -> None:
        with self._lock:
            if (call.function, call.operation) != self._where or self.met == 2:
                return
            self.met += 1
        self._barrier.wait(MEET_SECONDS)


class Overtaking:
    """A dispatch stops before a call, another one of the same mail does everything, and then it goes on."""

    def __init__(self, installation: Installation, function: str, operation: str) -> None:
        self.left: tuple[list[dict[str, Any]], list[dict[str, Any]]] | None = None
        """What the tables held when the other one had done everything."""
        self._installation = installation
        self._where = (function, operation)
        self._stopped = False
        self._ended = threading.Event()
        installation.stack.calls.before.append(self._maybe_stop)
        installation.stack.parts.driver.listeners.append(self._heard)

    def _heard(self, execution: Execution) -> None:
        if execution.name.endswith("-2") and not execution.is_running:
            self._ended.set()

    def _maybe_stop(self, call: Call) -> None:
        if (call.function, call.operation) != self._where or self._stopped:
            return
        self._stopped = True
        [running] = self._installation.stack.parts.driver.running()
        start_dispatch(self._installation, EventId(json.loads(running.input_text)["event"]), 2)
        assert self._ended.wait(MEET_SECONDS)
        with nobody():
            self.left = self._installation.rows("executions"), self._installation.rows("records")


@contextmanager
def nobody() -> Iterator[None]:
    """Within a hook, look at tables as somebody from outside: no role, no hooks."""
    token = caller.set(None)
    try:
        yield
    finally:
        caller.reset(token)
