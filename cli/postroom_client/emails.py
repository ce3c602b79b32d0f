"""Mails: what came in, what it was taken for, and what it started."""

from collections.abc import Iterator
from typing import Any

from postroom_client.conventions import every
from postroom_client.models import Email, EmailItem, Page
from postroom_client.transport import Transport


class Emails:
    """The tenant's mails."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    def page(self, *, limit: int | None = None, cursor: str | None = None, **filters: Any) -> Page[EmailItem]:
        """A page, newest first; the filters are those of the API's list."""
        answer = self._call("GET", "emails", query={**filters, "limit": limit, "cursor": cursor})
        return Page[EmailItem].model_validate(answer)

    def list(self, **filters: Any) -> Iterator[EmailItem]:
        """All of them, newest first, fetched page by page."""
        return every(lambda cursor: self.page(cursor=cursor, **filters))

    def get(self, email_id: str) -> Email:
        """One with everything known about it."""
        return Email.model_validate(self._call("GET", "emails", email_id))
