"""The time, from the system or from whoever moves it: the local stack and tests put their own clock here."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
Pause = Callable[[float], None]


def _system() -> datetime:
    return datetime.now(UTC)


_source: Clock = _system
_pause: Pause = time.sleep


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return _source()


def pause(seconds: float) -> None:
    """Let others go on for so long."""
    _pause(seconds)


def use_clock(source: Clock | None, pausing: Pause | None = None) -> None:
    """Take the time from `source` from now on, and pause by `pausing`; None returns to the system's."""
    global _source, _pause
    _source, _pause = source or _system, pausing or time.sleep
