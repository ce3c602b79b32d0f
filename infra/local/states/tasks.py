"""What a Task state calls: a Lambda function by its ARN, or Step Functions' own integration with Lambda."""

from __future__ import annotations

import json
from typing import Any, Protocol
from uuid import uuid4

from infra.local.lambdas.invocation import STATE_BYTES, Outcome, PayloadTooLarge, travelled
from infra.local.states.errors import DATA_LIMIT, RUNTIME, StateFailed

INVOKE = "arn:aws:states:::lambda:invoke"
WITH_TOKEN = ".waitForTaskToken"  # noqa: S105 - a suffix of resource names
_PREFIX = "local-task-"


class Functions(Protocol):
    """Who can call functions."""

    def invoke(self, identifier: str, event: Any) -> Outcome:
        """Call one and wait for it."""


class Tasks:
    """Calls what Task states name."""

    def __init__(self, functions: Functions) -> None:
        self._functions = functions

    def new_token(self) -> str:
        """A token for a task that will be answered by somebody else."""
        return f"{_PREFIX}{uuid4().hex}"

    def has_issued(self, token: str) -> bool:
        """Whether a token looks like one of ours."""
        return token.startswith(_PREFIX)

    def run(self, resource: str, payload: Any) -> Any:
        """The result of a task; a failed one raises `StateFailed` with the name that Retry compares."""
        payload = _limited(payload)
        if resource.startswith("arn:aws:lambda:"):
            return self._answer(self._functions.invoke(resource, payload))
        if resource.removesuffix(WITH_TOKEN) == INVOKE:
            outcome = self._functions.invoke(payload["FunctionName"], payload.get("Payload", {}))
            metadata = {"RequestId": outcome.request_id}
            return {
                "ExecutedVersion": "$LATEST",
                "Payload": self._answer(outcome),
                "SdkResponseMetadata": metadata,
                "StatusCode": 200,
            }
        raise StateFailed(RUNTIME, f"the local driver knows no resource {resource}")

    def _answer(self, outcome: Outcome) -> Any:
        if outcome.error is not None:
            raise StateFailed(outcome.error.type, json.dumps(outcome.error.payload()))
        return _limited(outcome.answer)


def _limited(payload: Any) -> Any:
    try:
        return travelled(payload, STATE_BYTES, DATA_LIMIT)
    except PayloadTooLarge as error:
        raise StateFailed(error.name, str(error)) from None
