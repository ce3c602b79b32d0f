"""Cancelling: whatever an execution is doing, it ends as cancelled, what it did is on record, and its event goes on."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postroom import limits
from postroom.engine.model import ENDED
from postroom.engine.recovery import recovery_for
from postroom.errors import Conflict, NotNow, PostroomError, UnknownOutcome
from postroom.ids import ExecutionId
from tests.core.engine.memory_edge import EVENT, START, Crash, MemoryEdge, crash_at, crash_once, workflow

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
PROCESSED = {"action": "mark_as_processed"}
SLACK = {"action": "send_slack_notification", "params": {"channel": "a", "message": "b"}}
WAIT = {"action": "wait", "params": {"for": "P3D"}}


def cancelled_at(edge: MemoryEdge, point: str, number: int = 0) -> list[str]:
    """Cancel an execution the first time that a point is passed; the states of its event's dispatch."""
    hit = crash_once(point)

    def cancel(passed: str) -> bool:
        if hit(passed):
            edge.cancel(number)
        return False

    edge.crash = cancel
    return edge.walk(edge.first_turn())


def test_one_that_has_not_begun_ends_at_once_and_is_left_out() -> None:
    edge = MemoryEdge(workflow(TICKET), workflow(PROCESSED), workflow(TICKET))
    edge.cancel(1)
    assert (edge.status(1), edge.event.left_out) == ("cancelled", ("exe_1",))
    edge.run()
    assert [edge.status(number) for number in range(3)] == ["completed", "cancelled", "completed"]
    assert (edge.event.state, edge.event.mail.status, edge.steps(1)) == ("done", "classified", {})


def test_those_cancelled_before_their_turn_are_not_skipped_by_one_that_stops() -> None:
    edge = MemoryEdge(workflow(TICKET, stop_on_match=True), workflow(TICKET), workflow(TICKET))
    edge.cancel(1)
    edge.run()
    assert [edge.status(number) for number in range(3)] == ["completed", "cancelled", "skipped"]


def test_cancelled_while_the_one_before_it_ends_it_is_not_begun() -> None:
    edge = MemoryEdge(workflow(PROCESSED), workflow(TICKET), workflow(TICKET))
    cancelled_at(edge, "before Commit", number=1)
    assert [edge.status(number) for number in range(3)] == ["completed", "cancelled", "completed"]
    assert edge.event.state == "done"


def test_a_step_that_runs_is_finished_and_the_next_is_not_begun() -> None:
    edge = MemoryEdge(workflow({**TICKET, "id": "one"}, {**TICKET, "id": "two"}), workflow(PROCESSED))
    cancelled_at(edge, "before Commit")
    assert (edge.status(0), list(edge.steps(0)), len(edge.records)) == ("cancelled", ["one"], 1)
    assert (edge.status(1), edge.event.state) == ("completed", "done")
    execution = edge.runs[ExecutionId("exe_0")].execution
    assert execution.reason == "cancelled by a person: not wanted"


def test_a_last_step_that_stays_inside_is_not_recorded_after_the_mark() -> None:
    edge = MemoryEdge(workflow(TICKET))
    cancelled_at(edge, "before Commit")
    assert (edge.status(), edge.steps(), edge.records, edge.event.state) == ("cancelled", {}, {}, "done")


def test_what_the_last_step_did_outside_is_on_record() -> None:
    edge = MemoryEdge(workflow(SLACK))
    cancelled_at(edge, "after PerformEffect")
    [step] = edge.steps().values()
    assert (edge.status(), step.status, step.effects, len(edge.sent)) == (
        "cancelled",
        "cancelled",
        ("called slack",),
        1,
    )
    assert not step.outcome_unknown
    assert [claim.state for claim in edge.runs[ExecutionId("exe_0")].claims.values()] == ["done"]


def test_no_retry_is_begun_after_the_mark() -> None:
    edge = MemoryEdge(workflow({**SLACK, "retry": {"attempts": 3}}))
    edge.outside = lambda _number: NotNow("busy", 3_600)
    cancelled_at(edge, "before PerformEffect")
    assert (edge.status(), edge.now, edge.sent) == ("cancelled", START, [])
    assert edge.steps()["send_slack_notification"].status == "cancelled"


