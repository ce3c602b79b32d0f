"""How CPU time grows, as ratios measured on the machine at hand: no test states a number of seconds it must not take.

The bench tells seconds. A test tells what is true on any machine: that work grows with the length of its input, and
that hostile input costs no more than a harmless one.
"""

from collections.abc import Callable
from time import process_time

QUICK_SECONDS = 0.3
"""What takes less is no danger, whatever it is a multiple of; comparing it would measure noise."""
TRIES = 4
"""A machine's speed may change between two measurements; what grows too fast does so every time."""


def assert_in_proportion(run: Callable[[int], object], size: int) -> None:
    """`run(size)` takes about four times what `run(size // 4)` takes: less than ten; quadratic work takes sixteen."""
    _assert_at_most(10, lambda: run(size), lambda: run(size // 4))


def assert_no_dearer(hostile: Callable[[], object], harmless: Callable[[], object], times: float) -> None:
    """What is hostile takes at most `times` what a harmless input of its size takes."""
    _assert_at_most(times, hostile, harmless)


def _assert_at_most(times: float, one: Callable[[], object], other: Callable[[], object]) -> None:
    found = []
    for _ in range(TRIES):
        took = _seconds(one)
        if took < QUICK_SECONDS:
            return
        found.append(took / _seconds(other))
        if found[-1] <= times:
            return
    raise AssertionError(f"took {', '.join(f'{ratio:.1f}' for ratio in found)} times as long, not {times} at most")


def _seconds(run: Callable[[], object]) -> float:
    started = process_time()
    run()
    return process_time() - started
