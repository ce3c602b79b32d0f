"""What an invocation ends with, and how events and answers travel: as JSON, within Lambda's limits."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass
from typing import Any

PAYLOAD_BYTES = 6 * 1024 * 1024
"""Lambda's limit on a synchronous event and answer."""

STATE_BYTES = 256 * 1024
"""Step Functions' limit on what goes into a state and comes out."""

CRASHED = "Lambda.Unknown"
TIMED_OUT = "Sandbox.Timedout"
"""How Step Functions names a function whose process died, and one that ran over its time."""


class Crash(BaseException):
    """Raised by tests inside an invocation: the process of the function is gone, no handler hears of it."""


REQUEST_TOO_LARGE = "RequestEntityTooLargeException"
ANSWER_TOO_LARGE = "Function.ResponseSizeTooLarge"


class PayloadTooLarge(Exception):
    """An event or answer is larger than AWS lets through; `name` is AWS's for it."""

    def __init__(self, name: str, size: int, limit: int) -> None:
        super().__init__(f"{size} bytes, {limit} are allowed")
        self.name = name


@dataclass(frozen=True, slots=True)
class FunctionError:
    """How a function failed, in Lambda's words."""

    type: str
    message: str
    trace: tuple[str, ...] = ()

    def payload(self) -> dict[str, Any]:
        """The body Lambda answers with."""
        return {"errorType": self.type, "errorMessage": self.message, "stackTrace": list(self.trace)}


@dataclass(frozen=True, slots=True)
class Outcome:
    """One invocation, ended: an answer or an error."""

    function: str
    request_id: str
    duration_ms: float
    answer: Any = None
    error: FunctionError | None = None


def failed(error: BaseException) -> FunctionError:
    """An exception as Lambda reports it: the class's own name, without its module."""
    lines = tuple(traceback.format_tb(error.__traceback__))
    return FunctionError(type(error).__name__, str(error), lines)


def travelled(value: Any, limit: int, error: str) -> Any:
    """`value` as it arrives on the other side: a copy of plain JSON values; above the limit, `error`."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    size = len(text) if text.isascii() else len(text.encode())
    if size > limit:
        raise PayloadTooLarge(error, size, limit)
    return json.loads(text)
