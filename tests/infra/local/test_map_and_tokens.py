"""Map states, and tasks that somebody else answers."""

import threading
from pathlib import Path
from typing import Any

import pytest

from infra.local.service_errors import ServiceError
from infra.local.states.service import StateService
from tests.infra.local.machines import Bench, Failure, FakeFunctions, task


def fan_out(**more: Any) -> dict[str, Any]:
    inner = {"StartAt": "Item", "States": {"Item": task("item", Next="End"), "End": {"Type": "Succeed"}}}
    return {"Type": "Map", "ItemsPath": "$.items", "ItemProcessor": inner, "End": True, **more}


def test_a_map_puts_its_results_in_the_order_of_the_items(tmp_path: Path) -> None:
    functions = FakeFunctions(item=lambda n: n * n)
    with Bench(tmp_path, {"Map": fan_out()}, functions) as bench:
        execution = bench.run('{"items": [1, 2, 3]}')
        assert execution.output_text == "[1, 4, 9]"
        assert execution.transitions == 7


def test_a_map_with_a_null_result_path_and_no_items_puts_out_its_input(tmp_path: Path) -> None:
    with Bench(tmp_path, {"Map": fan_out(ResultPath=None)}, FakeFunctions()) as bench:
        assert bench.run('{"items": []}').output_text == '{"items": []}'


def test_items_are_selected_with_index_and_value(tmp_path: Path) -> None:
    selector = {"n.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "run.$": "$.run"}
    functions = FakeFunctions(item=lambda event: f"{event['run']}{event['n']}{event['v']}")
    with Bench(tmp_path, {"Map": fan_out(ItemSelector=selector)}, functions) as bench:
        assert bench.run('{"items": ["a", "b"], "run": "r"}').output_text == '["r0a", "r1b"]'


def test_no_more_items_run_at_once_than_allowed(tmp_path: Path) -> None:
    running, most, lock = [0], [0], threading.Lock()
    both = threading.Barrier(2, timeout=10)

    def item(_: Any) -> None:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        both.wait()
        with lock:
            running[0] -= 1

    with Bench(tmp_path, {"Map": fan_out(MaxConcurrency=2)}, FakeFunctions(item=item)) as bench:
        assert bench.run('{"items": [1, 2, 3, 4, 5, 6]}').status == "SUCCEEDED"
        assert most == [2]


def test_an_item_that_fails_fails_the_map_once(tmp_path: Path) -> None:
    def item(_: Any) -> None:
        raise Failure("Broken")

    catch = [{"ErrorEquals": ["States.ALL"], "Next": "Mend"}]
    states = {"Map": fan_out(Catch=catch), "Mend": task("mend")}
    functions = FakeFunctions(item=item, mend=lambda event: event["Error"])
    with Bench(tmp_path, states, functions) as bench:
        assert bench.run('{"items": [1, 2, 3]}').output_text == '"Broken"'
        assert [name for name, _ in functions.events].count("mend") == 1


def asking(**more: Any) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Parameters": {"FunctionName": "x:ask", "Payload": {"token.$": "$$.Task.Token", "id.$": "$.id"}},
        "End": True,
        **more,
    }


def test_an_asked_question_waits_for_its_answer(tmp_path: Path) -> None:
    functions = FakeFunctions(ask=lambda _: None)
    with Bench(tmp_path, {"Ask": asking()}, functions) as bench:
        execution = bench.run('{"id": 7}')
        bench.advance(86400)
        assert execution.status == "RUNNING"
        (_, event) = functions.events[0]
        service = StateService(bench.driver)
        service.answer("SendTaskSuccess", {"taskToken": event["token"], "output": '{"decision": "yes"}'})
        bench.quiet()
        assert (event["id"], execution.output_text) == (7, '{"decision": "yes"}')
        with pytest.raises(ServiceError, match="TaskTimedOut"):
            service.answer("SendTaskSuccess", {"taskToken": event["token"], "output": "{}"})


def test_an_answer_may_come_before_the_asking_function_has_ended(tmp_path: Path) -> None:
    benches: list[Bench] = []

    def ask(event: Any) -> None:
        StateService(benches[0].driver).answer("SendTaskSuccess", {"taskToken": event["token"], "output": "1"})

    with Bench(tmp_path, {"Ask": asking()}, FakeFunctions(ask=ask)) as bench:
        benches.append(bench)
        assert bench.run('{"id": 7}').output_text == "1"


def test_a_question_nobody_answers_in_time_fails_with_a_timeout(tmp_path: Path) -> None:
    with Bench(tmp_path, {"Ask": asking(TimeoutSeconds=60)}, FakeFunctions(ask=lambda _: None)) as bench:
        execution = bench.run('{"id": 7}')
        bench.advance(60)
        assert (execution.status, execution.error) == ("FAILED", "States.Timeout")


def test_a_refusal_fails_the_task_with_the_error_it_names(tmp_path: Path) -> None:
    functions = FakeFunctions(ask=lambda _: None)
    with Bench(tmp_path, {"Ask": asking()}, functions) as bench:
        execution = bench.run('{"id": 7}')
        token = functions.events[0][1]["token"]
        StateService(bench.driver).answer("SendTaskFailure", {"taskToken": token, "error": "No", "cause": "because"})
        bench.quiet()
        assert (execution.error, execution.cause) == ("No", "because")


def test_a_token_that_was_never_given_is_invalid(tmp_path: Path) -> None:
    with (
        Bench(tmp_path, {"Ask": asking()}, FakeFunctions()) as bench,
        pytest.raises(ServiceError, match="InvalidToken"),
    ):
        StateService(bench.driver).answer("SendTaskSuccess", {"taskToken": "made up", "output": "{}"})
