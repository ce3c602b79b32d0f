"""Steps in branches: parsed as steps, named over the whole tree, limited in depth and number."""

from typing import Any

import pytest
from pydantic import ValidationError

from postroom import limits
from postroom.plain import plain
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import all_steps, path_of
from postroom.workflows.validation import problems_of
from tests.core.engine.memory_edge import workflow

TICKET = {"action": "create_ticket"}


def branch(then: list[Any], otherwise: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    params = {"condition": "email.subject", "then": then, "else": otherwise or []}
    return {"action": "conditional_branch", "params": params, **more}


def nested(depth: int) -> dict[str, Any]:
    return TICKET if depth == 1 else branch([nested(depth - 1)])


DEFINITION = workflow(TICKET, branch([TICKET, branch([{"action": "stop"}])], [{"id": "told", **TICKET}]), TICKET)


def test_steps_of_a_tree_are_named_over_all_of_it_in_the_order_as_written() -> None:
    assert [(path_of(at), step.id) for at, step in all_steps(DEFINITION.workflow_steps)] == [
        ("workflow_steps.0", "create_ticket"),
        ("workflow_steps.1", "conditional_branch"),
        ("workflow_steps.1.params.then.0", "create_ticket_2"),
        ("workflow_steps.1.params.then.1", "conditional_branch_2"),
        ("workflow_steps.1.params.then.1.params.then.0", "stop"),
        ("workflow_steps.1.params.else.0", "told"),
        ("workflow_steps.2", "create_ticket_3"),
    ]
    assert DEFINITION.steps_total == 7


def test_a_tree_that_was_stored_is_read_as_it_was() -> None:
    assert WorkflowDefinition.model_validate(plain(DEFINITION)) == DEFINITION
    assert WorkflowDefinition.model_validate_json(DEFINITION.model_dump_json()) == DEFINITION
    assert isinstance(DEFINITION.workflow_steps[1].params["then"][0], Step)


@pytest.mark.parametrize(
    ("steps", "path", "reason"),
    [
        ([branch([{"id": "Not an id", "action": "x"}])], "workflow_steps.0.params.then.0.id", "should match"),
        ([branch([{}])], "workflow_steps.0.params.then.0.action", "required"),
        ([branch([{**TICKET, "surprise": 1}])], "workflow_steps.0.params.then.0.surprise", "not permitted"),
        ([{"action": "conditional_branch", "params": {"then": "x"}}], "workflow_steps.0.params.then", "tuple"),
        ([branch([{**TICKET, "id": "a"}], [{**TICKET, "id": "a"}])], "", "twice: a"),
        ([branch([TICKET] * limits.WORKFLOW_STEPS)], "", "50 steps at most, those in branches counted"),
        ([nested(limits.STEP_DEPTH + 1)], "", "nested more than 5 deep"),
    ],
)
def test_what_is_wrong_in_a_branch_is_named_by_its_path(steps: list[Any], path: str, reason: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        workflow(*steps)
    told = {".".join(map(str, error["loc"])): error["msg"] for error in refusal.value.errors()}
    assert reason in told[path]


def test_steps_nested_as_deeply_as_may_be_are_taken() -> None:
    assert workflow(nested(limits.STEP_DEPTH)).steps_total == limits.STEP_DEPTH


def test_hostile_nesting_is_refused_before_it_is_walked() -> None:
    with pytest.raises(ValidationError, match="nested more than 5 deep"):
        workflow(nested(300))


def test_a_control_action_is_checked_when_the_workflow_is_enabled() -> None:
    definition = workflow(
        branch([{"action": "make_coffee"}]), {"id": "b", "action": "conditional_branch", "params": {"sugar": 2}}
    )
    problems = {problem.path: problem.reason for problem in problems_of(definition)}
    assert problems == {
        "workflow_steps.0.params.then.0.action": "there is no action named 'make_coffee'",
        "workflow_steps.1.params.condition": "Field required",
        "workflow_steps.1.params.sugar": "there is no such field",
    }
