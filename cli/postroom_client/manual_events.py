"""What people asked for: workflows run on a mail, a mail read anew or let through, an execution run again."""

from collections.abc import Iterator
from typing import Any

from postroom_client.conventions import every
from postroom_client.models import ManualEvent, ManualEventItem, Page
from postroom_client.transport import Transport


class ManualEvents:
    """The tenant's manual events."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    def page(self, *, limit: int | None = None, cursor: str | None = None, **filters: Any) -> Page[ManualEventItem]:
        """A page, newest first."""
        answer = self._call("GET", "manual-events", query={**filters, "limit": limit, "cursor": cursor})
        return Page[ManualEventItem].model_validate(answer)

    def list(self, **filters: Any) -> Iterator[ManualEventItem]:
        """All of them, newest first, fetched page by page."""
        return every(lambda cursor: self.page(cursor=cursor, **filters))

    def get(self, event_id: str) -> ManualEvent:
        """One with what came of it so far."""
        return ManualEvent.model_validate(self._call("GET", "manual-events", event_id))
