"""Where an execution goes after a step, and where an event goes after an execution."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.engine.model import Cursor, ExecutionStatus, StepStatus
from postroom.engine.sequence import execution_end, moved, next_for, step_at
from postroom.errors import Broken
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.tree import At
from tests.core.engine.memory_edge import START, MemoryEdge, workflow

DEFINITION = workflow(
    {"id": "ticket", "action": "create_ticket"},
    {"id": "slack", "action": "send_slack_notification"},
    {"id": "coffee", "action": "make_coffee"},
    {"id": "invoice", "action": "extract_invoice_data"},
)


@pytest.mark.parametrize(
    ("at", "label"),
    [((0,), "step:records"), ((1,), "step:notify"), ((2,), "step:records"), ((3,), "step:ai"), ((4,), "done")],
)
def test_next_is_the_family_of_the_step_and_done_past_the_last(at: At, label: str) -> None:
    assert next_for(DEFINITION, at) == label


def test_a_step_is_found_by_where_the_cursor_stands() -> None:
    steps = [step_at(DEFINITION, (number,)) for number in range(5)]
    assert [step and step.id for step in steps] == ["ticket", "slack", "coffee", "invoice", None]


@pytest.mark.parametrize("at", [("then", 0), (0, 1), ("then",), (0, "then", 0), (9, "then", 0), ()])
def test_a_place_that_is_none_is_broken_and_not_guessed(at: At) -> None:
    with pytest.raises(Broken, match="which is no place in this workflow"):
        step_at(DEFINITION, at)


@pytest.mark.parametrize("status", ["completed", "failed", "skipped"])
def test_a_cursor_moves_by_one_step_and_one_number_and_counts_how_it_came_out(status: StepStatus) -> None:
    after = moved(Cursor(seq=7, at=(2,), completed=1, failed=1, skipped=1), status, (3,))
    assert (after.seq, after.at) == (8, (3,))
    counts = {"completed": after.completed, "failed": after.failed, "skipped": after.skipped}
    assert counts == {"completed": 1, "failed": 1, "skipped": 1} | {status: 2}


def test_a_moved_cursor_has_forgotten_tries_waits_and_crashes_of_the_step_before() -> None:
    after = moved(Cursor(due=START, crashes=2, last_crash="boom", branch="other"), "completed", (1,))
    assert (after.attempts, after.due, after.crashes, after.last_crash) == ((), None, 0, None)
    assert after.branch == "other"


@given(st.lists(st.sampled_from(["completed", "failed", "skipped"])))
def test_counts_of_a_cursor_add_up_to_the_steps_it_has_passed(statuses: list[StepStatus]) -> None:
    cursor = Cursor()
    for status in statuses:
        cursor = moved(cursor, status, (cursor.seq + 1,))
    assert cursor.at == (len(statuses),)
    assert cursor.completed + cursor.failed + cursor.skipped == cursor.seq == len(statuses)


PROCESSED = workflow({"action": "mark_as_processed"})
STOPPING = workflow({"action": "mark_as_processed"}, stop_on_match=True)


def event(*definitions: WorkflowDefinition, current: int = 0) -> TriggerEvent:
    return MemoryEdge(*definitions).event.model_copy(update={"current": current})


def test_after_an_execution_the_next_one_starts() -> None:
    end = execution_end(event(PROCESSED, PROCESSED, PROCESSED), Cursor(completed=1), None, START)
    assert (end.status, end.reason, end.at) == ("completed", None, START)
    assert (end.event_seen_current, end.event_current, end.event_done) == (0, 1, False)
    assert (end.starts, end.skips) == ("exe_1", ())


def test_after_the_last_execution_the_event_is_done() -> None:
    end = execution_end(event(PROCESSED, PROCESSED, current=1), Cursor(), None, START)
    assert (end.event_seen_current, end.event_current, end.event_done, end.starts) == (1, 2, True, None)


def test_a_success_with_stop_on_match_skips_all_later_ones_and_the_event_is_done() -> None:
    end = execution_end(event(STOPPING, PROCESSED, PROCESSED), Cursor(completed=1), None, START)
    assert (end.event_current, end.event_done, end.starts) == (3, True, None)
    assert end.skips == ("exe_1", "exe_2")
    assert end.skip_reason == "stopped by workflow wfl_0, which succeeded"


def test_stop_on_match_of_the_last_one_skips_nobody() -> None:
    end = execution_end(event(PROCESSED, STOPPING, current=1), Cursor(), None, START)
    assert (end.skips, end.event_done) == ((), True)


@pytest.mark.parametrize(
    ("cursor", "stopped", "status"),
    [(Cursor(failed=1), None, "completed_with_errors"), (Cursor(failed=1), "step ticket failed", "failed")],
)
def test_stop_on_match_stops_only_after_success(cursor: Cursor, stopped: str | None, status: ExecutionStatus) -> None:
    end = execution_end(event(STOPPING, PROCESSED), cursor, stopped, START)
    assert (end.status, end.reason) == (status, stopped)
    assert (end.starts, end.skips, end.skip_reason) == ("exe_1", (), None)


def test_an_execution_whose_steps_were_all_skipped_has_completed() -> None:
    assert execution_end(event(PROCESSED), Cursor(skipped=3), None, START).status == "completed"


@given(st.lists(st.booleans(), min_size=1, max_size=6), st.data())
def test_every_execution_of_an_event_starts_or_is_skipped_exactly_once(stops: list[bool], data: st.DataObject) -> None:
    now = event(*(STOPPING if one else PROCESSED for one in stops))
    seen = [now.executions[0].id]
    while now.current < len(now.executions):
        cursor = Cursor(failed=data.draw(st.integers(0, 1)))
        end = execution_end(now, cursor, data.draw(st.sampled_from([None, "stopped"])), START)
        seen += [*([end.starts] if end.starts else []), *end.skips]
        assert end.event_done == (end.event_current == len(now.executions))
        now = now.model_copy(update={"current": end.event_current})
    assert seen == [one.id for one in now.executions]
