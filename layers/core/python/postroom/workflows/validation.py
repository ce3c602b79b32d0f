"""What keeps a workflow from being saved and enabled: every problem at once, each with its path and reason."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from postroom import limits
from postroom.actions.catalogue import ACTIONS, action_named
from postroom.errors import Problem, Refused
from postroom.models import refusal
from postroom.plain import to_json
from postroom.workflows.mending import mended_definition
from postroom.workflows.model import FLAT_TRIGGER_FIELDS, Step, WorkflowDefinition
from postroom.workflows.parameters import parameter_problems
from postroom.workflows.references import (
    expression_problems,
    fan_out_problems,
    reference_problems,
    unreachable_problems,
)
from postroom.workflows.tree import FAN_OUTS, WAIT, all_steps, path_of


def definition_of(written: Mapping[str, Any], categories: Collection[str] | None = None) -> WorkflowDefinition:
    """The definition as a user wrote it, in either form. Raises Refused naming everything wrong with it.

    With `categories`, those of the tenant, also where a trigger names another one.
    """
    if (size := len(to_json(written).encode())) > limits.WORKFLOW_BYTES:
        reason = f"is {size} bytes long, {limits.WORKFLOW_BYTES} are allowed"
        raise Refused(f"the workflow {reason}", Problem("body", reason))
    try:
        definition = WorkflowDefinition.model_validate(written)
    except ValidationError as error:
        problems = _all_problems(error, written, categories)
    else:
        unknown = (_as_written(problem, written) for problem in category_problems(definition, categories))
        problems = (*unknown, *problems_of(definition))
    if problems:
        said = "a problem" if len(problems) == 1 else f"{len(problems)} problems"
        raise Refused(f"the workflow has {said}", *problems)
    return definition


def _all_problems(
    error: ValidationError, written: Mapping[str, Any], categories: Collection[str] | None
) -> tuple[Problem, ...]:
    """What is wrong in the form, and what else would be found if that were right."""
    told = [_as_written(problem, written) for problem in refusal(error).problems]
    mended, twice = mended_definition(written)
    if twice:
        told = [*(problem for problem in told if problem.path != "body"), *twice]
    if mended is not None:
        wrong = {problem.path for problem in told}
        more = (*category_problems(mended, categories), *problems_of(mended))
        told += [one for one in (_as_written(each, written) for each in more) if not _within(one.path, wrong)]
    return tuple(told)


def _within(path: str, places: Collection[str]) -> bool:
    return any(path == place or place.startswith(f"{path}.") for place in places)


def problems_of(definition: WorkflowDefinition) -> tuple[Problem, ...]:
    """What would fail whenever the workflow runs; empty if it may be enabled."""
    steps = tuple(all_steps(definition.workflow_steps))
    of_steps = [problem for at, step in steps for problem in _problems(path_of(at), step)]
    return (
        *of_steps,
        *fan_out_problems(steps),
        *reference_problems(steps),
        *unreachable_problems(definition.workflow_steps),
    )


def category_problems(definition: WorkflowDefinition, categories: Collection[str] | None) -> tuple[Problem, ...]:
    """Triggers for categories that the tenant does not have: no mail would ever start them."""
    if categories is None:
        return ()
    return tuple(
        Problem(f"triggers.{number}.classification", f"there is no category {trigger.classification!r}")
        for number, trigger in enumerate(definition.triggers)
        if trigger.classification is not None and trigger.classification not in categories
    )


def _problems(path: str, step: Step) -> Iterator[Problem]:
    if step.action in ACTIONS:
        yield from parameter_problems(action_named(step.action).input, step, f"{path}.params")
    else:
        yield Problem(f"{path}.action", f"there is no action named {step.action!r}")
    if step.timeout_seconds is not None and (step.action in FAN_OUTS or step.action == WAIT):
        yield Problem(
            f"{path}.timeout_seconds", f"{step.action} calls nobody; what is to be in time is a step that does"
        )
    yield from expression_problems(path, step)


def _as_written(problem: Problem, written: Mapping[str, Any]) -> Problem:
    """The problem under the name that the flat form has for the field; what concerns the whole is the body's."""
    flat = {f"triggers.0.{field}": name for name, field in FLAT_TRIGGER_FIELDS.items()}
    name = flat.get(problem.path, problem.path) if "triggers" not in written else problem.path
    return Problem(name or "body", problem.reason.removeprefix("Value error, "))
