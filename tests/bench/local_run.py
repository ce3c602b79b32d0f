"""One local stack in a process of its own: `python -m tests.bench.local_run short_cut|light|full MAILS@AT_ONCE…`.

`light` is the short cut with a short mail and five light steps; the others take invoices. Prints JSON: seconds until it
is ready, counted from the interpreter's start; then for each load like `100@10` the seconds and the CPU; how everything
ended; the peak memory. Without loads it only starts.
"""

import json
import os
import sys
import time
from pathlib import Path

_STARTED = time.monotonic() - time.process_time()

from tests.bench.deliveries import INVOICES, LIGHT, deliver, outcomes, working_stack  # noqa: E402
from tests.process_memory import peak_megabytes  # noqa: E402 - what is imported is part of the start

WARM_UP = 3
"""Functions are loaded by their first event, which no rate shall hold."""


def main(way: str, loads: list[str]) -> None:
    """Start, carry the loads, report."""
    work = LIGHT if way == "light" else INVOICES
    with working_stack(short_cut=way != "full", work=work) as doors:
        ready, carried = _since_the_process_began(), []
        sent = WARM_UP if loads else 0
        deliver(doors, range(sent), 1, work)
        for load in loads:
            mails, at_once = map(int, load.split("@"))
            started, cpu = time.perf_counter(), time.process_time()
            deliver(doors, range(sent, sent + mails), at_once, work)
            seconds = time.perf_counter() - started
            sent += mails
            carried.append({"mails": mails, "seconds": seconds, "cpu": time.process_time() - cpu})
        if loads:
            doors.stack.settled()
        result = {
            "ready": ready,
            "loads": carried,
            "sent": sent,
            "outcomes": outcomes(doors.stack),
            "posts": len(doors.slack.posts()),
            "wanted_posts": sent * work.posts,
            "peak_mb": peak_megabytes(),
        }
    sys.__stdout__.write(json.dumps(result) + "\n")  # type: ignore[union-attr]


def _since_the_process_began() -> float:
    stat = Path(f"/proc/{os.getpid()}/stat")
    if not stat.exists():
        return time.monotonic() - _STARTED
    began = int(stat.read_text().rpartition(")")[2].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
