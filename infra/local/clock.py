"""A clock that can be moved: the system's time plus an offset, or standing still until somebody advances it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class MovableClock:
    """The time of the local stack; an instance is itself the function that `postroom_adapters.clock` takes.

    Whoever waits does so on one condition, so that moving the clock wakes everybody at once and nobody polls.
    """

    def __init__(self, frozen_at: datetime | None = None) -> None:
        self._changed = threading.Condition()
        self._frozen_at = frozen_at
        self._offset = timedelta()
        self.moved: Callable[[], None] = lambda: None
        """Called when somebody has moved the clock."""

    def __call__(self) -> datetime:
        return self.now()

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        frozen = self._frozen_at
        return frozen if frozen is not None else datetime.now(UTC) + self._offset

    @property
    def is_frozen(self) -> bool:
        """Whether time passes only by `advance`."""
        return self._frozen_at is not None

    @property
    def offset(self) -> timedelta:
        """How far a running clock is ahead of the system's."""
        return self._offset

    def advance(self, seconds: float) -> datetime:
        """Move forward; everything that became due is woken. The new time."""
        if seconds < 0:
            raise ValueError("the clock only moves forward: what has happened stays in the past")
        with self._changed:
            if self._frozen_at is not None:
                self._frozen_at += timedelta(seconds=seconds)
            else:
                self._offset += timedelta(seconds=seconds)
            self._changed.notify_all()
        self.moved()
        return self.now()

    def freeze(self) -> datetime:
        """Stand still from now on. The time it stands at."""
        with self._changed:
            if self._frozen_at is None:
                self._frozen_at = self.now()
            self._changed.notify_all()
            return self._frozen_at

    def run(self) -> None:
        """Go on from where it stands, at the speed of the system's clock."""
        with self._changed:
            if self._frozen_at is not None:
                self._offset = self._frozen_at - datetime.now(UTC)
                self._frozen_at = None
            self._changed.notify_all()

    def wake(self) -> None:
        """Let everybody who waits look again whether they still want to."""
        with self._changed:
            self._changed.notify_all()

    def wait_until(self, when: datetime | None, interrupted: Callable[[], bool] | None = None) -> bool:
        """Wait for `when` (None: for ever), or until `interrupted` says so after a `wake`: then False."""
        with self._changed:
            while True:
                if interrupted is not None and interrupted():
                    return False
                now = self.now()
                if when is not None and now >= when:
                    return True
                running = when is not None and self._frozen_at is None
                self._changed.wait((when - now).total_seconds() if when is not None and running else None)
