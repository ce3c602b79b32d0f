"""Executions as the API shows them: lists of heads, and one with its steps."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postroom.engine.model import Execution, ExecutionStatus
from postroom.errors import NotFound
from postroom.ids import EventId, ExecutionId, TenantId, WorkflowId
from postroom.triggers.event import TriggerEvent
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import batch_get, call
from postroom_adapters.event_rows import event_of
from postroom_adapters.manual_events import ManualEvents
from postroom_adapters.reading.pages import Asked, Partition, Searched, alive, newest, search
from postroom_adapters.reading.steps import StoredStep, steps_of


@dataclass(frozen=True, slots=True)
class WholeExecution:
    """An execution and its steps, in the order of the workflow; of those in branches some may be left out."""

    execution: Execution
    steps: tuple[StoredStep, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class ExecutionFilter:
    """Which executions are wanted; what is None is not asked. All that is asked must hold."""

    workflow_id: WorkflowId | None = None
    email_id: EventId | None = None
    status: ExecutionStatus | None = None

    def wants(self, execution: Execution) -> bool:
        """Whether an execution is one of them, as far as its head says."""
        return (self.workflow_id is None or execution.workflow_id == self.workflow_id) and (
            self.status is None or execution.status == self.status
        )


class ExecutionReader:
    """Executions of all tenants."""

    def __init__(self, executions_table: str) -> None:
        self._table = executions_table

    def search(self, tenant: TenantId, wanted: ExecutionFilter, asked: Asked, now: datetime) -> Searched[Execution]:
        """Executions that are wanted, newest first, through the index that leaves the fewest to look at.

        By status a page looks at so many rows at most, and says where to go on.
        """
        if wanted.email_id is not None:
            return self._of_email(tenant, wanted.email_id, wanted, asked, now)
        if wanted.workflow_id is not None:
            value = keys.executions_of_workflow(tenant, wanted.workflow_id)
            partition = Partition(self._table, "workflow_key", value, "list_sort", "by_workflow")
        else:
            partition = Partition(self._table, "list_key", keys.executions_list(tenant), "list_sort", "by_list")
        if wanted.status is not None:
            return search(partition, asked, now, lambda rows: list(map(_execution_of, rows)), wanted.wants)
        page = newest(partition, asked, now)
        found = tuple(map(_execution_of, page.items))
        return Searched(found, found[-1].id if page.more else None)

    def _of_email(
        self, tenant: TenantId, event_id: EventId, wanted: ExecutionFilter, asked: Asked, now: datetime
    ) -> Searched[Execution]:
        """Those for one mail, also those people asked for; none for a mail that is not there."""
        key = keys.event(tenant, event_id)
        head = batch_get({self._table: [key]}).get((self._table, key["pk"], key["sk"]))
        if head is None or not alive(head, now):
            return Searched((), None)
        event = event_of(head)
        if event.manual is not None:
            return Searched((), None)
        events = (event, *ManualEvents(self._table).of_email(tenant, event_id))
        found = [execution for one in events for execution in executions_of(self._table, one)]
        fitting = [
            one
            for one in sorted(found, key=lambda execution: execution.id, reverse=True)
            if wanted.wants(one)
            and (asked.below is None or one.id < asked.below)
            and (asked.down_to is None or one.id >= asked.down_to)
        ]
        shown = tuple(fitting[: asked.limit])
        return Searched(shown, shown[-1].id if len(fitting) > asked.limit else None)

    def one(
        self, tenant: TenantId, execution_id: ExecutionId, now: datetime, branch: str | None = None
    ) -> WholeExecution:
        """One execution and its steps, or those of one branch. Raises NotFound."""
        rows = execution_rows(self._table, tenant, execution_id, now)
        steps, left_out = steps_of((row for name, row in rows.items() if name.startswith("step#")), branch)
        return WholeExecution(_execution_of(rows["head"]), steps, left_out)


def execution_rows(table: str, tenant: TenantId, execution_id: ExecutionId, now: datetime) -> dict[str, dict[str, Any]]:
    """Head, cursors, claims and steps by their part: one partition, strongly consistent. Raises NotFound."""
    key = keys.execution(tenant, execution_id)
    rows: dict[str, dict[str, Any]] = {}
    start: dict[str, Any] = {}
    while True:
        answer = call(
            "query",
            TableName=table,
            KeyConditionExpression="#pk = :pk",
            ExpressionAttributeNames={"#pk": "pk"},
            ExpressionAttributeValues={":pk": to_attribute(key["pk"])},
            ConsistentRead=True,
            **start,
        )
        rows |= {row["sk"]: row for row in map(from_item, answer["Items"])}
        if "LastEvaluatedKey" not in answer:
            break
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
    if "head" not in rows or not alive(rows["head"], now):
        raise NotFound(f"there is no execution {execution_id}")
    return rows


def executions_of(table: str, event: TriggerEvent) -> tuple[Execution, ...]:
    """The heads of an event's executions in the order they run; one call."""
    wanted = [keys.execution(event.tenant, planned.id) for planned in event.executions]
    found = batch_get({table: wanted}) if wanted else {}
    rows = [found.get((table, key["pk"], key["sk"])) for key in wanted]
    return tuple(_execution_of(row) for row in rows if row is not None)


def _execution_of(row: dict[str, Any]) -> Execution:
    return Execution.model_validate(keys.model_fields(row))
