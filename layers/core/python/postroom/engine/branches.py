"""Branches of a fan-out: what they are called, where in the workflow they begin, and when they are over."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from postroom import limits
from postroom.engine.commands import ItemOf
from postroom.engine.model import MAIN_BRANCH, FanOut, StepRecord
from postroom.errors import Broken
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import At, all_steps

_NAME = re.compile(r"(?P<step>[a-z_][a-z0-9_]*)\[(?P<number>\d+)\]")


@dataclass(frozen=True, slots=True)
class Branch:
    """`loop[3]`: the fourth branch of the fan-out `loop`."""

    step: str
    number: int
    begin: At
    item: ItemOf | None

    @property
    def name(self) -> str:
        """How its cursor and its steps are named."""
        return branch_name(self.step, self.number)

    def holds(self, at: At) -> bool:
        """Whether a place is in this branch; one that is not is behind it."""
        under = self.begin[:-1]
        return at[: len(under)] == under


def branch_name(step: str, number: int) -> str:
    """`step[number]`."""
    return f"{step}[{number}]"


def branch_named(definition: WorkflowDefinition, name: str) -> Branch | None:
    """The branch; None for the execution's own line. Raises Broken for one that the workflow has not."""
    if name == MAIN_BRANCH:
        return None
    found = _NAME.fullmatch(name)
    for at, step in all_steps(definition.workflow_steps) if found else ():
        if found and step.id == found["step"]:
            return branch_of(step, at, int(found["number"]))
    raise Broken(f"the workflow has no branch {name}")


def branch_of(step: Step, at: At, number: int) -> Branch:
    """The branch `number` of the fan-out at `at`."""
    if step.action == "parallel":
        return Branch(step.id, number, (*at, f"branches.{number}", 0), None)
    return Branch(step.id, number, (*at, "steps", 0), ItemOf(step.id, number))


def page_of(step: Step, at: At, fan_out: FanOut) -> tuple[Branch, ...]:
    """The branches of the page that is not over yet."""
    return tuple(branch_of(step, at, number) for number in _page_numbers(fan_out))


def page_names(fan_out: FanOut) -> tuple[str, ...]:
    """What these branches are called."""
    return tuple(branch_name(fan_out.step, number) for number in _page_numbers(fan_out))


def _page_numbers(fan_out: FanOut) -> range:
    return range(fan_out.closed, min(fan_out.total, fan_out.closed + limits.FAN_OUT_PAGE))


def item_number(branch: str) -> int | None:
    """The number in a branch's name; None for the execution's own line."""
    found = _NAME.fullmatch(branch)
    return int(found["number"]) if found else None


def step_name(branch: str, step: str) -> str:
    """How a step's record, claims and effects are named: by its id, in a branch `loop[3].id`."""
    return step if branch == MAIN_BRANCH else f"{branch}.{step}"


def written_order(record: StepRecord) -> list[tuple[bool, int | str]]:
    """Sorts steps as the workflow has them, those of a branch together, and each fan-out before its branches."""
    order: list[tuple[bool, int | str]] = []
    for part in record.at:
        name, _, number = part.partition(".") if isinstance(part, str) else ("", "", "")
        order.append((bool(name), name or part))
        if number:
            order.append((False, int(number)))
        elif name == "steps" and record.item is not None:
            order.append((False, record.item))
    return order


def waits_inside(at: At, definition: WorkflowDefinition) -> bool:
    """Whether a branch of the fan-out may wait."""
    return any(one.action == "wait" for one in _inside(at, definition))


def _inside(at: At, definition: WorkflowDefinition) -> Iterator[Step]:
    for place, step in all_steps(definition.workflow_steps):
        if place[: len(at)] == at and len(place) > len(at):
            yield step
