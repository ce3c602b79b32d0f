"""All functions of the template, and calling them as Lambda would."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from infra.local.activity import Activity
from infra.local.aws_calls import caller
from infra.local.lambdas.context import LambdaContext
from infra.local.lambdas.function import Function
from infra.local.lambdas.invocation import (
    ANSWER_TOO_LARGE,
    CRASHED,
    PAYLOAD_BYTES,
    REQUEST_TOO_LARGE,
    TIMED_OUT,
    Crash,
    FunctionError,
    Outcome,
    PayloadTooLarge,
    failed,
    travelled,
)
from infra.local.template import Resource


class Lambdas:
    """Functions by their name, physical name or ARN."""

    def __init__(self, resources: Iterable[Resource], region: str, activity: Activity) -> None:
        self._functions = [Function(resource, region) for resource in resources]
        self._by_name = {
            key: function
            for function in self._functions
            for key in (function.name, function.physical_name, function.arn)
        }
        self._activity = activity
        self.before: list[Callable[[str, Any], None]] = []
        """Called with function and event before a handler runs; raising `Crash` kills the invocation."""
        self.after: list[Callable[[str, Any, Any], None]] = []
        """Called with function, event and answer before anybody hears of the answer; raising `Crash` loses it."""
        self.observers: list[Callable[[Outcome], None]] = []
        """Told of every invocation that ended."""

    def __iter__(self) -> Any:
        return iter(self._functions)

    def find(self, identifier: str) -> Function:
        """A function; unknown ones raise, with the names there are."""
        function = self._by_name.get(identifier.removesuffix(":$LATEST"))
        if function is None:
            names = ", ".join(sorted(each.name for each in self._functions))
            raise LookupError(f"there is no function {identifier}; there are {names}")
        return function

    def invoke(self, identifier: str, event: Any) -> Outcome:
        """Call a function and wait for it; what goes wrong inside is part of the outcome."""
        function = self.find(identifier)
        context = LambdaContext(
            function.physical_name,
            function.arn,
            function.memory,
            function.timeout,
            log_group_name=str(function.resource.properties.get("LoggingConfig", {}).get("LogGroup", "")),
        )
        started = time.perf_counter()
        with self._activity.busy(f"function {function.name}"):
            answer, error = self._run(function, event, context)
        milliseconds = (time.perf_counter() - started) * 1000
        if error is None and milliseconds > function.timeout * 1000:
            error = FunctionError(
                TIMED_OUT, f"{context.aws_request_id} Task timed out after {function.timeout:.2f} seconds"
            )
        outcome = Outcome(function.name, context.aws_request_id, milliseconds, None if error else answer, error)
        for observer in self.observers:
            observer(outcome)
        return outcome

    def _run(self, function: Function, event: Any, context: LambdaContext) -> tuple[Any, FunctionError | None]:
        token = caller.set(function.caller)
        try:
            handle = function.handler()
            event = travelled(event, PAYLOAD_BYTES, REQUEST_TOO_LARGE)
            for before in self.before:
                before(function.name, event)
            answer = travelled(handle(event, context), PAYLOAD_BYTES, ANSWER_TOO_LARGE)
            for after in self.after:
                after(function.name, event, answer)
        except Crash as crash:
            return None, FunctionError(CRASHED, str(crash) or "the process of the function died")
        except PayloadTooLarge as error:
            return None, FunctionError(error.name, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is Lambda's answer
            return None, failed(error)
        else:
            return answer, None
        finally:
            caller.reset(token)
