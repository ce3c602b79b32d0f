"""Schedules fire by the movable clock."""

from datetime import timedelta

import pytest

from infra.local.schedules import UnsupportedSchedule, period


@pytest.mark.parametrize(
    ("expression", "seconds"),
    [("rate(1 minute)", 60), ("rate(5 minutes)", 300), ("rate(2 hours)", 7200), ("rate(1 day)", 86400)],
)
def test_rates(expression: str, seconds: int) -> None:
    assert period(expression) == timedelta(seconds=seconds)


@pytest.mark.parametrize("expression", ["cron(0 22 * * ? *)", "at(2026-01-01T00:00:00)", "rate(1 month)"])
def test_other_expressions_fail_loudly(expression: str) -> None:
    with pytest.raises(UnsupportedSchedule, match="does not know the schedule expression"):
        period(expression)
