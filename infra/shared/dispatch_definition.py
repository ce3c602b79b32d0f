"""The dispatch state machine as Amazon States Language: Classify → Match → Next → a step, a wait, branches → Next …

It never changes when a workflow does. Adding a family of steps is one function and one word in `FAMILIES`. Function
ARNs stand in it as substitutions (`${StepRecordsArn}`), so that cfn-lint and moto can read it whole. No CDK in here.
"""

from typing import Any

from infra.shared.spec import FunctionSpec

CONCURRENCY = 10
"""Branches of one execution at once; `limits.FAN_OUT_CONCURRENCY`, which synthesizing does not load."""
FAMILIES = ("ai", "notify", "records")

Json = dict[str, Any]

_AGAIN: Json = {
    # Nothing can have happened: the step said so (NotNow), or Lambda never ran it.
    "ErrorEquals": [
        "NotNow",
        "Lambda.ServiceException",
        "Lambda.AWSLambdaException",
        "Lambda.SdkClientException",
        "Lambda.TooManyRequestsException",
    ],
    "IntervalSeconds": 1,
    "BackoffRate": 2,
    "MaxAttempts": 8,
    "MaxDelaySeconds": 120,
    "JitterStrategy": "FULL",
}
_AFTER_A_CRASH: Json = {
    # A step that was killed half way: its record tells the next attempt what has happened already.
    "ErrorEquals": ["States.TaskFailed", "States.Timeout"],
    "IntervalSeconds": 2,
    "BackoffRate": 2,
    "MaxAttempts": 3,
    "MaxDelaySeconds": 60,
    "JitterStrategy": "FULL",
}
_TASK_GRACE_SECONDS = 30
"""A task waits so much longer than its function may run, for what Lambda needs to start it."""


def definition(functions: dict[str, FunctionSpec]) -> Json:
    """The state machine over `functions`, by name."""
    line = _line(functions, "")
    line["Next"]["Choices"].append(_choice("fan_out", "FanOut"))
    states = {
        "Classify": _task(functions["classify_event"], "Match"),
        "Match": _task(functions["match_workflows"], "Next"),
        **line,
        "FanOut": _fan_out(functions),
    }
    return {
        "Comment": "One trigger event, or one execution that goes on by itself",
        "StartAt": "Classify",
        "QueryLanguage": "JSONPath",
        "States": states,
    }


def _line(functions: dict[str, FunctionSpec], prefix: str) -> Json:
    """From what is next to the end: an execution's own line, or a branch's, whose states need names of their own."""
    steps = {family: functions[f"step_{family}"] for family in FAMILIES}
    onward = f"{prefix}Next"
    return {
        onward: {
            "Type": "Choice",
            "Choices": [
                *(_choice(f"step:{family}", f"{prefix}{step.construct_id}") for family, step in steps.items()),
                _choice("wait", f"{prefix}Wait"),
                _choice("done", f"{prefix}Done"),
            ],
            "Default": f"{prefix}UnknownNext",
        },
        **{f"{prefix}{step.construct_id}": _task(step, onward) for step in steps.values()},
        f"{prefix}Wait": {"Type": "Wait", "TimestampPath": "$.until", "OutputPath": "$.after", "Next": onward},
        f"{prefix}Done": {"Type": "Succeed"},
        f"{prefix}UnknownNext": {
            "Type": "Fail",
            "Error": "UnknownNext",
            "Cause": "The engine answered a `next` that this state machine does not know: their releases differ.",
        },
    }


def _fan_out(functions: dict[str, FunctionSpec]) -> Json:
    """A page of branches, each with a turn of its own; what they answer is dropped, for it is stored."""
    of_all = ("tenant", "event", "dispatch", "execution", "workflow", "version", "history_limit")
    of_each = ("branch", "next")
    return {
        "Type": "Map",
        "ItemsPath": "$.branches",
        "MaxConcurrency": CONCURRENCY,
        "ItemSelector": {
            **{f"{name}.$": f"$.{name}" for name in of_all},
            **{f"{name}.$": f"$$.Map.Item.Value.{name}" for name in of_each},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "INLINE"},
            "StartAt": "BranchNext",
            "States": _line(functions, "Branch"),
        },
        "ResultPath": None,
        "OutputPath": "$.after",
        "Next": "Next",
    }


def invoked(functions: dict[str, FunctionSpec]) -> list[FunctionSpec]:
    """The functions that the state machine calls."""
    names = ("classify_event", "match_workflows", *(f"step_{family}" for family in FAMILIES))
    return [functions[name] for name in names]


def substitution(function: FunctionSpec) -> str:
    """What a function's ARN is called in the definition."""
    return f"{function.construct_id}Arn"


def _task(function: FunctionSpec, then: str) -> Json:
    return {
        "Type": "Task",
        "Resource": f"${{{substitution(function)}}}",
        "TimeoutSeconds": function.timeout_seconds + _TASK_GRACE_SECONDS,
        "Retry": [_AGAIN, _AFTER_A_CRASH],
        "Next": then,
    }


def _choice(value: str, then: str) -> Json:
    return {"Variable": "$.next", "StringEquals": value, "Next": then}
