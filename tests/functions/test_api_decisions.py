"""api: why each workflow answered a mail as it did, clause by clause, and how workflows would answer it."""

import json
from typing import Any

import pytest

from postroom import limits
from postroom.ids import ROOT_TENANT, EventId, WorkflowId
from postroom_adapters import keys
from postroom_adapters.reading.emails import decision_of
from postroom_adapters.workflows_table import WorkflowsTable
from tests.functions.api_client import Answer, Api
from tests.functions.samples import mail
from tests.functions.world import World

INVOICES = {"triggers": [{"type": "email", "classification": "invoice"}]}
TICKET = {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
VENDOR = {"id": "vendor", "action": "link_to_vendor", "params": {"match_by": "email"}}
SLACK = {
    "id": "slack",
    "action": "send_slack_notification",
    "params": {"channel": "#x", "message": "{{ match.number }}"},
}
TOLD = {
    "id": "told",
    "action": "send_email_notification",
    "params": {"to": "boss@postroom.test", "subject": "Hi", "body": "Look"},
}
READ = {"id": "invoice", "action": "extract_invoice_data"}
DONE = {"id": "done", "action": "mark_as_processed"}
NUMBERED = {"triggers": [{"type": "email", "subject_pattern": r"(?P<number>\d{4}-\d+)"}]}


def received(world: World, number: int = 1) -> EventId:
    event = world.receive(mail(Message_ID=f"<{number}@x.example>"), f"ses-{number}")
    world.dispatch(event)
    return event


def switch(world: World, workflow: WorkflowId, *, enabled: bool) -> None:
    table = WorkflowsTable("workflows")
    head = table.head(ROOT_TENANT, workflow)
    table.save_head(ROOT_TENANT, head.toggled(enabled=enabled, now=world.now), head.revision, world.now)


def names(answer: Answer) -> list[str]:
    return [one["name"] for one in answer.body["workflows"]]


def test_every_workflow_is_shown_in_order_with_every_clause_wanted_and_found(world: World, api: Api) -> None:
    world.add_workflow({"name": "Last", **INVOICES, "priority": 30})
    trigger = {"type": "email", "classification": "bankruptcy", "subject_pattern": "Konkurs"}
    world.add_workflow({"name": "First", "triggers": [trigger], "priority": 10})
    answer = api("get_email_decision", id=received(world), query={})
    first, last = answer.body["workflows"]
    assert (first["name"], first["outcome"], first["execution_id"]) == ("First", "not_matched", None)
    assert first["reason"] == "classification is 'invoice', wanted 'bankruptcy'"
    [said] = first["triggers"]
    clauses = [(one["clause"], one["wanted"], one["found"], one["passed"]) for one in said["clauses"]]
    assert clauses[0] == ("classification", "bankruptcy", "invoice", False)
    assert [(one[0], one[3]) for one in clauses[1:]] == [("confidence_threshold", True), ("subject_pattern", False)]
    assert (last["name"], last["outcome"], last["execution_status"]) == ("Last", "matched", "completed")
    assert (answer.body["considered"], answer.body["matching"], answer.body["next_cursor"]) == (2, 1, None)
    assert answer.body["classification"]["category"] == "invoice"


def test_what_was_stopped_says_by_whom(world: World, api: Api) -> None:
    stopper = world.add_workflow({"name": "Stops", **INVOICES, "priority": 1, "stop_on_match": True})
    world.add_workflow({"name": "Later", **INVOICES, "priority": 2})
    first, later = api("get_email_decision", id=received(world), query={}).body["workflows"]
    assert (first["stopped_by"], first["execution_status"]) == (None, "completed")
    assert (later["outcome"], later["execution_status"], later["stopped_by"]) == ("matched", "skipped", stopper)


def test_one_of_many_that_the_stored_decision_does_not_hold_is_computed(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "NEAR_MISSES", 1)
    for number in range(4):
        trigger = {"type": "email", "classification": "bankruptcy", "subject_pattern": f"Konkurs {number}"}
        far = world.add_workflow({"name": f"Other {number}", "triggers": [trigger]})
    email = received(world)
    row = world.item("executions", keys.event(ROOT_TENANT, email, "decision"))
    assert row is not None
    assert far not in [one.workflow_id for one in decision_of(row).near_misses]
    [one] = api("get_email_decision", id=email, query={"workflow_id": far}).body["workflows"]
    assert (one["name"], one["outcome"]) == ("Other 3", "not_matched")
    assert one["reason"] == "classification is 'invoice', wanted 'bankruptcy'"
    assert [clause["wanted"] for clause in one["triggers"][0]["clauses"]][-1] == "Konkurs 3"


def test_matches_beyond_the_limit_of_an_event_are_not_reached(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WORKFLOWS_PER_EVENT", 1)
    monkeypatch.setattr(limits, "NOT_REACHED", 1)
    for number in range(3):
        world.add_workflow({"name": f"N{number}", **INVOICES, "priority": number})
    shown = api("get_email_decision", id=received(world), query={}).body
    assert [one["outcome"] for one in shown["workflows"]] == ["matched", "not_reached", "not_reached"]
    assert shown["matching"] == 3


def test_a_decision_comes_in_pages(world: World, api: Api) -> None:
    for number in range(5):
        world.add_workflow({"name": f"N{number}", **INVOICES, "priority": number})
    email, seen, cursor = received(world), list[str](), None
    while cursor is not None or not seen:
        page = api("get_email_decision", id=email, query={"limit": 2} | ({"cursor": cursor} if cursor else {}))
        seen += names(page)
        cursor = page.body["next_cursor"]
    assert seen == ["N0", "N1", "N2", "N3", "N4"]


def test_a_decision_too_long_for_an_answer_comes_in_more_pages(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        world.add_workflow({"name": f"W{number}", **INVOICES, "priority": number})
    event = received(world)
    monkeypatch.setattr(limits, "PAGE_BYTES", 2_000)
    seen, cursor, pages = list[str](), None, 0
    while pages == 0 or cursor:
        answer = api("get_email_decision", id=event, query={"cursor": cursor} if cursor else {})
        seen, cursor, pages = seen + names(answer), answer.body["next_cursor"], pages + 1
    assert seen == [f"W{number}" for number in range(5)]
    assert 2 < pages <= 5


def test_a_trial_too_long_for_an_answer_says_how_much_is_left_out(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = received(world)
    loop = {"action": "for_each", "params": {"items": list(range(50)), "steps": [TICKET]}}
    workflow = {"name": "Tried", **INVOICES, "workflow_steps": [loop, DONE]}
    whole = api("match_email", id=event, body={"workflow": workflow}).body
    assert whole["left_out"] == 0
    monkeypatch.setattr(limits, "PAGE_BYTES", 24_000)
    answer = api("match_email", id=event, body={"workflow": workflow})
    [shown], [full] = answer.body["executions"], whole["executions"]
    assert (len(full["steps"]), len(full["suppressed"])) == (52, 51)
    assert (shown["status"], shown["steps"][-1]["id"]) == ("completed", "done")
    assert 2 < len(shown["steps"]) < 52
    assert answer.body["left_out"] == 103 - len(shown["steps"]) - len(shown["suppressed"])
    assert len(json.dumps(answer.body)) < 60_000


def test_a_decision_is_as_it_was_whatever_has_changed_since(world: World, api: Api) -> None:
    one = world.add_workflow({"name": "One", **INVOICES, "priority": 1})
    gone = world.add_workflow({"name": "Gone", **INVOICES, "priority": 2})
    off = world.add_workflow({"name": "Off", **INVOICES, "priority": 3})
    email = received(world)
    before = api("get_email_decision", id=email, query={}).body
    world.add_workflow({"name": "New", **INVOICES})
    switch(world, off, enabled=False)
    api("delete_workflow", id=gone, headers={"if-match": None})
    written = {"name": "Renamed", "classification_trigger": "general", "workflow_steps": [DONE], "priority": 9}
    assert api("replace_workflow", id=one, body=written, headers={"if-match": None}).status == 200
    assert api("get_email_decision", id=email, query={}).body == before
    [shown] = api("get_email_decision", id=email, query={"workflow_id": one}).body["workflows"]
    assert (shown["name"], shown["version"], shown["outcome"]) == ("One", 1, "matched")


def test_a_workflow_that_was_not_asked_is_told_apart_from_one_that_is_not_there(world: World, api: Api) -> None:
    world.add_workflow({"name": "One", **INVOICES})
    email = received(world)
    new = world.add_workflow({"name": "New", **INVOICES})
    answer = api("get_email_decision", id=email, query={"workflow_id": new})
    assert (answer.status, answer.body["detail"]) == (
        404,
        "workflow 'New' was off, or not made yet, when the mail was matched; it was not asked",
    )
    answer = api("get_email_decision", id=email, query={"workflow_id": "wfl_" + "0" * 26})
    assert (answer.status, answer.body["detail"]) == (404, f"there is no workflow wfl_{'0' * 26}")


def test_a_manual_event_has_a_decision_of_its_own(world: World, api: Api) -> None:
    email = received(world)
    first = world.add_workflow({"name": "Tried", **INVOICES})
    switch(world, first, enabled=False)
    world.add_workflow({"name": "Other", **INVOICES})
    run = api("execute_workflows", id=email, body={"workflow_ids": [first], "include_disabled": True}).body
    assert names(api("get_email_decision", id=email, query={})) == []
    shown = api("get_email_decision", id=email, query={"event_id": run["event_id"]})
    assert names(shown) == ["Tried"]
    assert shown.body["workflows"][0]["execution_id"] == run["details"][0]["execution_id"]
    world.move(1)
    stranger = received(world, 2)
    assert api("get_email_decision", id=stranger, query={"event_id": run["event_id"]}).status == 404


def test_status_and_reading_count_as_they_were_when_it_was_matched(world: World, api: Api) -> None:
    condition = {"field": "status", "operator": "equals", "value": "classified"}
    subject = {"field": "subject", "operator": "contains", "value": "2026-117"}
    trigger = {"type": "email", "conditions": [condition, subject]}
    world.add_workflow({"name": "Fresh", "triggers": [trigger], "workflow_steps": [DONE]})
    email = received(world)
    assert world.event(email).mail.status == "processed"
    [before] = api("get_email_decision", id=email, query={}).body["workflows"]
    assert [one["passed"] for one in before["triggers"][0]["clauses"]] == [True, True]
    world.put_object("inbound/ses-1", mail(Message_ID="<1@x.example>").replace(b"Invoice 2026-117", b"Something else"))
    api("reprocess_email", id=email)
    [shown] = api("get_email_decision", id=email, query={}).body["workflows"]
    assert [one["passed"] for one in shown["triggers"][0]["clauses"]] == [True, True]


def test_where_nothing_was_decided_that_is_said(world: World, api: Api) -> None:
    answer = api("get_email_decision", id=world.receive(mail(), virus="FAIL"), query={})
    assert answer.status == 404
    assert "nothing was decided about the mail when it came in; it is skipped now" in answer.body["detail"]
    assert "event_id" in answer.body["detail"]
    assert api("get_email_decision", id="evt_" + "0" * 26, query={}).status == 404


def tried(api: Api, email: str, **body: Any) -> Answer:
    return api("match_email", id=email, body=body)


def test_a_trial_shows_rendered_parameters_and_every_suppressed_effect_and_changes_nothing(
    world: World, api: Api
) -> None:
    email = received(world)
    world.add_workflow({"name": "Tries", **NUMBERED, "workflow_steps": [READ, TICKET, SLACK, TOLD, DONE]})
    before = {table: world.items(table) for table in ("executions", "records", "workflows")}
    answer = tried(api, email)
    [workflow], [execution] = answer.body["workflows"], answer.body["executions"]
    assert (workflow["outcome"], workflow["match"]) == ("matched", {"number": "2026-117"})
    assert (execution["workflow_name"], execution["status"]) == ("Tries", "completed")
    params = {step["id"]: step["params"] for step in execution["steps"]}
    assert params["ticket"] == {"title": "Invoice 2026-117"}
    assert params["slack"] == {"channel": "#x", "message": "2026-117"}
    outputs = {step["id"]: step["output"] for step in execution["steps"]}
    assert (outputs["invoice"]["number"], outputs["invoice"]["total"]) == ("2026-117", "1250.00")
    effects = [(one["step"], one["effect"]) for one in execution["suppressed"]]
    assert effects == [
        ("ticket", "save_record"),
        ("slack", "call_connection"),
        ("told", "send_mail"),
        ("done", "set_mail_status"),
    ]
    given = {one["step"]: one["given"] for one in execution["suppressed"]}
    assert (given["ticket"]["kind"], given["ticket"]["record"]["title"]) == ("ticket", "Invoice 2026-117")
    assert given["slack"]["request"]["channel"] == "#x"
    assert given["told"]["to"] == ["boss@postroom.test"]
    assert given["done"] == {"status": "processed", "reason": None}
    assert {table: world.items(table) for table in before} == before


def test_a_trial_finds_the_records_there_are(world: World, api: Api) -> None:
    email = received(world)
    contact = {"name": "Supplier", "roles": ["vendor"], "emails": ["sender@supplier.example"]}
    made = api("create_contact", body=contact, headers={"idempotency-key": None}).body["id"]
    world.add_workflow({"name": "Links", **INVOICES, "workflow_steps": [VENDOR]})
    [execution] = tried(api, email).body["executions"]
    assert execution["steps"][0]["output"]["vendor_id"] == made


def test_a_workflow_in_the_body_is_tried_without_being_stored(world: World, api: Api) -> None:
    email = received(world)
    world.add_workflow({"name": "Stored", **INVOICES})
    written = {"name": "Draft", "classification_trigger": "invoice", "workflow_steps": [TICKET]}
    answer = tried(api, email, workflow=written)
    assert (names(answer), answer.body["considered"]) == (["Draft"], 1)
    assert answer.body["executions"][0]["steps"][0]["output"]["title"] == "Invoice 2026-117"
    assert "Draft" not in [one["name"] for one in api("list_workflows").body["items"]]


def test_everything_wrong_with_a_workflow_in_the_body_is_named(world: World, api: Api) -> None:
    steps = [{"action": "no_such"}, {"action": "create_ticket", "when": "a +"}]
    answer = tried(api, received(world), workflow={"name": "Bad", **INVOICES, "workflow_steps": steps})
    assert answer.status == 422
    assert set(answer.problems) == {"workflow.workflow_steps.0.action", "workflow.workflow_steps.1.when"}


def test_a_trial_is_narrowed_and_widened_as_a_run_is(world: World, api: Api) -> None:
    email = received(world)
    one = world.add_workflow({"name": "One", **INVOICES})
    two = world.add_workflow({"name": "Two", **INVOICES, "priority": 1})
    switch(world, one, enabled=False)
    assert names(tried(api, email)) == ["Two"]
    assert names(tried(api, email, workflow_ids=[one])) == []
    assert names(tried(api, email, workflow_ids=[one, two], include_disabled=True)) == ["Two", "One"]
    answer = tried(api, email, workflow_ids=[one], workflow={"name": "x"})
    assert (answer.status, "either a workflow" in answer.body["problems"][0]["reason"]) == (422, True)


def test_a_trial_says_what_stops(world: World, api: Api) -> None:
    email = received(world)
    world.add_workflow({"name": "Stops", **INVOICES, "priority": 1, "stop_on_match": True})
    world.add_workflow({"name": "Later", **INVOICES, "priority": 2})
    assert [one["status"] for one in tried(api, email).body["executions"]] == ["completed", "skipped"]


def test_a_trial_needs_a_mail_that_was_read(world: World, api: Api) -> None:
    assert tried(api, world.receive(mail())).status == 409
    assert tried(api, "evt_" + "0" * 26).status == 404
