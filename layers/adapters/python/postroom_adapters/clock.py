"""The time, from the system or from whoever moves it: the local stack and tests put their own clock here."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]


def _system() -> datetime:
    return datetime.now(UTC)


_source: Clock = _system


def utc_now() -> datetime:
    """Now, aware, in UTC."""
    return _source()


def use_clock(source: Clock | None) -> None:
    """Take the time from `source` from now on; None returns to the system's."""
    global _source  # noqa: PLW0603 - one clock a process, so that handlers need not be handed one
    _source = source or _system
