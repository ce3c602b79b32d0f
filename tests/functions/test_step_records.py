"""step_records: each internal effect exactly once, whatever dies, conflicts or runs twice."""

import json
import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from postroom import limits
from postroom.actions import create_ticket
from postroom.actions.base import Context, Plan
from postroom.errors import Refused
from postroom.ids import ROOT_TENANT, EventId
from postroom.models import Model
from postroom_adapters import keys
from tests.functions.samples import mail, sample
from tests.functions.world import World

STEPS = {
    "workflow_steps": [
        {"id": "vendor", "action": "link_to_vendor", "params": {"auto_create": True}},
        {"id": "ticket", "action": "create_ticket", "params": {"contact_id": "{{ steps.vendor.vendor_id }}"}},
        {"id": "processed", "action": "mark_as_processed"},
    ]
}
TRIGGER = {"triggers": [{"type": "email", "classification": "invoice"}]}


class Killed(BaseException):
    """The process is gone."""


@pytest.fixture
def event(world: World) -> EventId:
    """An invoice that a workflow of three internal steps takes."""
    world.add_workflow({"name": "Internal", **TRIGGER, **STEPS})
    return world.receive(mail())


def records(world: World, kind: str) -> list[dict[str, Any]]:
    return [item for item in world.items("records") if item["pk"] == f"{ROOT_TENANT}#{kind}"]


def once(callback: Callable[[], None]) -> Callable[[Mapping[str, Any]], None]:
    called: list[bool] = []

    def hook(_params: Mapping[str, Any]) -> None:
        if not called:
            called.append(True)
            callback()

    return hook


def kill() -> None:
    raise Killed


def step_transaction(params: Any) -> bool:
    """Whether a transaction commits a step."""
    return any("step#ticket" in str(write) for write in params.get("TransactItems", ()))


def test_three_steps_leave_a_vendor_a_ticket_linked_to_it_and_a_processed_mail(world: World, event: EventId) -> None:
    assert world.dispatch(event) == ["classify_event", "match_workflows", "step:records"]
    [vendor], [ticket] = records(world, "contact"), records(world, "ticket")
    assert (vendor["name"], vendor["emails"]) == ("Supplier A/S", ["sender@supplier.example"])
    assert (ticket["contact_id"], ticket["title"], ticket["event_id"]) == (vendor["id"], "Invoice 2026-117", event)
    head = world.event(event)
    assert (head.mail.status, head.state) == ("processed", "done")
    [execution] = world.items("executions", f"#execution#{head.executions[0].id}")[1:2]
    assert (execution["status"], execution["steps_completed"]) == ("completed", 3)


@pytest.mark.parametrize("point", ["before", "during", "after"])
def test_a_step_killed_around_its_transaction_has_each_effect_exactly_once(
    world: World, event: EventId, point: str
) -> None:
    getattr(world.store.faults, point)("TransactWriteItems", step_transaction, once(kill))
    with pytest.raises(Killed):
        world.dispatch(event)
    world.dispatch(event)
    assert (len(records(world, "contact")), len(records(world, "ticket"))) == (1, 1)
    head = world.event(event)
    assert (head.mail.status, head.state) == ("processed", "done")


def test_two_dispatches_that_race_record_each_step_once(world: World, event: EventId) -> None:
    raced: list[list[str]] = []

    def race() -> None:
        raced.append(world.dispatch(event, number=2))

    world.store.faults.before("TransactWriteItems", step_transaction, once(race))
    world.dispatch(event)
    assert len(raced) == 1
    assert (len(records(world, "contact")), len(records(world, "ticket"))) == (1, 1)
    assert world.event(event).state == "done"


@pytest.mark.parametrize("seed", range(5))
def test_conflicts_and_throttling_at_random_lose_and_double_nothing(world: World, event: EventId, seed: int) -> None:
    world.store.faults.at_random(random.Random(seed), conflict=0.2, throttle=0.1)
    world.dispatch(event)
    world.store.faults.clear()
    assert (len(records(world, "contact")), len(records(world, "ticket"))) == (1, 1)
    assert world.event(event).mail.status == "processed"


def test_a_step_costs_one_read_and_one_transaction_plus_one_for_a_search(world: World, event: EventId) -> None:
    calls: list[str] = []
    turn = {**sample("classify_event/dispatch"), "event": event, "dispatch": f"{event}-1"}
    for function in ("classify_event", "match_workflows"):
        turn = world.invoke(function, turn)
    world.store.observers.append(lambda operation, _params: calls.append(operation))
    world.invoke("step_records", turn)
    assert calls == [
        "GetItem",
        *["BatchGetItem", "Query", "TransactWriteItems"],
        *["BatchGetItem", "TransactWriteItems"] * 2,
    ]


