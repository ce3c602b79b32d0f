"""Map: the same states for every item, a few at once, and the results in the order of the items."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from infra.local.states import walking
from infra.local.states.definition import processor
from infra.local.states.errors import RUNTIME, StateFailed
from infra.local.states.execution import Branch, Execution
from infra.local.states.paths import filled, selected

if TYPE_CHECKING:
    from infra.local.states.driver import Driver


def begin(driver: Driver, execution: Execution, branch: Branch, value: Any) -> bool:
    """Begin with the items, or go on with those that a restart has left; whether there was nothing to do."""
    state = branch.definition
    items = selected(state.get("ItemsPath", "$"), value, execution.context(branch))
    if not isinstance(items, list):
        raise StateFailed(RUNTIME, f"the items of {branch.state} are no array")
    with driver.lock:
        branch.items = items
        branch.begun = 0
    if len(branch.results) == len(items):
        return walking.finish(driver, execution, branch, [branch.results[index] for index in range(len(items))])
    limit = int(state.get("MaxConcurrency", 0)) or len(items)
    for _ in range(limit):
        _begin_next(driver, execution, branch)
    return False


def item_done(driver: Driver, execution: Execution, child: Branch, output: Any) -> None:
    """An item has ended: the next one may begin, or the Map is done."""
    parent = child.parent
    assert parent is not None and child.item is not None, "only items of a Map end here"  # noqa: PT018
    with driver.lock:
        if execution.branches.pop(child.path, None) is not child:
            return
        driver.ledger.item_done(execution, child, output)
        parent.results[child.item[0]] = output
        complete = len(parent.results) == len(parent.items)
    if complete:
        results = [parent.results[index] for index in range(len(parent.items))]
        walking.answered(driver, execution, parent, results)
    else:
        _begin_next(driver, execution, parent)


def item_failed(driver: Driver, execution: Execution, child: Branch) -> bool:
    """An item has failed for good: whether it is the first, whose failure becomes the Map's."""
    assert child.parent is not None, "only items of a Map end here"
    with driver.lock:
        if execution.branches.get(child.path) is not child:
            return False
        abandon(driver, execution, child.parent)
        return True


def abandon(driver: Driver, execution: Execution, branch: Branch) -> None:
    """A Map has failed: its items stop where they are, and nothing they did counts as its result."""
    inside = f"{branch.path}/" if branch.path else ""
    with driver.lock:
        for path in [path for path in execution.branches if path != branch.path and path.startswith(inside)]:
            driver.timers.cancel(execution.branches.pop(path).timer)
        branch.results, branch.items, branch.begun = {}, [], 0


def _begin_next(driver: Driver, execution: Execution, branch: Branch) -> None:
    """Begin the next item that neither is done nor, after a restart, on its way already."""
    with driver.lock:
        while branch.begun < len(branch.items):
            index = branch.begun
            branch.begun += 1
            path = f"{branch.path}/{branch.state}:{index}".lstrip("/")
            if index in branch.results:
                continue
            child = execution.branches.get(path)
            if child is not None:
                child.item = (index, branch.items[index])
                return
            child = _child(driver, execution, branch, path, index)
            driver.submit(partial(walking.walk, driver, execution, child))
            return


def _child(driver: Driver, execution: Execution, branch: Branch, path: str, index: int) -> Branch:
    inner, item = processor(branch.definition), branch.items[index]
    child = Branch(path, inner["States"], inner["StartAt"], None, branch.entered, parent=branch, item=(index, item))
    value = item
    if "ItemSelector" in branch.definition:
        data = selected(branch.definition.get("InputPath", "$"), branch.input, execution.context(branch))
        value = filled(branch.definition["ItemSelector"], data, execution.context(child))
    execution.branches[path] = child
    walking.enter(driver, execution, child, inner["StartAt"], value)
    return child
