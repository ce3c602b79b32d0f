"""Manual events in the `executions` table: what people asked for about a mail, beside the mail it is about."""

from datetime import datetime
from typing import Any

from postroom import limits
from postroom.errors import Conflict, Refused
from postroom.ids import EventId, TenantId
from postroom.plain import plain
from postroom.triggers.event import MailHead, TriggerEvent
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call, transact
from postroom_adapters.event_rows import (
    StoredMail,
    event_item,
    event_of,
    expires_at,
    head_update,
    mail_item,
    mail_list_keys,
)
from postroom_adapters.events_table import EventsTable
from postroom_adapters.reading.pages import Asked, Page, Partition, newest
from postroom_adapters.table_writes import Condition, put, update


class ManualEvents:
    """The manual events of all tenants."""

    def __init__(self, table: str) -> None:
        self.name = table

    def add(self, event: TriggerEvent, *together: dict[str, Any]) -> None:
        """Store a new one, and what is to be written `together` with it.

        Raises Refused where too much was asked about one mail, Conflict if a condition of `together` does not hold.
        """
        if len(self.ids_of(event.tenant, event.email_id)) >= limits.MANUAL_EVENTS:
            raise Refused(f"people have asked {limits.MANUAL_EVENTS} times about this mail, which is the limit")
        row = {
            **keys.event(event.tenant, event.email_id, keys.manual_part(event.id)),
            "event": event.id,
            "expires_at": expires_at(event.received_at),
        }
        writes = [
            {"Put": put(self.name, event_item(event), ("pk", "absent"))},
            {"Put": put(self.name, row)},
            *together,
        ]
        try:
            transact(writes)
        except ConditionFailed as failure:
            raise Conflict("what this is about was changed by somebody else; read it again") from failure

    def ids_of(self, tenant: TenantId, email_id: EventId) -> tuple[EventId, ...]:
        """The manual events about a mail, oldest first; one query, strongly consistent."""
        key = keys.event(tenant, email_id, keys.manual_part(""))
        answer = call(
            "query",
            TableName=self.name,
            KeyConditionExpression="#pk = :pk AND begins_with(#sk, :part)",
            ExpressionAttributeNames={"#pk": "pk", "#sk": "sk"},
            ExpressionAttributeValues={":pk": to_attribute(key["pk"]), ":part": to_attribute(key["sk"])},
            ConsistentRead=True,
        )
        return tuple(EventId(from_item(item)["event"]) for item in answer["Items"])

    def of_email(self, tenant: TenantId, email_id: EventId) -> tuple[TriggerEvent, ...]:
        """Their heads, oldest first; two calls at most."""
        wanted = [keys.event(tenant, one) for one in self.ids_of(tenant, email_id)]
        found = batch_get({self.name: wanted}) if wanted else {}
        rows = [found.get((self.name, key["pk"], key["sk"])) for key in wanted]
        return tuple(event_of(row) for row in rows if row is not None)

    def page(self, tenant: TenantId, email_id: EventId | None, asked: Asked, now: datetime) -> Page[TriggerEvent]:
        """Those about a mail, or all of the tenant's, newest first."""
        if email_id is None:
            value = keys.events_list(tenant, "manual")
            page = newest(Partition(self.name, "list_key", value, "list_sort", "by_list"), asked, now)
            return Page(tuple(map(event_of, page.items)), page.more)
        found = [
            one for one in reversed(self.of_email(tenant, email_id)) if asked.below is None or one.id < asked.below
        ]
        return Page(tuple(found[: asked.limit]), more=len(found) > asked.limit)

    def mail_head(self, event: TriggerEvent) -> MailHead:
        """The head of the mail that a manual event is about, as it now is. Raises NotFound."""
        return EventsTable(self.name).read(event.tenant, event.email_id).mail

    def save_reading(self, event: TriggerEvent, stored: StoredMail, seen: MailHead) -> bool:
        """Store what a mail was understood as when it was read anew, and its head as `event` has it.

        False if it was stored already, or the mail's head is not as `seen` any more.
        """
        as_seen: list[Condition] = [("mail.status", "=", seen.status), ("mail.reading", "=", seen.reading)]
        sets = {"mail": plain(event.mail), **mail_list_keys(event.tenant, event.mail)}
        head = update(self.name, keys.event(event.tenant, event.email_id), *as_seen, sets=sets)
        try:
            transact(
                [
                    {"Update": head_update(self.name, event, ("state", "=", "received"))},
                    {"Put": put(self.name, mail_item(event, stored))},
                    {"Update": head},
                ]
            )
        except ConditionFailed:
            return False
        return True
