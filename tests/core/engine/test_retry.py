"""When a step is tried again: later each time, never before it was asked, never beyond a day, five tries at most."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.engine.model import Attempt, Cursor, StepError
from postroom.engine.retry import next_attempt
from postroom.errors import NotNow
from tests.core.engine.memory_edge import START, MemoryEdge, workflow


def tried(times: int) -> Cursor:
    attempt = Attempt(at=START, error=StepError(code="not_now", message="busy"), due=START)
    return Cursor(attempts=(attempt,) * times)


def pause(times: int, retry_after: float) -> float | None:
    attempt = next_attempt(tried(times), NotNow("busy", retry_after), START)
    return None if attempt is None else (attempt.due - START).total_seconds()


@pytest.mark.parametrize(("times", "seconds"), [(0, 2.0), (1, 4.0), (2, 8.0), (3, 16.0)])
def test_the_pause_doubles_from_two_seconds(times: int, seconds: float) -> None:
    assert pause(times, 0.0) == seconds


@pytest.mark.parametrize(("times", "asked", "seconds"), [(0, 30.0, 30.0), (3, 30.0, 30.0), (3, 10.0, 16.0)])
def test_it_is_never_shorter_than_what_was_asked_for(times: int, asked: float, seconds: float) -> None:
    assert pause(times, asked) == seconds


@pytest.mark.parametrize("asked", [limits.STEP_PAUSE_SECONDS + 1, 1e12, float("inf")])
def test_it_is_never_longer_than_a_day(asked: float) -> None:
    assert pause(0, asked) == limits.STEP_PAUSE_SECONDS == 86_400


@pytest.mark.parametrize("times", [limits.STEP_ATTEMPTS - 1, limits.STEP_ATTEMPTS, limits.STEP_ATTEMPTS + 5])
def test_after_the_last_try_there_is_no_next(times: int) -> None:
    assert pause(times, 1.0) is None


def test_the_try_is_recorded_with_its_time_and_its_error() -> None:
    attempt = next_attempt(tried(0), NotNow("Slack answered 429", 5.0), START)
    assert attempt == Attempt(
        at=START,
        error=StepError(code="not_now", message="Slack answered 429"),
        due=START + timedelta(seconds=5),
    )


@given(st.integers(0, limits.STEP_ATTEMPTS), st.floats(min_value=0, allow_nan=False))
def test_any_pause_is_within_its_bounds(times: int, asked: float) -> None:
    seconds = pause(times, asked)
    assert seconds is None or 2 <= seconds <= limits.STEP_PAUSE_SECONDS


def test_a_service_that_asks_for_a_year_is_asked_again_the_next_day() -> None:
    edge = MemoryEdge(workflow({"action": "send_slack_notification", "params": {"channel": "x", "message": "y"}}))
    refusals = iter([NotNow("busy", 365 * 86_400.0)])
    edge.outside = lambda _number: next(refusals, None)
    assert edge.run() == ["step:notify", "wait", "step:notify"]
    assert edge.now - START == timedelta(days=1)
