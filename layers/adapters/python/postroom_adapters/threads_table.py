"""Which thread a message belongs to, in the `executions` table: our own by SES's id, others' by their Message-ID."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.engine.claims import Claim
from postroom.ids import TenantId
from postroom.mail.threads import KnownMessage
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import batch_get, call
from postroom_adapters.event_rows import expires_at
from postroom_adapters.table_writes import put, update


class ThreadsTable:
    """Messages of all tenants."""

    def __init__(self, table: str) -> None:
        self.name = table

    def known(self, tenant: TenantId, ids: Iterable[str]) -> dict[str, KnownMessage]:
        """Those of the messages that are stored, by id; of one id, the one that we sent. One call."""
        wanted = {(one, ours): keys.message(tenant, one, ours=ours) for one in ids for ours in (False, True)}
        rows = batch_get({self.name: list(wanted.values())}) if wanted else {}
        found: dict[str, KnownMessage] = {}
        for (name, ours), key in wanted.items():
            row = rows.get((self.name, key["pk"], key["sk"]))
            if row is not None:
                found[name] = KnownMessage(thread=row["thread"], people=tuple(row["people"]), ours=ours)
        return found

    def people(self, tenant: TenantId, thread: str) -> tuple[str, ...]:
        """To whom we wrote in the thread, latest first. One query."""
        answer = call(
            "query",
            TableName=self.name,
            KeyConditionExpression="#pk = :pk",
            ExpressionAttributeNames={"#pk": "pk"},
            ExpressionAttributeValues={":pk": to_attribute(keys.thread_message(tenant, thread, "")["pk"])},
            Limit=limits.THREAD_MESSAGES,
        )
        return tuple(dict.fromkeys(one for item in answer["Items"] for one in from_item(item)["people"]))


def sent_writes(table: str, tenant: TenantId, claim: Claim) -> list[dict[str, Any]]:
    """The rows by which answers to a mail that went out are known, for its step's transaction."""
    if claim.state != "done" or claim.sent is None or claim.result is None:
        return []
    sent_id, people = str(claim.result["message_id"]), [one.lower() for one in claim.sent.to]
    row = {"thread": claim.sent.thread, "people": people, "expires_at": expires_at(claim.claimed_at)}
    places = (keys.message(tenant, sent_id, ours=True), keys.thread_message(tenant, claim.sent.thread, sent_id))
    return [{"Put": put(table, {**key, **row})} for key in places]


def received_write(
    table: str, tenant: TenantId, stored_id: str, thread: str, people: tuple[str, ...], now: datetime
) -> dict[str, Any]:
    """The row of an answer that came in; the first mail of an id keeps it, since anybody may write any id."""
    told = {"thread": thread, "people": list(people), "expires_at": expires_at(now)}
    return {"Update": update(table, keys.message(tenant, stored_id, ours=False), keeps=told)}
