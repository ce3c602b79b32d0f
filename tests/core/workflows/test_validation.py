"""What keeps a workflow from being saved or enabled."""

from typing import Any

import pytest

from postroom import limits
from postroom.errors import Problem, Refused
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.shipped import shipped_definitions
from postroom.workflows.validation import definition_of, problems_of

TICKET = {"action": "create_ticket"}
STOP = {"action": "stop"}


def written(*steps: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"name": "Test", "classification_trigger": "invoice", "workflow_steps": list(steps), **more}


def definition(*actions: str) -> WorkflowDefinition:
    return WorkflowDefinition.model_validate(written(*({"action": action} for action in actions)))


def wrong(*steps: Any, **more: Any) -> dict[str, str]:
    """Path → reason; empty if it may be saved."""
    try:
        definition_of(written(*steps, **more))
    except Refused as refusal:
        return {problem.path: problem.reason for problem in refusal.problems}
    return {}


def branch(then: list[Any], otherwise: list[Any], **more: Any) -> dict[str, Any]:
    params = {"condition": "email.subject", "then": then, "else": otherwise}
    return {"action": "conditional_branch", "params": params, **more}


def test_every_unknown_action_is_named_with_its_place() -> None:
    assert problems_of(definition("fly", "create_ticket", "sing")) == (
        Problem("workflow_steps.0.action", "there is no action named 'fly'"),
        Problem("workflow_steps.2.action", "there is no action named 'sing'"),
    )


def test_a_workflow_of_known_actions_has_no_problems() -> None:
    assert problems_of(definition("create_ticket", "mark_as_processed")) == ()


def test_an_expression_that_never_ends_is_named_with_its_place() -> None:
    found = wrong(
        {"action": "create_ticket", "params": {"title": "About {{ email.subject }", "body": "{{ email.text }}"}}
    )
    assert found["workflow_steps.0.params.title"] == "an expression begins with {{ and has no }}"


@pytest.mark.parametrize(
    "step",
    [
        {"action": "wait", "params": {"for": "PT1H"}},
        {"action": "for_each", "params": {"items": "{{ email.to }}", "steps": [TICKET]}},
        {"action": "parallel", "params": {"branches": [[TICKET], [TICKET]]}},
    ],
)
def test_what_calls_nobody_has_no_time_of_its_own(step: dict[str, Any]) -> None:
    reason = f"{step['action']} calls nobody; what is to be in time is a step that does"
    assert wrong({**step, "timeout_seconds": 60}) == {"workflow_steps.0.timeout_seconds": reason}


def test_what_is_wrong_in_form_hides_nothing_else_of_its_step() -> None:
    assert wrong({"action": "fly", "foo": 1, "when": "steps.nope.x"}, STOP) == {
        "workflow_steps.0.foo": "there is no such field",
        "workflow_steps.0.action": "there is no action named 'fly'",
        "workflow_steps.0.when": "steps.nope: there is no step 'nope'",
    }


def test_what_is_wrong_in_form_in_a_branch_hides_nothing_beside_it() -> None:
    steps = [{"action": "flag_for_review", "timeout_seconds": -1}, {"action": "fly"}, "sing", {"params": {}}]
    found = wrong({"action": "for_each", "params": {"items": [1], "steps": steps}}, {"action": "fly", "when": 5})
    assert set(found) == {
        "workflow_steps.0.params.steps.0.timeout_seconds",
        "workflow_steps.0.params.steps.1.action",
        "workflow_steps.0.params.steps.2",
        "workflow_steps.0.params.steps.3.action",
        "workflow_steps.1.action",
        "workflow_steps.1.when",
    }


def test_ids_that_are_not_unique_are_named_with_the_rest() -> None:
    branches = [[{**TICKET, "id": "a"}], [{**TICKET, "id": "b", "params": {"tittle": "x"}}]]
    found = wrong({**TICKET, "id": "a"}, {"action": "parallel", "params": {"branches": branches}}, {**STOP, "id": "b"})
    reason = "another step is called {!r}; ids are unique in the whole workflow"
    assert found == {
        "workflow_steps.1.params.branches.0.0.id": reason.format("a"),
        "workflow_steps.1.params.branches.1.0.params.tittle": "there is no such field",
        "workflow_steps.2.id": reason.format("b"),
    }


