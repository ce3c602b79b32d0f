"""A workflow's steps as a tree: control actions hold lists of steps in their parameters."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from postroom import limits

if TYPE_CHECKING:
    from postroom.workflows.model import Step

At = tuple[int | str, ...]
"""Where in a workflow: (2,) is its third step, (2, "then", 0) the first step of that one's list `then`."""

LISTS: Mapping[str, tuple[str, ...]] = {
    "conditional_branch": ("then", "else"),
    "for_each": ("steps",),
    "parallel": ("branches",),
}
"""Which parameters of which actions hold steps, in the order they are read."""

SEVERAL = frozenset({"branches"})
"""Those parameters that hold several lists: `branches.0`, `branches.1`, …, each a list by itself."""

FAN_OUTS = frozenset({"for_each", "parallel"})
"""The actions whose lists are branches: they run side by side, each by itself."""

WAIT = "wait"
"""The action that only lets time pass."""

BARE: Mapping[str, tuple[str, ...]] = {"conditional_branch": ("condition",)}
"""Which parameters of which actions are expressions without braces, as `when` is."""

STEP_ID = r"^[a-z_][a-z0-9_]*$"
_NAMELESS = "step"
"""What a step is called whose action has no name that could be its id: it is wrong in that, not in its id."""


def all_steps(steps: "Sequence[Step]", under: At = ()) -> "Iterator[tuple[At, Step]]":
    """Every step with where it stands, in the order as written; a step before those in its lists."""
    for number, step in enumerate(steps):
        at = (*under, number)
        yield at, step
        for name, nested in lists_of(step).items():
            yield from all_steps(nested, (*at, name))


def lists_of(step: "Step") -> "dict[str, tuple[Step, ...]]":
    """The lists of steps that a step holds, by parameter; what holds none is left out."""
    return {name: tuple(steps) for name, steps in _held(step.action, step.params)}


def held_params(step: "Step") -> dict[str, Any]:
    """A step's parameters that hold steps, as they are written."""
    return {name: step.params[name] for name in LISTS.get(step.action, ()) if step.params.get(name)}


def own_params(step: "Step") -> dict[str, Any]:
    """A step's parameters without the steps it holds."""
    held = LISTS.get(step.action, ())
    return {name: value for name, value in step.params.items() if name not in held}


def path_of(at: At) -> str:
    """Dotted, as problems name it: `workflow_steps.2.params.then.0`."""
    return "workflow_steps" + "".join(f".params.{part}" if isinstance(part, str) else f".{part}" for part in at)


def with_ids(steps: list[Any]) -> list[Any]:
    """Steps as given, at any depth, where those without an id get their action's name, then `name_2`, `name_3`.

    Raises ValueError for steps that are nested too deeply.
    """
    return _named(steps, {step["id"] for step in _given(steps, 1) if isinstance(step.get("id"), str)})


def _given(steps: list[Any], depth: int) -> Iterator[dict[str, Any]]:
    if depth > limits.STEP_DEPTH:
        raise ValueError(f"steps are nested more than {limits.STEP_DEPTH} deep")
    for step in steps:
        if isinstance(step, dict):
            yield step
            for nested in _given_lists(step).values():
                yield from _given(nested, depth + 1)


def _given_lists(step: Mapping[str, Any]) -> dict[str, list[Any]]:
    params = step.get("params")
    return {name: list(steps) for name, steps in _held(str(step.get("action")), params if params else {})}


def _held(action: str, params: Any) -> Iterator[tuple[str, Sequence[Any]]]:
    """The lists in an action's parameters, of whatever they are made."""
    for name in LISTS.get(action, ()) if isinstance(params, Mapping) else ():
        value = params.get(name)
        if not isinstance(value, list | tuple):
            continue
        lists = [(f"{name}.{number}", one) for number, one in enumerate(value)] if name in SEVERAL else [(name, value)]
        yield from ((key, steps) for key, steps in lists if isinstance(steps, list | tuple) and steps)


def _named(steps: list[Any], taken: set[str]) -> list[Any]:
    named = []
    for step in steps:
        if not isinstance(step, dict):
            named.append(step)
            continue
        made = dict(step)
        if not made.get("id"):
            action = str(made.get("action"))
            made["id"] = _free_name(action if re.match(STEP_ID, action) else _NAMELESS, taken)
            taken.add(made["id"])
        for name, nested in _given_lists(made).items():
            made["params"] = _with_list(made["params"], name, _named(nested, taken))
        named.append(made)
    return named


def _with_list(params: Mapping[str, Any], name: str, steps: list[Any]) -> dict[str, Any]:
    name, _, number = name.partition(".")
    if not number:
        return {**params, name: steps}
    return {**params, name: [steps if each == int(number) else one for each, one in enumerate(params[name])]}


def _free_name(base: str, taken: set[str]) -> str:
    number = 1
    while (name := base if number == 1 else f"{base}_{number}") in taken:
        number += 1
    return name
