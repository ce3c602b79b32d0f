"""What keeps a workflow from being enabled; every problem at once, each with its path."""

from collections.abc import Iterator

from pydantic import ValidationError

from postroom.actions.catalogue import ACTIONS, action_named
from postroom.errors import Problem
from postroom.models import refusal
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import all_steps, path_of


def problems_of(definition: WorkflowDefinition) -> tuple[Problem, ...]:
    """What would fail whenever the workflow runs; empty if it may be enabled."""
    steps = all_steps(definition.workflow_steps)
    return tuple(problem for at, step in steps for problem in _problems(path_of(at), step))


def _problems(path: str, step: Step) -> Iterator[Problem]:
    if step.action not in ACTIONS:
        yield Problem(f"{path}.action", f"there is no action named {step.action!r}")
    elif ACTIONS[step.action].family == "control":
        try:
            action_named(step.action).input.model_validate(step.params)
        except ValidationError as error:
            yield from refusal(error, f"{path}.params").problems
