"""api: an execution is run again as a confirmed plan says: inside effects once, outside ones as a person chose."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.misbehaviour import garbage
from infra.local.doors.outbox import Outbox
from infra.local.doors.slack import SlackDouble
from postroom import limits
from postroom.ids import ROOT_TENANT, EventId, ExecutionId
from postroom_adapters.connection_calls import KEPT_SECONDS
from postroom_adapters.mail_bucket import output_key
from tests.functions.api_client import Answer, Api
from tests.functions.samples import mail
from tests.functions.test_step_records import Killed, kill, records
from tests.functions.world import World

VENDOR = {"id": "vendor", "action": "link_to_vendor", "params": {"match_by": "email", "auto_create": True}}
TICKET = {
    "id": "ticket",
    "action": "create_ticket",
    "params": {"title": "{{ email.subject }}", "contact_id": "{{ steps.vendor.vendor_id }}"},
}
SLACK = {
    "id": "slack",
    "action": "send_slack_notification",
    "params": {"channel": "#invoices", "message": "{{ steps.ticket.title }}"},
}
DONE = {"id": "done", "action": "mark_as_processed"}
WORKFLOW = {"name": "Steps", "classification_trigger": "invoice", "workflow_steps": [VENDOR, TICKET, SLACK, DONE]}


@pytest.fixture
def slack(world: World, tmp_path: Path) -> Iterator[SlackDouble]:
    double = SlackDouble(Outbox(tmp_path, lambda: world.now), ["#invoices"])
    double.start()
    world.slack(double.webhooks())
    world.add_workflow(WORKFLOW)
    yield double
    double.stop()


def ran(world: World) -> ExecutionId:
    event = world.receive(mail())
    world.dispatch(event)
    [execution] = world.event(event).executions
    return execution.id


def failed(world: World, slack: SlackDouble) -> ExecutionId:
    """Slack refuses: the channel has no webhook for a while."""
    world.slack({})
    execution = ran(world)
    world.slack(slack.webhooks())
    world.move(KEPT_SECONDS)
    return execution


def plan(api: Api, execution: str, **query: str) -> dict[str, Any]:
    answer = api("plan_rerun", id=execution, query=query)
    assert answer.status == 200, answer.body
    body: dict[str, Any] = answer.body
    return body


def confirm(api: Api, plan: Mapping[str, Any], **outside: str) -> Answer:
    body = {name: plan[name] for name in ("plan", "steps_from", "on_version")}
    return api("rerun_execution", id=plan["execution_id"], body={**body, "outside": outside})


def rerun(world: World, api: Api, execution: str, outside: Mapping[str, str] | None = None, **query: str) -> Any:
    """Plan, confirm, let it run; the new execution as the API shows it."""
    world.move(10)
    answer = confirm(api, plan(api, execution, **query), **(outside or {}))
    assert answer.status == 202, answer.body
    world.work()
    return api("get_workflow_execution", id=answer.body["execution"]["id"]).body


def does(plan: Mapping[str, Any]) -> dict[str, str]:
    return {step["id"]: step["does"] for step in plan["steps"]}


def statuses(execution: Mapping[str, Any]) -> dict[str, tuple[str, bool]]:
    return {step["id"]: (step["status"], step["reused_from"] is not None) for step in execution["steps"]}


def test_from_the_failed_step_what_holds_is_reused_and_the_rest_runs(
    world: World, api: Api, slack: SlackDouble
) -> None:
    first = failed(world, slack)
    planned = plan(api, first)
    assert does(planned) == {"vendor": "reuse", "ticket": "reuse", "slack": "run", "done": "run"}
    assert [step["recorded"] for step in planned["steps"]] == ["completed", "completed", "failed", "completed"]
    assert [step["reason"] for step in planned["steps"]][2:] == ["it failed", "it runs again"]
    again = rerun(world, api, first)
    assert again["status"] == "completed"
    assert statuses(again) == {
        "vendor": ("completed", True),
        "ticket": ("completed", True),
        "slack": ("completed", False),
        "done": ("completed", False),
    }
    assert (again["rerun_of"], again["first_run"]["id"]) == (first, first)
    assert api("get_workflow_execution", id=first).body["rerun_by"] == again["id"]
    [post] = slack.posts()
    assert post["payload"]["text"] == "Invoice 2026-117"
    assert (len(records(world, "contact")), len(records(world, "ticket"))) == (1, 1)


def test_outputs_that_are_reused_outlive_those_of_the_first_run(
    world: World, api: Api, slack: SlackDouble, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STEP_OUTPUT_INLINE_BYTES", 10)
    first = failed(world, slack)
    answer = confirm(api, plan(api, first))
    for step in ("vendor", "ticket"):
        world.delete_object(output_key(ROOT_TENANT, first, step))
    world.work()
    again = api("get_workflow_execution", id=answer.body["execution"]["id"]).body
    assert again["status"] == "completed"
    assert [post["payload"]["text"] for post in slack.posts()] == ["Invoice 2026-117"]
    kept = json.loads(world.object(output_key(ROOT_TENANT, again["id"], "ticket")))
    assert kept["title"] == "Invoice 2026-117"
    assert again["steps"][1]["output_link"] is not None


def test_a_rerun_counts_as_an_execution_of_its_workflow(world: World, api: Api, slack: SlackDouble) -> None:
    first = failed(world, slack)
    again = rerun(world, api, first)
    counted = api("get_workflow_statistics", id=again["workflow_id"]).body
    assert (counted["execution_count"], counted["succeeded"], counted["pending_executions"]) == (2, 1, 0)


def test_who_asked_is_kept_and_the_run_is_listed_for_the_mail(world: World, api: Api, slack: SlackDouble) -> None:
    first = failed(world, slack)
    again = rerun(world, api, first)
    event = api("get_manual_event", id=again["event_id"]).body
    assert (event["asks"], event["asked_by"], event["execution_id"]) == ("rerun", "installation", first)
    assert (event["run"]["status"], event["run"]["workflows_succeeded"]) == ("executed", 1)
    listed = api("list_workflow_executions", query={"email_id": again["email_id"]}).body["items"]
    assert [one["id"] for one in listed] == [again["id"], first]


def test_all_changes_what_the_first_run_made_and_makes_nothing_twice(
    world: World, api: Api, slack: SlackDouble
) -> None:
    first = ran(world)
    [ticket] = records(world, "ticket")
    closed = {"title": "Mine", "status": "closed"}
    assert api("change_ticket", id=ticket["id"], body=closed, headers={"if-match": None}).status == 200
    again = rerun(world, api, first, steps_from="all")
    assert again["status"] == "completed"
    [changed] = records(world, "ticket")
    assert (changed["id"], changed["created_at"], changed["made_by"]) == (
        ticket["id"],
        ticket["created_at"],
        f"{first}/ticket/0",
    )
    assert (changed["title"], changed["status"], changed["revision"]) == ("Invoice 2026-117", "closed", 3)
    assert len(records(world, "contact")) == 1
    effects = {step["id"]: step["effects"] for step in again["steps"]}
    assert effects["ticket"] == [f"changed ticket {ticket['id']}"]
    assert effects["slack"] == [f"kept from {first}: called slack"]


def test_what_a_record_is_found_by_changes_with_it(world: World, api: Api) -> None:
    hours = {"hours": 2, "customer_id": "{{ steps.vendor.vendor_id }}"}
    entry = {"id": "entry", "action": "create_time_entry", "params": hours}
    world.add_workflow({**WORKFLOW, "workflow_steps": [VENDOR, entry]})
    first = ran(world)
    [made] = records(world, "time_entry")
    assert [row["sk"] for row in world.items("records", "time_entry#by#customer#")] == [made["id"]]
    workflow = api("get_workflow_execution", id=first).body["workflow_id"]
    written = {**WORKFLOW, "workflow_steps": [VENDOR, {**entry, "params": {"hours": 3}}]}
    assert api("replace_workflow", id=workflow, body=written, headers={"if-match": None}).status == 200
    rerun(world, api, first, steps_from="all", on_version="current")
    [changed] = records(world, "time_entry")
    assert (changed["id"], changed["hours"], changed["customer_id"]) == (made["id"], 3, None)
    assert world.items("records", "time_entry#by#customer#") == []
    assert [row["sk"] for row in world.items("records", "time_entry#by#event#")] == [made["id"]]


def test_a_record_that_was_deleted_is_made_anew(world: World, api: Api, slack: SlackDouble) -> None:
    first = ran(world)
    [ticket] = records(world, "ticket")
    assert api("delete_ticket", id=ticket["id"], headers={"if-match": None}).status == 200
    rerun(world, api, first, steps_from="all")
    [made] = records(world, "ticket")
    assert (made["id"], made["revision"]) == (ticket["id"], 1)


def test_what_was_done_outside_is_kept_unless_the_person_says_repeat(
    world: World, api: Api, slack: SlackDouble
) -> None:
    first = ran(world)
    planned = {step["id"]: step for step in plan(api, first, steps_from="all")["steps"]}
    assert (planned["slack"]["outside_done"], planned["slack"]["outside"], planned["slack"]["asks"]) == (
        1,
        "keep",
        False,
    )
    assert (planned["ticket"]["outside_done"], planned["ticket"]["outside"]) == (0, None)
    second = rerun(world, api, first, steps_from="all")
    assert len(slack.posts()) == 1
    third = rerun(world, api, second["id"], {"slack": "repeat"}, steps_from="all")
    assert len(slack.posts()) == 2
    fourth = rerun(world, api, third["id"], steps_from="all")
    assert len(slack.posts()) == 2
    assert fourth["first_run"]["id"] == first


@pytest.mark.parametrize(("choice", "posts"), [("keep", 1), ("repeat_unknown", 2), ("repeat", 2)])
def test_where_it_is_not_known_whether_it_happened_a_person_must_say(
    world: World, api: Api, slack: SlackDouble, choice: str, posts: int
) -> None:
    slack.misbehaviours.plan(garbage())
    first = ran(world)
    planned = plan(api, first)
    [step] = [step for step in planned["steps"] if step["asks"]]
    assert (step["id"], step["outside_unknown"], step["outside"]) == ("slack", 1, None)
    answer = confirm(api, planned)
    assert (answer.status, set(answer.problems)) == (422, {"outside.slack"})
    again = rerun(world, api, first, {"slack": choice})
    assert (again["status"], len(slack.posts())) == ("completed", posts)


def test_a_choice_about_a_step_that_did_nothing_outside_is_refused(world: World, api: Api, slack: SlackDouble) -> None:
    answer = confirm(api, plan(api, failed(world, slack)), ticket="repeat")
    assert (answer.status, set(answer.problems)) == (422, {"outside.ticket"})


def test_a_failure_that_surely_did_nothing_asks_nobody(world: World, api: Api, slack: SlackDouble) -> None:
    planned = plan(api, failed(world, slack))
    assert [step["asks"] for step in planned["steps"]] == [False] * 4


def test_on_the_current_version_what_is_new_in_it_runs(world: World, api: Api, slack: SlackDouble) -> None:
    first = failed(world, slack)
    workflow = api("get_workflow_execution", id=first).body["workflow_id"]
    new = {"id": "extra", "action": "create_ticket", "params": {"title": "Extra"}}
    written = {**WORKFLOW, "workflow_steps": [VENDOR, new, TICKET, SLACK, DONE]}
    assert api("replace_workflow", id=workflow, body=written, headers={"if-match": None}).status == 200
    assert plan(api, first)["version"] == 1
    planned = plan(api, first, on_version="current")
    assert planned["version"] == 2
    assert does(planned) == {"vendor": "reuse", "extra": "run", "ticket": "run", "slack": "run", "done": "run"}
    again = rerun(world, api, first, on_version="current")
    assert (again["version"], again["status"]) == (2, "completed")
    assert sorted(one["title"] for one in records(world, "ticket")) == ["Extra", "Invoice 2026-117"]


def test_the_same_plan_is_carried_out_once(world: World, api: Api, slack: SlackDouble) -> None:
    first = failed(world, slack)
    planned = plan(api, first)
    again = confirm(api, planned)
    assert (again.status, again.headers["location"]) == (
        202,
        f"/api/v1/workflow-executions/{again.body['execution']['id']}",
    )
    second = confirm(api, planned)
    newest = again.body["execution"]["id"]
    assert (second.status, second.body["detail"]) == (
        409,
        f"the execution was run again as {newest}; run that again",
    )
    assert api("plan_rerun", id=newest, query={}).status == 409
    world.work()
    assert len(slack.posts()) == 1
    assert api("plan_rerun", id=newest, query={"steps_from": "all"}).status == 200


def test_a_rerun_sent_again_under_its_key_answers_with_what_it_started(
    world: World, api: Api, slack: SlackDouble
) -> None:
    planned = plan(api, failed(world, slack))
    body = {name: planned[name] for name in ("plan", "steps_from", "on_version")}
    asked = {"id": planned["execution_id"], "headers": {"idempotency-key": "k1"}}
    first, again = (api("rerun_execution", body=body, **asked) for _ in range(2))
    assert (again.status, again.body["event_id"]) == (202, first.body["event_id"])
    assert again.body["execution"]["id"] == first.body["execution"]["id"]
    assert again.headers["location"] == first.headers["location"]
    world.work()
    late = api("rerun_execution", body=body, **asked)
    assert (late.status, late.body["execution"]["status"]) == (202, "completed")
    assert len(api("list_manual_events", query={}).body["items"]) == 1
    assert api("rerun_execution", body={**body, "steps_from": "all"}, **asked).status == 422


def test_two_at_the_same_moment_are_one(world: World, api: Api, slack: SlackDouble) -> None:
    planned = plan(api, failed(world, slack))
    answers: list[Answer] = []

    def first_of_all(params: Mapping[str, Any]) -> None:
        if not answers and "rerun_by" in str(params):
            answers.append(Answer(0, "", {}, None))
            answers[0] = confirm(api, planned)

    world.store.faults.before(
        "TransactWriteItems", lambda params: "rerun_by" in str(params["TransactItems"][-1]), first_of_all
    )
    late = confirm(api, planned)
    assert (answers[0].status, late.status) == (202, 409)
    world.work()
    assert len(slack.posts()) == 1


def test_a_plan_that_would_be_another_by_now_is_not_carried_out(world: World, api: Api, slack: SlackDouble) -> None:
    first = failed(world, slack)
    planned = plan(api, first, on_version="current")
    workflow = api("get_workflow_execution", id=first).body["workflow_id"]
    api("replace_workflow", id=workflow, body=WORKFLOW, headers={"if-match": None})
    answer = confirm(api, planned)
    assert (answer.status, answer.body["code"]) == (409, "conflict")
    assert "read it again" in answer.body["detail"]


def test_what_has_not_ended_cannot_be_run_again(world: World, api: Api) -> None:
    wait = {"action": "wait", "params": {"for": "PT2H"}}
    world.add_workflow({**WORKFLOW, "workflow_steps": [wait, DONE]})
    answer = api("plan_rerun", id=ran(world), query={})
    assert (answer.status, answer.body["detail"]) == (
        409,
        "the execution is waiting; it can be run again when it has ended",
    )


def test_where_nothing_failed_there_is_nothing_to_run_from_a_failed_step_on(
    world: World, api: Api, slack: SlackDouble
) -> None:
    answer = api("plan_rerun", id=ran(world), query={})
    assert (answer.status, "run all of it" in answer.body["detail"]) == (422, True)


def test_a_deleted_workflow_can_be_run_again_on_the_version_that_ran(
    world: World, api: Api, slack: SlackDouble
) -> None:
    first = failed(world, slack)
    workflow = api("get_workflow_execution", id=first).body["workflow_id"]
    api("delete_workflow", id=workflow, headers={"if-match": None})
    answer = api("plan_rerun", id=first, query={"on_version": "current"})
    assert (answer.status, "was deleted" in answer.body["detail"]) == (422, True)
    assert rerun(world, api, first)["status"] == "completed"


def test_with_workflows_off_nothing_is_run_again(world: World, api: Api, slack: SlackDouble) -> None:
    planned = plan(api, failed(world, slack))
    world.setting("EMAIL_WORKFLOWS_ENABLED", "false")
    assert confirm(api, planned).status == 409


def test_a_workflow_that_is_paused_is_not_run_again(world: World, api: Api, slack: SlackDouble) -> None:
    first = failed(world, slack)
    planned = plan(api, first)
    workflow = api("get_workflow_execution", id=first).body["workflow_id"]
    assert api("pause_workflow", id=workflow, headers={"if-match": None}).status == 200
    answer = confirm(api, planned)
    assert (answer.status, "paused since" in answer.body["detail"]) == (409, True)


def test_a_rerun_waits_as_any_execution(world: World, api: Api) -> None:
    bad = {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense"}}
    wait = {"action": "wait", "params": {"for": "PT2H"}}
    world.add_workflow({**WORKFLOW, "workflow_steps": [bad, wait, DONE]})
    event = world.receive(mail())
    world.dispatch(event)
    world.work()
    [first] = world.event(event).executions
    again = rerun(world, api, first.id)
    assert (again["status"], api("get_manual_event", id=again["event_id"]).body["run"]["status"]) == (
        "waiting",
        "running",
    )
    world.work()
    assert api("get_workflow_execution", id=again["id"]).body["status"] == "completed_with_errors"


def test_every_item_of_a_loop_keeps_what_it_did(world: World, api: Api, slack: SlackDouble) -> None:
    item = {"id": "item", "action": "create_ticket", "params": {"title": "{{ item }}"}}
    told = {**SLACK, "params": {"channel": "#invoices", "message": "{{ item }}"}}
    loop = {"id": "loop", "action": "for_each", "params": {"items": ["a", "b"], "steps": [item, told]}}
    bad = {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense"}}
    written = {**WORKFLOW, "name": "Loop", "workflow_steps": [loop, bad]}
    for one in api("list_workflows").body["items"]:
        if one["enabled"]:
            api("delete_workflow", id=one["id"], headers={"if-match": None})
    world.add_workflow({**written, "workflow_steps": [loop, bad]})
    first = ran(world)
    assert (len(records(world, "ticket")), len(slack.posts())) == (2, 2)
    assert does(plan(api, first)) == {"loop": "reuse", "item": "reuse", "slack": "reuse", "bad": "run"}
    planned = {step["id"]: step for step in plan(api, first, steps_from="all")["steps"]}
    assert (planned["slack"]["outside_done"], planned["slack"]["outside"]) == (2, "keep")
    rerun(world, api, first, steps_from="all")
    assert (len(records(world, "ticket")), len(slack.posts())) == (2, 2)


@pytest.mark.parametrize("point", ["before", "during", "after"])
@pytest.mark.parametrize("number", range(7))
def test_killed_anywhere_a_rerun_has_each_inside_effect_once(
    world: World, api: Api, slack: SlackDouble, point: str, number: int
) -> None:
    first = ran(world)
    before = [(one["id"], one["made_by"]) for kind in ("contact", "ticket") for one in records(world, kind)]
    planned = plan(api, first, steps_from="all")
    written: list[None] = []

    def die(_params: Mapping[str, Any]) -> None:
        written.append(None)
        if len(written) == number + 1:
            kill()

    getattr(world.store.faults, point)("TransactWriteItems", lambda _params: True, die)
    try:
        confirm(api, planned)
        world.work()
    except Killed:
        world.walked.clear()
    shown = api("get_workflow_execution", id=first).body
    if shown["rerun_by"] is None:
        assert confirm(api, planned).status == 202
    _walk_again(world, api)
    again = api("get_workflow_execution", id=first).body["rerun_by"]
    whole = api("get_workflow_execution", id=again).body
    assert (whole["status"], whole["steps_completed"]) == ("completed", 4)
    after = [(one["id"], one["made_by"]) for kind in ("contact", "ticket") for one in records(world, kind)]
    assert after == before
    assert [one["revision"] for one in records(world, "ticket")] == [2]
    assert len(slack.posts()) == 1


def _walk_again(world: World, api: Api) -> None:
    """Every manual event's dispatch from its beginning, as the sweeper and Step Functions would."""
    for one in api("list_manual_events", query={}).body["items"]:
        world.dispatch(EventId(one["id"]))
