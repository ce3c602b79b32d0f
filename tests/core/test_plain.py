"""Plain values keep amounts exact and times sortable."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.mail.model import Address, Mail
from postroom.plain import plain, to_json
from postroom.times import from_iso, iso

MOMENTS = st.datetimes(datetime(1990, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


def test_models_are_dicts_by_alias_with_nested_values_plain() -> None:
    mail = Mail.model_validate({"from": Address(address="a@b.test"), "date": datetime(2026, 1, 2, tzinfo=UTC)})
    shown = plain(mail)
    assert (shown["from"]["address"], shown["date"], shown["to"]) == ("a@b.test", "2026-01-02T00:00:00.000Z", [])


def test_decimals_stay_numbers_inside_and_become_strings_in_json() -> None:
    value = {"total": Decimal("4625.00"), "due": date(2026, 3, 2), "when": datetime(2026, 3, 2, tzinfo=UTC)}
    assert plain(value)["total"] == Decimal("4625.00")
    assert json.loads(to_json(value)) == {"total": "4625.00", "due": "2026-03-02", "when": "2026-03-02T00:00:00.000Z"}


def test_what_is_not_plain_is_refused_with_its_type() -> None:
    with pytest.raises(TypeError, match="object is not a plain value"):
        to_json({"a": object()})


@given(MOMENTS, MOMENTS)
def test_times_as_text_sort_as_times_do(one: datetime, other: datetime) -> None:
    if one <= other:
        assert iso(one) <= iso(other)


@given(MOMENTS)
def test_a_time_comes_back_to_the_millisecond(moment: datetime) -> None:
    assert abs(from_iso(iso(moment)) - moment) < timedelta(milliseconds=1)


def test_times_of_other_zones_are_stored_in_utc() -> None:
    assert iso(datetime(2026, 3, 2, 10, 0, tzinfo=timezone(timedelta(hours=1)))) == "2026-03-02T09:00:00.000Z"
