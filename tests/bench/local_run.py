"""One local stack in a process of its own: `python -m tests.bench.local_run short_cut|full MAILS[,MAILS…]@AT_ONCE…`.

Prints JSON: seconds until it is ready, counted from the interpreter's start; then for each load like `100@10` the
seconds, the CPU and the rate; how everything ended; the peak memory. Without loads it only starts.
"""

import json
import os
import sys
import time
from pathlib import Path

_STARTED = time.monotonic() - time.process_time()

from tests.bench.invoices import deliver, invoice_stack, outcomes  # noqa: E402
from tests.process_memory import peak_megabytes  # noqa: E402 - what is imported is part of the start

WARM_UP = 3
"""Functions are loaded by their first event, which no rate shall hold."""


def main(way: str, loads: list[str]) -> None:
    """Start, carry the loads, report."""
    with invoice_stack(short_cut=way == "short_cut") as doors:
        ready, carried = _since_the_process_began(), []
        sent = WARM_UP if loads else 0
        deliver(doors, range(sent), 1)
        for load in loads:
            mails, at_once = map(int, load.split("@"))
            started, cpu = time.perf_counter(), time.process_time()
            deliver(doors, range(sent, sent + mails), at_once)
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
