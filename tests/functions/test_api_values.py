"""api: values of a right type that nothing could keep or compare are refused by name, and never are our fault."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.functions.api_client import Api
from tests.functions.samples import sample
from tests.functions.world import world as new_world

ID = "evt_" + "0" * 26
STEPS = [{"action": "stop"}]


@pytest.fixture(scope="module")
def still() -> Iterator[Api]:
    """A client of a world that no request of a test changes."""
    with pytest.MonkeyPatch.context() as patch, new_world(patch) as made:
        yield Api(made)


def workflow(value: Any) -> dict[str, Any]:
    condition = {"field": "subject", "operator": "equals", "value": value}
    return {"name": "Numbers", "triggers": [{"type": "email", "conditions": [condition]}], "workflow_steps": STEPS}


@pytest.mark.parametrize("value", [1e300, -1e126, 1e-131, 10**126, 12345678901234567890123456789012345678901])
def test_a_number_that_cannot_be_kept_is_refused_where_it_stands(still: Api, value: Any) -> None:
    answer = still("create_workflow", body=workflow(value))
    assert (answer.status, list(answer.problems)) == (422, ["triggers.0.conditions.0.value"])
    assert "38 digits" in answer.body["problems"][0]["reason"]


@pytest.mark.parametrize("value", [0, 0.0, 1e124, -1e-120, 10**100, 12345678901234567890123456789012345678])
def test_a_number_that_can_be_kept_is(still: Api, value: Any) -> None:
    assert still("create_workflow", body=workflow(value), headers={"idempotency-key": None}).status == 201


def deep(depth: int) -> str:
    """A body by hand: Python's own writer of JSON goes no deeper than its stack."""
    value = "[" * depth + "1" + "]" * depth
    steps = f'[{{"action": "set_fields", "params": {{"fields": {{"a": {value}}}}}}}]'
    return f'{{"name": "Deep", "classification_trigger": "invoice", "workflow_steps": {steps}}}'


def test_a_value_as_deep_as_allowed_is_kept(still: Api) -> None:
    assert still("create_workflow", body=deep(18), headers={"idempotency-key": None}).status == 201


@pytest.mark.parametrize(("depth", "shown", "allowed"), [(19, 18, 20), (24, 23, 28), (900, 23, 28)])
def test_what_is_nested_too_deep_is_refused_where_it_stands(still: Api, depth: int, shown: int, allowed: int) -> None:
    answer = still("create_workflow", body=deep(depth))
    path = "workflow_steps.0.params.fields.a" + ".0" * shown
    assert (answer.status, answer.body["problems"]) == (
        422,
        [{"path": path, "reason": f"it is nested more than {allowed} deep"}],
    )


def test_conditions_nested_without_end_are_refused(still: Api) -> None:
    condition = '{"not":' * 900 + '{"field":"subject","operator":"exists"}' + "}" * 900
    triggers = f'[{{"type": "email", "conditions": [{condition}]}}]'
    answer = still("create_workflow", body=f'{{"name": "q", "triggers": {triggers}, "workflow_steps": []}}')
    assert (answer.status, answer.body["problems"][0]["reason"]) == (422, "it is nested more than 28 deep")


def test_half_a_character_is_refused_where_it_stands(still: Api) -> None:
    body = '{"name": "x\\ud800", "classification_trigger": "invoice", "workflow_steps": [{"\\udc00": {}}]}'
    answer = still("create_workflow", body=body)
    assert (answer.status, set(answer.problems)) == (422, {"name", "workflow_steps.0"})
    whole = '{"name": "\\ud83d\\ude00", "classification_trigger": "invoice", "workflow_steps": [{"action": "stop"}]}'
    assert still("create_workflow", body=whole, headers={"idempotency-key": None}).body["name"] == "😀"


def test_a_thousand_wrong_values_are_not_a_thousand_problems(still: Api) -> None:
    assert len(still("create_workflow", body=workflow([1e300] * 1000)).problems) == 100


@pytest.mark.parametrize("name", ["list_emails", "count_emails", "list_workflow_executions"])
def test_times_before_and_after_any_mail_are_only_far_away(still: Api, name: str) -> None:
    word = "created" if name == "list_workflow_executions" else "received"
    for moment in ("0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59Z"):
        for end in ("from", "to"):
            assert still(name, query={f"{word}_{end}": moment}).status == 200


@pytest.mark.parametrize(
    "moment",
    ["0.5", "1e3", "1772323200", "2026-03-01", "nan", "9999-12-31T23:59:59-14:00", "1-1-1"],
)
def test_a_time_is_written_in_full(still: Api, moment: str) -> None:
    answer = still("list_emails", query={"received_from": moment})
    assert (answer.status, list(answer.problems)) == (422, ["received_from"])


@pytest.mark.parametrize("name", ["execute_workflows", "match_email"])
@pytest.mark.parametrize("wrong", ["", "x", "wfl_x", "evt_" + "0" * 26])
def test_what_is_no_id_of_a_workflow_is_refused_by_its_place(still: Api, name: str, wrong: str) -> None:
    answer = still(name, id=ID, body={"workflow_ids": [wrong]})
    assert (answer.status, "workflow_ids.0" in answer.problems) == (422, True)


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"until": "9999-12-31T23:59:59-14:00"}, 422),
        ({"until": "0.5"}, 422),
        ({"for": 1e30}, 422),
        ({"for": "-P999999999D"}, 201),
        ({"for": "P999999999D"}, 422),
    ],
)
def test_a_wait_of_ages_is_refused_or_none_and_never_our_fault(still: Api, params: dict[str, Any], status: int) -> None:
    body = {
        "name": "Ages",
        "classification_trigger": "invoice",
        "workflow_steps": [{"action": "wait", "params": params}],
    }
    assert still("create_workflow", body=body, headers={"idempotency-key": None}).status == status


@pytest.mark.parametrize(("method", "path", "status"), [("TRACE", "workflows", 405), ("POST", "nothing", 404)])
def test_parameters_of_a_route_that_is_not_there_are_not_what_is_wrong(
    still: Api, method: str, path: str, status: int
) -> None:
    event = sample("api/list_workflows") | {"queryStringParameters": {"x": "1"}, "rawQueryString": "x=1", "body": "{"}
    event["rawPath"] = event["requestContext"]["http"]["path"] = f"/api/v1/{path}"
    event["requestContext"]["http"]["method"] = method
    assert still.send(event).status == status


@pytest.mark.parametrize(
    ("name", "body", "problems"),
    [
        ("create_workflow", {"name": "x", "triggers": 5, "workflow_steps": "x"}, ["a list", "a list"]),
        ("create_workflow", {**workflow("x"), "workflow_steps": [5], "sugar": 1}, ["an object", "no such field"]),
        ("create_ticket", {"title": "x", "sugar": 1}, ["no such field"]),
        ("create_time_entry", {"hours": "1", "date_from": 0}, ["write it as text in ISO 8601"]),
        ("match_email", {"include_disabled": True, "workflow": {}}, ["give either a workflow"]),
        ("match_email", {"workflow": 5}, ["an object"]),
    ],
)
def test_what_is_wrong_is_said_in_the_words_of_json(
    still: Api, name: str, body: dict[str, Any], problems: list[str]
) -> None:
    answer = still(name, id=ID if name == "match_email" else None, body=body)
    reasons = [problem["reason"] for problem in answer.body["problems"]]
    assert answer.status == 422
    assert all(any(said in reason for reason in reasons) for said in problems), reasons
    assert not [reason for reason in reasons if "Value error" in reason or "tuple" in reason or "dict" in reason]
