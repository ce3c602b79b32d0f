"""api: a paused workflow keeps its switch, starts nothing and says why; resumed, the next mail sees it."""

from typing import Any

import pytest

from postroom import limits
from postroom.ids import ROOT_TENANT
from postroom_adapters import keys
from postroom_adapters.past_rules import rules_then
from tests.functions.api_client import Answer, Api
from tests.functions.samples import mail
from tests.functions.world import World

TRIGGER = {"triggers": [{"type": "email", "classification": "invoice"}]}
WHY = "Until the price list is checked."


def pause(api: Api, workflow: str, reason: str = WHY, if_match: str | None = None) -> Answer:
    return api("pause_workflow", id=workflow, body={"reason": reason}, headers={"if-match": if_match})


def resume(api: Api, workflow: str, if_match: str | None = None) -> Answer:
    return api("resume_workflow", id=workflow, headers={"if-match": if_match})


def run(world: World, api: Api, number: int) -> dict[str, Any]:
    """One invoice through everything; the mail as it then is."""
    email = world.receive(mail(Message_ID=f"<{number}@x.example>"), f"ses-{number}")
    world.dispatch(email)
    shown: dict[str, Any] = api("get_email", id=email).body
    return shown


def test_it_says_why_and_since_when_and_stays_enabled(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    world.move(60)
    answer = pause(api, workflow)
    assert (answer.status, answer.body["enabled"], answer.headers["etag"]) == (200, True, '"3"')
    assert answer.body["paused"] == {"reason": WHY, "by": "installation", "since": "2026-03-02T09:01:00.000Z"}
    [listed] = [one for one in api("list_workflows").body["items"] if one["id"] == workflow]
    assert listed["paused"] == answer.body["paused"]


def test_a_warm_function_starts_nothing_and_the_decision_explains_it(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER, "priority": 1, "stop_on_match": True})
    world.add_workflow({"name": "Two", **TRIGGER, "priority": 2})
    assert len(run(world, api, 1)["executions"]) == 2
    pause(api, workflow)
    after = run(world, api, 2)
    assert [one["workflow_name"] for one in after["executions"]] == ["Two"]
    decision = after["decision"]
    assert (decision["considered"], decision["matching"]) == (2, 1)
    [held] = decision["paused"]
    assert (held["workflow_id"], held["outcome"]) == (workflow, "paused")
    assert held["reason"].startswith(f"paused since 2026-03-02T09:00:00.000Z by installation: {WHY}; it would match: ")
    assert all(clause["passed"] for clause in held["clauses"])
    assert workflow not in [one["workflow_id"] for one in decision["near_misses"]]


def outcomes(api: Api, operation: str, email: str, **more: Any) -> dict[str, tuple[str, str]]:
    """Workflow → outcome and reason, as an explanation tells it."""
    body = api(operation, id=email, query={}, **more).body
    found = body["items"] if "items" in body else body["workflows"]
    return {one["workflow_id"]: (one["outcome"], one["reason"]) for one in found}


def test_the_explanation_says_paused_and_still_does_when_it_is_resumed_and_the_log_is_read(
    world: World, api: Api
) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    pause(api, workflow)
    email = run(world, api, 1)["id"]
    told = outcomes(api, "get_email_decision", email)[workflow]
    assert told[0] == "paused"
    assert WHY in told[1]
    resume(api, workflow)
    assert outcomes(api, "get_email_decision", email)[workflow] == told
    number = (world.item("workflows", keys.rules(ROOT_TENANT)) or {})["version"] - 1
    [rule] = rules_then("workflows", ROOT_TENANT, number)
    assert rule.paused is not None
    assert WHY in rule.paused


def test_nothing_is_started_by_hand_either_while_it_is_paused(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    email = run(world, api, 1)["id"]
    pause(api, workflow)
    assert api("execute_workflows", id=email, body={"workflow_ids": [workflow]}).body["status"] == "no_match"


def test_what_does_not_fit_is_a_near_miss_whether_it_is_paused_or_not(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", "triggers": [{"type": "email", "subject_pattern": "Nothing"}]})
    pause(api, workflow)
    decision = run(world, api, 1)["decision"]
    assert decision["paused"] == []
    assert [(one["workflow_id"], one["outcome"]) for one in decision["near_misses"]] == [(workflow, "not_matched")]


def test_resumed_the_next_mail_sees_it(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    pause(api, workflow)
    assert run(world, api, 1)["executions"] == []
    assert resume(api, workflow).body["paused"] is None
    after = run(world, api, 2)
    assert [one["status"] for one in after["executions"]] == ["completed"]
    assert after["decision"]["paused"] == []


def test_it_stays_paused_when_it_is_saved_and_switched(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    pause(api, workflow)
    for name in ("replace_workflow", "toggle_workflow"):
        answer = api(name, id=workflow, headers={"if-match": None})
        assert (answer.status, answer.body["paused"]["reason"]) == (200, WHY)


def test_pausing_twice_and_resuming_twice_change_nothing(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    first = pause(api, workflow)
    world.move(1)
    assert pause(api, workflow, "another reason").body == first.body
    resumed = resume(api, workflow)
    assert resume(api, workflow).body == resumed.body


def test_a_change_of_the_rules_is_on_the_log(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    pause(api, workflow)
    number = (world.item("workflows", keys.rules(ROOT_TENANT)) or {})["version"]
    entry = world.item("workflows", keys.rules_change(ROOT_TENANT, number)) or {}
    assert (entry["workflow"], entry["enabled"], entry["paused"]["reason"]) == (workflow, True, WHY)


def test_another_revision_is_not_paused(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    assert pause(api, workflow, if_match='"7"').status == 412
    assert api("get_workflow", id=workflow).body["paused"] is None


@pytest.mark.parametrize(
    "body", [{}, {"reason": ""}, {"reason": " \n"}, {"reason": "x" * (limits.REASON_CHARACTERS + 1)}]
)
def test_a_pause_wants_a_reason(world: World, api: Api, body: dict[str, str]) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    answer = api("pause_workflow", id=workflow, body=body)
    assert (answer.status, list(answer.problems)) == (422, ["reason"])


def test_what_is_not_there_is_not_paused(api: Api) -> None:
    assert pause(api, "wfl_" + "0" * 26).status == 404
