"""Mails as the API shows them: the list, and one with everything known about it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.effects import MailStatus
from postroom.engine.model import Execution
from postroom.errors import NotFound
from postroom.ids import EventId, TenantId
from postroom.mail.model import Mail
from postroom.match.decision import Decision
from postroom.match.verdict import unpacked
from postroom.triggers.event import TriggerEvent
from postroom_adapters import keys
from postroom_adapters.dynamodb import batch_get
from postroom_adapters.event_rows import StoredMail, event_of, stored_mail_of
from postroom_adapters.reading.executions import executions_of
from postroom_adapters.reading.numbers import written_numbers
from postroom_adapters.reading.pages import Asked, Partition, Searched, alive, newest, search

BATCH = 50
"""Mails read in one call: a stored one can have some 100 KB, and an answer 16 MB."""


@dataclass(frozen=True, slots=True)
class WholeEmail:
    """A mail; what it was understood as and what was decided are None until then."""

    event: TriggerEvent
    stored: StoredMail | None
    decision: Decision | None
    executions: tuple[Execution, ...]


@dataclass(frozen=True, slots=True)
class EmailFilter:
    """Which mails are wanted; what is None or empty is not asked. All that is asked must hold."""

    sender: str | None = None
    category: str | None = None
    status: MailStatus | None = None
    subject: tuple[str, ...] = ()

    def wants(self, event: TriggerEvent) -> bool:
        """Whether a mail is one of them: its sender's address, and every word of `subject` anywhere in its subject."""
        mail = event.mail
        subject = mail.subject.casefold()
        return (
            (self.sender is None or mail.sender_address == self.sender)
            and (self.category is None or mail.category == self.category)
            and (self.status is None or mail.status == self.status)
            and all(word in subject for word in self.subject)
        )


class EmailReader:
    """Mails of all tenants."""

    def __init__(self, executions_table: str) -> None:
        self._table = executions_table

    def search(self, tenant: TenantId, wanted: EmailFilter, asked: Asked, now: datetime) -> Searched[TriggerEvent]:
        """Mails that are wanted, newest first, through the index that leaves the fewest to look at."""
        if wanted == EmailFilter():
            page = newest(self._index("list_key", keys.events_list(tenant), "by_list"), asked, now)
            events = tuple(map(event_of, page.items))
            return Searched(events, events[-1].id if page.more else None)
        if wanted.sender is not None:
            partition = self._index("sender_key", keys.mails_from(tenant, wanted.sender), "by_sender")
        elif wanted.category is not None:
            partition = self._index("category_key", keys.mails_in_category(tenant, wanted.category), "by_category")
        elif wanted.status is not None:
            partition = self._index("status_key", keys.mails_of_status(tenant, wanted.status), "by_status")
        else:
            whole = self._index("list_key", keys.events_list(tenant), "by_list")
            return search(whole, asked, now, lambda rows: list(map(event_of, rows)), wanted.wants)
        # These indexes hold keys only: mails change often, and every copy of them would be written each time.
        return search(partition, asked, now, self._heads, wanted.wants)

    def count(
        self, tenant: TenantId, asked: Asked, now: datetime
    ) -> tuple[Counter[tuple[str | None, MailStatus]], str | None]:
        """How many mails there are of each category and status, and below which id nobody has counted yet.

        Counted from the mails themselves, so it is exact; of so many a page, so it is bounded.
        """
        counts: Counter[tuple[str | None, MailStatus]] = Counter()
        below = asked.below
        while counts.total() < limits.COUNTED_MAILS:
            step = min(limits.PAGE_SIZE_MAX, limits.COUNTED_MAILS - counts.total())
            partition = self._index("list_key", keys.events_list(tenant), "by_list")
            page = newest(partition, Asked(step, below, asked.down_to), now)
            counts.update((row["mail"]["category"], row["mail"]["status"]) for row in page.items)
            if not page.more:
                return counts, None
            below = str(page.items[-1]["list_sort"])
        return counts, below

    def _index(self, key: str, value: str, index: str) -> Partition:
        return Partition(self._table, key, value, "list_sort", index)

    def _heads(self, rows: list[dict[str, Any]]) -> list[TriggerEvent | None]:
        wanted = [{"pk": row["pk"], "sk": row["sk"]} for row in rows]
        found = batch_get({self._table: wanted}) if wanted else {}
        heads = [found.get((self._table, key["pk"], key["sk"])) for key in wanted]
        return [event_of(head) if head else None for head in heads]

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

    def stored_mails(self, tenant: TenantId, events: Sequence[TriggerEvent]) -> list[tuple[TriggerEvent, Mail]]:
        """The mails of events as they were understood last; those not understood yet are left out."""
        found: list[tuple[TriggerEvent, Mail]] = []
        for start in range(0, len(events), BATCH):
            some = events[start : start + BATCH]
            wanted = [keys.event(tenant, event.mail.reading or event.id, "mail") for event in some]
            rows = batch_get({self._table: wanted})
            for event, key in zip(some, wanted, strict=True):
                if (row := rows.get((self._table, key["pk"], key["sk"]))) is not None:
                    found.append((event, stored_mail_of(row).mail))
        return found

    def _reading(self, tenant: TenantId, event_id: EventId) -> dict[str, Any] | None:
        """The `mail` row of a reprocessing."""
        key = keys.event(tenant, event_id, "mail")
        return batch_get({self._table: [key]}).get((self._table, key["pk"], key["sk"]))


def decision_of(row: dict[str, Any]) -> Decision:
    """The `decision` row as a model; what its clauses wanted and found were JSON numbers when they were stored."""
    fields = keys.model_fields(row)
    packed = fields.pop(keys.MISSED, None)
    decision = Decision.model_validate(written_numbers(fields))
    return decision.model_copy(update={"near_misses": unpacked(packed)}) if isinstance(packed, bytes) else decision
