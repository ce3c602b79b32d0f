"""Trigger events in the `executions` table: stored, understood and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from postroom import limits
from postroom.engine.model import Cursor
from postroom.errors import Broken, NotFound, NotNow
from postroom.ids import EventId, TenantId
from postroom.plain import plain
from postroom.triggers.event import TriggerEvent
from postroom.triggers.intake import EarlierCopy, Repeat
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import RETRY_AFTER_SECONDS, ConditionFailed, batch_get, call, transact
from postroom_adapters.event_rows import (
    StoredMail,
    event_item,
    event_of,
    execution_items,
    expires_at,
    head_update,
    mail_item,
)
from postroom_adapters.table_writes import Condition, put, update

if TYPE_CHECKING:  # matching's models are no part of other functions' cold starts
    from postroom.engine.start import Decided


Saved = Literal["saved", "taken", "over_budget"]


@dataclass(frozen=True, slots=True)
class RepeatMark:
    """Where copies of a mail are noted: Message-ID with sender, and content."""

    key: str
    fingerprint: str


class EventsTable:
    """The events of all tenants, in one table."""

    def __init__(self, table: str) -> None:
        self.name = table

    def add(self, event: TriggerEvent) -> TriggerEvent:
        """Store a new event, unless its SES message is stored for this tenant: then recipients are added to that one.

        Answers the event that holds the message, as stored. Raises NotNow if others keep adding recipients.
        """
        source_row = {
            **keys.source(event.tenant, event.unique),
            "event": event.id,
            "expires_at": expires_at(event.received_at),
        }
        try:
            transact(
                [
                    {"Put": put(self.name, source_row, ("pk", "absent"))},
                    {"Put": put(self.name, event_item(event), ("pk", "absent"))},
                ]
            )
        except ConditionFailed:
            return self._add_recipients(event)
        return event

    def read(self, tenant: TenantId, event_id: EventId) -> TriggerEvent:
        """The event's head. Raises NotFound."""
        answer = call("get_item", TableName=self.name, Key=_key(keys.event(tenant, event_id)), ConsistentRead=True)
        if "Item" not in answer:
            raise NotFound(f"there is no event {event_id}")
        return event_of(from_item(answer["Item"]))

    def read_email(self, tenant: TenantId, event_id: EventId) -> TriggerEvent:
        """A mail's own head. Raises NotFound, also for an event of another kind."""
        event = self.read(tenant, event_id)
        if event.manual is not None:
            raise NotFound(f"there is no email {event_id}")
        return event

    def read_manual(self, tenant: TenantId, event_id: EventId) -> TriggerEvent:
        """A manual event's head. Raises NotFound, also for an event of another kind."""
        event = self.read(tenant, event_id)
        if event.manual is None:
            raise NotFound(f"there is no manual event {event_id}")
        return event

    def earlier_copies(self, tenant: TenantId, repeat_key: str, now: datetime) -> tuple[EarlierCopy, ...]:
        """Mails with this Message-ID and sender that came within the window."""
        answer = call(
            "query",
            TableName=self.name,
            KeyConditionExpression="#pk = :pk",
            ExpressionAttributeNames={"#pk": "pk"},
            ExpressionAttributeValues={":pk": to_attribute(keys.repeats(tenant, repeat_key, "")["pk"])},
            ConsistentRead=True,
        )
        rows = [from_item(item) for item in answer["Items"]]
        return tuple(
            EarlierCopy(EventId(row["event"]), row["sk"]) for row in rows if row["expires_at"] > now.timestamp()
        )

    def save_understood(
        self,
        event: TriggerEvent,
        stored: StoredMail,
        repeat: Repeat,
        mark: RepeatMark | None,
        now: datetime,
        counting: Sequence[Mapping[str, Any]] = (),
        more: Sequence[Mapping[str, Any]] = (),
    ) -> Saved:
        """Store what a mail was understood as and `more` with it, `counting` it in the same transaction.

        `taken`: a copy of it was noted at the same moment, or it was done already, so that nothing is counted twice.
        `over_budget`: nothing was written, because one of the counters has reached its limit.
        """
        writes = [
            {"Update": head_update(self.name, event, ("state", "=", "received"))},
            {"Put": put(self.name, mail_item(event, stored))},
        ]
        if mark is not None and repeat.kind != "duplicate":
            row = {
                **keys.repeats(event.tenant, mark.key, mark.fingerprint),
                "event": event.id,
                "expires_at": expires_at(now, limits.REPEAT_WINDOW_DAYS),
            }
            expired: Condition = ("expires_at", "absent or <=", int(now.timestamp()))
            writes.append({"Put": put(self.name, row, expired)})
        try:
            transact([*writes, *more, *counting])
        except ConditionFailed as failure:
            first_counter = len(writes) + len(more)
            return "over_budget" if min(failure.failed) >= first_counter else "taken"
        return "saved"

    def save_decision(self, made: "Decided") -> bool:
        """Store the decision, the planned order and the executions; False if a decision is stored already."""
        from postroom_adapters.statistics import planned_writes

        event = made.event
        expires = expires_at(event.received_at)
        row = {**keys.event(event.tenant, event.id, "decision"), **plain(made.verdict.head), "expires_at": expires}
        row[keys.MISSED] = made.verdict.packed()
        writes = [
            {"Update": head_update(self.name, event, ("state", "<>", "done"))},
            {"Put": put(self.name, row, ("pk", "absent"))},
        ]
        for execution in made.start.executions:
            writes += [{"Put": put(self.name, row)} for row in execution_items(execution, Cursor(), event)]
        writes += planned_writes(self.name, made.start.executions)
        try:
            transact(writes)
        except ConditionFailed:
            return False
        return True

    def close(self, event: TriggerEvent) -> None:
        """Store the event as done with its mail's status, if it is not done."""
        try:
            call("update_item", **head_update(self.name, event, ("state", "<>", "done")))
        except ConditionFailed:
            return

    def _add_recipients(self, event: TriggerEvent) -> TriggerEvent:
        answer = call(
            "get_item",
            TableName=self.name,
            Key=_key(keys.source(event.tenant, event.unique)),
            ConsistentRead=True,
        )
        event_id = EventId(from_item(answer["Item"])["event"])
        for _ in range(limits.RECIPIENT_TRIES):
            stored = self.read(event.tenant, event_id)
            known = stored.source.recipients
            added = tuple(one for one in event.source.recipients if one not in known)
            if not added or self._set_recipients(stored, (*known, *added)):
                return stored
        raise NotNow(f"others keep adding recipients to event {event_id}", RETRY_AFTER_SECONDS)

    def _set_recipients(self, seen: TriggerEvent, recipients: Sequence[str]) -> bool:
        """Whether they were stored: not if others changed the event's recipients since it was seen."""
        unchanged: Condition = ("source.recipients", "=", list(seen.source.recipients))
        sets = {"source.recipients": list(recipients)}
        try:
            call("update_item", **update(self.name, keys.event(seen.tenant, seen.id), unchanged, sets=sets))
        except ConditionFailed:
            return False
        return True


def seen_by(table: str, event: TriggerEvent) -> tuple[TriggerEvent, dict[str, Any] | None]:
    """A manual event with its mail's head as it now is, and the mail's `mail` row; one call."""
    head, mail = keys.event(event.tenant, event.email_id), keys.event(event.tenant, event.reading, "mail")
    found = batch_get({table: [head, mail]})
    row = found.get((table, head["pk"], head["sk"]))
    if row is None:
        raise Broken(f"event {event.id} is about {event.email_id}, which is not stored")
    return event.seeing(event_of(row).mail), found.get((table, mail["pk"], mail["sk"]))


def _key(key: keys.Key) -> dict[str, Any]:
    return {name: to_attribute(value) for name, value in key.items()}
