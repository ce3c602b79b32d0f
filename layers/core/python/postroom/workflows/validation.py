"""What keeps a workflow from being enabled; every problem at once, each with its path."""

from postroom.actions.catalogue import ACTIONS
from postroom.errors import Problem
from postroom.workflows.model import WorkflowDefinition


def problems_of(definition: WorkflowDefinition) -> tuple[Problem, ...]:
    """What would fail whenever the workflow runs; empty if it may be enabled."""
    return tuple(
        Problem(f"workflow_steps.{number}.action", f"there is no action named {step.action!r}")
        for number, step in enumerate(definition.workflow_steps)
        if step.action not in ACTIONS
    )
