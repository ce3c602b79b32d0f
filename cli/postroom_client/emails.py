"""Mails: what came in, what it was taken for, and what it started."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from postroom_client.conventions import every, once
from postroom_client.models import Decision, Email, EmailItem, EmailStatistics, Page, Run, TriedMatch
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

    def statistics(self, *, cursor: str | None = None, **filters: Any) -> EmailStatistics:
        """How many there are of each category and status; `received_from` and `received_to` narrow it."""
        answer = self._call("GET", "emails", "statistics", query={**filters, "cursor": cursor})
        return EmailStatistics.model_validate(answer)

    def get(self, email_id: str) -> Email:
        """One with everything known about it."""
        return Email.model_validate(self._call("GET", "emails", email_id))

    def decision(
        self, email_id: str, *, workflow_id: str | None = None, event_id: str | None = None, cursor: str | None = None
    ) -> Decision:
        """Each workflow's answer, clause by clause; those it holds, or the one that is named.

        When the mail came in, or when a person asked: then `event_id` is that manual event.
        """
        query = {"workflow_id": workflow_id, "event_id": event_id, "cursor": cursor}
        return Decision.model_validate(self._call("GET", "emails", email_id, "decision", query=query))

    def match(
        self,
        email_id: str,
        *,
        workflow: Mapping[str, Any] | None = None,
        workflow_ids: Sequence[str] | None = None,
        include_disabled: bool | None = None,
    ) -> TriedMatch:
        """How workflows, stored or given, answer the mail and what they would do; nothing is stored or sent."""
        wanted = {"workflow": workflow, "workflow_ids": workflow_ids, "include_disabled": include_disabled}
        body = {name: value for name, value in wanted.items() if value is not None}
        return TriedMatch.model_validate(self._call("POST", "emails", email_id, "match", body=body))

    def execute(
        self,
        email_id: str,
        *,
        workflow_ids: Sequence[str] | None = None,
        include_disabled: bool = False,
        idempotency_key: str | None = None,
    ) -> Run:
        """Run workflows on the mail now; its status is running where that takes longer than a request may."""
        body: dict[str, Any] = {"include_disabled": include_disabled}
        if workflow_ids is not None:
            body["workflow_ids"] = list(workflow_ids)
        where = ("emails", email_id, "execute-workflows")
        return Run.model_validate(self._call("POST", *where, body=body, headers=once(idempotency_key)))

    def reprocess(self, email_id: str, *, idempotency_key: str | None = None) -> Run:
        """Read, classify and match it anew."""
        return Run.model_validate(self._call("POST", "emails", email_id, "reprocess", headers=once(idempotency_key)))

    def release(self, email_id: str, *, idempotency_key: str | None = None) -> Run:
        """Let a held one through."""
        return Run.model_validate(self._call("POST", "emails", email_id, "release", headers=once(idempotency_key)))

    def discard(self, email_id: str) -> EmailItem:
        """Leave a held one unprocessed."""
        return EmailItem.model_validate(self._call("POST", "emails", email_id, "discard"))