def test_a_category_that_is_not_there_is_named_beside_what_is_wrong_in_form() -> None:
    given = {"name": "Test", "classification_trigger": "invoce", "subject_pattern": "(", "workflow_steps": [STOP]}
    with pytest.raises(Refused) as refusal:
        definition_of(given, ["invoice"])
    assert {problem.path for problem in refusal.value.problems} == {"subject_pattern", "classification_trigger"}


@pytest.mark.parametrize(
    ("step", "path", "reason"),
    [
        ({"action": "Create-Ticket"}, "action", "there is no action named 'Create-Ticket'"),
        (branch([TICKET], []) | {"params": {"condition": "`true`", "then": [TICKET], "else_": [STOP]}}, "params.else_",
         "there is no such field"),
        ({"action": "for_each", "params": {"items": [1] * 1_001, "steps": [TICKET]}}, "params.items",
         "has 1,001 items; 1,000 are allowed"),
        ({"action": "wait", "params": {"for": "P400D"}}, "params.for", "a wait is 90 days at most"),
        ({"action": "set_fields", "params": {"fields": {"1bad": 1}}}, "params.fields",
         "'1bad' is no name: letters, digits, _, not beginning with a digit, at most 64"),
    ],
)  # fmt: skip
def test_what_would_fail_at_every_run_is_told_at_save(step: dict[str, Any], path: str, reason: str) -> None:
    assert wrong(step) == {f"workflow_steps.0.{path}": reason}


def test_a_group_named_twice_is_refused() -> None:
    found = wrong(STOP, subject_pattern=r"Order (?P<no>\d+)|Invoice (?P<no>[\d-]+)")
    assert found == {"subject_pattern": "two groups of the pattern are named 'no', and only one of them would be read"}
    assert wrong(STOP, subject_pattern=r"\(P<no>x\(P<no>") == {}


def test_everything_wrong_anywhere_is_said_at_once() -> None:
    found = wrong(
        {"action": "fly"},
        {"action": "create_ticket", "on_error": "panic"},
        {"action": "mark_as_processed", "params": {"status": "lost"}},
        {"action": "create_ticket", "when": "email.", "params": {"title": "{{ steps.nobody.id }}"}},
        priority=-1,
        sender_pattern="(",
    )
    assert set(found) == {
        "priority",
        "sender_pattern",
        "workflow_steps.0.action",
        "workflow_steps.1.on_error",
        "workflow_steps.2.params.status",
        "workflow_steps.3.params.title",
        "workflow_steps.3.when",
    }


def test_what_re2_refuses_is_refused_with_its_reason_under_the_name_that_was_written() -> None:
    flat = wrong(TICKET, subject_pattern="(?<=a)b")
    assert flat["subject_pattern"].startswith("RE2 cannot compile the pattern '(?<=a)b': ")
    triggers = {"name": "x", "workflow_steps": [TICKET], "triggers": [{"sender_pattern": "a{1001}"}]}
    with pytest.raises(Refused) as refused:
        definition_of(triggers)
    assert [problem.path for problem in refused.value.problems] == ["triggers.0.sender_pattern"]


def test_a_condition_that_does_not_parse_is_named() -> None:
    given = {"name": "x", "workflow_steps": [TICKET], "triggers": [{"conditions": [{"expression": "email..x"}]}]}
    with pytest.raises(Refused) as refused:
        definition_of(given)
    [problem] = refused.value.problems
    assert (problem.path, "is no JMESPath" in problem.reason) == ("triggers.0.conditions.0.expression", True)


@pytest.mark.parametrize(
    ("params", "path"),
    [
        ({"channel": "#a"}, "workflow_steps.0.params.message"),
        ({"channel": "two words", "message": "x"}, "workflow_steps.0.params.channel"),
        ({"channel": "#a", "message": "x", "colour": "red"}, "workflow_steps.0.params.colour"),
        ({"channel": "#a", "message": 3}, "workflow_steps.0.params.message"),
    ],
)
def test_parameters_that_the_action_would_refuse_are_named(params: dict[str, Any], path: str) -> None:
    assert set(wrong({"action": "send_slack_notification", "params": params})) == {path}


def test_a_wait_that_cannot_be_read_is_named_by_its_field() -> None:
    found = wrong(
        {"action": "wait", "params": {"for": "2 hours"}},
        {"action": "wait", "params": {"until": "2026-03-02T11:00:00"}},
        {"action": "wait", "params": {"for": "{{ match.pause }}"}},
        {"action": "wait"},
    )
    assert found == {
        "workflow_steps.0.params.for": "Input should be seconds or an ISO 8601 duration, as PT2H",
        "workflow_steps.1.params.until": "Input should have timezone info",
        "workflow_steps.3.params": "give either for or until",
    }


