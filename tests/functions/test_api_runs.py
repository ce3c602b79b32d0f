"""api: workflows run on a mail because a person asked, and mails read anew; each a manual event with its own run."""

from typing import Any

import pytest

from postroom import limits
from postroom.errors import NotNow
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import keys
from postroom_adapters.dispatches import Dispatches
from tests.functions.api_client import Answer, Api
from tests.functions.samples import mail
from tests.functions.test_step_records import records
from tests.functions.world import World

INVOICES = {"triggers": [{"type": "email", "classification": "invoice"}]}
TICKET = {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
PROCESSED = {"id": "processed", "action": "mark_as_processed"}


@pytest.fixture
def email(world: World) -> EventId:
    """A mail that came in while no workflow was on."""
    event = world.receive(mail())
    world.dispatch(event)
    return event


def execute(api: Api, email: str, **body: Any) -> Answer:
    return api("execute_workflows", id=email, body=body)


def names(answer: Answer) -> list[tuple[str, str]]:
    return [(one["workflow_name"], one["status"]) for one in answer.body["details"]]


def test_a_workflow_that_is_off_is_tried_by_hand(world: World, api: Api, email: EventId) -> None:
    head = next(one for one in api("list_workflows").body["items"] if one["name"] == "Invoice Processing")
    world.slack({})
    answer = execute(api, email, workflow_ids=[head["id"]], include_disabled=True)
    [one] = answer.body["details"]
    assert (answer.status, answer.body["status"]) == (200, "executed")
    assert (answer.body["workflows_executed"], answer.body["workflows_succeeded"]) == (1, 0)
    assert (one["workflow_id"], one["status"]) == (head["id"], "completed_with_errors")
    assert (one["steps_completed"], one["execution_time_ms"]) == (4, 0)
    assert answer.headers["location"] == f"/api/v1/manual-events/{answer.body['event_id']}"
    assert len(records(world, "ticket")) == 1
    assert world.event(email).mail.status == "processed"


def test_who_asked_for_what_is_kept(world: World, api: Api, email: EventId) -> None:
    workflow = world.add_workflow({"name": "One", **INVOICES})
    run = execute(api, email, workflow_ids=[workflow]).body
    shown = api("get_manual_event", id=run["event_id"]).body
    assert (shown["asks"], shown["asked_by"], shown["email_id"]) == ("execute", "installation", email)
    assert (shown["workflow_ids"], shown["include_disabled"], shown["state"]) == ([workflow], False, "done")
    assert shown["run"] == run
    assert [one["id"] for one in api("list_manual_events", query={}).body["items"]] == [run["event_id"]]
    decision = world.item("executions", keys.event(ROOT_TENANT, run["event_id"], "decision"))
    assert decision is not None
    assert [one["name"] for one in decision["matched"]] == ["One"]


def test_matching_applies_and_off_is_off(world: World, api: Api, email: EventId) -> None:
    other = world.add_workflow({"name": "Other", "triggers": [{"type": "email", "classification": "bankruptcy"}]})
    assert execute(api, email).body["status"] == "no_match"
    assert execute(api, email, workflow_ids=[other], include_disabled=True).body["status"] == "no_match"
    assert execute(api, email, include_disabled=True).body["status"] == "executed"


def test_priority_and_stop_on_match_hold(world: World, api: Api, email: EventId) -> None:
    world.add_workflow({"name": "Later", **INVOICES, "priority": 20})
    world.add_workflow({"name": "First", **INVOICES, "priority": 10, "stop_on_match": True})
    answer = execute(api, email)
    assert names(answer) == [("First", "completed"), ("Later", "skipped")]
    assert (answer.body["workflows_executed"], answer.body["workflows_succeeded"]) == (1, 1)


@pytest.mark.parametrize(("name", "body"), [("execute_workflows", {}), ("reprocess_email", "")])
def test_a_request_sent_again_under_its_key_runs_nothing_again(
    world: World, api: Api, email: EventId, name: str, body: Any
) -> None:
    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    first, again, another = (
        api(name, id=email, body=body, headers={"idempotency-key": key}) for key in ("k1", "k1", "k2")
    )
    assert (again.status, again.body, again.headers["location"]) == (200, first.body, first.headers["location"])
    assert another.body["event_id"] != first.body["event_id"]
    assert len({one["made_by"] for one in records(world, "ticket")}) == 2
    assert len(api("list_manual_events", query={"email_id": email}).body["items"]) == 2


def test_the_key_of_one_run_is_none_for_another(world: World, api: Api, email: EventId) -> None:
    headers = {"idempotency-key": "k1"}
    assert api("reprocess_email", id=email, headers=headers).status == 200
    for name, body in (("execute_workflows", {}), ("execute_workflows", {"include_disabled": True})):
        refused = api(name, id=email, body=body, headers=headers)
        assert (refused.status, list(refused.problems)) == (422, ["Idempotency-Key"])
    other = world.receive(mail(Message_ID="<other@x.example>"), "ses-other")
    assert api("reprocess_email", id=other, headers=headers).status == 422
    assert len(api("list_manual_events", query={}).body["items"]) == 1


def test_two_requests_are_two_runs_and_both_are_listed_for_the_mail(world: World, api: Api, email: EventId) -> None:
    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    first, second = execute(api, email).body, execute(api, email).body
    assert len({one["made_by"] for one in records(world, "ticket")}) == 2
    assert {one["event_id"] for one in records(world, "ticket")} == {email}
    listed = api("list_workflow_executions", query={"email_id": email}).body["items"]
    assert [one["id"] for one in listed] == [run["details"][0]["execution_id"] for run in (second, first)]
    assert {(one["event_id"], one["email_id"]) for one in listed} == {
        (first["event_id"], email),
        (second["event_id"], email),
    }
    about = api("list_manual_events", query={"email_id": email, "limit": 1}).body
    assert [one["id"] for one in about["items"]] == [second["event_id"]]
    rest = api("list_manual_events", query={"email_id": email, "limit": 1, "cursor": about["next_cursor"]}).body
    assert ([one["id"] for one in rest["items"]], rest["next_cursor"]) == ([first["event_id"]], None)


def test_processed_by_hand_does_not_overwrite_flagged(world: World, api: Api, email: EventId) -> None:
    flag = {"action": "flag_for_review", "params": {"reason": "look"}}
    world.add_workflow({"name": "Flag", **INVOICES, "workflow_steps": [flag]})
    execute(api, email)
    world.add_workflow({"name": "Process", **INVOICES, "workflow_steps": [PROCESSED]})
    execute(api, email)
    head = world.event(email).mail
    assert (head.status, head.status_reason) == ("flagged", "look")


def test_what_takes_too_long_is_answered_with_ids_and_goes_on(world: World, api: Api, email: EventId) -> None:
    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    world.busy = True
    answer = execute(api, email)
    assert (answer.status, answer.body["status"], answer.body["details"]) == (202, "running", [])
    assert limits.RUN_WAIT_SECONDS <= sum(world.pauses) <= limits.RUN_WAIT_SECONDS + limits.RUN_POLL_SECONDS_MAX
    world.work()
    shown = api("get_manual_event", id=answer.body["event_id"]).body
    assert (shown["state"], shown["run"]["status"]) == ("done", "executed")


def test_a_workflow_that_waits_for_hours_is_not_waited_for(world: World, api: Api, email: EventId) -> None:
    wait = {"action": "wait", "params": {"for": "PT2H"}}
    world.add_workflow({"name": "Waits", **INVOICES, "workflow_steps": [wait, TICKET]})
    original = world.work
    worked: list[None] = []

    def once() -> None:
        if not worked:
            worked.append(None)
            original()

    world.work = once  # type: ignore[method-assign]
    answer = execute(api, email)
    assert (answer.status, names(answer)) == (202, [("Waits", "waiting")])
    assert len(world.pauses) == 1
    original()
    shown = api("get_manual_event", id=answer.body["event_id"]).body["run"]
    assert (shown["status"], shown["workflows_succeeded"]) == ("executed", 1)
    assert len(records(world, "ticket")) == 1


def test_with_workflows_off_nothing_is_asked(world: World, api: Api, email: EventId) -> None:
    world.setting("EMAIL_WORKFLOWS_ENABLED", "false")
    answer = execute(api, email, include_disabled=True)
    assert (answer.status, answer.body["status"], answer.body["event_id"]) == (200, "disabled", None)
    assert api("list_manual_events", query={}).body["items"] == []
    assert execute(api, "evt_" + "0" * 26).status == 404


def test_workflows_that_are_not_there_are_named(api: Api, email: EventId) -> None:
    missing = "wfl_" + "0" * 26
    answer = execute(api, email, workflow_ids=[missing])
    assert (answer.status, answer.problems) == (422, {"workflow_ids.0": f"there is no workflow {missing}"})


@pytest.mark.parametrize(
    ("status", "changes", "why"),
    [
        ("skipped", {"virus": "FAIL"}, "the mail was never read, because it is skipped"),
        ("unrouted", {"recipients": ["x@nobody.example"]}, "the mail was never read, because it is unrouted"),
    ],
)
def test_a_mail_that_was_never_read_cannot_be_matched(
    world: World, api: Api, status: str, changes: dict[str, Any], why: str
) -> None:
    event = world.receive(mail(), **changes)
    assert world.event(event).mail.status == status
    answer = execute(api, event)
    assert (answer.status, answer.body["detail"]) == (409, why)


def test_a_mail_that_is_not_read_yet_can_be_asked_about_later(world: World, api: Api) -> None:
    answer = execute(api, world.receive(mail()))
    assert (answer.status, answer.body["detail"]) == (409, "the mail is not read yet; try again")


def test_a_manual_event_is_no_mail(api: Api, email: EventId) -> None:
    event = execute(api, email).body["event_id"]
    assert api("get_email", id=event).status == 404
    assert execute(api, event).status == 404
    assert api("get_manual_event", id=email).status == 404
    assert [one["id"] for one in api("list_emails", query={}).body["items"]] == [email]
    assert api("list_workflow_executions", query={"email_id": event}).body["items"] == []


def test_a_request_whose_dispatch_was_not_started_is_started_by_the_sweeper(
    world: World, api: Api, email: EventId
) -> None:
    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    world.break_step_functions()
    assert execute(api, email).status == 500
    world.mend_step_functions()
    world.move(limits.SWEEP_AFTER_SECONDS + 1)
    assert world.invoke("sweep_events", {})["start"] == 1
    world.work()
    [event] = api("list_manual_events", query={}).body["items"]
    assert event["state"] == "done"
    assert len(records(world, "ticket")) == 1


def test_while_step_functions_is_busy_a_request_is_kept_and_not_refused_so_that_nobody_asks_twice(
    world: World, api: Api, email: EventId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_given: object) -> None:
        raise NotNow("Step Functions is busy", 5.0)

    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    with monkeypatch.context() as patch:
        patch.setattr(Dispatches, "start", busy)
        answer = execute(api, email)
    assert (answer.status, answer.body["status"]) == (202, "running")
    world.move(limits.SWEEP_AFTER_SECONDS + 1)
    assert world.invoke("sweep_events", {})["start"] == 1
    world.work()
    assert api("get_manual_event", id=answer.body["event_id"]).body["state"] == "done"
    assert len(records(world, "ticket")) == 1


def test_people_ask_a_limited_number_of_times(
    world: World, api: Api, email: EventId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MANUAL_EVENTS", 2)
    assert [execute(api, email).status for _ in range(3)] == [200, 200, 422]


def test_another_tenant_sees_nothing_of_it(world: World, api: Api, email: EventId) -> None:
    event = execute(api, email).body["event_id"]
    stranger = Api(world, "other")
    assert execute(stranger, email).status == 404
    assert stranger("get_manual_event", id=event).status == 404
    assert stranger("list_manual_events", query={}).body["items"] == []


def test_a_mail_is_read_anew_classified_anew_and_matched_again(world: World, api: Api, email: EventId) -> None:
    row = world.event(email)
    taken_for = row.mail.category
    world.store.call(
        "UpdateItem",
        {
            "TableName": "executions",
            "Key": {name: {"S": value} for name, value in keys.event(ROOT_TENANT, email).items()},
            "UpdateExpression": "SET mail.category = :other, mail.#status = :failed",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {":other": {"S": "general"}, ":failed": {"S": "failed"}},
        },
    )
    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    answer = api("reprocess_email", id=email)
    assert (answer.status, answer.body["status"], names(answer)) == (200, "executed", [("Ticket", "completed")])
    head = world.event(email).mail
    assert (head.category, head.status, head.reading) == (taken_for, "classified", answer.body["event_id"])
    shown = api("get_email", id=email).body
    assert shown["classification"]["category"] == taken_for
    assert world.mail(EventId(answer.body["event_id"])).subject == world.mail(email).subject


def test_a_later_run_takes_the_newest_reading(world: World, api: Api, email: EventId) -> None:
    world.put_object("inbound/ses-1", mail().replace(b"Subject: Invoice 2026-117", b"Subject: Read anew: invoice"))
    read = api("reprocess_email", id=email).body["event_id"]
    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    execute(api, email)
    [ticket] = records(world, "ticket")
    assert (ticket["title"], ticket["event_id"]) == ("Read anew: invoice", email)
    assert api("get_email", id=email).body["mail"]["subject"] == "Read anew: invoice"
    assert world.mail(email).subject == "Invoice 2026-117"
    assert world.event(email).mail.reading == read


def test_a_flagged_mail_stays_flagged_when_it_is_read_anew(world: World, api: Api, email: EventId) -> None:
    flag = {"action": "flag_for_review", "params": {"reason": "look"}}
    world.add_workflow({"name": "Flag", **INVOICES, "workflow_steps": [flag]})
    execute(api, email)
    api("reprocess_email", id=email)
    assert (world.event(email).mail.status, world.event(email).mail.status_reason) == ("flagged", "look")


def test_a_mail_skipped_while_processing_was_off_can_be_processed_later(world: World, api: Api) -> None:
    world.setting("EMAIL_TO_TICKET_ENABLED", "false")
    event = world.receive(mail())
    world.setting("EMAIL_TO_TICKET_ENABLED", "true")
    assert world.event(event).mail.status == "skipped"
    world.add_workflow({"name": "Process", **INVOICES, "workflow_steps": [PROCESSED]})
    assert api("reprocess_email", id=event).body["status"] == "executed"
    assert world.event(event).mail.status == "processed"


@pytest.mark.parametrize(
    ("changes", "status", "why"),
    [
        ({"virus": "FAIL"}, 422, "the mail carries a virus and is never read"),
        (
            {"recipients": ["x@nobody.example"]},
            422,
            "the mail is addressed to nobody here, so there is nobody to process it for",
        ),
        ({}, 409, "the mail is being processed; try again when that is done"),
    ],
)
def test_what_must_not_be_read_is_not(world: World, api: Api, changes: dict[str, Any], status: int, why: str) -> None:
    answer = api("reprocess_email", id=world.receive(mail(), **changes))
    assert (answer.status, answer.body["detail"]) == (status, why)


def test_a_repeated_dispatch_of_a_reprocessing_changes_nothing(world: World, api: Api, email: EventId) -> None:
    world.add_workflow({"name": "Ticket", **INVOICES, "workflow_steps": [TICKET]})
    event = EventId(api("reprocess_email", id=email).body["event_id"])
    before = world.items("executions"), world.items("records")
    world.dispatch(event)
    assert (world.items("executions"), world.items("records")) == before
