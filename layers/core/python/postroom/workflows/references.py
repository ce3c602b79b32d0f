"""A workflow's expressions before any run: whether they parse, whose outputs they read, which steps nothing reaches."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postroom.errors import Problem
from postroom.workflows.model import Step
from postroom.workflows.rendering import expression_problem, expression_references, expressions_in, unclosed_braces
from postroom.workflows.tree import BARE, FAN_OUTS, At, lists_of, own_params, path_of

Placed = Sequence[tuple[At, Step]]
STOP = "stop"


def expression_problems(path: str, step: Step) -> Iterator[Problem]:
    """Expressions of the step that cannot be evaluated, whatever the mail."""
    for name, expression in _expressions(step):
        if (reason := expression_problem(expression)) is not None:
            yield Problem(f"{path}.{name}", reason)
    for name in unclosed_braces(_templates(step), "params"):
        yield Problem(f"{path}.{name}", "an expression begins with {{ and has no }}")


def reference_problems(steps: Placed) -> Iterator[Problem]:
    """References to outputs that cannot be there when the step runs."""
    places = {step.id: at for at, step in steps}
    fan_outs = {at: step.id for at, step in steps if step.action in FAN_OUTS}
    for here, step in steps:
        for name, expression in _expressions(step):
            for wanted in sorted(expression_references(expression) or ()):
                there = places.get(wanted)
                if (reason := _why_not(wanted, there, here) or _in_branches(wanted, there, here, fan_outs)) is not None:
                    yield Problem(f"{path_of(here)}.{name}", reason)


def fan_out_problems(steps: Placed) -> Iterator[Problem]:
    """Fan-outs in the branches of another."""
    fan_outs = {at: step.id for at, step in steps if step.action in FAN_OUTS}
    for at, step in steps:
        if at in fan_outs and (holder := _holder(at, fan_outs)) is not None:
            reason = f"{step.action} cannot stand in the branches of another: step {fan_outs[holder]!r} runs branches"
            yield Problem(f"{path_of(at)}.action", reason)


def unreachable_problems(steps: Sequence[Step], under: At = ()) -> Iterator[Problem]:
    """Steps that stand after one that always ends the workflow."""
    ended: Step | None = None
    for number, step in enumerate(steps):
        at = (*under, number)
        if ended is not None:
            yield Problem(path_of(at), f"is never reached: step {ended.id!r} ends the workflow before it")
            continue
        for name, inner in lists_of(step).items():
            yield from unreachable_problems(inner, (*at, name))
        ended = step if _always_ends(step) else None


def _why_not(wanted: str, there: At | None, here: At) -> str | None:
    if there is None:
        return f"steps.{wanted}: there is no step {wanted!r}"
    if there == here:
        return f"steps.{wanted}: a step cannot read its own output"
    apart = next((pair for pair in zip(there, here, strict=False) if pair[0] != pair[1]), None)
    if apart is None:
        # One holds the other: what is inside runs later.
        return f"steps.{wanted}: runs later" if len(there) > len(here) else None
    if isinstance(apart[0], str) and apart[0].startswith("branches."):
        return f"steps.{wanted}: is in another branch, which runs at the same time"
    if isinstance(apart[0], str):
        return f"steps.{wanted}: is in the other branch; only one of them runs"
    return f"steps.{wanted}: runs later" if apart[0] > apart[1] else None  # type: ignore[operator]


def _in_branches(wanted: str, there: At | None, here: At, fan_outs: Mapping[At, str]) -> str | None:
    """Why an output that is there when the step runs is not seen from it: branches keep theirs to themselves."""
    if there is None:
        return None
    if there in fan_outs and here[: len(there)] == there:
        return f"steps.{wanted}: is over only after the branches that it runs"
    holder = _holder(there, fan_outs)
    if holder is not None and here[: len(holder)] != holder:
        return f"steps.{wanted}: is in branches; read it as steps.{fan_outs[holder]}[*].{wanted}"
    return None


def _holder(at: At, fan_outs: Mapping[At, str]) -> At | None:
    """The innermost fan-out around a place."""
    around = [one for one in fan_outs if len(one) < len(at) and at[: len(one)] == one]
    return max(around, key=len, default=None)


def _always_ends(step: Step) -> bool:
    if step.when is not None or step.action in FAN_OUTS:
        return False
    lists = lists_of(step)
    return step.action == STOP or (len(lists) == 2 and all(any(map(_always_ends, one)) for one in lists.values()))


def _expressions(step: Step) -> Iterator[tuple[str, str]]:
    """Every expression of the step itself, with the field it stands in."""
    if step.when is not None:
        yield "when", step.when
    own = own_params(step)
    for name in BARE.get(step.action, ()):
        if isinstance(expression := own.get(name), str):
            yield f"params.{name}", expression
    yield from expressions_in(_templates(step), "params")


def _templates(step: Step) -> dict[str, Any]:
    """The step's own parameters in whose texts expressions stand in braces."""
    bare = BARE.get(step.action, ())
    return {name: value for name, value in own_params(step).items() if name not in bare}
