"""record_failed_dispatch: a dispatch that died is followed at once by the next one."""

import json
from typing import Any

import pytest

from postroom.ids import EventId
from postroom_adapters import aws
from tests.functions.samples import mail, sample
from tests.functions.world import World


def failed(
    event: EventId, number: int, status: str = "FAILED", error: str | None = "States.TaskFailed"
) -> dict[str, Any]:
    message: dict[str, Any] = sample("record_failed_dispatch/failed")
    given = json.loads(message["detail"]["input"]) | {"event": event, "dispatch": f"{event}-{number}"}
    message["detail"] |= {"name": f"{event}-{number}", "status": status, "error": error, "input": json.dumps(given)}
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


@pytest.mark.parametrize(
    ("status", "error", "told"),
    [
        ("FAILED", "States.TaskFailed", ("dispatch_failed", "DispatchFailed")),
        ("TIMED_OUT", None, ("dispatch_failed", "DispatchFailed")),
        ("ABORTED", None, ("dispatch_stopped", "DispatchStopped")),
        ("ABORTED", "Tidying", ("dispatch_stopped", "DispatchStopped")),
        ("ABORTED", "Cancelled", ("dispatch_cancelled", None)),
    ],
)
def test_a_dispatch_that_somebody_stopped_is_counted_apart_and_one_of_a_cancelled_execution_is_not(
    world: World, capsys: pytest.CaptureFixture[str], status: str, error: str | None, told: tuple[str, str | None]
) -> None:
    event = world.receive(mail())
    world.setting("POWERTOOLS_LOG_LEVEL", "INFO")
    capsys.readouterr()
    world.invoke("record_failed_dispatch", failed(event, 1, status, error))
    first, second = lines(capsys)
    assert (first["message"], counted(first), first["status"], first["error"]) == (*told, status, error)
    assert (second["message"], counted(second)) == ("event_start", "DispatchRecovered")


def test_an_event_that_is_given_up_is_counted_once(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    event = world.receive(mail())
    for number in (1, 2, 3, 3):
        world.invoke("record_failed_dispatch", failed(event, number))
    assert [counted(line) for line in lines(capsys)].count("EventGivenUp") == 1


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def counted(line: dict[str, Any]) -> str | None:
    """The metric that a line carries."""
    if "_aws" not in line:
        return None
    name: str = line["_aws"]["CloudWatchMetrics"][0]["Metrics"][0]["Name"]
    return name


def test_news_of_an_event_that_is_done_changes_nothing(world: World) -> None:
    event = world.receive(mail())
    world.dispatch(event)
    before = world.items("executions")
    world.invoke("record_failed_dispatch", failed(event, 1))
    assert world.items("executions") == before
    assert aws.client("stepfunctions").list_executions(stateMachineArn=world.machine)["executions"][0]["name"] == (
        f"{event}-1"
    )
