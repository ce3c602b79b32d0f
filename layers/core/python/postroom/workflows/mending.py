"""A workflow that is wrong in its form, mended for looking at the rest: so that everything wrong is told at once."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from pydantic import ValidationError

from postroom.errors import Problem
from postroom.workflows.model import FLAT_TRIGGER_FIELDS, WorkflowDefinition
from postroom.workflows.tree import LISTS

ROUNDS = 5
"""A step whose own fields are wrong hides what is wrong in the steps it holds, at each depth."""
_ALWAYS = "`true`"
_STEP = {"action": "stop", "when": _ALWAYS}
_TRIGGER = {"type": "email"}
_WHOLE: Mapping[str, Any] = {"name": "-", "triggers": [_TRIGGER], "workflow_steps": [_STEP]}
_STEP_LISTS = frozenset({"workflow_steps", *(name for names in LISTS.values() for name in names)})
_Place = tuple[int | str, ...]


def mended_definition(written: Mapping[str, Any]) -> tuple[WorkflowDefinition | None, tuple[Problem, ...]]:
    """What is left when wrong fields are left out and wrong steps replaced; and which steps share another one's id.

    None if what is wrong is in the whole, such as steps nested too deeply.
    """
    rest: dict[str, Any] = deepcopy(dict(written))
    flat = {name: rest.pop(old) for old, name in FLAT_TRIGGER_FIELDS.items() if old in rest}
    if flat and "triggers" not in rest:
        rest["triggers"] = [{**_TRIGGER, **flat}]
    twice = tuple(_named_apart(rest))
    for _ in range(ROUNDS):
        try:
            return WorkflowDefinition.model_validate(rest), twice
        except ValidationError as error:
            places = [one["loc"] for one in error.errors()]
            if () in places:
                return None, twice
            for place in places:
                # Pydantic counts what is wrong in a list as missing from it, and says so as well.
                if not any(other != place and other[: len(place)] == place for other in places):
                    _put_aside(rest, place)
    return None, twice


def _put_aside(rest: dict[str, Any], place: _Place) -> None:
    """Leave the field out, or what holds it where it is missing; in the place of a step or trigger another stands."""
    held: list[tuple[Any, int | str]] = []
    node: Any = rest
    for part in place:
        held.append((node, part))
        if not _has(node, part):
            break
        node = node[part]
    holder, part = held.pop()
    if not _has(holder, part):
        if part == "action" and isinstance(holder, dict):
            holder.update(_STEP)
            return
        if not held:
            holder[part] = _WHOLE.get(str(part))
            return
        holder, part = held.pop()
    named = [str(one) for _, one in held if isinstance(one, str)]
    if isinstance(holder, list):
        if named[-1:] == ["triggers"]:
            holder[int(part)] = dict(_TRIGGER)
        elif named and named[-1] in _STEP_LISTS:
            holder[int(part)] = dict(_STEP)
        elif held:
            del held[-1][0][held[-1][1]]
    elif part == "when":
        holder[part] = _ALWAYS
    elif not held and part in _WHOLE:
        holder[part] = _WHOLE[str(part)]
    else:
        del holder[part]


def _has(node: Any, part: int | str) -> bool:
    if isinstance(node, dict):
        return part in node
    return isinstance(node, list) and isinstance(part, int) and part < len(node)


def _named_apart(rest: dict[str, Any]) -> Iterator[Problem]:
    """Give the steps whose id another has before them one of their own, and tell of each."""
    seen: set[str] = set()
    for path, step in _steps(rest.get("workflow_steps"), "workflow_steps"):
        name = step.get("id")
        if not isinstance(name, str) or not name:
            continue
        if name in seen:
            yield Problem(f"{path}.id", f"another step is called {name!r}; ids are unique in the whole workflow")
            step["id"] = next(free for number in range(2, len(seen) + 3) if (free := f"{name}_{number}") not in seen)
        seen.add(step["id"])


def _steps(steps: Any, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, step in enumerate(steps if isinstance(steps, list) else ()):
        here = f"{path}.{number}"
        if isinstance(step, list):
            yield from _steps(step, here)
        if not isinstance(step, dict):
            continue
        yield here, step
        if isinstance(params := step.get("params"), dict):
            for name in LISTS.get(str(step.get("action")), ()):
                yield from _steps(params.get(name), f"{here}.params.{name}")
