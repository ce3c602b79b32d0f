"""The local stack: seconds to ready, mails a second from SMTP to the end of five steps, peak memory."""

import json
import subprocess
import sys
from typing import Any

from infra.synth import synthesize
from tests.bench.deliveries import STEPS
from tests.bench.measuring import ROOT, Spread, child_environment

STARTS = 5
LOADS = ("20@1", "100@10", "100@100")
FULL_LOADS = ("10@1", "40@10")
ROUNDS = 3
NAMES = {"short_cut": "invoices", "light": "five light steps", "full": "invoices by the full moto path"}
READY_TARGET, PEAK_TARGET, RATE_TARGET = 5.0, 400, 31
NOTES = (
    f"Ready: from the start of a fresh process until mail is taken and Invoice Processing is on; median of {STARTS}.",
    f"Targets: {READY_TARGET} s, {PEAK_TARGET} MB, more than {RATE_TARGET} mails a second (n8n's best, see peers).",
    "Invoices: a PDF read, a vendor sought, a ticket opened, a post in Slack. Light: a short text and five set_fields, "
    "next to what peers are measured on, a webhook with five light steps.",
    f"The clients run in the same process. Medians of {ROUNDS} processes for the short cut, one for the full path.",
    f"All executions must have completed with {STEPS} steps, and a post in Slack an invoice, or this bench fails.",
)


def rows() -> list[dict[str, Any]]:
    """Starting, then mails at growing concurrency: by the short cut past botocore, then through moto."""
    synthesize("local")
    _run("short_cut")  # compiles, and fills the file cache
    ready = Spread.of([_run("short_cut")["ready"] for _ in range(STARTS)])
    started = {"what": "seconds to ready", **ready.shown("value", 2), "ok": ready.median <= READY_TARGET}
    ways = (("short_cut", LOADS, ROUNDS), ("light", LOADS, ROUNDS), ("full", FULL_LOADS, 1))
    return [started, *(row for way in ways for row in _loaded(*way))]


def _loaded(way: str, loads: tuple[str, ...], rounds: int) -> list[dict[str, Any]]:
    runs = [_run(way, *loads) for _ in range(rounds)]
    name = NAMES[way]
    found = []
    for number, load in enumerate(loads):
        rate = Spread.of([run["loads"][number]["mails"] / run["loads"][number]["seconds"] for run in runs])
        cpu = Spread.of([run["loads"][number]["cpu"] / run["loads"][number]["mails"] * 1000 for run in runs])
        row = {
            "what": f"mails/s, {name}, {load.split('@')[1]} at once",
            **rate.shown("value"),
            "cpu_ms": round(cpu.median, 1),
        }
        # One at a time shows the latency of the way; the target is what gets through.
        counts = way != "full" and not load.endswith("@1")
        found.append({**row, "ok": rate.median > RATE_TARGET} if counts else row)
    peak = Spread.of([run["peak_mb"] for run in runs])
    return [*found, {"what": f"peak MB, {name}", **peak.shown("value", 0), "ok": peak.median < PEAK_TARGET}]


def _run(way: str, *loads: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.bench.local_run", way, *loads]
    run = subprocess.run(command, cwd=ROOT, env=child_environment(), capture_output=True, text=True, check=False)
    if run.returncode:
        raise RuntimeError(f"{' '.join(command[1:])} failed:\n{run.stderr[-3000:]}")
    result: dict[str, Any] = json.loads(run.stdout.splitlines()[-1])
    sent = result["sent"]
    wanted = {"execution completed": sent, "step completed": sent * STEPS} if sent else {}
    if result["outcomes"] != wanted or result["posts"] != result["wanted_posts"]:
        raise AssertionError(f"of {sent} mails: {result['outcomes']}, {result['posts']} posts in Slack")
    return result
