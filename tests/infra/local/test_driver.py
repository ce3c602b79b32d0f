"""The local driver: states, names and statuses as Step Functions has them."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.service_errors import ServiceError
from infra.local.states.definition import UnsupportedDefinition
from infra.local.states.service import StateService
from tests.infra.local.machines import MACHINE, START, Bench, FakeFunctions, task


def trampoline() -> dict[str, Any]:
    """The shape of the dispatch: a task decides what comes next, until it says done."""
    return {
        "Step": task("step", Next="Next"),
        "Next": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.next", "StringEquals": "step", "Next": "Step"},
                {"Variable": "$.next", "StringEquals": "wait", "Next": "Wait"},
                {"Variable": "$.next", "StringEquals": "done", "Next": "Done"},
            ],
            "Default": "Unknown",
        },
        "Wait": {"Type": "Wait", "TimestampPath": "$.until", "OutputPath": "$.after", "Next": "Next"},
        "Done": {"Type": "Succeed"},
        "Unknown": {"Type": "Fail", "Error": "UnknownNext", "Cause": "releases differ"},
    }


def counting(last: int) -> FakeFunctions:
    def step(event: Any) -> Any:
        n = event.get("n", 0) + 1
        return {"n": n, "next": "done" if n == last else "step"}

    return FakeFunctions(step=step)


def test_a_trampoline_runs_until_its_function_says_done(tmp_path: Path) -> None:
    with Bench(tmp_path, trampoline(), counting(3)) as bench:
        execution = bench.run()
        assert execution.status == "SUCCEEDED"
        assert execution.output_text == json.dumps({"n": 3, "next": "done"})
        assert execution.transitions == 7


def test_what_no_choice_matches_goes_to_the_default(tmp_path: Path) -> None:
    functions = FakeFunctions(step=lambda _: {"next": "dance"})
    with Bench(tmp_path, trampoline(), functions) as bench:
        execution = bench.run()
        assert (execution.status, execution.error, execution.cause) == ("FAILED", "UnknownNext", "releases differ")


def test_a_choice_on_something_missing_fails_the_execution_as_step_functions_does(tmp_path: Path) -> None:
    with Bench(tmp_path, trampoline(), FakeFunctions(step=lambda _: {})) as bench:
        assert bench.run().error == "States.Runtime"


def test_a_wait_lasts_until_the_clock_is_moved_there(tmp_path: Path) -> None:
    until = "2026-01-05T10:00:00Z"
    functions = FakeFunctions(step=lambda _: {"next": "wait", "until": until, "after": {"next": "done", "id": 7}})
    with Bench(tmp_path, trampoline(), functions) as bench:
        execution = bench.run()
        bench.advance(3599)
        assert execution.status == "RUNNING"
        bench.advance(1)
        assert execution.status == "SUCCEEDED"
        assert execution.output_text == '{"next": "done", "id": 7}'
        assert (execution.started, execution.stopped) == (START, bench.clock.now())


def test_a_wait_for_a_time_that_is_past_does_not_wait(tmp_path: Path) -> None:
    functions = FakeFunctions(
        step=lambda _: {"next": "wait", "until": "2026-01-05T08:00:00+00:00", "after": {"next": "done"}}
    )
    with Bench(tmp_path, trampoline(), functions) as bench:
        assert bench.run().status == "SUCCEEDED"


def test_the_same_name_and_input_while_it_runs_is_the_same_execution(tmp_path: Path) -> None:
    with Bench(tmp_path, {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}, FakeFunctions()) as bench:
        assert bench.start('{"a": 1}') is bench.start('{"a": 1}')


@pytest.mark.parametrize("second", ['{"a": 1}', '{"a": 2}'])
def test_a_name_that_has_ended_is_taken_whatever_the_input(tmp_path: Path, second: str) -> None:
    with Bench(tmp_path, {"Done": {"Type": "Succeed"}}, FakeFunctions()) as bench:
        bench.run('{"a": 1}')
        with pytest.raises(ServiceError, match="ExecutionAlreadyExists"):
            bench.start(second)


def test_another_input_under_a_running_name_is_refused(tmp_path: Path) -> None:
    with Bench(tmp_path, {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}, FakeFunctions()) as bench:
        bench.start('{"a": 1}')
        with pytest.raises(ServiceError, match="ExecutionAlreadyExists"):
            bench.start('{"a": 2}')


def test_a_name_is_free_again_ninety_days_after_its_end(tmp_path: Path) -> None:
    with Bench(tmp_path, {"Done": {"Type": "Succeed"}}, FakeFunctions()) as bench:
        first = bench.run()
        bench.advance(90 * 86400 - 1)
        with pytest.raises(ServiceError, match="ExecutionAlreadyExists"):
            bench.start()
        bench.advance(1)
        assert bench.run() is not first


@pytest.mark.parametrize("name", ["", "a b", "ä", "x" * 81])
def test_a_name_that_step_functions_would_not_take_is_refused(tmp_path: Path, name: str) -> None:
    with (
        Bench(tmp_path, {"Done": {"Type": "Succeed"}}, FakeFunctions()) as bench,
        pytest.raises(ServiceError, match="InvalidName"),
    ):
        bench.start(name=name)


def test_a_stopped_execution_is_aborted_and_goes_no_further(tmp_path: Path) -> None:
    states = {"Wait": {"Type": "Wait", "Seconds": 60, "Next": "Step"}, "Step": task("step")}
    functions = FakeFunctions(step=lambda _: {})
    with Bench(tmp_path, states, functions) as bench:
        execution = bench.run()
        bench.driver.stop(execution.arn, "Enough", "somebody said so")
        bench.advance(61)
        assert (execution.status, execution.error, execution.cause) == ("ABORTED", "Enough", "somebody said so")
        assert functions.events == []


def test_an_execution_over_its_time_is_timed_out(tmp_path: Path) -> None:
    states = {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}
    with Bench(tmp_path, states, FakeFunctions(), TimeoutSeconds=300) as bench:
        execution = bench.run()
        bench.advance(300)
        assert (execution.status, execution.error) == ("TIMED_OUT", "States.Timeout")


def test_the_api_describes_what_the_driver_knows(tmp_path: Path) -> None:
    with Bench(tmp_path, trampoline(), counting(1)) as bench:
        service = StateService(bench.driver)
        started = service.answer("StartExecution", {"stateMachineArn": MACHINE, "name": "evt-1", "input": '{"n": 0}'})
        bench.quiet()
        described = service.answer("DescribeExecution", {"executionArn": started["executionArn"]})
        assert described["status"] == "SUCCEEDED"
        assert described["input"] == '{"n": 0}'
        listed = service.answer("ListExecutions", {"stateMachineArn": MACHINE, "statusFilter": "SUCCEEDED"})
        assert [each["name"] for each in listed["executions"]] == ["evt-1"]
        with pytest.raises(ServiceError, match="ExecutionDoesNotExist"):
            service.answer("DescribeExecution", {"executionArn": "arn:nothing"})


@pytest.mark.parametrize(
    ("state", "named"),
    [
        ({"Type": "Task", "Resource": "x", "End": True, "Assign": {}}, "Assign"),
        ({"Type": "Parallel", "End": True}, "Parallel"),
        ({"Type": "Choice", "Choices": [{"Variable": "$.a", "Sounds": "x", "Next": "A"}]}, "Sounds"),
        (task("a", Retry=[{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["X"]}]), "States.ALL"),
    ],
)
def test_what_the_driver_does_not_know_is_refused_by_name(tmp_path: Path, state: dict[str, Any], named: str) -> None:
    with pytest.raises(Exception, match=named):
        Bench(tmp_path, {"A": state}, FakeFunctions())


def test_a_next_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedDefinition, match="Nowhere"):
        Bench(tmp_path, {"A": {"Type": "Pass", "Next": "Nowhere"}}, FakeFunctions())
