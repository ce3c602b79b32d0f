"""The comparison of CPU times that other tests rely on: what is linear passes, what is quadratic does not."""

from collections.abc import Callable

import pytest

from tests import cpu_time
from tests.cpu_time import assert_in_proportion, assert_no_dearer


class Machine:
    """A process whose CPU time is what the work says, at a speed that may change from one run to the next."""

    def __init__(self, *slowness: float) -> None:
        self.seconds = 0.0
        self._slowness = list(slowness)

    def work(self, seconds: float) -> None:
        self.seconds += seconds * (self._slowness.pop(0) if self._slowness else 1)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Machine]:
    def made(*slowness: float) -> Machine:
        one = Machine(*slowness)
        monkeypatch.setattr(cpu_time, "process_time", lambda: one.seconds)
        return one

    return made


@pytest.mark.parametrize("slowness", [1, 100])
def test_linear_work_passes_however_slow_the_machine_is(slowness: float, machine: Callable[..., Machine]) -> None:
    one = machine(slowness, slowness)
    assert_in_proportion(one.work, 1_000)


def test_a_machine_that_slows_down_in_the_middle_is_asked_again(machine: Callable[..., Machine]) -> None:
    one = machine(3, 1, 3, 1, 1, 1)
    assert_in_proportion(one.work, 1_000)


def test_quadratic_work_fails(machine: Callable[..., Machine]) -> None:
    one = machine()
    with pytest.raises(AssertionError, match=r"took 16\.0, 16\.0, 16\.0, 16\.0 times as long, not 10 at most"):
        assert_in_proportion(lambda size: one.work(size * size), 1_000)


def test_what_is_quick_is_not_compared(machine: Callable[..., Machine]) -> None:
    one = machine()
    assert_in_proportion(lambda size: one.work(size * size * 1e-12), 500_000)


def test_hostile_work_beyond_the_multiple_fails(machine: Callable[..., Machine]) -> None:
    one = machine()
    assert_no_dearer(lambda: one.work(10), lambda: one.work(1), times=10)
    with pytest.raises(AssertionError, match="took 11"):
        assert_no_dearer(lambda: one.work(11), lambda: one.work(1), times=10)
