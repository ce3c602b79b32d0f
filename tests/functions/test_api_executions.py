"""api: what ran, and one run step by step."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests

from postroom import limits
from postroom.actions.extract_invoice_data import Output, Source
from postroom.engine.commands import Commit
from postroom.engine.model import Attempt, Cursor, StepError, StepRecord, Turn
from postroom.ids import ROOT_TENANT, EventId, ExecutionId
from postroom.plain import plain
from postroom_adapters.executions_table import ExecutionsTable
from postroom_adapters.mail_bucket import MailBucket
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.world import BUCKET, World

TRIGGER = {"triggers": [{"type": "email", "classification": "invoice"}]}
STEPS = [
    {"id": "vendor", "action": "link_to_vendor", "params": {"auto_create": True}},
    {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense", "title": "x"}},
    {"id": "never", "action": "create_ticket", "when": "email.subject == 'Other'"},
    {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ email.subject }}"}},
    {"id": "processed", "action": "mark_as_processed"},
]


def run(world: World, number: int = 1) -> EventId:
    """One mail through all enabled workflows."""
    world.move(1)
    email = world.receive(mail(Message_ID=f"<{number}@x.example>"), f"ses-{number}")
    world.dispatch(email)
    return email


def shown(answer: Any) -> list[str]:
    return [one["id"] for one in answer.body["items"]]


def test_an_execution_is_shown_with_its_steps_in_order(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "Steps", **TRIGGER, "workflow_steps": STEPS})
    email = run(world)
    [execution_id] = shown(api("list_workflow_executions", query={}))
    body = api("get_workflow_execution", id=execution_id).body
    steps = {step["id"]: step for step in body.pop("steps")}
    times = {name: body.pop(name) for name in ("created_at", "started_at", "ended_at")}
    assert times == dict.fromkeys(times, "2026-03-02T09:00:01.000Z")
    assert body == {
        "id": execution_id,
        "event_id": email,
        "email_id": email,
        "workflow_id": workflow,
        "workflow_name": "Steps",
        "version": 1,
        "status": "completed_with_errors",
        "reason": None,
        "steps_total": 5,
        "waiting_until": None,
        "match": {},
        "steps_completed": 3,
        "steps_failed": 1,
        "steps_skipped": 1,
        "outcome_unknown": False,
        "cancel": None,
        "duration_ms": 0,
        "steps_left_out": 0,
        "rerun_of": None,
        "rerun_by": None,
        "first_run": None,
        "repeats": [],
        "repeats_unknown": [],
    }
    assert list(steps) == ["vendor", "bad", "never", "ticket", "processed"]
    assert [step["status"] for step in steps.values()] == ["completed", "failed", "skipped", "completed", "completed"]
    assert steps["never"]["reason"] == "when email.subject == 'Other' is not true"
    assert steps["bad"]["error"]["code"] == "refused"
    assert steps["bad"]["error"]["path"] == "params.type"
    assert steps["ticket"]["params"] == {"title": "Invoice 2026-117"}
    assert steps["processed"]["output"] == {"status": "processed"}
    [ticket] = api("list_tickets").body["items"]
    assert steps["ticket"]["output"] == {
        "id": ticket["id"],
        "title": "Invoice 2026-117",
        "type": "general",
        "appended": False,
        "message_id": None,
        "verified": None,
    }
    assert steps["ticket"]["effects"] == [f"saved ticket {ticket['id']}"]
    assert (ticket["event_id"], ticket["made_by"]) == (email, f"{execution_id}/ticket/0")


def test_executions_are_listed_by_workflow_by_mail_and_by_both_newest_first(world: World, api: Api) -> None:
    one = world.add_workflow({"name": "One", **TRIGGER, "priority": 1})
    two = world.add_workflow({"name": "Two", **TRIGGER, "priority": 2})
    first, second = run(world, 1), run(world, 2)

    def asked(**query: str) -> list[tuple[str, str]]:
        answer = api("list_workflow_executions", query=query)
        return [(item["event_id"], item["workflow_name"]) for item in answer.body["items"]]

    assert set(asked()[:2]) == {(second, "One"), (second, "Two")}
    assert set(asked()) == {(event, name) for event in (first, second) for name in ("One", "Two")}
    assert asked(workflow_id=one) == [(second, "One"), (first, "One")]
    assert set(asked(email_id=first)) == {(first, "One"), (first, "Two")}
    assert asked(email_id=first, workflow_id=two) == [(first, "Two")]
    assert asked(email_id="evt_" + "0" * 26) == []
    assert asked(workflow_id="wfl_" + "0" * 26) == []


@pytest.mark.parametrize("filters", ["none", "workflow", "email"])
def test_pages_of_executions_show_each_once(world: World, api: Api, filters: str) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    for number in range(4):
        world.add_workflow({"name": f"More {number}", **TRIGGER})
    email = run(world, 1)
    for number in range(2, 5):
        run(world, number)
    queries: dict[str, dict[str, Any]] = {
        "none": {},
        "workflow": {"workflow_id": workflow},
        "email": {"email_id": email},
    }
    query = queries[filters]
    everything = shown(api("list_workflow_executions", query={**query, "limit": 200}))
    assert len(everything) == {"none": 20, "workflow": 4, "email": 5}[filters]
    assert everything == sorted(everything, reverse=True)
    seen: list[str] = []
    cursor = None
    while cursor is not None or not seen:
        page = api("list_workflow_executions", query={**query, "limit": 3} | ({"cursor": cursor} if cursor else {}))
        seen += shown(page)
        cursor = page.body["next_cursor"]
        run(world, 100 + len(seen))
    assert seen == everything


def test_executions_are_found_by_status_and_dates_with_the_other_filters(world: World, api: Api) -> None:
    fine = world.add_workflow({"name": "Fine", **TRIGGER, "priority": 1})
    wrong = [{"action": "create_ticket", "params": {"type": "nonsense", "title": "x"}, "on_error": "stop"}]
    fails = world.add_workflow({"name": "Fails", **TRIGGER, "priority": 2, "workflow_steps": wrong})
    first = run(world, 1)
    world.move(3600)
    second = run(world, 2)

    def asked(**query: str) -> list[tuple[str, str]]:
        answer = api("list_workflow_executions", query=query)
        return [(item["event_id"], item["workflow_id"]) for item in answer.body["items"]]

    assert asked(status="failed") == [(second, fails), (first, fails)]
    assert asked(status="completed", workflow_id=fails) == []
    assert asked(status="completed", workflow_id=fine) == [(second, fine), (first, fine)]
    assert asked(status="failed", email_id=first) == [(first, fails)]
    assert asked(status="failed", created_from="2026-03-02T10:00:00Z") == [(second, fails)]
    assert asked(status="failed", created_to="2026-03-02T10:00:00Z") == [(first, fails)]
    assert set(asked(created_to="2026-03-02T11:00:00+01:00")) == {(first, fine), (first, fails)}
    assert asked(email_id=second, created_to="2026-03-02T10:00:00Z") == []
    assert len(asked(email_id=second, created_from="2026-03-02T10:00:00Z")) == 2
    assert asked(created_from="2026-03-02T10:00:02.001Z") == []


def test_a_search_by_status_goes_on_where_it_has_looked_and_shows_each_once(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEARCHED_ROWS", 4)
    world.add_workflow({"name": "Fine", **TRIGGER, "priority": 1})
    wrong = [{"action": "create_ticket", "params": {"type": "nonsense", "title": "x"}, "on_error": "stop"}]
    fails = world.add_workflow({"name": "Fails", **TRIGGER, "priority": 2, "workflow_steps": wrong})
    for number in range(1, 7):
        run(world, number)
    everything = shown(api("list_workflow_executions", query={"workflow_id": fails}))
    seen: list[str] = []
    cursor, pages = None, 0
    while cursor is not None or not pages:
        query = {"status": "failed", "limit": 3} | ({"cursor": cursor} if cursor else {})
        page = api("list_workflow_executions", query=query)
        seen, cursor, pages = seen + shown(page), page.body["next_cursor"], pages + 1
        run(world, 100 + pages)
    assert seen == everything
    assert pages >= 3


@pytest.mark.parametrize(
    "query", [{"status": "done"}, {"created_from": "yesterday"}, {"created_to": "2026-03-02T10:00:00"}]
)
def test_a_filter_of_a_wrong_type_is_refused(api: Api, query: dict[str, str]) -> None:
    answer = api("list_workflow_executions", query=query)
    assert (answer.status, list(answer.problems)) == (422, list(query))


def test_a_cursor_holds_only_with_the_filters_it_came_with(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    run(world, 1)
    run(world, 2)
    cursor = api("list_workflow_executions", query={"workflow_id": workflow, "limit": 1}).body["next_cursor"]
    answer = api("list_workflow_executions", query={"limit": 1, "cursor": cursor})
    assert (answer.status, list(answer.problems)) == (422, ["cursor"])


@pytest.mark.parametrize("name", ["workflow_id", "email_id"])
def test_a_filter_that_is_no_id_is_refused(api: Api, name: str) -> None:
    answer = api("list_workflow_executions", query={name: "invoice"})
    assert (answer.status, list(answer.problems)) == (422, [name])


def stored(world: World, *steps: StepRecord) -> str:
    """Steps as the engine's edge stores them, in an execution that has begun; the execution's id."""
    workflow = world.add_workflow({"name": "Begun", **TRIGGER})
    email = world.receive(mail())
    payload = world.invoke("match_workflows", world.invoke("classify_event", _dispatch(email)))
    turn = Turn.model_validate(payload)
    table = ExecutionsTable("executions", "directory", "records", MailBucket(BUCKET))
    for seen, one in enumerate(steps):
        cursor = Cursor(seq=seen + 1, at=(seen + 1,))
        assert table.commit(turn, Commit(seen=seen, cursor=cursor, step=one, outcome_unknown=one.outcome_unknown))
    assert turn.workflow == workflow
    return ExecutionId(str(turn.execution))


def _dispatch(email: EventId) -> dict[str, Any]:
    return {"format": 1, "tenant": ROOT_TENANT, "event": email, "dispatch": f"{email}-1", "next": "classify"}


def step(world: World, **fields: Any) -> StepRecord:
    given = {"id": "step", "at": (0,), "action": "extract_invoice_data", "status": "completed"}
    times = {"started_at": world.now, "ended_at": world.now + timedelta(milliseconds=1234)}
    return StepRecord.model_validate({**given, **times, **fields})


def test_amounts_are_decimal_strings_and_floats_are_numbers(world: World, api: Api) -> None:
    output = Output(
        **dict.fromkeys(("issue_date", "due_date", "iban", "bic", "payment_reference", "order_number", "vat_number")),
        number="2026-117",
        net=Decimal("1000.10"),
        vat=Decimal("250.03"),
        total=Decimal("1250.13"),
        currency="EUR",
        read_by="regex",
        sources={"total": Source(place="text", as_written="1,250.13", confidence=0.95)},
        problems=(),
    )
    execution = stored(world, step(world, output=plain(output), params={"fallback_to_regex": True}))
    [shown_step] = api("get_workflow_execution", id=execution).body["steps"]
    assert [shown_step["output"][name] for name in ("net", "vat", "total")] == ["1000.1", "250.03", "1250.13"]
    assert shown_step["output"]["sources"]["total"]["confidence"] == 0.95
    assert shown_step["params"] == {"fallback_to_regex": True}
    assert (shown_step["duration_ms"], shown_step["output_link"]) == (1234, None)


def test_what_an_action_of_an_older_release_put_out_is_shown_as_it_is_stored(world: World, api: Api) -> None:
    old = step(world, action="gone_action", output={"total": Decimal("1.5"), "n": 2}, params={"share": 0.5})
    [shown_step] = api("get_workflow_execution", id=stored(world, old)).body["steps"]
    assert (shown_step["output"], shown_step["params"]) == ({"total": "1.5", "n": 2}, {"share": 0.5})


def test_parameters_that_did_not_fit_are_shown_as_they_were_rendered(world: World, api: Api) -> None:
    bad = step(world, action="create_ticket", status="failed", params={"title": 0.5, "colour": 3})
    [shown_step] = api("get_workflow_execution", id=stored(world, bad)).body["steps"]
    assert (shown_step["params"], shown_step["output"]) == ({"title": 0.5, "colour": 3}, None)


def test_steps_beyond_what_one_query_brings_are_shown_too(world: World, api: Api) -> None:
    output = {"id": "tic_1", "title": "x" * 31_000, "type": "general"}
    steps = [step(world, id=f"s{at}", at=(at,), action="create_ticket", output=output) for at in range(40)]
    shown_steps = api("get_workflow_execution", id=stored(world, *steps)).body["steps"]
    assert [one["at"] for one in shown_steps] == [[at] for at in range(40)]
    assert {len(one["output"]["title"]) for one in shown_steps} == {31_000}


def test_an_output_too_large_for_a_row_is_a_signed_link(world: World, api: Api) -> None:
    output = {"id": "tic_1", "title": "x" * 40_000, "type": "general"}
    execution = stored(world, step(world, action="create_ticket", output=output))
    [shown_step] = api("get_workflow_execution", id=execution).body["steps"]
    assert shown_step["output"] is None
    assert requests.get(shown_step["output_link"], timeout=5).json() == output


def test_an_unknown_outcome_and_earlier_attempts_are_shown(world: World, api: Api) -> None:
    error = StepError(code="not_now", message="Slack says 429")
    attempt = Attempt(at=world.now, error=error, due=world.now + timedelta(seconds=30))
    unknown = step(
        world,
        action="send_slack_notification",
        status="failed",
        outcome_unknown=True,
        attempts=(attempt,),
        error=StepError(code="unknown_outcome", message="no answer"),
    )
    body = api("get_workflow_execution", id=stored(world, unknown)).body
    assert (body["status"], body["outcome_unknown"], body["duration_ms"]) == ("running", True, None)
    [shown_step] = body["steps"]
    assert shown_step["outcome_unknown"] is True
    assert shown_step["error"] == {"code": "unknown_outcome", "message": "no answer", "path": None}
    assert shown_step["attempts"] == [
        {
            "at": "2026-03-02T09:00:00.000Z",
            "error": {"code": "not_now", "message": "Slack says 429", "path": None},
            "due": "2026-03-02T09:00:30.000Z",
        }
    ]
