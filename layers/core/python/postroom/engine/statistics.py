"""Statistics of a workflow: what the end of an execution adds to its counters, and what their sums say.

Counters are sharded by execution id and written in the transaction that ends the execution, so they count each once.
Durations go into log-spaced buckets, from which percentiles are read: a bucket is a tenth wider than the one below it,
so its middle is at most 5 % from any duration in it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import Field

from postroom.engine.changes import Counted, ExecutionEnd
from postroom.engine.model import Execution, ExecutionStatus
from postroom.models import Model
from postroom.times import UtcTime, from_iso
from postroom.triggers.event import TriggerEvent

BUCKET_GROWTH = 1.1
PLANNED, DURATION_MS, LAST_RUN, BUCKET = "planned", "duration_ms", "last_run", "d"
"""Names of attributes beside those of the statuses; a bucket's is `d` with its number."""

MEASURED: frozenset[ExecutionStatus] = frozenset({"completed", "completed_with_errors", "failed"})
"""Whose durations say something: one that was cancelled ended when somebody asked for it."""


class WorkflowStatistics(Model):
    """How the executions of a workflow came out."""

    execution_count: int = Field(description="Executions that ran, run or are to run; skipped ones are counted apart.")
    succeeded: int = Field(description="Ended as completed.")
    completed_with_errors: int = Field(description="Went through, with steps that failed.")
    failed: int = Field(description="Ended by a step that failed, or given up.")
    cancelled: int = Field(description="Cancelled by somebody.")
    skipped: int = Field(description="Not run, because a workflow before it succeeded and stops the later ones.")
    pending_executions: int = Field(description="Not ended yet: pending, running or waiting.")
    success_rate: float | None = Field(
        description="`succeeded` of those that ended, 0 to 1, skipped ones left out; null if none has."
    )
    average_duration_ms: int | None = Field(
        description="From first step to end, of those that were neither cancelled nor given up; null if none."
    )
    p95_duration_ms: int | None = Field(
        description="Nineteen of twenty took no longer, within 5 %; of the same executions; null if none."
    )
    last_run_at: UtcTime | None = Field(description="When the newest end of a run was; null if none.")


def counts_of(execution: Execution, event: TriggerEvent, end: ExecutionEnd) -> tuple[Counted, ...]:
    """What an end adds: the execution, and those that are skipped after it."""
    duration = _milliseconds(execution.started_at, end.at) if end.status in MEASURED else None
    ended = Counted(execution.id, execution.workflow_id, end.status, end.at, duration)
    workflows = {planned.id: planned.workflow_id for planned in event.executions}
    return (ended, *(Counted(one, workflows[one], "skipped", end.at, None) for one in end.skips))


def additions(counted: Counted) -> dict[str, int]:
    """What is added to the counters of the execution's shard."""
    if counted.duration_ms is None:
        return {counted.status: 1}
    return {counted.status: 1, DURATION_MS: counted.duration_ms, f"{BUCKET}{bucket(counted.duration_ms)}": 1}


def bucket(milliseconds: int) -> int:
    """The number of a duration's bucket; 0 holds what took less than a millisecond."""
    return 0 if milliseconds < 1 else 1 + math.floor(math.log(milliseconds, BUCKET_GROWTH))


def summed(shards: Iterable[Mapping[str, Any]]) -> WorkflowStatistics:
    """The statistics that the rows of all shards come to."""
    sums: Counter[str] = Counter()
    last: list[datetime] = []
    for shard in shards:
        sums.update({name: int(value) for name, value in shard.items() if _is_counter(name)})
        last += [from_iso(shard[LAST_RUN])] if LAST_RUN in shard else []
    ended = sums["completed"] + sums["completed_with_errors"] + sums["failed"] + sums["cancelled"]
    buckets = {int(name[1:]): number for name, number in sums.items() if _is_bucket(name)}
    measured = sum(buckets.values())
    return WorkflowStatistics(
        execution_count=sums[PLANNED] - sums["skipped"],
        succeeded=sums["completed"],
        completed_with_errors=sums["completed_with_errors"],
        failed=sums["failed"],
        cancelled=sums["cancelled"],
        skipped=sums["skipped"],
        pending_executions=sums[PLANNED] - sums["skipped"] - ended,
        success_rate=sums["completed"] / ended if ended else None,
        average_duration_ms=round(sums[DURATION_MS] / measured) if measured else None,
        p95_duration_ms=_percentile(buckets, 0.95),
        last_run_at=max(last, default=None),
    )


def _percentile(buckets: Mapping[int, int], share: float) -> int | None:
    """The middle of the bucket that holds the duration of this rank."""
    wanted, passed = math.ceil(share * sum(buckets.values())), 0
    for number in sorted(buckets):
        passed += buckets[number]
        if passed >= wanted:
            return 0 if number == 0 else round(BUCKET_GROWTH ** (number - 0.5))
    return None


def _is_bucket(name: str) -> bool:
    return name.startswith(BUCKET) and name[1:].isdigit()


def _is_counter(name: str) -> bool:
    statuses = ("completed", "completed_with_errors", "failed", "cancelled", "skipped")
    return name in (PLANNED, DURATION_MS, *statuses) or _is_bucket(name)


def _milliseconds(start: datetime | None, end: datetime) -> int | None:
    return None if start is None else max(0, round((end - start).total_seconds() * 1000))
