"""wait: the execution goes on by itself, the event without it, and nothing is lost or doubled by a crash or a race."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from postroom import limits
from postroom.actions.wait import Input
from postroom.engine.model import ENDED
from tests.core.engine.memory_edge import START, MemoryEdge, crash_at, crash_once, workflow

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
PROCESSED = {"action": "mark_as_processed"}


def wait(**params: Any) -> dict[str, Any]:
    return {"action": "wait", "params": params}


@pytest.mark.parametrize(
    ("params", "seconds"),
    [
        ({"for": 90}, 90),
        ({"for": "PT2H"}, 7_200),
        ({"for": "P3D"}, 259_200),
        ({"until": "2026-03-02T11:00:00+01:00"}, 3_600),
        ({"until": "{{ execution.started_at }}"}, 0),
    ],
)
def test_an_execution_goes_on_when_its_wait_is_over(params: dict[str, Any], seconds: int) -> None:
    edge = MemoryEdge(workflow(wait(**params), PROCESSED))
    states = edge.run()
    step = edge.steps()["wait"]
    assert states == (["step:records", "wait", "step:records"] if seconds else ["step:records"])
    assert (edge.status(), edge.event.mail.status) == ("completed", "processed")
    assert step.output is not None
    assert datetime.fromisoformat(step.output["until"]) == START + timedelta(seconds=seconds)
    assert (step.started_at, step.ended_at) == (START, START + timedelta(seconds=seconds))


def test_later_matches_do_not_wait_and_the_event_is_done_without_it() -> None:
    edge = MemoryEdge(workflow(wait(**{"for": 60}), TICKET), workflow(PROCESSED))
    assert edge.walk(edge.first_turn()) == ["step:records", "step:records"]
    assert (edge.status(0), edge.status(1), edge.event.state, edge.started) == (
        "waiting",
        "completed",
        "done",
        ["exe_0-1"],
    )
    assert edge.now == START
    edge.run()
    assert (edge.status(0), len(edge.records)) == ("completed", 1)


def test_with_stop_on_match_it_holds_up_the_later_ones() -> None:
    edge = MemoryEdge(workflow(wait(**{"for": 60}), stop_on_match=True), workflow(PROCESSED))
    assert edge.walk(edge.first_turn()) == ["step:records", "wait", "step:records"]
    assert (edge.status(0), edge.status(1), edge.started) == ("completed", "skipped", [])


def test_a_second_wait_stays_in_the_dispatch_of_the_first() -> None:
    edge = MemoryEdge(workflow(wait(**{"for": 60}), TICKET, wait(**{"for": 60})))
    edge.run()
    assert (edge.started, edge.status(), edge.now) == (["exe_0-1"], "completed", START + timedelta(seconds=120))


@pytest.mark.parametrize("point", ["before Commit", "after Commit", "before StartDispatch", "after StartDispatch"])
def test_a_crash_around_the_hand_over_still_starts_the_dispatch(point: str) -> None:
    edge = MemoryEdge(workflow(wait(**{"for": 60}), TICKET), workflow(PROCESSED))
    edge.crash = crash_once(point)
    edge.walk(edge.first_turn())
    assert set(edge.started) == {"exe_0-1"}
    assert (edge.status(0), edge.status(1)) == ("waiting", "completed")


def test_a_wait_that_is_too_long_or_no_time_fails_its_step() -> None:
    long, odd = wait(**{"for": f"P{limits.WAIT_DAYS + 1}D"}), {**wait(until="{{ email.subject }}"), "id": "odd"}
    edge = MemoryEdge(workflow(long, odd, PROCESSED))
    edge.run()
    errors = [step.error for step in edge.steps().values()]
    assert [error.code if error else None for error in errors] == ["refused", "refused", None]
    assert edge.now == START


@pytest.mark.parametrize("params", [{}, {"for": 1, "until": "x"}, {"for": "soon"}, {"until": "2026-03-02T11:00:00"}])
def test_a_wait_says_how_long_or_until_when(params: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Input.model_validate(params)


STEP = st.sampled_from([TICKET, PROCESSED, wait(**{"for": 60}), {**wait(**{"for": 5}), "when": "email.missing"}])


@settings(max_examples=150)
@given(
    workflows=st.lists(st.tuples(st.lists(STEP, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=3),
    crashes=st.sets(st.integers(0, 60), max_size=6),
    race=st.booleans(),
)
def test_whatever_waits_and_crashes_every_step_is_recorded_once(
    workflows: list[tuple[list[Any], bool]], crashes: set[int], race: bool
) -> None:
    edge = MemoryEdge(*(workflow(*steps, stop_on_match=stop) for steps, stop in workflows))
    edge.crash = crash_at(*crashes)
    first = edge.first_turn()
    slow = edge.walk(first) if race else None
    edge.run(first)
    assert edge.event.state == "done"
    assert sorted(one.execution for one in edge.counted) == sorted(edge.runs), "each is counted once"
    assert slow is None or slow
    for number, (steps, _) in enumerate(workflows):
        assert edge.status(number) in ENDED
        assert len(edge.steps(number)) == (0 if edge.status(number) == "skipped" else len(steps))
    assert len(edge.puts) == len(set(edge.puts))
