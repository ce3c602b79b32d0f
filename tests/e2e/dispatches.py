"""Meddling with dispatches: started twice, stopped, and brought to meet each other."""

import json
import threading

from infra.local.calls import Call
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
