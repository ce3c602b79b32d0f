"""Calling what a Task names: once, or with a token that somebody else answers."""

from __future__ import annotations

import math
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from infra.local.states import walking
from infra.local.states.errors import TIMEOUT, StateFailed
from infra.local.states.execution import Branch, Execution
from infra.local.states.paths import filled
from infra.local.states.tasks import WITH_TOKEN

if TYPE_CHECKING:
    from infra.local.states.driver import Driver


def call(driver: Driver, execution: Execution, branch: Branch, value: Any) -> bool:
    """Call the task of a state; whether the branch can go on at once."""
    state = branch.definition
    resource: str = state["Resource"]
    with_token = resource.endswith(WITH_TOKEN)
    if with_token:
        if branch.token is None:
            branch.token = driver.tasks.new_token()
            driver.ledger.entered(execution, branch)
        expect_answer(driver, execution, branch)
    token = branch.token
    context = execution.context(branch)
    payload = filled(state["Parameters"], value, context) if "Parameters" in state else value
    started = time.monotonic()
    try:
        result = driver.tasks.run(resource, payload)
    except StateFailed:
        if with_token and branch.token != token:
            # It was answered before it failed: the answer came first and counts.
            return False
        raise
    if not with_token:
        if time.monotonic() - started > state.get("TimeoutSeconds", math.inf):
            raise StateFailed(TIMEOUT, f"{resource} took longer than {state['TimeoutSeconds']} seconds")
        return walking.finish(driver, execution, branch, result)
    with driver.lock:
        if branch.token == token and execution.is_running:
            branch.parked = True
            driver.ledger.entered(execution, branch)
    return False


def expect_answer(driver: Driver, execution: Execution, branch: Branch) -> None:
    """Give up on a token when its answer, or the next sign of life, is too late."""
    seconds = branch.definition.get("HeartbeatSeconds", branch.definition.get("TimeoutSeconds"))
    token = branch.token
    driver.timers.cancel(branch.timer)
    if seconds is None or token is None:
        return

    def too_late() -> None:
        with driver.lock:
            if branch.token != token:
                return
            branch.token = None
        late = StateFailed(TIMEOUT, "the task was not answered in time")
        driver.submit(lambda: walking.answered(driver, execution, branch, None, late))

    branch.timer = driver.timers.at(driver.clock.now() + timedelta(seconds=seconds), "timeout", too_late)
