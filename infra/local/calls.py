"""The AWS calls that functions make: recorded, counted, and open to tests that want to stop one half way."""

from __future__ import annotations

import json
import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

REMEMBERED = 500


@dataclass(slots=True)
class Call:
    """One call by one function; `response` and `error` are there once it was answered."""

    function: str
    service: str
    operation: str
    params: dict[str, Any]
    response: dict[str, Any] | None = field(default=None)
    error: str | None = field(default=None)

    @property
    def request_bytes(self) -> int:
        """The size of what was asked, near what travels; worked out only when somebody wants it."""
        return _size(self.params)

    @property
    def response_bytes(self) -> int:
        """The size of what was answered; a body of S3 counts with its length."""
        if self.response is None:
            return 0
        return _size(
            {key: value for key, value in self.response.items() if key not in ("ResponseMetadata", "Body")}
        ) + (int(self.response.get("ContentLength", 0)) if "Body" in self.response else 0)


Hook = Callable[[Call], None]


class Calls:
    """What has been called: counters of everything, and the last few calls themselves, which hold all they carried."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.counts: Counter[tuple[str, str, str]] = Counter()
        """By (function, service, operation)."""
        self.recent: deque[Call] = deque(maxlen=REMEMBERED)
        self.before: list[Hook] = []
        """Called before a call is made; what they raise is what the function sees, and nothing has happened."""
        self.after: list[Hook] = []
        """Called when it has been made; what they raise is an answer that got lost."""

    def begin(self, call: Call) -> None:
        """A function makes a call."""
        with self._lock:
            self.counts[call.function, call.service, call.operation] += 1
            self.recent.append(call)
        for hook in self.before:
            hook(call)

    def end(self, call: Call) -> None:
        """The call has been answered."""
        for hook in self.after:
            hook(call)

    def clear(self) -> None:
        """Count anew."""
        with self._lock:
            self.counts.clear()
            self.recent.clear()


def _size(value: Any) -> int:
    return len(json.dumps(value, default=_sized, separators=(",", ":")))


def _sized(value: Any) -> Any:
    if isinstance(value, bytes | bytearray):
        return "x" * (len(value) * 4 // 3)
    return str(value)
