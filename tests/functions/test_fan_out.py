"""parallel and for_each through the step functions: rows, results by reference, crashes, full dispatches."""

from dataclasses import replace
from typing import Any

import pytest

from postroom import limits
from postroom.engine.model import execution_dispatch
from postroom.ids import ROOT_TENANT, EventId
from postroom.triggers.event import dispatch_input
from postroom_adapters import keys
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.test_step_records import Killed, kill, once, records
from tests.functions.test_sweep_events import LATER, stop, sweep
from tests.functions.world import World

TRIGGER = {"triggers": [{"type": "email", "classification": "invoice"}]}
TICKET = {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ item.name }} {{ index }}"}}
PROCESSED = {"action": "mark_as_processed"}


def for_each(*steps: dict[str, Any], items: Any, **more: Any) -> dict[str, Any]:
    return {"id": "loop", "action": "for_each", "params": {"items": items, "steps": list(steps)}, **more}


def named(count: int) -> list[dict[str, Any]]:
    return [{"name": f"n{number}"} for number in range(count)]


def received(world: World, *steps: dict[str, Any], **more: Any) -> EventId:
    world.add_workflow({"name": "Fans out", **TRIGGER, "workflow_steps": list(steps), **more})
    return world.receive(mail())


def row(world: World, event: EventId, part: str = "head") -> dict[str, Any]:
    found = world.item("executions", keys.execution(ROOT_TENANT, world.event(event).executions[0].id, part))
    assert found is not None, part
    return found


def test_a_for_each_of_more_than_a_page_makes_each_record_once_and_keeps_its_order(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "STEP_OUTPUT_INLINE_BYTES", 4_000)
    event = received(world, for_each(TICKET, items=named(120)), {**TICKET, "id": "last", "params": {
        "title": "{{ steps.loop[119].ticket.title }} of {{ length(steps.loop) }}"}}, PROCESSED)  # fmt: skip
    states = world.dispatch(event)
    assert (states.count("fan_out"), states.count("step:records")) == (2, 1 + 120 + 2)
    tickets = records(world, "ticket")
    assert sorted(one["title"] for one in tickets) == sorted([f"n{n} {n}" for n in range(120)] + ["n119 119 of 120"])
    head = row(world, event)
    assert (head["status"], head["steps_completed"], head["continued"]) == ("completed", 123, 0)
    assert row(world, event, "cursor#loop[7]")["closed"] is True
    assert row(world, event, "step#loop[7].ticket")["item"] == 7
    assert row(world, event, "items#loop#1")["items"][0] == {"name": "n100"}
    assert row(world, event, "step#loop")["output_ref"].endswith("/loop.json")


def test_the_api_shows_branches_after_their_fan_out_in_order_with_typed_results_and_those_too_many_by_name(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"id": "kept", "action": "set_fields", "params": {"fields": {"share": "{{ item }}"}}}
    both = {"id": "both", "action": "parallel", "params": {"branches": [[{**PROCESSED, "id": "a"}], [fields]]}}
    invoice = {"id": "invoice", "action": "extract_invoice_data"}
    event = received(world, for_each(invoice, {**fields, "id": "more"}, items=[0.5] * 11), both)
    world.dispatch(event)
    execution = world.event(event).executions[0].id
    body = api("get_workflow_execution", id=execution).body
    loop = [f"loop[{number}].{step}" for number in range(11) for step in ("invoice", "more")]
    assert [step["id"] for step in body["steps"]] == ["loop", *loop, "both", "both[0].a", "both[1].kept"]
    first = body["steps"][0]
    assert (first["output"], len(first["results"]), body["steps_left_out"]) == (None, 11, 0)
    assert first["results"][10]["invoice"] == body["steps"][21]["output"]
    assert first["results"][10]["invoice"]["total"] == "1250"
    assert isinstance(first["results"][0]["invoice"]["sources"]["total"]["confidence"], float)
    one = api("get_workflow_execution", id=execution, query={"branch": "loop[10]"}).body
    assert [step["id"] for step in one["steps"]] == ["loop[10].invoice", "loop[10].more"]
    assert api("get_workflow_execution", id=execution, query={"branch": "loop"}).status == 422
    for limit, value in (("BRANCH_STEPS_SHOWN", 9), ("BRANCH_BYTES_SHOWN", 5_000)):
        with monkeypatch.context() as patch:
            patch.setattr(limits, limit, value)
            cut = api("get_workflow_execution", id=execution).body
        assert cut["steps_left_out"] + len(cut["steps"]) == len(body["steps"])
        assert [step["id"] for step in cut["steps"] if step["item"] is None] == ["loop", "both"]
        assert cut["steps_left_out"] > 10


