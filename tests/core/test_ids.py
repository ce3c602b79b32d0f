"""Ids sort by time, and derived ones come out the same."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.ids import derived_id, new_id, time_of

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_an_id_is_its_prefix_and_a_ulid_as_the_specification_writes_it() -> None:
    moment = datetime.fromtimestamp(1469918176.385, UTC)
    assert new_id("evt", moment, bytes(10)) == "evt_01ARYZ6S410000000000000000"


@given(MOMENTS, MOMENTS, st.binary(min_size=10, max_size=10), st.binary(min_size=10, max_size=10))
def test_ids_sort_as_their_times_do(one: datetime, other: datetime, first: bytes, second: bytes) -> None:
    if other - one >= timedelta(milliseconds=1):
        assert new_id("evt", one, first) < new_id("evt", other, second)


@given(MOMENTS, st.binary(min_size=10, max_size=10))
def test_the_time_of_an_id_can_be_read_from_it(moment: datetime, randomness: bytes) -> None:
    assert abs(time_of(new_id("evt", moment, randomness)) - moment) <= timedelta(milliseconds=1)


def test_a_derived_id_is_the_same_for_the_same_key_and_another_for_another() -> None:
    assert derived_id("exe", NOW, "a/b") == derived_id("exe", NOW, "a/b")
    assert derived_id("exe", NOW, "a/b") != derived_id("exe", NOW, "a/c")


def test_randomness_of_the_wrong_size_and_naive_times_are_refused() -> None:
    with pytest.raises(ValueError, match="10 bytes"):
        new_id("evt", NOW, b"short")
    with pytest.raises(ValueError, match="aware"):
        derived_id("evt", datetime(2026, 1, 1), "a")  # noqa: DTZ001
