"""Functions are called as Lambda would call them."""

import os
import sys
import types
from functools import cache
from typing import Any

import pytest

from infra.local.activity import Activity
from infra.local.aws_calls import caller
from infra.local.lambdas.invocation import Crash, Outcome
from infra.local.lambdas.lambdas import Lambdas
from infra.local.template import Templates


def lambdas(**properties: Any) -> Lambdas:
    """One function called `probe`."""
    resources = {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "probe-role"}},
        "Probe": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "FunctionName": "stage-probe",
                "Handler": "handler.lambda_handler",
                "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "MemorySize": 256,
                "Timeout": 30,
                "Environment": {"Variables": {"POWERTOOLS_SERVICE_NAME": "probe", "TABLE": "things"}},
                **properties,
            },
        },
    }
    templates = Templates({"Stack": {"Resources": resources}}, "eu-west-1")
    return Lambdas(templates.of_type("AWS::Lambda::Function"), templates.region, Activity(1))


@pytest.fixture
def probe(monkeypatch: pytest.MonkeyPatch) -> types.ModuleType:
    """functions/probe/handler.py, as if it were there: builds once from its environment."""
    module = types.ModuleType("functions.probe.handler")

    @cache
    def build() -> dict[str, str]:
        return dict(os.environ)

    def handle(event: Any, context: Any) -> Any:
        return {"table": build()["TABLE"], "event": event}

    vars(module).update(build=build, lambda_handler=handle)
    monkeypatch.setitem(sys.modules, "functions.probe", types.ModuleType("functions.probe"))
    monkeypatch.setitem(sys.modules, "functions.probe.handler", module)
    return module


def test_a_function_is_built_from_its_own_variables_and_no_others(
    probe: types.ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_DEVELOPER", "x")
    before = dict(os.environ)
    assert lambdas().invoke("probe", {"n": 1}).answer == {"table": "things", "event": {"n": 1}}
    built = probe.build()
    assert "SECRET_OF_THE_DEVELOPER" not in built
    assert built["AWS_LAMBDA_FUNCTION_NAME"] == "stage-probe"
    assert dict(os.environ) == before


def test_a_second_stack_in_the_same_process_builds_anew(probe: types.ModuleType) -> None:
    lambdas().invoke("probe", {})
    variables = {"POWERTOOLS_SERVICE_NAME": "probe", "TABLE": "others"}
    assert lambdas(Environment={"Variables": variables}).invoke("probe", {}).answer["table"] == "others"


@pytest.mark.parametrize("name", ["probe", "stage-probe", "arn:aws:lambda:eu-west-1:123456789012:function:stage-probe"])
def test_functions_are_known_by_name_and_arn(name: str) -> None:
    assert lambdas().find(name).name == "probe"


def test_an_unknown_function_is_named_beside_those_there_are() -> None:
    with pytest.raises(LookupError, match="there is no function other; there are probe"):
        lambdas().invoke("other", {})


def invoked(handler: Any, event: Any = None, **properties: Any) -> Outcome:
    held = lambdas(**properties)
    held.find("probe").use(handler)
    return held.invoke("probe", event)


def test_the_context_says_what_lambda_s_does() -> None:
    def handler(_: Any, context: Any) -> Any:
        return [
            context.function_name,
            context.invoked_function_arn,
            context.memory_limit_in_mb,
            29_000 < context.get_remaining_time_in_millis() <= 30_000,
            bool(context.aws_request_id),
        ]

    arn = "arn:aws:lambda:eu-west-1:123456789012:function:stage-probe"
    assert invoked(handler).answer == ["stage-probe", arn, 256, True, True]


def test_events_and_answers_travel_as_json() -> None:
    event = {"n": (1, 2)}
    outcome = invoked(lambda given, _: (given["n"].append(3), given["n"])[1], event)
    assert (outcome.answer, event) == ([1, 2, 3], {"n": (1, 2)})


def test_an_answer_that_is_no_json_is_an_error() -> None:
    error = invoked(lambda *_: object()).error
    assert error is not None
    assert error.type == "TypeError"


def test_an_answer_over_six_megabytes_is_lambda_s_error() -> None:
    error = invoked(lambda *_: "x" * 7_000_000).error
    assert error is not None
    assert error.type == "Function.ResponseSizeTooLarge"


def test_an_error_is_named_by_its_class_alone() -> None:
    class NotNow(Exception):
        pass

    def handler(*_: Any) -> None:
        raise NotNow("later")

    error = invoked(handler).error
    assert error is not None
    assert (error.type, error.message) == ("NotNow", "later")
    assert error.payload()["errorType"] == "NotNow"


def test_a_crash_is_not_seen_by_the_handler_and_unknown_to_the_caller() -> None:
    seen = []

    def handler(*_: Any) -> None:
        try:
            raise Crash("power cut")
        except Exception as error:
            seen.append(error)
            raise

    error = invoked(handler).error
    assert error is not None
    assert (error.type, error.message, seen) == ("Lambda.Unknown", "power cut", [])


def test_a_function_over_its_time_has_timed_out() -> None:
    error = invoked(lambda *_: "late", Timeout=0).error
    assert error is not None
    assert error.type == "Sandbox.Timedout"


def test_tests_can_kill_an_invocation_before_and_after_it_runs() -> None:
    held, calls = lambdas(), []
    held.find("probe").use(lambda *_: calls.append(1))

    def die(*_: Any) -> None:
        raise Crash

    held.before.append(die)
    assert held.invoke("probe", {}).error is not None
    assert calls == []
    held.before.clear()
    held.after.append(die)
    assert held.invoke("probe", {}).error is not None
    assert calls == [1]


def test_observers_hear_of_every_invocation() -> None:
    heard: list[Outcome] = []
    held = lambdas()
    held.find("probe").use(lambda *_: 7)
    held.observers.append(heard.append)
    outcome = held.invoke("probe", {})
    assert heard == [outcome]
    assert (outcome.function, outcome.answer, outcome.duration_ms >= 0) == ("probe", 7, True)


def test_while_it_runs_the_thread_works_for_that_function_and_role() -> None:
    outcome = invoked(lambda *_: list(caller.get() or []))
    assert outcome.answer == ["probe", "probe-role"]
    assert caller.get() is None
