"""What an open event needs, by its state, its dispatch's number and that dispatch's status: the whole table."""

from typing import get_args

import pytest

from postroom import limits
from postroom.engine.recovery import DispatchStatus, Recovery, recovery_for
from postroom.triggers.event import EventState, TriggerEvent
from tests.core.engine.memory_edge import MemoryEdge, workflow

ENDED: tuple[DispatchStatus, ...] = ("SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED", "PENDING_REDRIVE")
OPEN: tuple[EventState, ...] = ("received", "dispatched")
NUMBERS = range(1, limits.DISPATCH_ATTEMPTS + 1)


def event(state: EventState, number: int) -> TriggerEvent:
    made = MemoryEdge(workflow({"action": "mark_as_processed"})).event
    return made.model_copy(update={"state": state, "dispatch": number})


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("status", get_args(DispatchStatus))
def test_an_event_that_is_done_is_left_alone_whatever_became_of_its_dispatch(
    status: DispatchStatus, number: int
) -> None:
    assert recovery_for(event("done", number), status).do == "leave"


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("state", OPEN)
def test_a_dispatch_that_runs_is_left_alone(state: EventState, number: int) -> None:
    assert recovery_for(event(state, number), "RUNNING") == Recovery("leave", number, f"dispatch {number} is running")


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("state", OPEN)
def test_a_dispatch_that_never_came_about_is_started_under_its_own_number(state: EventState, number: int) -> None:
    assert recovery_for(event(state, number), "ABSENT") == Recovery(
        "start", number, "it was stored and never dispatched"
    )


@pytest.mark.parametrize("number", NUMBERS[:-1])
@pytest.mark.parametrize("status", ENDED)
@pytest.mark.parametrize("state", OPEN)
def test_a_dispatch_that_ended_while_its_event_is_open_is_followed_by_the_next(
    state: EventState, status: DispatchStatus, number: int
) -> None:
    reason = f"dispatch {number} ended as {status.lower()} while the event is open"
    assert recovery_for(event(state, number), status) == Recovery("start", number + 1, reason)


@pytest.mark.parametrize("number", [limits.DISPATCH_ATTEMPTS, limits.DISPATCH_ATTEMPTS + 1])
@pytest.mark.parametrize("status", ENDED)
@pytest.mark.parametrize("state", OPEN)
def test_after_the_last_dispatch_the_event_is_given_up(state: EventState, status: DispatchStatus, number: int) -> None:
    recovery = recovery_for(event(state, number), status)
    assert (recovery.do, recovery.number) == ("give_up", number)
    assert status.lower() in recovery.reason
