"""Every scenario through moto's interpreter of Step Functions and through the local driver: the records are equal."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.outbox import Outbox
from infra.local.doors.slack import SlackDouble
from postroom import limits
from tests.conformance.interpreters import Interpreter, in_local_driver, in_moto
from tests.conformance.scenarios import SCENARIOS, Scenario
from tests.functions.samples import mail
from tests.functions.world import World

TIMES = {"started_at", "ended_at", "created_at", "updated_at", "done_at", "decided_at", "open_since", "claimed_at",
         "until", "due", "waiting", "waiting_until", "at", "expires_at", "last_run", "duration_ms",
         *(f"d{bucket}" for bucket in range(400))}  # fmt: skip
COUNTED = {"seq", "history", "crashes", "last_crash"}
"""How often a cursor moved and what was killed is decided by who came first where things happen side by side."""


@contextmanager
def slack_of(world: World, folder: Path) -> Iterator[SlackDouble]:
    double = SlackDouble(Outbox(folder, lambda: world.now), ["#invoices"])
    double.start()
    world.slack(double.webhooks())
    yield double
    double.stop()


def records(scenario: Scenario, way: Interpreter, folder: Path, patch: pytest.MonkeyPatch) -> Any:
    """Run it, and everything that is stored then."""
    with slack_of(way.world, folder) as slack:
        for number, steps in enumerate(scenario.workflows):
            trigger = [{"type": "email", "classification": "invoice"}]
            stops = scenario.stop_on_match and number == 0
            given = {"name": f"W{number}", "priority": number, "triggers": trigger, "stop_on_match": stops}
            way.world.add_workflow({**given, "workflow_steps": steps})
        scenario.faults(way.world, slack, patch)
        event = way.world.receive(mail())
        way.run()
        heads = [row for row in way.world.items("executions", "#execution#") if row["sk"] == "head"]
        ends = [row["status"] for row in sorted(heads, key=lambda row: row["workflow_name"])]
        assert ends == scenario.ends
        assert way.world.event(event).state == "done"
        stored = {name: way.world.items(name) for name in ("executions", "records")}
        return without(stored, TIMES | COUNTED if scenario.timeless else set()), len(slack.posts()), way.world.started()


def without(value: Any, names: set[str]) -> Any:
    if isinstance(value, dict):
        # `at` is a time of an attempt and a place of a step: only the former is a text.
        return {
            name: without(item, names)
            for name, item in value.items()
            if name not in names or (name == "at" and not isinstance(item, str))
        }
    return [without(item, names) for item in value] if isinstance(value, list) else value


def differing(one: Any, other: Any, where: str = "") -> list[str]:
    """What is not the same, by its place; lists of rows are compared row by row."""
    if isinstance(one, dict) and isinstance(other, dict):
        pairs = [(f"{where}.{name}", one.get(name), other.get(name)) for name in sorted({*one, *other})]
    elif isinstance(one, list | tuple) and isinstance(other, list | tuple) and len(one) == len(other):
        pairs = [(f"{where}[{number}]", *pair) for number, pair in enumerate(zip(one, other, strict=True))]
    else:
        return [] if one == other else [f"{where}: {one!r} != {other!r}"[:500]]
    return [found for place, here, there in pairs for found in differing(here, there, place)]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda one: one.name)
def test_both_interpreters_leave_equal_records(
    scenario: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with in_moto(monkeypatch) as moto:
        by_moto = records(scenario, moto, tmp_path / "moto", monkeypatch)
        entered = moto.history()
        assert all(events <= limits.DISPATCH_HISTORY_MOST for events in moto.events().values())
    with in_local_driver(monkeypatch, tmp_path) as local:
        by_driver = records(scenario, local, tmp_path / "local", monkeypatch)
        walked = local.history()
    assert differing(by_moto, by_driver) == []
    assert set(entered) == set(walked)
    if not scenario.timeless:
        assert entered == walked, "the same states are entered as often"
    for way in (moto, local):
        assert way.functions.most_at_once <= limits.FAN_OUT_CONCURRENCY


@pytest.mark.parametrize("items", [1, 20])
def test_the_engine_counts_no_less_history_than_step_functions_does(
    items: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from tests.conformance.scenarios import ITEM, for_each

    answers: list[dict[str, Any]] = []
    with in_moto(monkeypatch) as moto:
        invoke = moto.world.invoke

        def remembered(function: str, event: Any) -> Any:
            answers.append(invoke(function, event))
            return answers[-1]

        monkeypatch.setattr(moto.world, "invoke", remembered)
        scenario = Scenario("counted", [[for_each(ITEM, {**ITEM, "id": "again"}, count=items)]], ["completed"])
        records(scenario, moto, tmp_path, monkeypatch)
        [events] = moto.events().values()
    counted = answers[-1]["history"]
    # Classify, Match, the Map itself, and the beginning and end of it all are not the engine's.
    around = 25
    assert events <= counted + around
    assert counted <= events
