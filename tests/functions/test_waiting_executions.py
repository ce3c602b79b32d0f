"""An execution that waits: handed over, resumed by its own dispatch, swept if that died, given up after three."""

import json
from typing import Any

import pytest

from postroom import limits
from postroom.engine.model import execution_dispatch
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import aws
from tests.functions.samples import mail, sample
from tests.functions.test_step_records import Killed, kill, once, records
from tests.functions.world import World

WAIT = {"action": "wait", "params": {"for": "PT2H"}}
TICKET = {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ email.subject }}"}}


@pytest.fixture
def event(world: World) -> EventId:
    """A mail whose first workflow waits, and whose second does not."""
    trigger = {"triggers": [{"type": "email", "classification": "invoice"}]}
    world.add_workflow({"name": "Waits", **trigger, "priority": 1, "workflow_steps": [WAIT, TICKET]})
    world.add_workflow({"name": "Goes on", **trigger, "priority": 2})
    return world.receive(mail())


def head(world: World, event: EventId) -> dict[str, Any]:
    return world.items("executions", f"#execution#{world.event(event).executions[0].id}")[1]


def own(world: World, event: EventId, number: int = 1) -> dict[str, Any]:
    return execution_dispatch(ROOT_TENANT, event, world.event(event).executions[0].id, number)


def sweep(world: World) -> Any:
    return world.invoke("sweep_events", sample("sweep_events/tick"))


def handing_over(params: Any) -> bool:
    return "waiting_until" in str(params)


def test_the_event_is_done_while_it_waits_and_its_own_dispatch_finishes_it(world: World, event: EventId) -> None:
    assert world.dispatch(event) == ["classify_event", "match_workflows", "step:records", "step:records"]
    waiting = head(world, event)
    assert (waiting["status"], waiting["waiting_until"]) == ("waiting", "2026-03-02T11:00:00.000Z")
    assert (world.event(event).state, world.event(event).mail.status) == ("done", "processed")
    assert world.started()[0] == own(world, event)["dispatch"]
    assert world.walk(own(world, event)) == ["classify_event", "match_workflows", "wait", "step:records"]
    over = head(world, event)
    assert (over["status"], over["waiting_until"], over["steps_completed"]) == ("completed", None, 2)
    assert "open_shard" not in over
    assert len(records(world, "ticket")) == 1


@pytest.mark.parametrize("point", ["before", "during", "after"])
def test_a_kill_around_the_hand_over_loses_nothing(world: World, event: EventId, point: str) -> None:
    getattr(world.store.faults, point)("TransactWriteItems", handing_over, once(kill))
    with pytest.raises(Killed):
        world.dispatch(event)
    world.dispatch(event)
    assert own(world, event)["dispatch"] in world.started()
    world.walk(own(world, event))
    world.walk(own(world, event))
    assert (head(world, event)["status"], len(records(world, "ticket"))) == ("completed", 1)


def test_a_dispatch_that_was_not_started_is_started_by_the_sweeper(world: World, event: EventId) -> None:
    world.break_step_functions()
    with pytest.raises(Exception, match="StateMachine"):
        world.dispatch(event)
    world.mend_step_functions()
    aws.client("stepfunctions").stop_execution(
        executionArn=world.machine.replace(":stateMachine:", ":execution:") + f":{event}-1"
    )
    world.move(2 * 60 * 60 + limits.SWEEP_AFTER_SECONDS + 1)
    assert sweep(world)["start"] == 2
    assert own(world, event)["dispatch"] in world.started()


def test_while_it_waits_nobody_looks_at_it(world: World, event: EventId) -> None:
    world.dispatch(event)
    world.move(2 * 60 * 60 + limits.SWEEP_AFTER_SECONDS - 1)
    assert sweep(world) == {"start": 0, "leave": 0, "give_up": 0}
    world.move(2)
    assert sweep(world) == {"start": 0, "leave": 1, "give_up": 0}


def test_a_dispatch_of_its_own_that_died_is_followed_three_times_and_then_given_up(
    world: World, event: EventId
) -> None:
    world.dispatch(event)
    for number in (1, 2, 3):
        given = own(world, event, number)
        message: dict[str, Any] = sample("record_failed_dispatch/failed")
        message["detail"] |= {"name": given["dispatch"], "input": json.dumps(given)}
        world.invoke("record_failed_dispatch", message)
        world.invoke("record_failed_dispatch", message)
    over = head(world, event)
    assert (over["status"], over["reason"]) == ("failed", "dispatch 3 ended as failed while the execution is open")
    assert [name for name in world.started() if name.startswith("exe")] == [
        own(world, event, number)["dispatch"] for number in (3, 2, 1)
    ]
    assert world.walk(own(world, event, 3)) == ["classify_event", "match_workflows"]
