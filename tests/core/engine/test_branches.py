"""conditional_branch and stop: which steps run, where the cursor stands, and what it costs."""

from typing import Any

import pytest

from postroom.engine.sequence import next_for, place_after, step_at
from tests.core.engine.memory_edge import MemoryEdge, crash_once, workflow

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
SLACK = {"action": "send_slack_notification", "params": {"channel": "x", "message": "y"}}
BAD = {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense"}}
PROCESSED = {"action": "mark_as_processed"}
STOP = {"action": "stop"}


def branch(condition: str, then: list[Any], otherwise: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    params = {"condition": condition, "then": then, "else": otherwise or []}
    return {"action": "conditional_branch", "params": params, **more}


@pytest.mark.parametrize(
    ("condition", "ran"),
    [("email.subject", ["conditional_branch", "a", "last"]), ("email.missing", ["conditional_branch", "b", "last"])],
)
def test_the_steps_of_one_side_run_and_then_those_behind(condition: str, ran: list[str]) -> None:
    edge = MemoryEdge(
        workflow(branch(condition, [{**TICKET, "id": "a"}], [{**TICKET, "id": "b"}]), {**PROCESSED, "id": "last"})
    )
    edge.run()
    assert list(edge.steps()) == ran
    assert [step.at for step in edge.steps().values()] == [(0,), (0, "then" if ran[1] == "a" else "else", 0), (1,)]
    assert (edge.status(), edge.event.mail.status) == ("completed", "processed")


def test_a_branch_says_which_way_it_went_and_later_steps_can_read_it() -> None:
    title = {"title": "{{ steps.conditional_branch.branch }} {{ steps.inner.title }}"}
    edge = MemoryEdge(workflow(branch("email.subject", [{**TICKET, "id": "inner"}]), {**TICKET, "params": title}))
    edge.run()
    chosen = edge.steps()["conditional_branch"]
    assert chosen.output == {"branch": "then", "reason": "email.subject is true"}
    assert chosen.params == {"condition": "email.subject"}
    assert edge.steps()["create_ticket"].params == {"title": "then Invoice 7"}


def test_a_condition_with_a_type_error_is_false_with_its_reason() -> None:
    edge = MemoryEdge(workflow(branch("length(email.missing) > `1`", [STOP], [TICKET])))
    edge.run()
    output = edge.steps()["conditional_branch"].output
    assert output is not None
    assert (output["branch"], edge.status()) == ("else", "completed")
    assert "cannot be evaluated" in output["reason"]


@pytest.mark.parametrize("when", ["email.missing", "email.subject"])
def test_an_empty_side_and_a_skipped_branch_go_on_behind(when: str) -> None:
    edge = MemoryEdge(workflow(branch("email.missing", [STOP], when=when), PROCESSED))
    edge.run()
    assert list(edge.steps()) == ["conditional_branch", "mark_as_processed"]


def test_stop_ends_the_execution_from_any_depth_as_it_stands() -> None:
    inner = branch("email.subject", [STOP, {**TICKET, "id": "never"}], id="inner")
    edge = MemoryEdge(workflow(branch("email.subject", [TICKET, inner]), PROCESSED), workflow(PROCESSED))
    edge.run()
    assert list(edge.steps()) == ["conditional_branch", "create_ticket", "inner", "stop"]
    assert (edge.status(), edge.status(1), edge.event.state) == ("completed", "completed", "done")


def test_stop_after_a_failure_leaves_an_execution_completed_with_errors() -> None:
    edge = MemoryEdge(workflow(BAD, STOP, PROCESSED))
    edge.run()
    assert (edge.status(), list(edge.steps())) == ("completed_with_errors", ["bad", "stop"])


@pytest.mark.parametrize(
    ("on_error", "ran", "status"),
    [("continue", ["bad", "after", "last"], "completed_with_errors"), ("stop", ["bad"], "failed")],
)
def test_on_error_means_in_a_branch_what_it_means_elsewhere(on_error: str, ran: list[str], status: str) -> None:
    then = [{**BAD, "on_error": on_error}, {**TICKET, "id": "after"}]
    edge = MemoryEdge(workflow(branch("email.subject", then), {**PROCESSED, "id": "last"}))
    edge.run()
    assert (list(edge.steps())[1:], edge.status()) == (ran, status)


def test_a_branch_that_is_called_wrongly_fails_and_the_rest_goes_on() -> None:
    edge = MemoryEdge(workflow({"action": "conditional_branch", "params": {"then": [STOP]}}, PROCESSED))
    edge.run()
    error = edge.steps()["conditional_branch"].error
    assert error is not None
    assert (error.path, list(edge.steps())[1:]) == ("params.condition", ["mark_as_processed"])


def test_control_actions_cost_no_change_of_family() -> None:
    then = [SLACK, branch("email.subject", [{**SLACK, "id": "second"}, STOP], id="inner")]
    edge = MemoryEdge(workflow(TICKET, branch("email.subject", then), PROCESSED))
    assert edge.run() == ["step:records", "step:notify"]
    first = MemoryEdge(workflow(branch("email.subject", [SLACK])))
    assert first.run() == ["step:notify"]


@pytest.mark.parametrize("point", ["before Commit", "after Commit"])
@pytest.mark.parametrize("times", [1, 2])
def test_a_branch_killed_around_its_transaction_is_taken_once(point: str, times: int) -> None:
    edge = MemoryEdge(workflow(branch("email.subject", [TICKET]), PROCESSED))
    edge.crash = crash_once(point, times)
    edge.run()
    assert (len(edge.puts), edge.status()) == (1, "completed")


DEFINITION = workflow(
    branch("x", [{**TICKET, "id": "a"}, branch("y", [{**SLACK, "id": "b"}], id="inner")], [{**SLACK, "id": "c"}]),
    {**STOP, "id": "end"},
)


@pytest.mark.parametrize(
    ("at", "step", "label", "after"),
    [
        ((0,), "conditional_branch", "step:records", (1,)),
        ((0, "then", 0), "a", "step:records", (0, "then", 1)),
        ((0, "then", 1), "inner", "step:notify", (1,)),
        ((0, "then", 1, "then", 0), "b", "step:notify", (1,)),
        ((0, "else", 0), "c", "step:notify", (1,)),
        ((1,), "end", "step:records", (2,)),
    ],
)
def test_every_place_has_its_step_its_family_and_the_place_after(at: Any, step: str, label: str, after: Any) -> None:
    found = step_at(DEFINITION, at)
    assert found is not None
    assert (found.id, next_for(DEFINITION, at), place_after(DEFINITION, at)) == (step, label, after)
