"""A driver over fake functions, on a clock that stands still unless it is moved."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.local.activity import Activity
from infra.local.clock import MovableClock
from infra.local.lambdas.invocation import FunctionError, Outcome
from infra.local.states.definition import Machine, check
from infra.local.states.driver import Driver
from infra.local.states.execution import Execution
from infra.local.states.tasks import Tasks
from infra.local.timers import Timers

START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
MACHINE = "arn:aws:states:eu-west-1:123456789012:stateMachine:dispatch"

Fake = Callable[[Any], Any]


class Failure(Exception):
    """A fake function fails with this error name."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class FakeFunctions:
    """Functions by the last part of their ARN; remembers every event."""

    def __init__(self, **functions: Fake) -> None:
        self.functions = functions
        self.events: list[tuple[str, Any]] = []
        self._lock = threading.Lock()

    def invoke(self, identifier: str, event: Any) -> Outcome:
        name = identifier.rpartition(":")[2]
        with self._lock:
            self.events.append((name, event))
        try:
            return Outcome(name, "request", 1.0, self.functions[name](event))
        except Failure as failure:
            return Outcome(name, "request", 1.0, None, FunctionError(failure.name, "said so"))


def function(name: str) -> str:
    """The ARN of a fake function."""
    return f"arn:aws:lambda:eu-west-1:123456789012:function:{name}"


def task(name: str, **more: Any) -> dict[str, Any]:
    """A task state over a fake function; the last one unless it says what is next."""
    onward = {} if "Next" in more else {"End": True}
    return {"Type": "Task", "Resource": function(name), **onward, **more}


class Bench:
    """One machine, running."""

    def __init__(
        self,
        folder: Path,
        states: dict[str, Any],
        functions: FakeFunctions,
        clock: MovableClock | None = None,
        **top: Any,
    ) -> None:
        definition = {"StartAt": next(iter(states)), "States": states, **top}
        check(definition, "machine")
        self.clock = clock or MovableClock(START)
        self.activity = Activity(4)
        self.timers = Timers(self.clock, self.activity.touch)
        machine = Machine(MACHINE, "dispatch", "arn:aws:iam::123456789012:role/machine", definition)
        self.functions = functions
        self.driver = Driver(
            [machine],
            Tasks(functions),
            folder / "executions.journal",
            self.clock,
            self.timers,
            self.activity,
            random.Random(1),
        )
        self.activity.start()
        self.timers.start()
        self.driver.resume()

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        self.timers.stop()
        self.driver.close()
        self.activity.stop()

    def start(self, value: str = "{}", name: str = "one") -> Execution:
        return self.driver.start(MACHINE, name, value)

    def quiet(self) -> None:
        """Wait until nothing moves before the clock does."""
        assert self.activity.wait(lambda: not self.timers.overdue(), 10), self.activity.in_progress()
        assert self.activity.failures == []

    def run(self, value: str = "{}", name: str = "one") -> Execution:
        execution = self.start(value, name)
        self.quiet()
        return execution

    def advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        self.quiet()
