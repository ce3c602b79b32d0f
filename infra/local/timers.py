"""Things to do at a time of the movable clock: waits, retries, schedules, messages that become visible again."""

from __future__ import annotations

import heapq
import itertools
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from infra.local.clock import MovableClock


@dataclass(order=True, slots=True)
class Timer:
    """One thing to do; `kind` says what sort, so that `pending` can tell a backoff from a wait of days."""

    when: datetime
    sequence: int
    kind: str = field(compare=False)
    action: Callable[[], None] = field(compare=False)
    cancelled: bool = field(default=False, compare=False)


class Timers:
    """One thread that calls each action when the clock reaches its time; actions are short and hand on real work."""

    def __init__(self, clock: MovableClock, after_call: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._after_call = after_call
        self._heap: list[Timer] = []
        self._lock = threading.Lock()
        self._sequence = itertools.count()
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to call what is due; what was added before is kept."""
        self._thread = threading.Thread(target=self._run, name="local-timers", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Call nothing more; returns when the thread has ended."""
        self._stopping = True
        self._clock.wake()
        if self._thread is not None:
            self._thread.join()

    def at(self, when: datetime, kind: str, action: Callable[[], None]) -> Timer:
        """Call `action` once the clock reads `when`, at once if it is past."""
        timer = Timer(when, next(self._sequence), kind, action)
        with self._lock:
            heapq.heappush(self._heap, timer)
            is_next = self._heap[0] is timer
        if is_next:
            self._clock.wake()
        return timer

    def cancel(self, timer: Timer | None) -> None:
        """Forget a timer; one that has been called already does not mind."""
        if timer is not None:
            timer.cancelled = True

    def pending(self, *kinds: str) -> int:
        """How many timers of these kinds have not been called yet."""
        with self._lock:
            return sum(1 for timer in self._heap if timer.kind in kinds and not timer.cancelled)

    def overdue(self) -> bool:
        """Whether something is due that has not been called yet."""
        now = self._clock.now()
        with self._lock:
            return any(timer.when <= now and not timer.cancelled for timer in self._heap)

    def _run(self) -> None:
        while not self._stopping:
            first = self._first()
            self._clock.wait_until(first.when if first else None, lambda first=first: self._disturbed(first))  # type: ignore[misc]
            self._call_due()

    def _disturbed(self, first: Timer | None) -> bool:
        return self._stopping or self._first() is not first

    def _first(self) -> Timer | None:
        with self._lock:
            while self._heap and self._heap[0].cancelled:
                heapq.heappop(self._heap)
            return self._heap[0] if self._heap else None

    def _call_due(self) -> None:
        while not self._stopping and (first := self._first()) is not None and first.when <= self._clock.now():
            # The action goes first, the timer second: in between, both what it started and the timer are seen.
            first.action()
            with self._lock:
                first.cancelled = True
            self._after_call()