def test_no_wait_is_begun_after_the_mark() -> None:
    edge = MemoryEdge(workflow(WAIT))
    cancelled_at(edge, "before Commit")
    assert (edge.status(), edge.now, edge.started) == ("cancelled", START, [])


def test_a_call_of_unknown_outcome_is_flagged() -> None:
    edge = MemoryEdge(workflow(SLACK, PROCESSED))
    edge.crash = crash_once("after PerformEffect")
    first = edge.first_turn()
    with pytest.raises(Crash):
        edge.take(first)
    edge.cancel()
    assert edge.walk(first) == ["step:notify", "wait", "step:notify"]
    step = edge.steps()["send_slack_notification"]
    assert (edge.status(), step.status, step.outcome_unknown, len(edge.sent)) == ("cancelled", "cancelled", True, 1)
    assert (edge.now - START).total_seconds() <= limits.EFFECT_LEASE_SECONDS


def test_one_that_waits_by_itself_ends_at_once_and_its_dispatch_is_stopped() -> None:
    edge = MemoryEdge(workflow(WAIT, TICKET), workflow(PROCESSED))
    edge.walk(edge.first_turn())
    edge.cancel(0)
    assert (edge.status(0), edge.stopped, edge.now) == ("cancelled", ["exe_0-1"], START)
    assert (edge.steps(0)["wait"].status, edge.records) == ("cancelled", {})


def test_the_event_goes_on_in_its_next_dispatch_when_what_it_waited_for_is_cancelled() -> None:
    edge = MemoryEdge(workflow(WAIT, stop_on_match=True), workflow(PROCESSED))
    waiting = edge.take(edge.first_turn())
    assert waiting.next == "wait"
    edge.cancel(0)
    assert (edge.stopped, edge.started) == ([f"{EVENT}-1"], [f"{EVENT}-2"])
    assert (edge.status(0), edge.status(1)) == ("cancelled", "running")
    edge.walk(edge.first_turn())
    assert (edge.status(1), edge.event.state, edge.now) == ("completed", "done", START)
    edge.walk(waiting)
    assert [one.status for one in edge.steps(1).values()] == ["completed"]


def test_a_dispatch_begun_by_a_cancel_is_none_of_the_three_tries() -> None:
    edge = MemoryEdge(workflow(WAIT, stop_on_match=True), workflow(TICKET))
    edge.take(edge.first_turn())
    edge.cancel(0)
    assert edge.event.dispatch == 2
    third = edge.event.model_copy(update={"dispatch": 3})
    assert recovery_for(third, "FAILED").do == "start"
    assert recovery_for(edge.event.model_copy(update={"dispatch": 4}), "FAILED").do == "give_up"


def test_one_between_two_tries_ends_at_once() -> None:
    edge = MemoryEdge(workflow({**SLACK, "retry": {"attempts": 3}}), workflow(PROCESSED))
    edge.outside = lambda _number: NotNow("busy", 600)
    edge.take(edge.first_turn())
    edge.cancel(0)
    step = edge.steps(0)["send_slack_notification"]
    assert (edge.status(0), step.status, len(step.attempts)) == ("cancelled", "cancelled", 1)
    assert (edge.status(1), edge.event.dispatch) == ("running", 2)


def test_about_to_go_on_it_is_marked_for_clocks_differ() -> None:
    edge = MemoryEdge(workflow({"action": "wait", "params": {"for": limits.CANCEL_MARGIN_SECONDS}}, TICKET))
    edge.walk(edge.first_turn())
    edge.cancel()
    assert edge.status() == "waiting"
    edge.run()
    assert (edge.status(), edge.records) == ("cancelled", {})


def test_one_that_has_ended_is_a_conflict_that_says_how() -> None:
    edge = MemoryEdge(workflow(TICKET))
    edge.run()
    with pytest.raises(Conflict, match="ended as completed"):
        edge.cancel()
    assert edge.status() == "completed"


def test_asked_twice_the_first_who_asked_stays_on_record() -> None:
    edge = MemoryEdge(workflow(TICKET, PROCESSED))
    edge.cancel(0, "first")
    edge.cancel(0, "second")
    edge.run()
    assert edge.runs[ExecutionId("exe_0")].execution.reason == "cancelled by a person: first"


EACH = {"action": "for_each", "params": {"items": ["a", "b", "c"], "steps": [SLACK, WAIT]}}
BOTH = {"action": "parallel", "params": {"branches": [[TICKET, PROCESSED], [SLACK]]}}


