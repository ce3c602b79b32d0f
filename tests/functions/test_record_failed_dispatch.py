"""record_failed_dispatch: a dispatch that died is followed at once by the next one."""

import json
from typing import Any

from postroom.ids import EventId
from postroom_adapters import aws
from tests.functions.samples import mail, sample
from tests.functions.world import World


def failed(event: EventId, number: int, status: str = "FAILED") -> dict[str, Any]:
    message: dict[str, Any] = sample("record_failed_dispatch/failed")
    given = json.loads(message["detail"]["input"]) | {"event": event, "dispatch": f"{event}-{number}"}
    message["detail"] |= {"name": f"{event}-{number}", "status": status, "input": json.dumps(given)}
    return message


def test_a_failed_dispatch_is_followed_by_the_next(world: World) -> None:
    event = world.receive(mail())
    world.invoke("record_failed_dispatch", failed(event, 1))
    assert world.event(event).dispatch == 2
    assert world.started() == [f"{event}-2", f"{event}-1"]


def test_the_same_news_twice_starts_nothing_twice(world: World) -> None:
    event = world.receive(mail())
    for _ in range(2):
        world.invoke("record_failed_dispatch", failed(event, 1, "TIMED_OUT"))
    assert world.started() == [f"{event}-2", f"{event}-1"]


def test_the_third_failure_gives_the_event_up(world: World) -> None:
    event = world.receive(mail())
    for number in (1, 2, 3):
        world.invoke("record_failed_dispatch", failed(event, number))
    head = world.event(event)
    assert (head.state, head.mail.status) == ("done", "failed")
    assert head.failure == "dispatch 3 ended as failed while the event is open"


def test_news_of_an_event_that_is_done_changes_nothing(world: World) -> None:
    event = world.receive(mail())
    world.dispatch(event)
    before = world.items("executions")
    world.invoke("record_failed_dispatch", failed(event, 1))
    assert world.items("executions") == before
    assert aws.client("stepfunctions").list_executions(stateMachineArn=world.machine)["executions"][0]["name"] == (
        f"{event}-1"
    )
