"""The movable clock and what waits by it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.clock import MovableClock
from infra.local.timers import Timers

NOON = datetime(2026, 1, 5, 12, 0, tzinfo=UTC)


def test_a_frozen_clock_moves_only_when_it_is_moved() -> None:
    clock = MovableClock(NOON)
    assert (clock(), clock.advance(90)) == (NOON, NOON + timedelta(seconds=90))


def test_a_running_clock_keeps_its_lead() -> None:
    clock = MovableClock()
    clock.advance(3600)
    ahead = clock.now() - datetime.now(UTC)
    assert timedelta(seconds=3599) < ahead < timedelta(seconds=3601)


def test_freezing_and_running_again_does_not_jump() -> None:
    clock = MovableClock(NOON)
    clock.run()
    assert timedelta() <= clock.now() - NOON < timedelta(seconds=1)
    assert clock.freeze() == clock.now()


def test_a_clock_never_goes_back() -> None:
    with pytest.raises(ValueError, match="only moves forward"):
        MovableClock(NOON).advance(-1)


def test_who_waits_is_woken_when_the_clock_is_moved_there() -> None:
    clock = MovableClock(NOON)
    reached = []
    waiting = threading.Thread(target=lambda: reached.append(clock.wait_until(NOON + timedelta(hours=1))))
    waiting.start()
    clock.advance(3600)
    waiting.join(10)
    assert reached == [True]


def test_who_waits_can_be_interrupted() -> None:
    clock = MovableClock(NOON)
    enough: list[bool] = []
    waiting = threading.Thread(target=lambda: clock.wait_until(None, lambda: bool(enough)))
    waiting.start()
    enough.append(True)
    clock.wake()
    waiting.join(10)
    assert not waiting.is_alive()


def test_timers_are_called_in_the_order_of_their_times_and_not_before() -> None:
    clock = MovableClock(NOON)
    called: list[str] = []
    done = threading.Event()
    timers = Timers(clock)
    timers.at(NOON + timedelta(seconds=2), "wait", lambda: called.append("second"))
    timers.at(NOON + timedelta(seconds=1), "wait", lambda: called.append("first"))
    cancelled = timers.at(NOON + timedelta(seconds=1), "wait", lambda: called.append("never"))
    timers.at(NOON + timedelta(seconds=3), "retry", done.set)
    timers.cancel(cancelled)
    timers.start()
    assert (timers.pending("wait"), timers.pending("wait", "retry")) == (2, 3)
    clock.advance(2)
    assert not done.is_set()
    clock.advance(1)
    assert done.wait(10)
    assert called == ["first", "second"]
    timers.stop()
