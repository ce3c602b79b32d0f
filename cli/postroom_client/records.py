"""Contacts, tickets and time entries: the same calls for each."""

from collections.abc import Iterator, Mapping
from typing import Any, Generic, TypeVar

from postroom_client.conventions import every, if_match, once
from postroom_client.models import Page, Record, Ticket, TicketMessage
from postroom_client.transport import Transport

R = TypeVar("R", bound=Record)


class Records(Generic[R]):
    """The records of one kind."""

    def __init__(self, transport: Transport, plural: str, model: type[R]) -> None:
        self._call = transport.call
        self._plural = plural
        self._model = model

    def page(self, *, limit: int | None = None, cursor: str | None = None, **filters: Any) -> Page[R]:
        """A page, newest first; the filters are those of the API's list."""
        answer = self._call("GET", self._plural, query={**filters, "limit": limit, "cursor": cursor})
        return Page[self._model].model_validate(answer)  # type: ignore[name-defined]

    def list(self, **filters: Any) -> Iterator[R]:
        """All of them, newest first, fetched page by page."""
        return every(lambda cursor: self.page(cursor=cursor, **filters))

    def get(self, record_id: str) -> R:
        """One."""
        return self._model.model_validate(self._call("GET", self._plural, record_id))

    def create(self, given: Mapping[str, Any], *, idempotency_key: str | None = None) -> R:
        """Make one; sent again after a cut connection, it is still one."""
        answer = self._call("POST", self._plural, body=dict(given), headers=once(idempotency_key))
        return self._model.model_validate(answer)

    def replace(self, record_id: str, given: Mapping[str, Any], *, revision: int | None = None) -> R:
        """Change it as a whole."""
        answer = self._call("PUT", self._plural, record_id, body=dict(given), headers=if_match(revision))
        return self._model.model_validate(answer)

    def change(self, record_id: str, changes: Mapping[str, Any], *, revision: int | None = None) -> R:
        """Change what is named; None takes a field away."""
        answer = self._call("PATCH", self._plural, record_id, body=dict(changes), headers=if_match(revision))
        return self._model.model_validate(answer)

    def delete(self, record_id: str, *, revision: int | None = None) -> R:
        """Delete it; what it last was."""
        return self._model.model_validate(self._call("DELETE", self._plural, record_id, headers=if_match(revision)))


class Tickets(Records[Ticket]):
    """Tickets, and what was written about them since."""

    def __init__(self, transport: Transport) -> None:
        super().__init__(transport, "tickets", Ticket)

    def messages(self, ticket_id: str, *, limit: int | None = None, cursor: str | None = None) -> Page[TicketMessage]:
        """A page of the mails that answered in its thread, newest first."""
        answer = self._call("GET", self._plural, ticket_id, "messages", query={"limit": limit, "cursor": cursor})
        return Page[TicketMessage].model_validate(answer)
