"""What keeps a workflow from being enabled."""

from postroom.errors import Problem
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.validation import problems_of


def definition(*actions: str) -> WorkflowDefinition:
    steps = [{"action": action} for action in actions]
    return WorkflowDefinition.model_validate(
        {"name": "Test", "classification_trigger": "invoice", "workflow_steps": steps}
    )


def test_every_unknown_action_is_named_with_its_place() -> None:
    assert problems_of(definition("fly", "create_ticket", "sing")) == (
        Problem("workflow_steps.0.action", "there is no action named 'fly'"),
        Problem("workflow_steps.2.action", "there is no action named 'sing'"),
    )


def test_a_workflow_of_known_actions_has_no_problems() -> None:
    assert problems_of(definition("create_ticket", "mark_as_processed")) == ()
