"""A killed stack goes on where it was: every transition is on the disk before it is made."""

import json
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local.clock import MovableClock
from infra.local.service_errors import ServiceError
from infra.local.states.service import StateService
from tests.infra.local.machines import MACHINE, START, Bench, Failure, FakeFunctions, task
from tests.infra.local.test_map_and_tokens import asking, fan_out


def killed(bench: Bench) -> None:
    """As after kill -9: what is on the disk now is all there is, whatever still runs."""
    bench.driver.close()


def test_an_interrupted_task_is_called_again_and_those_before_it_are_not(tmp_path: Path) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def second(_: Any) -> str:
        reached.set()
        go_on.wait(10)
        return "first life"

    states = {"First": task("first", Next="Second"), "Second": task("second")}
    before = Bench(tmp_path, states, FakeFunctions(first=lambda _: {"n": 1}, second=second))
    before.start()
    assert reached.wait(10)
    killed(before)
    go_on.set()
    before.stop()
    functions = FakeFunctions(second=lambda event: {**event, "life": 2})
    with Bench(tmp_path, states, functions) as after:
        after.quiet()
        (execution,) = after.driver.executions()
        assert execution.output_text == '{"n": 1, "life": 2}'
        assert functions.events == [("second", {"n": 1})]
        assert execution.transitions == 2


def test_a_wait_ends_when_it_would_have(tmp_path: Path) -> None:
    states = {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}
    with Bench(tmp_path, states, FakeFunctions()) as before:
        before.run()
        before.advance(500)
        later = before.clock.now()
    with Bench(tmp_path, states, FakeFunctions(), MovableClock(later)) as after:
        (execution,) = after.driver.executions()
        after.advance(99)
        assert execution.status == "RUNNING"
        after.advance(1)
        assert execution.status == "SUCCEEDED"


def test_attempts_made_before_count_after(tmp_path: Path) -> None:
    def step(_: Any) -> None:
        raise Failure("NotNow")

    retry = [{"ErrorEquals": ["NotNow"], "IntervalSeconds": 10, "BackoffRate": 1, "MaxAttempts": 2}]
    states = {"A": task("step", Retry=retry)}
    with Bench(tmp_path, states, FakeFunctions(step=step)) as before:
        before.run()
        before.advance(10)
        later = before.clock.now()
    functions = FakeFunctions(step=step)
    with Bench(tmp_path, states, functions, MovableClock(later)) as after:
        after.quiet()
        after.advance(10)
        (execution,) = after.driver.executions()
        assert (len(functions.events), execution.status) == (1, "FAILED")


def test_a_token_given_before_can_be_answered_after(tmp_path: Path) -> None:
    functions = FakeFunctions(ask=lambda _: None)
    with Bench(tmp_path, {"Ask": asking()}, functions) as before:
        before.run('{"id": 1}')
    token = functions.events[0][1]["token"]
    again = FakeFunctions()
    with Bench(tmp_path, {"Ask": asking()}, again) as after:
        after.quiet()
        assert again.events == []
        StateService(after.driver).answer("SendTaskSuccess", {"taskToken": token, "output": '"late"'})
        after.quiet()
        assert [execution.output_text for execution in after.driver.executions()] == ['"late"']


def test_items_of_a_map_that_were_done_are_not_done_again(tmp_path: Path) -> None:
    stuck, go_on = threading.Event(), threading.Event()

    def item(n: Any) -> Any:
        if n == 3:
            stuck.set()
            go_on.wait(10)
        return n * 10

    states = {"Map": fan_out(MaxConcurrency=1)}
    before = Bench(tmp_path, states, FakeFunctions(item=item))
    before.start('{"items": [1, 2, 3, 4]}')
    assert stuck.wait(10)
    killed(before)
    go_on.set()
    before.stop()
    functions = FakeFunctions(item=lambda n: n * 100)
    with Bench(tmp_path, states, functions) as after:
        after.quiet()
        assert [execution.output_text for execution in after.driver.executions()] == ["[10, 20, 300, 400]"]
        assert [event for _, event in functions.events] == [3, 4]


def test_a_wait_inside_a_map_ends_when_it_would_have_and_the_items_after_it_come_then(tmp_path: Path) -> None:
    inner = {
        "StartAt": "Wait",
        "States": {
            "Wait": {"Type": "Wait", "TimestampPath": "$.until", "Next": "Item"},
            "Item": task("item", Next="Over"),
            "Over": {"Type": "Succeed"},
        },
    }
    states = {"Map": fan_out(ItemProcessor=inner, MaxConcurrency=2, ResultPath=None, OutputPath="$.after")}
    until = [(START + timedelta(seconds=seconds)).isoformat() for seconds in (600, 0, 900)]
    given = {"items": [{"until": one} for one in until], "after": "over"}
    first = FakeFunctions(item=lambda one: one)
    with Bench(tmp_path, states, first) as before:
        before.run(json.dumps(given))
        before.advance(500)
        later = before.clock.now()
    assert [event["until"] for _, event in first.events] == [until[1]]
    functions = FakeFunctions(item=lambda one: one)
    with Bench(tmp_path, states, functions, MovableClock(later)) as after:
        (execution,) = after.driver.executions()
        after.advance(100)
        assert ([event["until"] for _, event in functions.events], execution.status) == ([until[0]], "RUNNING")
        after.advance(300)
        assert (execution.status, execution.output_text) == ("SUCCEEDED", '"over"')
        assert [event["until"] for _, event in functions.events] == [until[0], until[2]]


def test_names_of_ended_executions_stay_taken_and_are_forgotten_after_ninety_days(tmp_path: Path) -> None:
    states = {"Done": {"Type": "Succeed"}}
    with Bench(tmp_path, states, FakeFunctions()) as before:
        before.run('{"kept": 1}')
    with Bench(tmp_path, states, FakeFunctions()) as after:
        assert [execution.output_text for execution in after.driver.executions()] == ['{"kept": 1}']
        with pytest.raises(ServiceError, match="ExecutionAlreadyExists"):
            after.start()
    much_later = MovableClock(START)
    much_later.advance(90 * 86400)
    with Bench(tmp_path, states, FakeFunctions(), much_later) as later:
        assert later.driver.executions() == []
        assert (tmp_path / "executions.journal").read_text() == ""


def test_a_line_cut_short_by_the_kill_is_as_if_never_begun(tmp_path: Path) -> None:
    states = {"Wait": {"Type": "Wait", "Seconds": 60, "Next": "Step"}, "Step": task("step")}
    with Bench(tmp_path, states, FakeFunctions()) as before:
        before.run()
    with (tmp_path / "executions.journal").open("a") as journal:
        journal.write('{"op":"enter","arn":"' + MACHINE)
    functions = FakeFunctions(step=lambda _: "done")
    with Bench(tmp_path, states, functions) as after:
        after.advance(60)
        assert [execution.output_text for execution in after.driver.executions()] == ['"done"']


def test_a_driver_that_is_ending_refuses_to_begin_what_it_could_not_remember(tmp_path: Path) -> None:
    states = {"Done": {"Type": "Succeed"}}
    before = Bench(tmp_path, states, FakeFunctions())
    before.driver.close()
    with pytest.raises(ServiceError, match="ServiceUnavailable"):
        before.start()
    before.stop()
    with Bench(tmp_path, states, FakeFunctions()) as after:
        assert after.driver.executions() == []
