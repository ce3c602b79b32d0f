"""When a step is tried again: later each time, never before it was asked, never beyond a day, five tries at most."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from postroom import limits
from postroom.engine.model import Attempt, Cursor, StepError
from postroom.engine.retry import next_attempt
from postroom.errors import Broken, NotNow, Refused, UnknownOutcome
from tests.core.engine.memory_edge import START, MemoryEdge, workflow

SLACK = {"action": "send_slack_notification", "params": {"channel": "x", "message": "y"}}
STEP = workflow(SLACK).workflow_steps[0]


def tried(times: int) -> Cursor:
    attempt = Attempt(at=START, error=StepError(code="not_now", message="busy"), due=START)
    return Cursor(attempts=(attempt,) * times)


def pause(times: int, retry_after: float) -> float | None:
    attempt = next_attempt(STEP, tried(times), NotNow("busy", retry_after), START, retry_unknown=False)
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
    attempt = next_attempt(STEP, tried(0), NotNow("Slack answered 429", 5.0), START, retry_unknown=False)
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
    edge = MemoryEdge(workflow(SLACK))
    refusals = iter([NotNow("busy", 365 * 86_400.0)])
    edge.outside = lambda _number: next(refusals, None)
    assert edge.run() == ["step:notify", "wait", "step:notify"]
    assert edge.now - START == timedelta(days=1)


ERRORS = [NotNow("busy", 1.0), Refused("no"), Broken("odd"), UnknownOutcome("cut")]


@pytest.mark.parametrize("error", ERRORS, ids=lambda error: error.code)
@pytest.mark.parametrize("on", [["not_now"], ["refused", "broken"], ["unknown_outcome"]])
def test_a_step_is_tried_again_after_the_errors_its_policy_names(error: Exception, on: list[str]) -> None:
    retry = {"attempts": 3, "backoff_seconds": 10, "on": on}
    edge = MemoryEdge(workflow({**SLACK, "on_unknown": "retry", "retry": retry}))
    edge.outside = lambda _number: error
    states = edge.run()
    step = edge.steps()["send_slack_notification"]
    assert step.error is not None
    again = step.error.code in on
    assert states == ["step:notify", *(["wait", "step:notify"] * 2 if again else [])]
    assert [(one.due - one.at).total_seconds() for one in step.attempts] == ([10.0, 20.0] if again else [])


def test_a_call_of_unknown_outcome_is_repeated_only_where_the_step_says_so() -> None:
    edge = MemoryEdge(workflow({**SLACK, "retry": {"on": ["unknown_outcome"]}}))
    edge.outside = lambda _number: UnknownOutcome("cut")
    assert edge.run() == ["step:notify"]
    assert edge.steps()["send_slack_notification"].outcome_unknown


@pytest.mark.parametrize("retry", [None, {"attempts": 5}])
def test_on_unknown_retry_is_enough_for_a_call_of_unknown_outcome_to_be_tried_again(retry: object) -> None:
    edge = MemoryEdge(workflow({**SLACK, "on_unknown": "retry", "retry": retry}))
    answers = iter([UnknownOutcome("cut"), UnknownOutcome("cut"), None])
    edge.outside = lambda _number: next(answers)
    assert edge.run() == ["step:notify", *["wait", "step:notify"] * 2]
    step = edge.steps()["send_slack_notification"]
    assert (step.status, [one.error.code for one in step.attempts]) == ("completed", ["unknown_outcome"] * 2)


def test_a_policy_of_one_attempt_tries_once() -> None:
    edge = MemoryEdge(workflow({**SLACK, "retry": {"attempts": 1}}))
    edge.outside = lambda _number: NotNow("busy", 1.0)
    assert edge.run() == ["step:notify"]


def test_no_try_begins_after_the_steps_time() -> None:
    edge = MemoryEdge(workflow({**SLACK, "timeout_seconds": 7, "retry": {"attempts": 20}}))
    edge.outside = lambda _number: NotNow("busy", 1.0)
    edge.run()
    step = edge.steps()["send_slack_notification"]
    assert [(one.due - START).total_seconds() for one in step.attempts] == [2.0, 6.0]
    assert step.error is not None
    assert step.error.code == "not_now"


def test_a_call_that_would_go_out_after_the_steps_time_does_not() -> None:
    edge = MemoryEdge(workflow({**SLACK, "timeout_seconds": 5}))
    edge.outside = lambda _number: NotNow("busy", 1.0)
    waiting = edge.take(edge.first_turn())
    assert waiting.after is not None
    edge.now += timedelta(seconds=60)
    edge.outside = lambda _number: None
    edge.run(waiting.after)
    error = edge.steps()["send_slack_notification"].error
    assert error is not None
    assert (error.code, edge.sent) == ("timed_out", [])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("retry", {"attempts": 0}),
        ("retry", {"attempts": limits.STEP_ATTEMPTS_MAX + 1}),
        ("retry", {"backoff_seconds": limits.STEP_PAUSE_SECONDS + 1}),
        ("retry", {"backoff_seconds": 0}),
        ("retry", {"on": []}),
        ("retry", {"on": ["rain"]}),
        ("timeout_seconds", 0),
        ("timeout_seconds", limits.STEP_TIMEOUT_SECONDS + 1),
    ],
)
def test_policies_have_bounds(field: str, value: object) -> None:
    with pytest.raises(ValidationError, match=field):
        workflow({**SLACK, field: value})
