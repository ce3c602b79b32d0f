"""Statistics: what an end adds, and what the sums of shards say."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.engine.changes import Counted
from postroom.engine.model import ExecutionStatus
from postroom.engine.statistics import LAST_RUN, PLANNED, additions, bucket, summed
from postroom.ids import ExecutionId, WorkflowId
from postroom.times import iso

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY_MS = 24 * 60 * 60 * 1000


def shard(*ends: tuple[ExecutionStatus, int | None], planned: int = 0) -> dict[str, Any]:
    """A row after these ends."""
    row: dict[str, Any] = {"pk": "root#statistics#3", "sk": "wfl_1", PLANNED: planned}
    for status, duration in ends:
        for name, number in additions(Counted(ExecutionId("e"), WorkflowId("w"), status, NOW, duration)).items():
            row[name] = row.get(name, 0) + number
    return row


def test_without_an_execution_all_is_zero_and_rates_are_null() -> None:
    statistics = summed(())
    assert (statistics.execution_count, statistics.pending_executions) == (0, 0)
    assert statistics.success_rate is None
    assert statistics.average_duration_ms is None
    assert statistics.p95_duration_ms is None
    assert statistics.last_run_at is None


def test_shards_are_summed_and_what_has_not_ended_is_pending() -> None:
    one = shard(("completed", 100), ("completed_with_errors", 300), planned=4)
    two = shard(("failed", 200), ("cancelled", None), ("skipped", None), ("completed", 100), planned=5)
    statistics = summed([one, two])
    assert (statistics.execution_count, statistics.pending_executions, statistics.skipped) == (8, 3, 1)
    assert (statistics.succeeded, statistics.completed_with_errors) == (2, 1)
    assert (statistics.failed, statistics.cancelled) == (1, 1)
    assert statistics.success_rate == 2 / 5
    assert statistics.average_duration_ms == 175


def test_the_newest_end_of_all_shards_is_the_last_run() -> None:
    earlier, later = {LAST_RUN: iso(NOW)}, {LAST_RUN: iso(NOW + timedelta(seconds=1))}
    assert summed([later, earlier]).last_run_at == NOW + timedelta(seconds=1)


def test_one_given_up_is_counted_without_a_duration() -> None:
    statistics = summed([shard(("failed", None), ("completed", 10), planned=2)])
    assert (statistics.failed, statistics.average_duration_ms) == (1, 10)


@pytest.mark.parametrize(("milliseconds", "number"), [(0, 0), (1, 1), (2, 8), (1000, 73)])
def test_buckets_are_log_spaced(milliseconds: int, number: int) -> None:
    assert bucket(milliseconds) == number


@given(st.lists(st.integers(0, 90 * DAY_MS), min_size=1, max_size=60))
def test_the_percentile_is_within_five_per_cent_of_the_true_one(durations: list[int]) -> None:
    found = summed([shard(*(("completed", one) for one in durations))]).p95_duration_ms
    true = sorted(durations)[-(-95 * len(durations) // 100) - 1]
    assert found is not None
    assert abs(found - true) <= max(1, 0.05 * true)
