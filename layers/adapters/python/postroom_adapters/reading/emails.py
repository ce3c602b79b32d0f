"""Mails as the API shows them: the list, and one with everything known about it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postroom.engine.model import Execution
from postroom.errors import NotFound
from postroom.ids import EventId, TenantId
from postroom.match.decision import Decision
from postroom.triggers.event import TriggerEvent
from postroom_adapters import keys
from postroom_adapters.dynamodb import batch_get
from postroom_adapters.events_table import StoredMail, event_of, stored_mail_of
from postroom_adapters.reading.executions import executions_of
from postroom_adapters.reading.numbers import written_numbers
from postroom_adapters.reading.pages import Asked, Page, Partition, alive, newest


@dataclass(frozen=True, slots=True)
class WholeEmail:
    """A mail; what it was understood as and what was decided are None until then."""

    event: TriggerEvent
    stored: StoredMail | None
    decision: Decision | None
    executions: tuple[Execution, ...]


class EmailReader:
    """Mails of all tenants."""

    def __init__(self, executions_table: str) -> None:
        self._table = executions_table

    def page(self, tenant: TenantId, asked: Asked, now: datetime) -> Page[TriggerEvent]:
        """Mails, newest first."""
        partition = Partition(self._table, "list_key", keys.events_list(tenant), "list_sort", "by_list")
        page = newest(partition, asked, now)
        return Page(tuple(map(event_of, page.items)), page.more)

    def one(self, tenant: TenantId, event_id: EventId, now: datetime) -> WholeEmail:
        """One mail and its executions in the order they run; two calls. Raises NotFound."""
        parts = {part: keys.event(tenant, event_id, part) for part in ("head", "mail", "decision")}
        found = batch_get({self._table: list(parts.values())})
        rows = {part: found.get((self._table, key["pk"], key["sk"])) for part, key in parts.items()}
        head, mail, decision = rows["head"], rows["mail"], rows["decision"]
        if head is None or not alive(head, now):
            raise NotFound(f"there is no email {event_id}")
        event = event_of(head)
        if event.manual is not None:
            raise NotFound(f"there is no email {event_id}")
        if event.mail.reading is not None:
            mail = self._reading(tenant, event.mail.reading) or mail
        return WholeEmail(
            event=event,
            stored=stored_mail_of(mail) if mail else None,
            decision=decision_of(decision) if decision else None,
            executions=executions_of(self._table, event),
        )

    def _reading(self, tenant: TenantId, event_id: EventId) -> dict[str, Any] | None:
        """The `mail` row of a reprocessing."""
        key = keys.event(tenant, event_id, "mail")
        return batch_get({self._table: [key]}).get((self._table, key["pk"], key["sk"]))


def decision_of(row: dict[str, Any]) -> Decision:
    """The `decision` row as a model; what its clauses wanted and found were JSON numbers when they were stored."""
    return Decision.model_validate(written_numbers(keys.model_fields(row)))
