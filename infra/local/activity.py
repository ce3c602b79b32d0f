"""What is going on: a bounded pool of workers that knows when nothing is left to do."""

from __future__ import annotations

import threading
import traceback
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Activity:
    """Runs tasks on a few threads and counts everything in progress, by name, until the last has ended."""

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._tasks: deque[tuple[str, Callable[[], None]]] = deque()
        self._busy: Counter[str] = Counter()
        self._lock = threading.Lock()
        self._work_added = threading.Condition(self._lock)
        self._idle = threading.Condition(self._lock)
        self._stopping = False
        self._threads: list[threading.Thread] = []
        self.failures: list[str] = []
        """Tracebacks of tasks that raised: faults of the local stack itself, shown by whoever waits for it."""

    def start(self) -> None:
        """Begin to work."""
        for number in range(self._workers):
            thread = threading.Thread(target=self._work, name=f"local-worker-{number}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """Finish what has begun, drop what has not: it is in the journals. Returns when the threads have ended."""
        with self._lock:
            self._stopping = True
            self._tasks.clear()
            self._work_added.notify_all()
            self._idle.notify_all()
        for thread in self._threads:
            thread.join()

    def submit(self, name: str, task: Callable[[], None]) -> None:
        """Do `task` soon, on some worker; it counts as in progress from now on."""
        with self._lock:
            if self._stopping:
                return
            self._busy[name] += 1
            self._tasks.append((name, task))
            self._work_added.notify()

    @contextmanager
    def busy(self, name: str) -> Iterator[None]:
        """Count what the calling thread does itself, such as a request of the API."""
        with self._lock:
            self._busy[name] += 1
        try:
            yield
        finally:
            self._done(name)

    def wait(self, quiet: Callable[[], bool], timeout: float) -> bool:
        """Wait until nothing is in progress and `quiet` agrees; False if that took longer than `timeout` seconds."""
        with self._lock:
            return self._idle.wait_for(lambda: not self._busy and quiet(), timeout)

    def touch(self) -> None:
        """Let those who wait ask `quiet` again."""
        with self._lock:
            self._idle.notify_all()

    def in_progress(self) -> dict[str, int]:
        """How many of what, by name."""
        with self._lock:
            return dict(self._busy)

    def _work(self) -> None:
        while True:
            with self._lock:
                while not self._tasks and not self._stopping:
                    self._work_added.wait()
                if self._stopping:
                    return
                name, task = self._tasks.popleft()
            try:
                task()
            except Exception:  # noqa: BLE001 - a worker outlives any task; what failed is kept and reported
                self.failures.append(traceback.format_exc())
            finally:
                self._done(name)

    def _done(self, name: str) -> None:
        with self._lock:
            self._busy[name] -= 1
            if not self._busy[name]:
                del self._busy[name]
            if not self._busy:
                # Only then can anybody's waiting be over: waking them at every step would cost more than the step.
                self._idle.notify_all()
