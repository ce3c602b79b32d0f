"""How an outside service misbehaves on demand: what it answers instead of what it should, and whether it acted."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from infra.local.doors.exchange import Answer, HangUp, Header

GARBAGE = b"<html><body>upstream connect error\x00\xff"
HOLD_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Misbehaviour:
    """One bad answer. `acted` says whether the service did what it was asked for before it answered so."""

    name: str
    acted: bool
    answer: Answer | None = None
    """None cuts the connection after the request was read."""
    held: threading.Event | None = field(default=None, compare=False)
    """The answer waits for this event: a slow service, without a clock."""

    def perform(self, right: Answer) -> Answer:
        """The answer, in the place of the right one. Raises HangUp for none."""
        if self.held is not None:
            self.held.wait(HOLD_SECONDS)
            return right
        if self.answer is None:
            raise HangUp
        return self.answer


def too_many_requests(retry_after: int = 1) -> Misbehaviour:
    """429 with Retry-After in seconds."""
    headers = (Header("Retry-After", str(retry_after)), Header("Content-Type", "application/json"))
    return Misbehaviour(
        "too_many_requests", acted=False, answer=Answer(429, headers, b'{"ok":false,"error":"ratelimited"}')
    )


def server_error(*, acted: bool = False) -> Misbehaviour:
    """500, as a service that fell over; it may have acted before."""
    return Misbehaviour("server_error", acted, Answer.text(500, "internal_error"))


def garbage(*, acted: bool = True) -> Misbehaviour:
    """200 with bytes that mean nothing."""
    return Misbehaviour("garbage", acted, Answer(200, (Header("Content-Type", "text/html"),), GARBAGE))


def cut(*, acted: bool = True) -> Misbehaviour:
    """The connection ends after the request was read."""
    return Misbehaviour("cut", acted)


def slow(until: threading.Event) -> Misbehaviour:
    """The right answer, once the event is set."""
    return Misbehaviour("slow", acted=True, held=until)


class Misbehaviours:
    """What the next requests get; the others are answered as they should be."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: list[threading.Event] = []
        self._next: deque[Misbehaviour] = deque()

    def plan(self, misbehaviour: Misbehaviour, times: int = 1) -> None:
        """Let so many requests more be answered badly, after those planned before."""
        with self._lock:
            self._next.extend([misbehaviour] * times)

    def take(self) -> Misbehaviour | None:
        """What happens to the request at hand."""
        with self._lock:
            taken = self._next.popleft() if self._next else None
            if taken is not None and taken.held is not None:
                self._held.append(taken.held)
            return taken

    def clear(self) -> None:
        """Behave; what is held goes on."""
        with self._lock:
            for held in self._held:
                held.set()
            self._held.clear()
            self._next.clear()


def read_plan(value: Mapping[str, Any]) -> tuple[Misbehaviour, int]:
    """A misbehaviour as JSON has it: `{"name": "too_many_requests", "retry_after": 2, "times": 3}`."""
    name, times = value.get("name"), int(value.get("times", 1))
    match name:
        case "too_many_requests":
            return too_many_requests(int(value.get("retry_after", 1))), times
        case "server_error":
            return server_error(acted=bool(value.get("acted", False))), times
        case "garbage":
            return garbage(acted=bool(value.get("acted", True))), times
        case "cut":
            return cut(acted=bool(value.get("acted", True))), times
        case "slow":
            return slow(threading.Event()), times
    raise ValueError(f"{name!r} is none of too_many_requests, server_error, garbage, cut, slow")
