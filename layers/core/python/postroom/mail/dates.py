"""The Date header as an aware datetime in UTC (RFC 5322, 3.3 with its obsolete forms, or ISO 8601)."""

from datetime import UTC, datetime, timedelta

_CHARACTERS = 128


def read_date(value: str) -> datetime | None:
    """The moment meant, or None; a date without a zone is taken as UTC (RFC 5322, 3.3: -0000)."""
    # Imported here: email.utils is slow to import, and the callers that read no raw mail never need it.
    from email.utils import parsedate_tz

    try:
        fields = parsedate_tz(value[:_CHARACTERS])
        if fields is None:
            return _iso(value[:_CHARACTERS])
        year, month, day, hour, minute, second = fields[:6]
        # RFC 5322 allows the leap second 60, which datetime does not know.
        moment = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        return moment - timedelta(seconds=fields[9] or 0)
    except (ValueError, TypeError, IndexError, OverflowError):
        return _iso(value[:_CHARACTERS])


def _iso(value: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
