"""Times as stored and shown: aware, UTC, ISO 8601 with milliseconds and Z, so that texts sort as times do."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, PlainSerializer


def iso(moment: datetime) -> str:
    """`2026-11-21T06:48:44.123Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("in UTC it is beyond the years 1 to 9999") from error


def _no_number(value: Any) -> Any:
    # Pydantic takes 0.5 and "0.5" for seconds since 1970; whoever wrote that meant something else.
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            float(value)
        except ValueError:
            return value
    raise ValueError("write it as text in ISO 8601")


UtcTime = Annotated[
    AwareDatetime,
    AfterValidator(_in_utc),
    PlainSerializer(iso, return_type=str, when_used="json"),
]
"""A model's field for a moment; a naive datetime is refused."""
WrittenTime = Annotated[UtcTime, BeforeValidator(_no_number)]
"""A moment as a person gives it."""
WrittenDay = Annotated[date, BeforeValidator(_no_number)]
"""A day as a person gives it."""
