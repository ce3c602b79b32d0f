"""What an older release left waiting is resumed: stored rows and payloads as that release wrote them."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from postroom.engine.model import CURSOR_FORMAT, Turn, read_cursor
from postroom.errors import Broken
from postroom.ids import ExecutionId
from tests.core.engine.memory_edge import START, MemoryEdge, workflow

SAMPLES = Path(__file__).parent / "older_cursors"
TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
WAIT = {"action": "wait", "params": {"for": 3600}}
LOOP = {"id": "loop", "action": "for_each", "params": {"items": [1, 2], "steps": [{"id": "x", **TICKET}]}}


def stored(name: str) -> Any:
    return json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))


def left_waiting() -> MemoryEdge:
    """An execution of wait, create_ticket and a fan-out, as it was handed over and left by format 1."""
    edge = MemoryEdge(workflow(WAIT, TICKET, LOOP))
    run = edge.runs[ExecutionId("exe_0")]
    run.cursor = read_cursor(stored("format_1_waiting"))
    run.execution = run.execution.model_copy(update={"status": "waiting", "dispatch": 1})
    edge.event = edge.event.model_copy(update={"state": "done", "current": 1})
    return edge


def test_an_execution_that_waits_with_a_cursor_of_format_1_is_resumed_and_ends_with_ours() -> None:
    edge = left_waiting()
    edge.run(edge.own_turn(edge.runs[ExecutionId("exe_0")].execution))
    assert (edge.status(), edge.now) == ("completed", START + timedelta(hours=1))
    assert list(edge.steps())[:2] == ["wait", "create_ticket"]
    assert set(edge.steps()) == {"wait", "create_ticket", "loop[0].x", "loop[1].x", "loop"}
    assert edge.runs[ExecutionId("exe_0")].cursor.format == CURSOR_FORMAT


def test_a_wait_that_step_functions_holds_with_a_payload_of_format_1_goes_on() -> None:
    edge = left_waiting()
    states = edge.walk(Turn.model_validate(stored("format_1_wait_payload")))
    assert states[:2] == ["wait", "step:records"]
    assert edge.status() == "completed"


def test_a_step_between_two_tries_keeps_the_tries_it_had() -> None:
    edge = MemoryEdge(workflow({"id": "told", "action": "send_slack_notification",
                                "params": {"channel": "x", "message": "y"}}))  # fmt: skip
    edge.runs[ExecutionId("exe_0")].cursor = read_cursor(stored("format_1_retrying"))
    edge.run()
    step = edge.steps()["told"]
    assert (step.status, len(step.attempts), edge.now) == ("completed", 1, START + timedelta(seconds=30))


def test_a_cursor_of_a_newer_release_is_left_alone() -> None:
    with pytest.raises(Broken, match=f"has format 9; this release reads up to {CURSOR_FORMAT}"):
        read_cursor(stored("format_1_waiting") | {"format": 9})
