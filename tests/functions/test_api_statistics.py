"""api: statistics of workflows, exact whatever ends twice, dies, is cancelled, skipped or given up."""

import pytest

from postroom import limits
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import keys
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.test_api_cancel import execution, give_up
from tests.functions.test_step_records import Killed, kill, once
from tests.functions.world import World

TRIGGER = {"triggers": [{"type": "email", "classification": "invoice"}]}
TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
BAD = {"action": "create_ticket", "params": {"type": "nonsense", "title": "x"}}
WAIT = {"action": "wait", "params": {"for": "PT1H"}}
COUNTS = (
    "execution_count",
    "succeeded",
    "completed_with_errors",
    "failed",
    "cancelled",
    "skipped",
    "pending_executions",
)


def send(world: World, number: int) -> EventId:
    return world.receive(mail(Message_ID=f"<{number}@x.example>"), f"ses-{number}")


def counts(api: Api, workflow: str) -> dict[str, int]:
    """Those that are not zero."""
    body = api("get_workflow_statistics", id=workflow).body
    return {name: body[name] for name in COUNTS if body[name]}


def test_ends_of_every_kind_are_counted(world: World, api: Api) -> None:
    fine = world.add_workflow({"name": "Fine", **TRIGGER, "priority": 1, "workflow_steps": [TICKET]})
    errors = world.add_workflow({"name": "Errors", **TRIGGER, "priority": 2, "workflow_steps": [BAD, TICKET]})
    fails = world.add_workflow(
        {"name": "Fails", **TRIGGER, "priority": 3, "workflow_steps": [{**BAD, "on_error": "stop"}]}
    )
    waits = world.add_workflow({"name": "Waits", **TRIGGER, "priority": 4, "workflow_steps": [WAIT]})
    first, second = send(world, 1), send(world, 2)
    world.dispatch(first)
    assert counts(api, fine) == {"execution_count": 1, "succeeded": 1}
    assert counts(api, errors) == {"execution_count": 1, "completed_with_errors": 1}
    assert counts(api, fails) == {"execution_count": 1, "failed": 1}
    assert counts(api, waits) == {"execution_count": 1, "pending_executions": 1}
    api("cancel_workflow_execution", id=execution(world, first, 3))
    assert counts(api, waits) == {"execution_count": 1, "cancelled": 1}
    world.dispatch(second)
    assert counts(api, fine) == {"execution_count": 2, "succeeded": 2}


def test_skipped_ones_are_counted_apart_and_do_not_lower_the_rate(world: World, api: Api) -> None:
    world.add_workflow({"name": "First", **TRIGGER, "priority": 1, "stop_on_match": True, "workflow_steps": [TICKET]})
    second = world.add_workflow({"name": "Second", **TRIGGER, "priority": 2})
    world.dispatch(send(world, 1))
    assert counts(api, second) == {"skipped": 1}
    body = api("get_workflow_statistics", id=second).body
    assert (body["success_rate"], body["last_run_at"], body["average_duration_ms"]) == (None, None, None)


def test_rate_durations_and_last_run(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "Waits", **TRIGGER, "stop_on_match": True, "workflow_steps": [WAIT, TICKET]})
    for number in range(3):
        world.dispatch(send(world, number))
    cancelled = send(world, 9)
    world.invoke("match_workflows", world.invoke("classify_event", world.turn(cancelled)))
    body = api("get_workflow_statistics", id=workflow).body
    assert (body["success_rate"], body["pending_executions"]) == (1.0, 1)
    assert body["average_duration_ms"] == 3_600_000
    assert abs(body["p95_duration_ms"] - 3_600_000) <= 0.05 * 3_600_000
    assert body["last_run_at"] == "2026-03-02T12:00:00.000Z"


@pytest.mark.parametrize("point", ["before", "during", "after"])
def test_an_end_is_counted_once_whoever_dies_and_repeats(world: World, api: Api, point: str) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER, "workflow_steps": [TICKET]})
    email = send(world, 1)
    dies = once(kill)
    getattr(world.store.faults, point)("TransactWriteItems", lambda params: "create_ticket" in str(params), dies)
    with pytest.raises(Killed):
        world.dispatch(email)
    world.dispatch(email)
    world.dispatch(email)
    assert counts(api, workflow) == {"execution_count": 1, "succeeded": 1}


