"""The peer's program, run by the peer's own Python: five light steps in a chain, every step's result kept."""

# mypy: ignore-errors

import json
import os
import sys
import time
from typing import Any

import celery
from celery import Celery, chain

app = Celery("celery_peer", broker=os.environ["PEER_REDIS"], backend=os.environ["PEER_REDIS"])
app.conf.update(
    result_extended=True,
    task_track_started=True,
    task_acks_late=True,
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
)
STEPS = 5


@app.task(name="celery_peer.step")
def step(data: dict[str, Any], number: int) -> dict[str, Any]:
    """One light step: takes what the one before gave, and adds to it."""
    return {**data, f"step_{number}": {"title": f"Invoice {data['number']}", "done": True}}


def start(number: int) -> Any:
    """One run."""
    first, *rest = [step.s(at) if at else step.s({"number": number}, 0) for at in range(STEPS)]
    return chain(first, *rest).apply_async()


def measure(runs: int, at_once: int) -> dict[str, Any]:
    """So many runs, never more than `at_once` under way."""
    under_way: list[Any] = []
    ended: list[Any] = []
    started = time.perf_counter()
    number = 0
    while len(ended) < runs:
        while number < runs and len(under_way) < at_once:
            under_way.append(start(number))
            number += 1
        under_way[0].get(timeout=60, interval=0.001)
        still = []
        for run in under_way:
            (ended if run.ready() else still).append(run)
        under_way = still
    seconds = time.perf_counter() - started
    return {"runs": runs, "at_once": at_once, "seconds": seconds, "steps": sum(map(_kept, ended))}


def _kept(run: Any) -> int:
    count = 0
    while run is not None:
        assert run.state == "SUCCESS", run.state
        count, run = count + 1, run.parent
    return count


if __name__ == "__main__":
    if sys.argv[1] == "ready":
        start(0).get(timeout=30)
        print("{}")
    else:
        loads = [measure(*map(int, load.split("@"))) for load in sys.argv[2:]]
        print(json.dumps({"celery": celery.__version__, "loads": loads}))
