"""The Date header in UTC."""

from datetime import UTC, datetime

import pytest

from postroom.mail.dates import read_date


@pytest.mark.parametrize(
    ("value", "moment"),
    [
        ("Fri, 15 Mar 2024 10:00:05 +0100", datetime(2024, 3, 15, 9, 0, 5, tzinfo=UTC)),
        ("15 Mar 2024 10:00 EST", datetime(2024, 3, 15, 15, tzinfo=UTC)),
        ("Fri, 15 Mar 24 10:00:00 GMT (comment)", datetime(2024, 3, 15, 10, tzinfo=UTC)),
        ("Fri, 15 Mar 2024 10:00:00 -0000", datetime(2024, 3, 15, 10, tzinfo=UTC)),
        ("Fri, 15 Mar 2024 10:00:00", datetime(2024, 3, 15, 10, tzinfo=UTC)),
        ("Sat, 31 Dec 2016 23:59:60 +0000", datetime(2016, 12, 31, 23, 59, 59, tzinfo=UTC)),
        ("2024-03-15T10:00:00+02:00", datetime(2024, 3, 15, 8, tzinfo=UTC)),
        ("2024-03-15T10:00:00Z", datetime(2024, 3, 15, 10, tzinfo=UTC)),
        ("", None),
        ("yesterday", None),
        ("Fri, 35 Mar 2024 10:00:00 +0100", None),
        ("Fri, 15 Mar 2024 99:00:00 +0100", None),
        (
            "Fri, 1 Jan 0001 00:00:00 +2300",
            datetime(2001, 1, 1, 0, 0, tzinfo=UTC).replace(year=2000, month=12, day=31, hour=1),
        ),
        ("31 Dec 9999 23:59:59 -2300", None),
        ("9" * 5000, None),
    ],
)
def test_a_date_is_read_or_refused(value: str, moment: datetime | None) -> None:
    assert read_date(value) == moment