def test_everything_of_an_execution_is_cleaned_up_with_its_event(world: World) -> None:
    slack = {"id": "told", "action": "send_slack_notification", "params": {"channel": "x", "message": "y"}}
    event = received(world, for_each(TICKET, slack, items=named(2)), PROCESSED)
    world.dispatch(event)
    rows = world.items("executions", f"#execution#{world.event(event).executions[0].id}")
    kinds = {row["sk"].partition("#")[0] for row in rows}
    assert kinds == {"head", "cursor", "step", "items", "claim"}
    whole = world.item("executions", keys.event(ROOT_TENANT, event))
    assert whole is not None
    assert {row["expires_at"] for row in rows} == {whole["expires_at"]}


def test_fractions_in_items_stay_numbers(world: World) -> None:
    fields = {"id": "sum", "action": "set_fields", "params": {"fields": {"of": "{{ item.net }}"}}}
    big = {"id": "big", "action": "set_fields", "params": {"fields": {"n": "{{ steps.loop[?sum.of > `1`].sum.of }}"}}}
    event = received(world, for_each(fields, items=[{"net": 0.5}, {"net": 1.25}]), big)
    world.dispatch(event)
    assert [str(one) for one in row(world, event, "step#big")["output"]["n"]] == ["1.25"]


@pytest.mark.parametrize("number", [0, 1])
def test_a_branch_that_is_in_flight_when_its_event_is_given_up_commits_nothing_any_more(
    world: World, number: int
) -> None:
    event = received(world, for_each(TICKET, {**TICKET, "id": "second"}, items=named(2)), PROCESSED)
    for dispatch in (1, 2):
        lose(world, f"{event}-{dispatch}")
    turn = dispatch_input(ROOT_TENANT, event, 3)
    for function in ("classify_event", "match_workflows", "step_records"):
        turn = world.invoke(function, turn)
    branch = {**turn, **turn["branches"][number]}
    given_up: list[str] = []

    def give_up(_params: object) -> None:
        if not given_up:
            given_up.append("now")
            lose(world, f"{event}-3")
            given_up.append(str(world.event(event).state))

    second = f"'step#loop[{number}].second'"
    world.store.faults.before("TransactWriteItems", lambda params: second in str(params), give_up)
    answer = world.invoke("step_records", branch)
    assert (given_up, answer["next"]) == (["now", "done"], "done")
    assert [one["title"] for one in records(world, "ticket")] == [f"n{number} {number}"], "what came before it"
    for name in ("loop[0]", "loop[1]"):
        cursor = row(world, event, f"cursor#{name}")
        assert (cursor["closed"], "dispatch 3 ended" in cursor["failure"]) == (True, True)
        assert cursor["expires_at"] == row(world, event)["expires_at"]
    assert row(world, event)["status"] == "failed"
    other = {**turn, **turn["branches"][1 - number]}
    assert world.invoke("step_records", other)["next"] == "done"
    assert len(records(world, "ticket")) == 1


def lose(world: World, dispatch: str) -> None:
    """A dispatch dies, and the sweeper sees to it."""
    stop(world, dispatch)
    world.move(LATER)
    sweep(world)