def test_a_parameter_with_an_expression_is_known_only_when_it_runs() -> None:
    expression = "{{ match.status }}"
    assert wrong({"action": "mark_as_processed", "params": {"status": expression}}) == {}
    unknown = {"action": "mark_as_processed", "params": {"state": expression}}
    assert set(wrong(unknown)) == {"workflow_steps.0.params.state"}


@pytest.mark.parametrize(
    ("expression", "reason"),
    [("email.", "is no JMESPath"), ("shout(email.subject)", "calls shout(), which is no function")],
)
def test_an_expression_that_can_never_be_evaluated_is_named(expression: str, reason: str) -> None:
    in_params = wrong({**TICKET, "params": {"title": f"About {{{{ {expression} }}}}"}})
    in_when = wrong({**TICKET, "when": expression})
    in_condition = wrong({"action": "conditional_branch", "params": {"condition": expression, "then": [TICKET]}})
    assert list(in_params) == ["workflow_steps.0.params.title"]
    assert list(in_when) == ["workflow_steps.0.when"]
    assert list(in_condition) == ["workflow_steps.0.params.condition"]
    assert all(reason in said for one in (in_params, in_when, in_condition) for said in one.values())


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ("later", "steps.later: runs later"),
        ("nobody", "steps.nobody: there is no step 'nobody'"),
        ("here", "steps.here: a step cannot read its own output"),
    ],
)
def test_a_reference_to_an_output_that_cannot_be_there_is_named(wanted: str, reason: str) -> None:
    here = {"id": "here", "action": "create_ticket", "params": {"title": f"{{{{ steps.{wanted}.id }}}}"}}
    found = wrong({**TICKET, "id": "earlier"}, here, {**TICKET, "id": "later"})
    assert found == {"workflow_steps.1.params.title": reason}


def test_earlier_steps_may_be_read_also_from_inside_and_after_a_branch() -> None:
    reads = {**TICKET, "when": "steps.first.id && steps.fork.branch"}
    fork = branch([reads, {**TICKET, "id": "inner"}], [reads], id="fork")
    assert wrong({**TICKET, "id": "first"}, fork, {**TICKET, "when": "steps.inner && steps.first"}) == {}


def test_the_other_branch_has_not_run() -> None:
    fork = branch([{**TICKET, "id": "inner"}], [{**TICKET, "when": "steps.inner"}])
    assert wrong(fork) == {
        "workflow_steps.0.params.else.0.when": "steps.inner: is in the other branch; only one of them runs"
    }


def test_steps_after_a_stop_are_named() -> None:
    reason = "is never reached: step 'stop' ends the workflow before it"
    assert wrong(TICKET, STOP, TICKET, TICKET) == {"workflow_steps.2": reason, "workflow_steps.3": reason}
    assert wrong(branch([STOP, TICKET], [])) == {"workflow_steps.0.params.then.1": reason}


def test_a_stop_under_a_condition_ends_only_sometimes() -> None:
    assert wrong({**STOP, "when": "email.subject"}, TICKET) == {}
    assert wrong(branch([STOP], []), TICKET) == {}
    assert wrong(branch([STOP], [STOP], when="email.subject"), TICKET) == {}


def test_nothing_comes_after_branches_that_both_stop() -> None:
    assert set(wrong(branch([STOP], [TICKET, STOP]), TICKET)) == {"workflow_steps.1"}


def test_a_workflow_too_large_to_be_stored_is_refused() -> None:
    assert set(wrong({**TICKET, "params": {"title": "x" * limits.WORKFLOW_BYTES}})) == {"body"}


@pytest.mark.parametrize("steps", [None, "create_ticket", [], [3], [[]], {"action": "stop"}])
def test_steps_that_are_none_are_refused_by_name(steps: Any) -> None:
    with pytest.raises(Refused) as refused:
        definition_of({"name": "x", "classification_trigger": "invoice", "workflow_steps": steps})
    assert all(problem.path.startswith("workflow_steps") for problem in refused.value.problems)


def test_shipped_workflows_have_no_problem_but_actions_still_to_come() -> None:
    said = [problem.reason for one in shipped_definitions().values() for problem in problems_of(one)]
    assert [reason for reason in said if not reason.startswith("there is no action named")] == []
