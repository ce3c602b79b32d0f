"""The engine: steps a second and CPU a step by itself, a for_each of 1,000 items, 100 executions, what waiting costs.

`alone` is the engine over its edge in memory (tests/core/engine/memory_edge.py): validation, rendering, plans, commits,
no AWS. `local stack` is everything: functions, roles, the store with its journal, the driver of the state machine.
"""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from postroom import limits
from tests.bench.deliveries import INVOICES
from tests.core.engine.memory_edge import MemoryEdge, workflow
from tests.e2e.installation import Installation, installed

Step = dict[str, Any]
ROUNDS = 5
RUNS = 40
AT_ONCE = 100
DAYS = 3
NOTES = (
    f"alone: medians of {ROUNDS} rounds; five steps are two set_fields, two tickets and a mark_as_processed that read "
    "each other's outputs. Each step is recorded with its parameters, output, times and effects, as in the real run.",
    "for_each: each item makes a ticket with a title of its own; ten branches at once, in pages of 100. CPU a step "
    "counts the whole process, the clients and the test's own reading apart.",
    f"waiting: {AT_ONCE} executions wait for {DAYS} days on the movable clock while the sweeper comes every minute; "
    "counted are all AWS calls that functions make but the sweeper's own eight queries, which it makes whatever there "
    "is.",
)

FIELDS: Step = {"action": "set_fields", "params": {"fields": {"subject": "{{ email.subject }}", "n": 1}}}
TICKET: Step = {"action": "create_ticket", "params": {"title": "{{ steps.first.subject }} {{ steps.first.n }}"}}
FIVE: list[Step] = [{**FIELDS, "id": "first"}, TICKET, {**FIELDS, "when": "steps.create_ticket.id"}, TICKET,
        {"action": "mark_as_processed"}]  # fmt: skip
LOOP: Step = {
    "id": "loop",
    "action": "for_each",
    "params": {
        "items": "{{ steps.first.all }}",
        "steps": [{"id": "made", "action": "create_ticket", "params": {"title": "{{ item }} at {{ index }}"}}],
    },
}
ITEMS: Step = {"id": "first", "action": "set_fields", "params": {"fields": {"all": list(range(limits.FAN_OUT_ITEMS))}}}


def rows() -> list[dict[str, Any]]:
    """Alone, then in the local stack."""
    found = [
        _alone("five steps, alone", FIVE, runs=RUNS),
        _alone("for_each of 1,000 items, alone", [ITEMS, LOOP], runs=1),
        _for_each_in_the_stack(),
    ]
    return [*found, *_at_once_and_waiting()]


def _alone(what: str, steps: list[dict[str, Any]], runs: int) -> dict[str, Any]:
    definition = workflow(*steps)
    walls, cpus, done = [], [], 0
    for _ in range(ROUNDS):
        edges = [MemoryEdge(definition) for _ in range(runs)]
        wall, cpu = _timed(lambda edges=edges: [edge.run() for edge in edges])  # type: ignore[misc]
        assert {edge.status() for edge in edges} == {"completed"}
        done = sum(len(edge.steps()) for edge in edges)
        walls.append(wall)
        cpus.append(cpu)
    wall, cpu = statistics.median(walls), statistics.median(cpus)
    return _row(what, done, wall, cpu)


def _for_each_in_the_stack() -> dict[str, Any]:
    with installed() as made:
        _add(made, "Loop", [ITEMS, LOOP])
        calls = made.stack.calls
        calls.clear()
        made.send(INVOICES.mail(1))
        wall, cpu = _timed(made.run)
        execution = _only(made)
        assert execution["status"] == "completed", execution
        steps = int(execution["steps_completed"])
        [transitions] = [number for name, number in made.stack.transitions.items() if name.startswith("evt")]
        row = _row("for_each of 1,000 items, local stack", steps, wall, cpu)
        return row | {
            "calls": round(sum(calls.counts.values()) / steps, 2),
            "transitions": round(transitions / steps, 2),
        }


def _at_once_and_waiting() -> list[dict[str, Any]]:
    with installed() as made:
        _add(made, "Waits", [{"action": "wait", "params": {"for": DAYS * 86_400}}, *FIVE])
        for number in range(AT_ONCE):
            made.send(INVOICES.mail(number))
        made.stack.quiet(120)
        calls = _calls_while(made, minutes=DAYS * 24 * 60 - 10)
        assert _statuses(made) == {"waiting": AT_ONCE}
        made.stack.clock.advance(60 * 60)
        wall, cpu = _timed(made.run)
        assert _statuses(made) == {"completed": AT_ONCE}
    at_once = _row(f"{AT_ONCE} executions at once, local stack", AT_ONCE * (len(FIVE) + 1), wall, cpu)
    waiting = {"what": f"AWS calls in {DAYS} days of {AT_ONCE} waiting executions", "calls": calls, "ok": not calls}
    return [at_once, waiting]


def _calls_while(made: Installation, minutes: int) -> int:
    made.stack.calls.clear()
    for _ in range(minutes // 10):
        made.stack.clock.advance(600)
        made.stack.quiet(120)
    counts: Counter[tuple[str, str, str]] = Counter(made.stack.calls.counts)
    return sum(
        n for (function, _, operation), n in counts.items() if (function, operation) != ("sweep_events", "Query")
    )


def _row(what: str, steps: int, wall: float, cpu: float) -> dict[str, Any]:
    return {
        "what": what,
        "steps": steps,
        "seconds": round(wall, 2),
        "steps/s": round(steps / wall),
        "cpu_ms/step": round(cpu / steps * 1000, 3),
    }


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def _add(made: Installation, name: str, steps: list[dict[str, Any]]) -> None:
    given = {"name": name, "enabled": True, "triggers": [{"type": "email"}], "workflow_steps": steps}
    made.call("POST", "/workflows", given)


def _heads(made: Installation) -> list[dict[str, Any]]:
    return [row for row in made.rows("executions") if "#execution#" in row["pk"] and row["sk"] == "head"]


def _only(made: Installation) -> dict[str, Any]:
    [head] = _heads(made)
    return head


def _statuses(made: Installation) -> dict[str, int]:
    return dict(Counter(head["status"] for head in _heads(made)))
