"""The local driver: walks executions through their states on a pool of workers, waiting by the movable clock."""

from __future__ import annotations

import json
import random
import re
import threading
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

from infra.local.activity import Activity
from infra.local.clock import MovableClock
from infra.local.service_errors import ServiceError
from infra.local.states import calling, walking
from infra.local.states.definition import Machine
from infra.local.states.errors import TIMEOUT, StateFailed
from infra.local.states.execution import ABORTED, FAILED, SUCCEEDED, TIMED_OUT, Branch, Execution
from infra.local.states.ledger import NAME_KEPT, Ledger
from infra.local.states.tasks import Tasks
from infra.local.timers import Timers

_NAME = re.compile(r"[A-Za-z0-9_-]{1,80}")

Listener = Callable[[Execution], None]


class Driver:
    """Runs the machines of the template; what is running survives the death of the process."""

    def __init__(
        self,
        machines: Iterable[Machine],
        tasks: Tasks,
        path: Path,
        clock: MovableClock,
        timers: Timers,
        activity: Activity,
        chance: random.Random | None = None,
    ) -> None:
        self.machines = {machine.arn: machine for machine in machines}
        self.clock = clock
        self.timers = timers
        self.tasks = tasks
        self.chance = chance or random.Random()  # noqa: S311 - jitter, not a secret
        self.ledger = Ledger(path)
        self.listeners: list[Listener] = []
        """Told of every status an execution comes to, RUNNING included."""
        self.lock = threading.RLock()
        self.closed = False
        self._activity = activity
        self._executions = self.ledger.restore(self.machines, clock.now())

    def resume(self) -> None:
        """Go on with everything that was running when the process before this one ended."""
        for execution in self.running():
            for branch in sorted(
                execution.branches.values(), key=lambda each: len(each.path.split("/")) * bool(each.path)
            ):
                walking.resume(self, execution, branch)
            self._limit(execution)
            if not execution.branches:
                walking.begin(self, execution)

    def close(self) -> None:
        """Write nothing more, and walk no further; whatever is still going on will be done again."""
        with self.lock:
            self.closed = True
            self.ledger.close()

    def start(self, machine_arn: str, name: str, input_text: str) -> Execution:
        """StartExecution: a name begins once; the same name and input while it runs is the same execution."""
        machine = self.machines.get(machine_arn)
        if machine is None:
            raise ServiceError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{machine_arn}'")
        if not _NAME.fullmatch(name):
            raise ServiceError("InvalidName", f"Invalid Name: '{name}'")
        try:
            json.loads(input_text)
        except ValueError as error:
            raise ServiceError("InvalidExecutionInput", f"Invalid State Machine Execution Input: '{error}'") from None
        arn = f"{machine_arn.replace(':stateMachine:', ':execution:')}:{name}"
        with self.lock:
            if self.closed:
                # Who hears that it has begun forgets what it was about, and nothing would remember it after that.
                raise ServiceError("ServiceUnavailable", "the local stack is ending", 503)
            earlier = self._executions.get(arn)
            if earlier is not None and not self._is_free_again(earlier):
                if earlier.is_running and earlier.input_text == input_text:
                    return earlier
                raise ServiceError("ExecutionAlreadyExists", f"Execution Already Exists: '{arn}'")
            execution = Execution(arn, name, machine, input_text, self.clock.now())
            self.ledger.started(execution)
            self._executions[arn] = execution
        self._tell(execution)
        self._limit(execution)
        walking.begin(self, execution)
        return execution

    def find(self, arn: str) -> Execution:
        """An execution by its ARN."""
        execution = self._executions.get(arn)
        if execution is None:
            raise ServiceError("ExecutionDoesNotExist", f"Execution Does Not Exist: '{arn}'")
        return execution

    def executions(self) -> list[Execution]:
        """All of them, newest first."""
        with self.lock:
            return sorted(self._executions.values(), key=lambda execution: execution.started, reverse=True)

    def running(self) -> list[Execution]:
        """Those that have not ended."""
        with self.lock:
            return [execution for execution in self._executions.values() if execution.is_running]

    def stop(self, arn: str, error: str | None, cause: str | None) -> Execution:
        """StopExecution: whatever its tasks answer from now on is ignored."""
        execution = self.find(arn)
        self.end(execution, ABORTED, error=error, cause=cause)
        return execution

    def answer_token(self, token: str, output: Any = None, failure: StateFailed | None = None) -> None:
        """SendTaskSuccess or SendTaskFailure: the branch that waits for this token goes on."""
        with self.lock:
            execution, branch = self.waiting_for(token)
            branch.token = None
            self.timers.cancel(branch.timer)
        self.submit(lambda: walking.answered(self, execution, branch, output, failure))

    def heartbeat(self, token: str) -> None:
        """SendTaskHeartbeat: whoever works on a token is alive."""
        with self.lock:
            execution, branch = self.waiting_for(token)
            calling.expect_answer(self, execution, branch)

    def waiting_for(self, token: str) -> tuple[Execution, Branch]:
        """Who waits for a token."""
        with self.lock:
            for execution in self.running():
                for branch in execution.branches.values():
                    if branch.token == token:
                        return execution, branch
        if not self.tasks.has_issued(token):
            raise ServiceError("InvalidToken", "Invalid Token: 'Invalid token'")
        raise ServiceError("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'")

    def submit(self, task: Callable[[], None]) -> None:
        """Do something on a worker."""
        self._activity.submit("dispatch", task)

    def end(
        self,
        execution: Execution,
        status: str,
        *,
        output: Any = None,
        error: str | None = None,
        cause: str | None = None,
    ) -> None:
        """An execution comes to its end; the first end counts."""
        with self.lock:
            if not execution.is_running:
                return
            execution.status, execution.stopped = status, self.clock.now()
            execution.output_text = json.dumps(output) if status == SUCCEEDED else None
            execution.error, execution.cause = error, cause
            for branch in execution.branches.values():
                self.timers.cancel(branch.timer)
            self.timers.cancel(execution.timer)
            execution.branches.clear()
            self.ledger.ended(execution)
        self._tell(execution)

    def fail(self, execution: Execution, failure: StateFailed) -> None:
        """An execution fails with what one of its states failed with."""
        self.end(execution, FAILED, error=failure.error, cause=failure.cause)

    def _limit(self, execution: Execution) -> None:
        seconds = execution.machine.definition.get("TimeoutSeconds")
        if seconds is not None:
            when = execution.started + timedelta(seconds=seconds)
            execution.timer = self.timers.at(when, "timeout", lambda: self.end(execution, TIMED_OUT, error=TIMEOUT))

    def _is_free_again(self, execution: Execution) -> bool:
        return execution.stopped is not None and self.clock.now() - execution.stopped >= NAME_KEPT

    def _tell(self, execution: Execution) -> None:
        for listener in self.listeners:
            listener(execution)
