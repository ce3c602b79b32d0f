"""Giving up comes too late: whoever is still at it moved the event or execution, so it is alive and stays so."""

import json
from typing import Any

import pytest

from postroom.engine.model import execution_dispatch
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import keys
from tests.functions.samples import mail, sample
from tests.functions.test_step_records import once, records
from tests.functions.world import World

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
WAIT = {"action": "wait", "params": {"for": "PT2H"}}
TOLD = {"action": "send_slack_notification", "params": {"channel": "#a", "message": "b"}}
TRIGGER = {"triggers": [{"type": "email", "classification": "invoice"}]}
GIVEN_UP = "ended as failed"


def received(world: World, *workflows: list[dict[str, Any]]) -> EventId:
    for number, steps in enumerate(workflows):
        world.add_workflow({"name": f"W{number}", **TRIGGER, "priority": number, "workflow_steps": steps})
    return world.receive(mail())


def fail(world: World, turn: dict[str, Any]) -> None:
    message = sample("record_failed_dispatch/failed")
    message["detail"] |= {"name": turn["dispatch"], "input": json.dumps(turn)}
    world.invoke("record_failed_dispatch", message)


def third(world: World, event: EventId) -> dict[str, Any]:
    """The turn of the third dispatch, after two that failed."""
    for number in (1, 2):
        fail(world, {**world.turn(event), "dispatch": f"{event}-{number}"})
    return {**world.turn(event), "dispatch": f"{event}-3"}


def fail_late(world: World, turn: dict[str, Any], meanwhile: Any) -> None:
    """The dispatch is told to have failed, and just before it is given up, `meanwhile` happens."""
    happened: list[bool] = []

    def first() -> None:
        happened.append(True)
        meanwhile()

    world.store.faults.before("TransactWriteItems", lambda params: GIVEN_UP in str(params), once(first))
    fail(world, turn)
    assert happened == [True]


def statuses(world: World, event: EventId) -> list[str]:
    heads = [world.item("executions", keys.execution(ROOT_TENANT, one.id)) for one in world.event(event).executions]
    return [head["status"] for head in heads if head is not None]


@pytest.mark.parametrize("function", ["classify_event", "match_workflows"])
def test_an_event_that_is_understood_or_decided_meanwhile_is_not_given_up(world: World, function: str) -> None:
    event = received(world, [TICKET])
    turn = third(world, event)
    if function == "match_workflows":
        turn = world.invoke("classify_event", turn)
    fail_late(world, turn, lambda: world.invoke(function, turn))
    head = world.event(event)
    assert (head.state, head.failure, head.mail.category) == ("dispatched", None, "invoice")
    world.dispatch(event, 3)
    assert (world.event(event).state, statuses(world, event)) == ("done", ["completed"])
    assert len(records(world, "ticket")) == 1


def test_an_event_whose_step_is_recorded_meanwhile_is_not_given_up(world: World) -> None:
    event = received(world, [TICKET, TOLD])
    begun = third(world, event)
    turn = world.invoke("match_workflows", world.invoke("classify_event", begun))
    fail_late(world, begun, lambda: world.invoke("step_records", turn))
    assert (world.event(event).state, statuses(world, event)) == ("dispatched", ["running"])
    world.dispatch(event, 3)
    assert (world.event(event).state, len(records(world, "ticket"))) == ("done", 1)


def test_who_comes_too_late_has_given_nothing_up_and_counts_nothing(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    event = received(world, [TICKET, TOLD])
    begun = third(world, event)
    turn = world.invoke("match_workflows", world.invoke("classify_event", begun))
    fail_late(world, begun, lambda: world.invoke("step_records", turn))
    told = capsys.readouterr().out
    assert "EventGivenUp" not in told
    assert told.count('"Name": "DispatchFailed"') == 3


def test_an_event_whose_execution_ends_meanwhile_goes_on_with_the_next(world: World) -> None:
    event = received(world, [TICKET], [TOLD])
    begun = third(world, event)
    turn = world.invoke("match_workflows", world.invoke("classify_event", begun))
    fail_late(world, begun, lambda: world.invoke("step_records", turn))
    assert (world.event(event).state, statuses(world, event)) == ("dispatched", ["completed", "running"])


def waiting(world: World) -> tuple[EventId, dict[str, Any]]:
    """A mail whose execution waits, and the third dispatch of that, after two that failed."""
    event = received(world, [WAIT, TICKET, TOLD])
    world.dispatch(event)
    [planned] = world.event(event).executions
    turns = [execution_dispatch(ROOT_TENANT, event, planned.id, number) for number in (1, 2, 3)]
    for turn in turns[:2]:
        fail(world, turn)
    return event, turns[2]


def test_an_execution_whose_step_is_recorded_meanwhile_is_not_given_up(world: World) -> None:
    event, turn = waiting(world)
    for function in ("classify_event", "match_workflows"):
        turn = world.invoke(function, turn)
    world.move(2 * 60 * 60)
    following = turn["after"]
    fail_late(world, turn, lambda: world.invoke("step_records", following))
    assert statuses(world, event) == ["running"]
    assert len(records(world, "ticket")) == 1


def test_one_that_nobody_moves_is_given_up(world: World) -> None:
    event, turn = waiting(world)
    fail_late(world, turn, lambda: None)
    assert statuses(world, event) == ["failed"]
