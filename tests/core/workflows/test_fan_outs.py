"""parallel and for_each as users write them: parsed, named, placed, and what is wrong with them said at save."""

from typing import Any

import pytest

from postroom import limits
from postroom.errors import Refused
from postroom.plain import plain
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import all_steps, path_of
from postroom.workflows.validation import definition_of
from tests.core.engine.memory_edge import workflow

TICKET = {"action": "create_ticket"}


def for_each(*steps: Any, items: Any = "{{ email.attachments }}", **more: Any) -> dict[str, Any]:
    return {"id": "loop", "action": "for_each", "params": {"items": items, "steps": list(steps)}, **more}


def parallel(*branches: Any, **more: Any) -> dict[str, Any]:
    return {"id": "both", "action": "parallel", "params": {"branches": list(branches)}, **more}


def titled(title: str, **more: Any) -> dict[str, Any]:
    return {**TICKET, "params": {"title": title}, **more}


def wrong(*steps: Any) -> dict[str, str]:
    try:
        definition_of({"name": "Test", "triggers": [{"type": "email"}], "workflow_steps": list(steps)})
    except Refused as refusal:
        return {problem.path: problem.reason for problem in refusal.problems}
    return {}


DEFINITION = workflow(parallel([TICKET, {"action": "stop"}], [TICKET]), for_each(TICKET))


def test_steps_of_all_branches_are_named_and_placed_by_their_branch() -> None:
    assert [(path_of(at), step.id) for at, step in all_steps(DEFINITION.workflow_steps)] == [
        ("workflow_steps.0", "both"),
        ("workflow_steps.0.params.branches.0.0", "create_ticket"),
        ("workflow_steps.0.params.branches.0.1", "stop"),
        ("workflow_steps.0.params.branches.1.0", "create_ticket_2"),
        ("workflow_steps.1", "loop"),
        ("workflow_steps.1.params.steps.0", "create_ticket_3"),
    ]
    assert DEFINITION.steps_total == 6


def test_branches_that_were_stored_are_read_as_they_were() -> None:
    assert WorkflowDefinition.model_validate(plain(DEFINITION)) == DEFINITION
    assert WorkflowDefinition.model_validate_json(DEFINITION.model_dump_json()) == DEFINITION
    assert isinstance(DEFINITION.workflow_steps[0].params["branches"][1][0], Step)


def test_what_is_right_is_taken() -> None:
    inner = titled("{{ item.filename }} {{ index }} {{ steps.first.title }}", id="inner")
    last = titled("{{ steps.loop[0].inner.title }} {{ steps.both[1].b.title }}", id="last")
    loop = for_each(inner, titled("{{ steps.inner.title }}"))
    assert not wrong(titled("x", id="first"), loop, parallel([TICKET], [titled("b", id="b")]), last)


@pytest.mark.parametrize(
    ("step", "path", "reason"),
    [
        (for_each(), "workflow_steps.0.params.steps", "at least 1 item"),
        (for_each(TICKET, items=3), "workflow_steps.0.params.items", "be a list"),
        ({"action": "for_each", "params": {"steps": [TICKET]}}, "workflow_steps.0.params.items", "required"),
        (parallel(), "workflow_steps.0.params.branches", "at least 1 item"),
        (parallel([]), "workflow_steps.0.params.branches.0", "at least 1 item"),
        (
            parallel(*[[TICKET]] * (limits.PARALLEL_BRANCHES + 1)),
            "workflow_steps.0.params.branches",
            "at most 20 items",
        ),
        (parallel(TICKET), "workflow_steps.0.params.branches.0", "be a list"),
        (parallel([{"id": "Not an id", "action": "x"}]), "workflow_steps.0.params.branches.0.0.id", "should match"),
        (for_each({"action": "make_coffee"}), "workflow_steps.0.params.steps.0.action", "no action named"),
        (
            for_each(parallel([TICKET], id="inner")),
            "workflow_steps.0.params.steps.0.action",
            "parallel cannot stand in the branches of another: step 'loop' runs branches",
        ),
        (
            parallel([{"action": "conditional_branch", "params": {"condition": "index", "then": [for_each(TICKET)]}}]),
            "workflow_steps.0.params.branches.0.0.params.then.0.action",
            "for_each cannot stand in the branches of another: step 'both' runs branches",
        ),
        (
            for_each(titled("{{ steps.loop[0].x }}")),
            "workflow_steps.0.params.steps.0.params.title",
            "steps.loop: is over only after the branches that it runs",
        ),
        (
            for_each({"action": "stop"}, TICKET),
            "workflow_steps.0.params.steps.1",
            "is never reached: step 'stop' ends the workflow before it",
        ),
    ],
)
def test_what_is_wrong_is_named_by_path_and_reason(step: Any, path: str, reason: str) -> None:
    assert reason in wrong(step)[path]


def test_outputs_inside_branches_are_read_as_the_fan_outs_list() -> None:
    path = "workflow_steps.1.params.title"
    inside = "steps.{0}: is in branches; read it as steps.{1}[*].{0}"
    assert wrong(for_each(titled("a", id="a")), titled("{{ steps.a.title }}"))[path] == inside.format("a", "loop")
    assert wrong(parallel([titled("b", id="b")]), titled("{{ steps.b.title }}"))[path] == inside.format("b", "both")


def test_a_branch_does_not_see_what_runs_beside_it() -> None:
    found = wrong(parallel([titled("a", id="a")], [titled("{{ steps.a.title }}")]))
    reason = found["workflow_steps.0.params.branches.1.0.params.title"]
    assert reason == "steps.a: is in another branch, which runs at the same time"


def test_a_stop_in_every_branch_does_not_end_the_workflow() -> None:
    assert not wrong(parallel([{"action": "stop"}], [{"id": "too", "action": "stop"}]), TICKET)


def test_the_steps_of_all_branches_count_and_their_depth_is_limited() -> None:
    many = [[TICKET] * 26, [TICKET] * 25]
    assert "50 steps at most" in " ".join(wrong(parallel(*many)).values())
    deep: Any = TICKET
    for _ in range(limits.STEP_DEPTH):
        deep = {"action": "conditional_branch", "params": {"condition": "index", "then": [deep]}}
    assert "nested more than 5 deep" in " ".join(wrong(for_each(deep)).values())