def test_what_is_given_up_is_counted_as_failed_and_only_once(world: World, api: Api) -> None:
    one = world.add_workflow({"name": "One", **TRIGGER, "priority": 1, "workflow_steps": [TICKET]})
    two = world.add_workflow({"name": "Two", **TRIGGER, "priority": 2})
    email = send(world, 1)
    turn = world.invoke("match_workflows", world.invoke("classify_event", world.turn(email)))
    give_up(world, email)
    give_up(world, email)
    world.invoke("step_records", turn)
    assert counts(api, one) == counts(api, two) == {"execution_count": 1, "failed": 1}


def test_a_decision_that_was_made_twice_is_counted_once(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    turn = world.invoke("classify_event", world.turn(send(world, 1)))
    world.store.faults.before(
        "TransactWriteItems",
        lambda params: "decision" in str(params),
        once(lambda: world.invoke("match_workflows", turn)),
    )
    world.invoke("match_workflows", turn)
    assert counts(api, workflow) == {"execution_count": 1, "pending_executions": 1}


def test_the_summary_is_an_array_with_every_workflow_by_priority(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER, "priority": 7})
    for number in range(5):
        world.dispatch(send(world, number))
    summary = api("summarize_workflows").body
    assert [one["name"] for one in summary] == [one["name"] for one in api("list_workflows").body["items"]]
    [found] = [one for one in summary if one["id"] == workflow]
    assert found == api("get_workflow_statistics", id=workflow).body
    assert (found["execution_count"], found["success_rate"], found["enabled"], found["paused"]) == (5, 1.0, True, False)
    assert {one["execution_count"] for one in summary if one["id"] != workflow} == {0}


def test_counters_are_spread_over_shards(world: World) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    for number in range(6):
        world.dispatch(send(world, number))
    rows = [row for row in world.items("executions", "#statistics#") if row["sk"] == workflow]
    assert len(rows) > 1
    assert sum(row["completed"] for row in rows) == 6
    wanted = [key["pk"] for key in keys.statistics_shards(ROOT_TENANT, workflow)]
    assert len(wanted) == limits.STATISTICS_SHARDS
    assert {row["pk"] for row in rows} <= set(wanted)


def test_another_tenant_sees_none_of_it(world: World, api: Api) -> None:
    workflow = world.add_workflow({"name": "One", **TRIGGER})
    world.dispatch(send(world, 1))
    other = Api(world, "other")
    assert other("get_workflow_statistics", id=workflow).status == 404
    assert other("summarize_workflows").body == []


def counted(api: Api, **query: str) -> dict[str | None, dict[str, int]]:
    answer = api("count_emails", query=query)
    assert answer.status == 200, answer.body
    return {one["category"]: one["by_status"] for one in answer.body["items"]}


def test_mails_are_counted_by_category_and_status_within_dates(world: World, api: Api) -> None:
    world.add_workflow({"name": "One", **TRIGGER, "workflow_steps": [{"action": "mark_as_processed"}]})
    world.dispatch(send(world, 1))
    world.move(86_400)
    world.dispatch(send(world, 2))
    waiting = send(world, 3)
    world.invoke("classify_event", world.turn(waiting))
    send(world, 4)
    assert counted(api) == {"invoice": {"classified": 1, "processed": 2}, None: {"received": 1}}
    assert counted(api, received_to="2026-03-03T00:00:00Z") == {"invoice": {"processed": 1}}
    assert counted(api, received_from="2026-03-03T00:00:00Z")["invoice"] == {"classified": 1, "processed": 1}
    assert counted(api, received_from="2026-03-05T00:00:00Z") == {}
    body = api("count_emails", query={}).body
    assert (body["counted"], body["items"][0]["total"], body["next_cursor"]) == (4, 3, None)
    assert Api(world, "other")("count_emails", query={}).body["items"] == []


def test_many_mails_are_counted_page_by_page_each_once(world: World, api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "COUNTED_MAILS", 3)
    for number in range(7):
        send(world, number)
        world.move(1)
    total, pages, cursor = 0, 0, None
    while cursor is not None or not pages:
        body = api("count_emails", query={"cursor": cursor} if cursor else {}).body
        total, pages, cursor = total + body["counted"], pages + 1, body["next_cursor"]
    assert (total, pages) == (7, 3)
