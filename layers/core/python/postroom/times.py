"""Times as stored and shown: aware, UTC, ISO 8601 with milliseconds and Z, so that texts sort as times do."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, PlainSerializer


def iso(moment: datetime) -> str:
    """`2026-11-21T06:48:44.123Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_iso(text: str) -> datetime:
    """The moment that `iso` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


UtcTime = Annotated[
    AwareDatetime,
    AfterValidator(lambda moment: moment.astimezone(UTC)),
    PlainSerializer(iso, return_type=str, when_used="json"),
]
"""A model's field for a moment; a naive datetime is refused."""
