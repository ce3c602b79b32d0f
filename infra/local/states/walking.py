"""One branch on its way: into a state, through it, on to the next; what each type of state does."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from infra.local.states import calling, mapping
from infra.local.states.choices import meets
from infra.local.states.definition import State
from infra.local.states.errors import NO_CHOICE, RUNTIME, StateFailed
from infra.local.states.execution import SUCCEEDED, Branch, Execution
from infra.local.states.paths import filled, find, placed, selected
from infra.local.states.retries import backoff, caught

if TYPE_CHECKING:
    from infra.local.states.driver import Driver


def begin(driver: Driver, execution: Execution) -> None:
    """Put an execution into its first state."""
    definition = execution.machine.definition
    now = driver.clock.now()
    branch = Branch("", definition["States"], definition["StartAt"], None, now)
    execution.branches[""] = branch
    enter(driver, execution, branch, definition["StartAt"], json.loads(execution.input_text))
    driver.submit(lambda: walk(driver, execution, branch))


def resume(driver: Driver, execution: Execution, branch: Branch) -> None:
    """Go on with a branch after a restart: what was interrupted is done again, as after a timeout."""
    if branch.parked:
        calling.expect_answer(driver, execution, branch)
    elif branch.due is not None:
        _sleep(driver, execution, branch, branch.due, "retry" if any(branch.attempts) else "wait")
    elif branch.definition["Type"] != "Map":
        driver.submit(lambda: walk(driver, execution, branch))
    else:
        # At once, so that its items know what they are before they go on.
        data = selected(branch.definition.get("InputPath", "$"), branch.input, execution.context(branch))
        if mapping.begin(driver, execution, branch, data):
            driver.submit(lambda: walk(driver, execution, branch))


def enter(driver: Driver, execution: Execution, branch: Branch, state: str, value: Any) -> bool:
    """Go into a state, on record first; False if the execution has ended meanwhile."""
    with driver.lock:
        if not execution.is_running:
            return False
        branch.enter(state, value, driver.clock.now())
        execution.transitions += 1
        driver.ledger.entered(execution, branch)
        return True


def walk(driver: Driver, execution: Execution, branch: Branch) -> None:
    """Go from state to state until the branch has to wait for something or has ended."""
    while execution.is_running and not driver.closed and execution.branches.get(branch.path) is branch:
        try:
            onward = _perform(driver, execution, branch)
        except StateFailed as failure:
            onward = _after_failure(driver, execution, branch, failure)
        if not onward:
            return


def answered(
    driver: Driver, execution: Execution, branch: Branch, output: Any, failure: StateFailed | None = None
) -> None:
    """A state that had to wait for its result has it: go on from there."""
    try:
        if failure is not None:
            raise failure
        onward = finish(driver, execution, branch, output)
    except StateFailed as failed:
        onward = _after_failure(driver, execution, branch, failed)
    if onward:
        walk(driver, execution, branch)


def finish(driver: Driver, execution: Execution, branch: Branch, result: Any) -> bool:
    """A state is done with this result: apply its paths and go on."""
    state, context = branch.definition, execution.context(branch)
    if "ResultSelector" in state:
        result = filled(state["ResultSelector"], result, context)
    value = placed(state.get("ResultPath", "$"), branch.input, result)
    return _leave(driver, execution, branch, selected(state.get("OutputPath", "$"), value, context))


def _perform(driver: Driver, execution: Execution, branch: Branch) -> bool:
    """Do what the state is for; whether the branch can go on at once."""
    state, context = branch.definition, execution.context(branch)
    value = selected(state.get("InputPath", "$"), branch.input, context)
    match state["Type"]:
        case "Task":
            return calling.call(driver, execution, branch, value)
        case "Map":
            return mapping.begin(driver, execution, branch, value)
        case "Choice":
            chosen = next((rule["Next"] for rule in state["Choices"] if meets(rule, value, context)), None)
            target = chosen or state.get("Default")
            if target is None:
                raise StateFailed(NO_CHOICE, f"No choice rule of {branch.state} matched and it has no Default")
            return enter(driver, execution, branch, target, selected(state.get("OutputPath", "$"), value, context))
        case "Wait":
            until = branch.due or _until(state, value, context, branch.entered)
            if until > driver.clock.now():
                return _sleep(driver, execution, branch, until, "wait")
            return _leave(driver, execution, branch, selected(state.get("OutputPath", "$"), value, context))
        case "Pass":
            made = filled(state["Parameters"], value, context) if "Parameters" in state else value
            return finish(driver, execution, branch, state.get("Result", made))
        case "Succeed":
            return _leave(driver, execution, branch, selected(state.get("OutputPath", "$"), value, context))
    raise StateFailed(state.get("Error", ""), state.get("Cause", ""))


def _until(state: State, value: Any, context: dict[str, Any], entered: datetime) -> datetime:
    if "Seconds" in state:
        return entered + timedelta(seconds=state["Seconds"])
    path = state.get("SecondsPath") or state.get("TimestampPath")
    try:
        found = find(path, value, context) if path else state["Timestamp"]
        return entered + timedelta(seconds=found) if "SecondsPath" in state else datetime.fromisoformat(found)
    except (LookupError, TypeError, ValueError):
        raise StateFailed(RUNTIME, f"{path} of {context['State']['Name']} leads to no usable time") from None


def _sleep(driver: Driver, execution: Execution, branch: Branch, until: datetime, kind: str) -> bool:
    with driver.lock:
        if execution.is_running:
            branch.due = until
            driver.ledger.entered(execution, branch)
            branch.timer = driver.timers.at(until, kind, lambda: _woken(driver, execution, branch, kind))
    return False


def _woken(driver: Driver, execution: Execution, branch: Branch, kind: str) -> None:
    if kind == "retry":
        branch.due = None
    driver.submit(lambda: walk(driver, execution, branch))


def _after_failure(driver: Driver, execution: Execution, branch: Branch, failure: StateFailed) -> bool:
    state = branch.definition
    mapping.abandon(driver, execution, branch)
    seconds = backoff(state, failure, branch.attempts, driver.chance)
    if seconds is not None:
        execution.transitions += 1
        branch.token, branch.parked = None, False
        return _sleep(driver, execution, branch, driver.clock.now() + timedelta(seconds=seconds), "retry")
    catcher = caught(state, failure)
    if catcher is not None:
        error = {"Error": failure.error, "Cause": failure.cause}
        output = placed(catcher.get("ResultPath", "$"), branch.input, error)
        return enter(driver, execution, branch, catcher["Next"], output)
    if branch.parent is None:
        driver.fail(execution, failure)
    elif mapping.item_failed(driver, execution, branch):
        answered(driver, execution, branch.parent, None, failure)
    return False


def _leave(driver: Driver, execution: Execution, branch: Branch, output: Any) -> bool:
    """Out of a state: into the next, or out of the branch."""
    state = branch.definition
    if "Next" in state:
        return enter(driver, execution, branch, state["Next"], output)
    if branch.parent is None:
        driver.end(execution, SUCCEEDED, output=output)
    else:
        mapping.item_done(driver, execution, branch, output)
    return False
