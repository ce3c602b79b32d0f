"""Retry and Catch: error names compared exactly, waits by the clock, and what is given up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from infra.local.states.errors import concerns
from tests.infra.local.machines import Bench, Failure, FakeFunctions, task


def failing(times: int, name: str = "NotNow") -> Callable[[Any], Any]:
    left = [times]

    def function(_: Any) -> str:
        if left[0]:
            left[0] -= 1
            raise Failure(name)
        return "done"

    return function


NOT_NOW = {"ErrorEquals": ["NotNow"], "IntervalSeconds": 2, "BackoffRate": 3, "MaxAttempts": 3, "MaxDelaySeconds": 10}


def test_each_attempt_waits_longer_up_to_the_longest_delay(tmp_path: Path) -> None:
    functions = FakeFunctions(step=failing(3))
    with Bench(tmp_path, {"A": task("step", Retry=[NOT_NOW])}, functions) as bench:
        execution = bench.run()
        for seconds, calls in ((1.9, 1), (0.1, 2), (5.9, 2), (0.1, 3), (9.9, 3), (0.1, 4)):
            bench.advance(seconds)
            assert len(functions.events) == calls
        assert execution.status == "SUCCEEDED"
        assert execution.transitions == 4


def test_after_the_last_attempt_the_execution_fails_with_the_function_s_error(tmp_path: Path) -> None:
    functions = FakeFunctions(step=failing(99))
    with Bench(tmp_path, {"A": task("step", Retry=[NOT_NOW])}, functions) as bench:
        execution = bench.run()
        for _ in range(4):
            bench.advance(10)
        assert len(functions.events) == 4
        assert (execution.status, execution.error) == ("FAILED", "NotNow")
        assert '"errorMessage": "said so"' in (execution.cause or "")


@pytest.mark.parametrize("error", ["notnow", "NotNowEither", "postroom.errors.NotNow"])
def test_only_the_exact_name_is_retried(tmp_path: Path, error: str) -> None:
    functions = FakeFunctions(step=failing(1, error))
    with Bench(tmp_path, {"A": task("step", Retry=[NOT_NOW])}, functions) as bench:
        assert bench.run().error == error


def test_each_retrier_counts_its_own_attempts(tmp_path: Path) -> None:
    errors = iter(["NotNow", "Other", "NotNow", "Other", None])

    def step(_: Any) -> str:
        if (error := next(errors)) is not None:
            raise Failure(error)
        return "done"

    once = {"IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 2}
    retry = [{"ErrorEquals": ["NotNow"], **once}, {"ErrorEquals": ["States.TaskFailed"], **once}]
    with Bench(tmp_path, {"A": task("step", Retry=retry)}, FakeFunctions(step=step)) as bench:
        execution = bench.run()
        for _ in range(4):
            bench.advance(1)
        assert execution.status == "SUCCEEDED"


def test_jitter_shortens_a_wait_but_never_lengthens_it(tmp_path: Path) -> None:
    retry = [{"ErrorEquals": ["NotNow"], "IntervalSeconds": 100, "JitterStrategy": "FULL"}]
    functions = FakeFunctions(step=failing(1))
    with Bench(tmp_path, {"A": task("step", Retry=retry)}, functions) as bench:
        execution = bench.run()
        bench.advance(1)
        assert execution.status == "RUNNING"
        bench.advance(99)
        assert execution.status == "SUCCEEDED"


def test_a_state_entered_again_begins_to_count_anew(tmp_path: Path) -> None:
    errors = iter([True, False, True, False])

    def step(event: Any) -> Any:
        if next(errors):
            raise Failure("NotNow")
        return {"round": event["round"] + 1}

    retry = [{"ErrorEquals": ["NotNow"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    states = {
        "A": task("step", Retry=retry, Next="Again"),
        "Again": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.round", "NumericLessThan": 2, "Next": "A"}],
            "Default": "Done",
        },
        "Done": {"Type": "Succeed"},
    }
    with Bench(tmp_path, states, FakeFunctions(step=step)) as bench:
        execution = bench.run('{"round": 0}')
        bench.advance(1)
        bench.advance(1)
        assert execution.status == "SUCCEEDED"


def test_what_is_caught_goes_on_with_the_error_beside_the_input(tmp_path: Path) -> None:
    catch = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.failure", "Next": "Mend"}]
    states = {"A": task("step", Catch=catch), "Mend": task("mend")}
    functions = FakeFunctions(step=failing(1, "Broken"), mend=lambda event: event["failure"]["Error"])
    with Bench(tmp_path, states, functions) as bench:
        assert bench.run('{"id": 1}').output_text == '"Broken"'


@pytest.mark.parametrize(
    ("names", "error", "meant"),
    [
        (["States.ALL"], "Anything", True),
        (["States.ALL"], "States.Runtime", False),
        (["States.ALL"], "States.DataLimitExceeded", False),
        (["States.Runtime"], "States.Runtime", True),
        (["States.TaskFailed"], "Lambda.Unknown", True),
        (["States.TaskFailed"], "Sandbox.Timedout", True),
        (["States.TaskFailed"], "States.Timeout", False),
        (["States.Timeout"], "States.Timeout", True),
    ],
)
def test_error_names_and_their_wildcards(names: list[str], error: str, meant: bool) -> None:
    assert concerns(names, error) is meant