def test_branches_that_wait_are_cancelled_with_their_execution() -> None:
    edge = MemoryEdge(workflow(EACH, TICKET), workflow(PROCESSED))
    edge.walk(edge.first_turn())
    walking = edge.walking(edge.own_turn(edge.runs[ExecutionId("exe_0")].execution), [])
    while edge.now == START:
        next(walking)
    edge.now = START
    edge.cancel(0)
    assert (edge.stopped, edge.started[-1]) == (["exe_0-1"], "exe_0-2")
    edge.run()
    assert (edge.status(0), edge.now, edge.records) == ("cancelled", edge.now, {})
    assert edge.now < START + timedelta(minutes=2)
    told = [step for step in edge.steps(0).values() if step.action == SLACK["action"]]
    assert len(edge.sent) == sum(step.status == "completed" or step.outcome_unknown for step in told)
    assert edge.steps(0)["for_each"].status == "cancelled"


def test_a_branch_that_runs_is_finished_and_no_page_is_begun_after_it() -> None:
    items = list(range(limits.FAN_OUT_PAGE + 20))
    edge = MemoryEdge(workflow({"action": "for_each", "params": {"items": items, "steps": [{**TICKET, "id": "one"}]}}))
    seen = iter(range(10_000))

    def cancel(point: str) -> bool:
        if point == "before Commit" and next(seen) == 10:
            edge.cancel(0)
        return False

    edge.crash = cancel
    edge.run()
    assert (edge.status(), edge.event.state) == ("cancelled", "done")
    assert len(edge.records) < limits.FAN_OUT_PAGE
    assert len(edge.records) == sum(step.status == "completed" for step in edge.steps().values())


STEP = st.sampled_from([TICKET, SLACK, PROCESSED, {**SLACK, "retry": {"attempts": 3}}, WAIT, EACH, BOTH])
FAULT = st.sampled_from([None, None, NotNow("busy", 30.0), UnknownOutcome("cut")])


@settings(max_examples=200)
@given(
    workflows=st.lists(st.tuples(st.lists(STEP, min_size=1, max_size=4), st.booleans()), min_size=1, max_size=3),
    cancels=st.lists(st.tuples(st.integers(0, 60), st.integers(0, 2)), max_size=3),
    crashes=st.sets(st.integers(0, 60), max_size=4),
    faults=st.lists(FAULT, max_size=6),
)
def test_whatever_is_cancelled_and_whenever_all_ends_and_nothing_is_lost(
    workflows: list[tuple[list[Any], bool]],
    cancels: list[tuple[int, int]],
    crashes: set[int],
    faults: list[PostroomError | None],
) -> None:
    edge = MemoryEdge(*(workflow(*steps, stop_on_match=stop) for steps, stop in workflows))
    coming = iter(faults)
    edge.outside = lambda _number: next(coming, None)
    crash, passed, inside = crash_at(*crashes), iter(range(10_000)), [False]

    def at(point: str) -> bool:
        if inside[0]:
            return False
        place = next(passed)
        for when, number in cancels:
            if when == place and number < len(workflows) and edge.status(number) not in ENDED:
                inside[0] = True
                edge.cancel(number)
                inside[0] = False
        return crash(point)

    edge.crash = at
    edge.run()
    assert edge.event.state == "done"
    assert len(edge.puts) == len(set(edge.puts))
    for number, (steps, _) in enumerate(workflows):
        run = edge.runs[ExecutionId(f"exe_{number}")]
        assert run.execution.status in ENDED
        assert (run.execution.status == "cancelled") == (run.execution.cancel is not None)
        own = [one for one in run.steps.values() if one.item is None]
        assert len(own) == len(steps) or run.execution.status in ("skipped", "cancelled")
    ended = {(one.id, run.execution.status) for one, run in ((run.execution, run) for run in edge.runs.values())}
    assert sorted((one.execution, one.status) for one in edge.counted) == sorted(ended), "each is counted once"
    recorded = [one for number in range(len(workflows)) for one in edge.steps(number).values()]
    sent = sum("called slack" in one.effects for one in recorded) + sum(one.outcome_unknown for one in recorded)
    assert len(edge.sent) <= sent
    tickets = sum(one.status == "completed" and one.action == "create_ticket" for one in recorded)
    assert len(edge.records) == tickets
