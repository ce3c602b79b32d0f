"""What goes into a state and what comes out of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.states.choices import meets
from infra.local.states.paths import UnsupportedPath, find, parsed, placed
from tests.infra.local.machines import Bench, FakeFunctions, task


def test_input_result_and_output_paths_follow_each_other(tmp_path: Path) -> None:
    functions = FakeFunctions(double=lambda n: {"value": n * 2, "rest": "dropped"})
    state = task(
        "double",
        InputPath="$.number",
        ResultSelector={"twice.$": "$.value"},
        ResultPath="$.answer",
        OutputPath="$",
    )
    with Bench(tmp_path, {"A": state}, functions) as bench:
        assert json.loads(bench.run('{"number": 21}').output_text or "") == {"number": 21, "answer": {"twice": 42}}


def test_a_result_path_of_null_drops_the_result(tmp_path: Path) -> None:
    functions = FakeFunctions(noise=lambda _: {"much": "noise"})
    with Bench(tmp_path, {"A": task("noise", ResultPath=None)}, functions) as bench:
        assert bench.run('{"kept": true}').output_text == '{"kept": true}'


def test_parameters_may_hold_paths_into_input_and_context(tmp_path: Path) -> None:
    functions = FakeFunctions(echo=lambda event: event)
    parameters = {"id.$": "$.ids[1]", "name.$": "$$.Execution.Name", "state.$": "$$.State.Name", "fixed": 1}
    with Bench(tmp_path, {"A": task("echo", Parameters=parameters)}, functions) as bench:
        output = json.loads(bench.run('{"ids": ["a", "b"]}', name="evt-1").output_text or "")
        assert output == {"id": "b", "name": "evt-1", "state": "A", "fixed": 1}


def test_the_lambda_integration_wraps_its_payload(tmp_path: Path) -> None:
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke",
        "Parameters": {"FunctionName": "x:double", "Payload.$": "$"},
        "OutputPath": "$.Payload",
        "End": True,
    }
    with Bench(tmp_path, {"A": state}, FakeFunctions(double=lambda e: {"n": e["n"] * 2})) as bench:
        assert bench.run('{"n": 4}').output_text == '{"n": 8}'


def test_a_parameter_that_is_not_there_fails_with_its_own_error(tmp_path: Path) -> None:
    with Bench(tmp_path, {"A": task("a", Parameters={"x.$": "$.gone"})}, FakeFunctions()) as bench:
        assert bench.run().error == "States.ParameterPathFailure"


def test_an_answer_too_large_for_step_functions_fails_and_cannot_be_caught(tmp_path: Path) -> None:
    state = task("big", Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Mend"}])
    functions = FakeFunctions(big=lambda _: "x" * 300_000)
    with Bench(tmp_path, {"A": state, "Mend": {"Type": "Succeed"}}, functions) as bench:
        execution = bench.run()
        assert (execution.error, execution.cause) == (
            "States.DataLimitExceeded",
            "300002 bytes, 262144 are allowed",
        )


@pytest.mark.parametrize(
    ("path", "parts"),
    [("$", ()), ("$.a.b", ("a", "b")), ("$['a b'][2].c", ("a b", 2, "c")), ('$["x"]', ("x",))],
)
def test_paths_name_one_place(path: str, parts: tuple[Any, ...]) -> None:
    assert parsed(path) == parts


@pytest.mark.parametrize("path", ["a", "$..a", "$[*]", "$.a[?(@.b)]", "$.a[1:2]"])
def test_a_path_that_may_name_several_places_is_refused(path: str) -> None:
    with pytest.raises(UnsupportedPath):
        parsed(path)


@pytest.mark.parametrize("path", ["$.a.b.c", "$.b", "$.a[0]", "$.list.x"])
def test_nothing_at_a_path_is_a_lookup_error(path: str) -> None:
    with pytest.raises(LookupError):
        find(path, {"a": {"b": 1}, "list": [1]}, {})


def test_placing_a_result_leaves_the_input_as_it_was() -> None:
    data = {"a": {"b": 1}}
    assert placed("$.a.c", data, 2) == {"a": {"b": 1, "c": 2}}
    assert data == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("rule", "met"),
    [
        ({"Variable": "$.s", "StringEquals": "word"}, True),
        ({"Variable": "$.s", "StringMatches": "w*d"}, True),
        ({"Variable": "$.s", "StringMatches": "w\\*d"}, False),
        ({"Variable": "$.n", "NumericGreaterThan": 4}, True),
        ({"Variable": "$.n", "NumericEqualsPath": "$.m"}, False),
        ({"Variable": "$.n", "StringEquals": "5"}, False),
        ({"Variable": "$.flag", "BooleanEquals": True}, True),
        ({"Variable": "$.t", "TimestampLessThan": "2026-01-02T00:00:00Z"}, True),
        ({"Variable": "$.none", "IsNull": True}, True),
        ({"Variable": "$.gone", "IsPresent": False}, True),
        ({"Not": {"Variable": "$.s", "StringEquals": "word"}}, False),
        ({"And": [{"Variable": "$.n", "IsNumeric": True}, {"Variable": "$.s", "IsString": True}]}, True),
        ({"Or": [{"Variable": "$.n", "IsString": True}, {"Variable": "$.s", "IsString": True}]}, True),
    ],
)
def test_choice_rules(rule: dict[str, Any], met: bool) -> None:
    data = {"s": "word", "n": 5, "m": 6, "flag": True, "t": "2026-01-01T00:00:00Z", "none": None}
    assert meets(rule, data, {}) is met
