"""Executions that go on in dispatches of their own: read, and kept in sight of the sweeper."""

from datetime import datetime
from typing import Any

from postroom.engine.branches import page_names
from postroom.engine.changes import Counted
from postroom.engine.handover import resumed_turn
from postroom.engine.model import Cursor, Execution, Turn, read_cursor
from postroom.engine.recovery import status_given_up
from postroom.errors import Broken, NotFound
from postroom.ids import ExecutionId, TenantId, time_of
from postroom.times import iso
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_item
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call, transact
from postroom_adapters.event_rows import expires_at
from postroom_adapters.statistics import ended_writes
from postroom_adapters.table_writes import Condition, update
from postroom_adapters.workflows_table import WorkflowsTable


def going_on(turn: Turn, executions_table: str, workflows_table: str, now: datetime) -> Turn:
    """The turn with which a dispatch of one execution goes on."""
    if turn.execution is None:
        raise Broken("the turn names no execution")
    execution, cursor = HandedOver(executions_table).read_with_cursor(turn.tenant, turn.execution)
    workflows = WorkflowsTable(workflows_table)
    definition = workflows.version(turn.tenant, execution.workflow_id, execution.version)
    return resumed_turn(turn, execution, cursor, definition, now)


class HandedOver:
    """The heads of such executions."""

    def __init__(self, table: str) -> None:
        self.name = table

    def read(self, tenant: TenantId, execution_id: ExecutionId) -> Execution:
        """The head, strongly consistent. Raises NotFound."""
        key = to_item(keys.execution(tenant, execution_id))
        answer = call("get_item", TableName=self.name, Key=key, ConsistentRead=True)
        if "Item" not in answer:
            raise NotFound(f"there is no execution {execution_id}")
        return Execution.model_validate(keys.model_fields(from_item(answer["Item"])))

    def read_with_cursor(self, tenant: TenantId, execution_id: ExecutionId) -> tuple[Execution, Cursor]:
        """The head and where it stands. Raises NotFound."""
        wanted = [keys.execution(tenant, execution_id), keys.execution(tenant, execution_id, "cursor#main")]
        found = batch_get({self.name: wanted})
        rows = [found.get((self.name, key["pk"], key["sk"])) for key in wanted]
        if rows[0] is None or rows[1] is None:
            raise NotFound(f"there is no execution {execution_id}")
        head, cursor = (keys.model_fields(row) for row in rows if row is not None)
        return Execution.model_validate(head), read_cursor(cursor)

    def take_next_dispatch(self, head: Execution, number: int, now: datetime) -> bool:
        """Move the execution to dispatch `number`; False if somebody else has moved it, or it has ended."""
        at_it: Condition = ("dispatch", "=", head.dispatch)
        return self._changed(head, at_it, ("open_shard", "present"), sets={"dispatch": number, "open_since": iso(now)})

    def seen_alive(self, head: Execution, now: datetime) -> None:
        """Note that its dispatch is alive; while it waits, it need not be looked at again."""
        alive_at = max(now, head.waiting_until or now)
        self._changed(head, ("open_shard", "present"), sets={"open_since": iso(alive_at)})

    def give_up(self, head: Execution, reason: str, now: datetime) -> bool:
        """Store it as failed; False if it has ended or moved."""
        seen = stop_branches(self.name, head, reason)
        try:
            transact(give_up_writes(self.name, head, reason, now, seen))
        except ConditionFailed:
            return False
        return True

    def _changed(self, head: Execution, *conditions: Condition, sets: dict[str, Any]) -> bool:
        key = keys.execution(head.tenant, head.id)
        try:
            call("update_item", **update(self.name, key, *conditions, sets=sets))
        except ConditionFailed:
            return False
        return True


def stop_branches(table: str, head: Execution, reason: str) -> int:
    """Close the branches that run, so that nobody who is still at one of them commits; answers the cursor's `seq`.

    Whoever then ends the execution does so only at this `seq`: until it moves, no other branches begin. If somebody
    moves it first, the execution is alive, and these branches are over as failed.
    """
    _, cursor = HandedOver(table).read_with_cursor(head.tenant, head.id)
    for name in page_names(cursor.fan_out) if cursor.fan_out else ():
        key = keys.execution(head.tenant, head.id, f"cursor#{name}")
        while not _is_over(table, key, reason, expires_at(time_of(head.id))):
            pass
    return cursor.seq


def _is_over(table: str, key: keys.Key, reason: str, expires: int) -> bool:
    """Whether the branch is over, or was closed now; False if it moved, as it can for each of its few steps."""
    row = batch_get({table: [key]}).get((table, key["pk"], key["sk"])) or {}
    if row.get("closed"):
        return True
    as_read: Condition = ("seq", "=", row["seq"]) if "seq" in row else ("seq", "absent")
    sets = {"closed": True, "failure": reason, "expires_at": expires}
    try:
        call("update_item", **update(table, key, as_read, sets=sets, adds={"seq": 1}))
    except ConditionFailed:
        return False
    return True


def give_up_writes(
    table: str, head: Execution, reason: str, now: datetime, seen: int | None = None
) -> list[dict[str, Any]]:
    """The end of an execution whose last dispatch died; its cursor moves, so that nobody who is still at it commits.

    One that had begun is ended only if its cursor is still at `seen` (`stop_branches`).
    """
    status, told = status_given_up(head, reason)
    sets = {"status": status, "reason": told, "ended_at": iso(now), "waiting_until": None}
    as_read: tuple[Condition, ...] = (
        ("status", "=", head.status),
        ("dispatch", "=", head.dispatch),
        ("ended_at", "unset"),
    )
    stands: Condition = ("pk", "present") if seen is None else ("seq", "=", seen)
    key, cursor = (keys.execution(head.tenant, head.id, part) for part in ("head", "cursor#main"))
    return [
        {"Update": update(table, key, *as_read, sets=sets, removes=("open_shard", "open_since"))},
        {"Update": update(table, cursor, stands, adds={"seq": 1})},
        *ended_writes(table, head.tenant, [Counted(head.id, head.workflow_id, status, now, None)]),
    ]