@pytest.mark.parametrize("point", ["before", "during", "after"])
@pytest.mark.parametrize("part", ["items#loop#0", "cursor#loop[1]", "step#loop", "step#loop[2].ticket"])
def test_a_kill_around_any_of_its_transactions_loses_and_doubles_nothing(world: World, point: str, part: str) -> None:
    event = received(world, for_each(TICKET, items=named(3)), PROCESSED)
    getattr(world.store.faults, point)("TransactWriteItems", lambda params: f"'{part}'" in str(params), once(kill))
    with pytest.raises(Killed):
        world.dispatch(event)
    world.dispatch(event)
    assert (row(world, event)["status"], len(records(world, "ticket"))) == ("completed", 3)
    assert len(row(world, event, "step#loop")["results"]) == 3


def test_a_branch_that_always_crashes_fails_by_its_record_and_the_others_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postroom.actions import create_ticket

    real = create_ticket.ACTION.plan

    def plan(given: Any, context: Any) -> Any:
        if context.scope["index"] == 1:
            raise RuntimeError("boom")
        return real(given, context)

    monkeypatch.setattr(create_ticket, "ACTION", replace(create_ticket.ACTION, plan=plan))
    event = received(world, for_each(TICKET, items=named(3)), PROCESSED)
    for _ in range(limits.STEP_CRASHES):
        with pytest.raises(RuntimeError):
            world.dispatch(event)
    assert row(world, event, "cursor#loop[1]")["crashes"] == limits.STEP_CRASHES
    world.dispatch(event)
    assert row(world, event)["status"] == "completed_with_errors"
    assert "crashed 3 times" in row(world, event, "step#loop[1].ticket")["error"]["message"]
    assert len(records(world, "ticket")) == 2


def test_a_full_dispatch_of_an_event_is_followed_by_its_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DISPATCH_HISTORY", 200)
    monkeypatch.setattr(limits, "FAN_OUT_PAGE", 10)
    event = received(world, for_each(TICKET, items=named(30)), PROCESSED)
    world.dispatch(event)
    stored = world.event(event)
    assert (stored.dispatch, stored.continued, stored.state) == (2, 1, "dispatched")
    assert f"{event}-2" in world.started()
    assert world.dispatch(event)[2:] == ["step:records"], "the first dispatch does nothing more"
    world.dispatch(event, 2)
    assert (row(world, event)["status"], len(records(world, "ticket"))) == ("completed", 30)


def test_a_full_dispatch_of_an_execution_is_followed_by_its_next(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DISPATCH_HISTORY", 100)
    wait = {"action": "wait", "params": {"for": 60}}
    slack = {"action": "send_slack_notification", "params": {"channel": "x", "message": "y"}}
    event = received(world, for_each(wait, TICKET, slack, {**TICKET, "id": "b"}, items=named(9)), PROCESSED)
    world.dispatch(event)
    execution = world.event(event).executions[0].id
    assert (world.event(event).state, row(world, event)["dispatch"]) == ("done", 1)
    number = 1
    while row(world, event)["status"] in ("running", "waiting"):
        world.walk(execution_dispatch(ROOT_TENANT, event, execution, number))
        number += 1
    head = row(world, event)
    assert (head["status"], head["dispatch"], head["continued"]) == ("completed_with_errors", 2, 1)
    assert (len(records(world, "ticket")), "open_shard" in head) == (18, False)


def test_results_that_are_too_long_together_fail_the_step_and_say_so(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FAN_OUT_OUTPUT_BYTES", 300)
    event = received(world, for_each(TICKET, items=named(9)), PROCESSED)
    world.dispatch(event)
    assert "longer than 300 bytes" in row(world, event, "step#loop")["error"]["message"]
    assert (row(world, event)["status"], len(records(world, "ticket"))) == ("completed_with_errors", 9)
