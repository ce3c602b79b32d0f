"""The dispatch state machine as Amazon States Language: Classify → Match → Next → a step, a wait or the end → Next …

It never changes when a workflow does. Adding a family of steps is one function and one word in `FAMILIES`. Function
ARNs stand in it as substitutions (`${StepRecordsArn}`), so that cfn-lint and moto can read it whole. No CDK in here.
"""

from typing import Any

from infra.shared.spec import FunctionSpec

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
    steps = [functions[f"step_{family}"] for family in FAMILIES]
    states = {
        "Classify": _task(functions["classify_event"], "Match"),
        "Match": _task(functions["match_workflows"], "Next"),
        "Next": {
            "Type": "Choice",
            "Choices": [
                *(_choice(f"step:{family}", step.construct_id) for family, step in zip(FAMILIES, steps, strict=True)),
                _choice("wait", "Wait"),
                _choice("done", "Done"),
            ],
            "Default": "UnknownNext",
        },
        **{step.construct_id: _task(step, "Next") for step in steps},
        "Wait": {"Type": "Wait", "TimestampPath": "$.until", "OutputPath": "$.after", "Next": "Next"},
        "Done": {"Type": "Succeed"},
        "UnknownNext": {
            "Type": "Fail",
            "Error": "UnknownNext",
            "Cause": "The engine answered a `next` that this state machine does not know: their releases differ.",
        },
    }
    return {
        "Comment": "One trigger event, or one execution that goes on by itself",
        "StartAt": "Classify",
        "QueryLanguage": "JSONPath",
        "States": states,
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
