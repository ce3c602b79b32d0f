"""Trigger events, their mails and new executions as rows of the `executions` table."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from postroom import limits
from postroom.classify.decision import Classification
from postroom.engine.model import Cursor, Execution
from postroom.ids import TenantId
from postroom.mail.matching import compress_mail, expand_mail
from postroom.mail.model import Mail
from postroom.plain import plain
from postroom.times import iso
from postroom.triggers.event import MailHead, TriggerEvent
from postroom_adapters import keys
from postroom_adapters.table_writes import Condition, update


@dataclass(frozen=True, slots=True)
class StoredMail:
    """A mail as matching reads it, and what it was taken for."""

    mail: Mail
    classification: Classification


def event_item(event: TriggerEvent) -> dict[str, Any]:
    """The head of a new event as an item."""
    item = {
        **keys.event(event.tenant, event.id),
        **plain(event),
        "list_key": keys.events_list(event.tenant, event.kind),
        "list_sort": event.id,
        "expires_at": expires_at(event.received_at),
        **(mail_list_keys(event.tenant, event.mail) if event.kind == "email" else {}),
    }
    if event.state != "done":
        item |= {"open_shard": keys.open_shard(event.id), "open_since": iso(event.received_at)}
    return item


def head_update(table: str, event: TriggerEvent, *conditions: Condition) -> dict[str, Any]:
    """Everything about the head that understanding, deciding and closing change."""
    sets = {
        "state": event.state,
        "mail": plain(event.mail),
        "executions": plain(event.executions),
        "current": event.current,
        "failure": event.failure,
        "decided_at": plain(event.decided_at),
        "done_at": plain(event.done_at),
        **(mail_list_keys(event.tenant, event.mail) if event.kind == "email" else {}),
    }
    removes = ("open_shard", "open_since") if event.state == "done" else ()
    return update(table, keys.event(event.tenant, event.id), *conditions, sets=sets, removes=removes)


def mail_list_keys(tenant: TenantId, mail: MailHead) -> dict[str, str]:
    """The attributes by which lists find a mail: they are written wherever its head is."""
    found = {"status_key": keys.mails_of_status(tenant, mail.status)}
    if mail.sender_address:
        found["sender_key"] = keys.mails_from(tenant, mail.sender_address)
    if mail.category:
        found["category_key"] = keys.mails_in_category(tenant, mail.category)
    return found


def event_of(item: dict[str, Any]) -> TriggerEvent:
    """The `head` row as a model."""
    return TriggerEvent.model_validate(keys.model_fields(item))


def mail_item(event: TriggerEvent, stored: StoredMail) -> dict[str, Any]:
    """What a mail was understood as, beside the event whose dispatch read it."""
    return {
        **keys.event(event.tenant, event.id, "mail"),
        "data": compress_mail(stored.mail),
        "classification": plain(stored.classification),
        "expires_at": expires_at(event.received_at),
    }


def stored_mail_of(item: dict[str, Any]) -> StoredMail:
    """The `mail` row as models."""
    return StoredMail(expand_mail(item["data"]), Classification.model_validate(item["classification"]))


def execution_items(execution: Execution, cursor: Cursor, event: TriggerEvent) -> list[dict[str, Any]]:
    """Head and cursor of a new execution as items."""
    expires = expires_at(event.received_at)
    head = {
        **keys.execution(execution.tenant, execution.id),
        **plain(execution),
        "list_key": keys.executions_list(execution.tenant),
        "list_sort": execution.id,
        "workflow_key": keys.executions_of_workflow(execution.tenant, execution.workflow_id),
        "expires_at": expires,
    }
    main = keys.execution(execution.tenant, execution.id, "cursor#main")
    return [head, {**main, **plain(cursor), "expires_at": expires}]


def expires_at(start: datetime, days: int = limits.EVENT_RETENTION_DAYS) -> int:
    """When a row is to be cleaned up, as DynamoDB's TTL takes it."""
    return int((start.astimezone(UTC) + timedelta(days=days)).timestamp())
