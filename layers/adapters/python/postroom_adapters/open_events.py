"""Events that are not done: found when they are silent, moved to their next dispatch, and given up."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.engine.model import ENDED
from postroom.ids import EventId, ExecutionId, TenantId
from postroom.times import iso
from postroom.triggers.event import TriggerEvent
from postroom.triggers.understanding import given_up
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import ConditionFailed, call, transact
from postroom_adapters.event_rows import head_update
from postroom_adapters.handed_over import give_up_writes, stop_branches
from postroom_adapters.reading.executions import executions_of
from postroom_adapters.table_writes import Condition, update


class OpenEvents:
    """What the sweeper and the failure rule change of events."""

    def __init__(self, table: str) -> None:
        self.name = table

    def since_before(self, moment: datetime) -> Iterator[tuple[TenantId, EventId | ExecutionId]]:
        """Events not done and executions handed over that were last known alive before `moment`; one query a shard."""
        for shard in keys.open_shards():
            answer = call(
                "query",
                TableName=self.name,
                IndexName="open",
                KeyConditionExpression="#shard = :shard AND #since < :moment",
                ExpressionAttributeNames={"#shard": "open_shard", "#since": "open_since"},
                ExpressionAttributeValues={":shard": to_attribute(shard), ":moment": to_attribute(iso(moment))},
                Limit=limits.PAGE_SIZE_MAX,
            )
            for item in map(from_item, answer["Items"]):
                tenant, kind, name = item["pk"].split("#", 2)
                yield TenantId(tenant), EventId(name) if kind == "event" else ExecutionId(name)

    def take_next_dispatch(self, event: TriggerEvent, number: int, now: datetime) -> bool:
        """Move the event to dispatch `number`; False if somebody else has moved it."""
        at_it: Condition = ("dispatch", "=", event.dispatch)
        return self._changed(event, at_it, sets={"dispatch": number, "open_since": iso(now)})

    def seen_alive(self, event: TriggerEvent, now: datetime) -> None:
        """Note that the event's dispatch is alive, so that the sweeper looks again only after a while."""
        self._changed(event, sets={"open_since": iso(now)})

    def give_up(self, event: TriggerEvent, reason: str, now: datetime) -> bool:
        """Store the event as failed, and with it the executions it has not ended; False if any of it has moved."""
        decided: Condition = ("decided_at", "=", iso(event.decided_at)) if event.decided_at else ("decided_at", "unset")
        seen: tuple[Condition, ...] = (
            ("state", "=", event.state),
            decided,
            ("current", "=", event.current),
            ("dispatch", "=", event.dispatch),
        )
        writes = [{"Update": head_update(self.name, given_up(event, reason, now), *seen)}]
        for head in executions_of(self.name, event)[event.current :]:
            if head.status not in ENDED:
                at = None if head.status == "pending" else stop_branches(self.name, head, reason)
                writes += give_up_writes(self.name, head, reason, now, at)
        try:
            transact(writes)
        except ConditionFailed:
            return False
        return True

    def _changed(self, event: TriggerEvent, *conditions: Condition, sets: dict[str, Any]) -> bool:
        key = keys.event(event.tenant, event.id)
        try:
            call("update_item", **update(self.name, key, *conditions, ("state", "<>", "done"), sets=sets))
        except ConditionFailed:
            return False
        return True
