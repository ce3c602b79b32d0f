"""A workflow's expressions before any run: whether they parse, whose outputs they read, which steps nothing reaches."""

from collections.abc import Iterator, Sequence

from postroom.errors import Problem
from postroom.workflows.model import Step
from postroom.workflows.rendering import expression_problem, expression_references, expressions_in
from postroom.workflows.tree import BARE, At, lists_of, own_params, path_of

Placed = Sequence[tuple[At, Step]]
STOP = "stop"


def expression_problems(path: str, step: Step) -> Iterator[Problem]:
    """Expressions of the step that cannot be evaluated, whatever the mail."""
    for name, expression in _expressions(step):
        if (reason := expression_problem(expression)) is not None:
            yield Problem(f"{path}.{name}", reason)


def reference_problems(steps: Placed) -> Iterator[Problem]:
    """References to outputs that cannot be there when the step runs."""
    places = {step.id: at for at, step in steps}
    for here, step in steps:
        for name, expression in _expressions(step):
            for wanted in sorted(expression_references(expression) or ()):
                if (reason := _why_not(wanted, places.get(wanted), here)) is not None:
                    yield Problem(f"{path_of(here)}.{name}", reason)


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
    if isinstance(apart[0], str):
        return f"steps.{wanted}: is in the other branch; only one of them runs"
    return f"steps.{wanted}: runs later" if apart[0] > apart[1] else None  # type: ignore[operator]


def _always_ends(step: Step) -> bool:
    if step.when is not None:
        return False
    lists = lists_of(step)
    return step.action == STOP or (len(lists) == 2 and all(any(map(_always_ends, one)) for one in lists.values()))


def _expressions(step: Step) -> Iterator[tuple[str, str]]:
    """Every expression of the step itself, with the field it stands in."""
    if step.when is not None:
        yield "when", step.when
    own = own_params(step)
    bare = BARE.get(step.action, ())
    for name in bare:
        if isinstance(expression := own.get(name), str):
            yield f"params.{name}", expression
    yield from expressions_in({name: value for name, value in own.items() if name not in bare}, "params")