def test_a_step_that_crashes_each_time_fails_in_the_end_and_the_rest_goes_on(
    world: World, event: EventId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def plan(_given: Model, _context: Context) -> Plan:
        raise TypeError("a fault in an action")

    monkeypatch.setattr(create_ticket, "ACTION", replace(create_ticket.ACTION, plan=plan))
    turn = {**sample("classify_event/dispatch"), "event": event, "dispatch": f"{event}-1"}
    for function in ("classify_event", "match_workflows"):
        turn = world.invoke(function, turn)
    for _ in range(3):
        with pytest.raises(TypeError):
            world.invoke("step_records", turn)
    assert world.invoke("step_records", turn)["next"] == "done"
    [execution] = world.event(event).executions
    step = world.item("executions", keys.execution(ROOT_TENANT, execution.id, "step#ticket"))
    assert step is not None
    assert step["error"]["code"] == "broken"
    assert step["error"]["message"].startswith("the step crashed 3 times: TypeError")
    assert world.event(event).mail.status == "processed"


def test_each_step_is_a_log_line_with_all_ids_and_no_content(
    world: World, event: EventId, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def plan(_given: Model, _context: Context) -> Plan:
        raise Refused("Invoice 2026-117 has no contact")

    monkeypatch.setattr(create_ticket, "ACTION", replace(create_ticket.ACTION, plan=plan))
    world.setting("POWERTOOLS_LOG_LEVEL", "INFO")
    world.dispatch(event)
    [execution] = world.event(event).executions
    ids = {"tenant": ROOT_TENANT, "event_id": event, "dispatch": f"{event}-1", "execution_id": execution.id}
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    told = [line for line in lines if line["message"] == "step_ended"]
    always = {"level": "INFO", "service": "test", "message": "step_ended", "attempt": 1, "duration_ms": 0, **ids}
    for line in told:
        line.pop("timestamp")
        line.pop("xray_trace_id", None)
    assert told == [
        {**always, "step": "vendor", "action": "link_to_vendor", "status": "completed", "error_code": None},
        {**always, "step": "ticket", "action": "create_ticket", "status": "failed", "error_code": "refused"},
        {**always, "step": "processed", "action": "mark_as_processed", "status": "completed", "error_code": None},
    ]


def test_a_step_that_somebody_else_committed_first_is_told_once(
    world: World, event: EventId, capsys: pytest.CaptureFixture[str]
) -> None:
    world.setting("POWERTOOLS_LOG_LEVEL", "INFO")

    def somebody_else() -> None:
        world.dispatch(event)

    world.store.faults.before("TransactWriteItems", step_transaction, once(somebody_else))
    world.dispatch(event)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["step"] for line in lines if line["message"] == "step_ended"] == ["vendor", "ticket", "processed"]


def test_an_output_too_large_for_its_row_is_kept_as_an_object_and_read_back(
    world: World, event: EventId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STEP_OUTPUT_INLINE_BYTES", 10)
    world.dispatch(event)
    [vendor], [ticket] = records(world, "contact"), records(world, "ticket")
    assert ticket["contact_id"] == vendor["id"]
    [execution] = world.event(event).executions
    row = world.item("executions", keys.execution(ROOT_TENANT, execution.id, "step#vendor"))
    assert row is not None
    assert row["output"] is None
    assert json.loads(world.object(row["output_ref"]))["vendor_id"] == vendor["id"]


BRANCH = {
    "condition": "email.subject",
    "then": [{"id": "ticket", "action": "create_ticket", "params": {"title": "{{ email.subject }}"}}],
    "else": [{"action": "stop"}],
}


@pytest.mark.parametrize("point", ["before", "during", "after"])
def test_a_branch_is_taken_once_whatever_is_killed(world: World, point: str) -> None:
    steps = [{"action": "conditional_branch", "params": BRANCH}, {"action": "mark_as_processed"}]
    world.add_workflow({"name": "Branching", **TRIGGER, "workflow_steps": steps})
    event = world.receive(mail())

    def taking(params: Any) -> bool:
        return "step#conditional_branch" in str(params)

    getattr(world.store.faults, point)("TransactWriteItems", taking, once(kill))
    with pytest.raises(Killed):
        world.dispatch(event)
    assert world.dispatch(event) == ["classify_event", "match_workflows", "step:records"]
    [execution] = world.event(event).executions
    rows = {row["sk"]: row for row in world.items("executions", f"#execution#{execution.id}")}
    assert [name for name in rows if name.startswith("step#")] == [
        "step#conditional_branch",
        "step#mark_as_processed",
        "step#ticket",
    ]
    assert rows["step#ticket"]["at"] == [0, "then", 0]
    assert (rows["head"]["status"], rows["head"]["steps_total"], len(records(world, "ticket"))) == ("completed", 4, 1)
