"""Counters of workflows in the `executions` table: rows by tenant and shard, written with what they count."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from postroom import limits
from postroom.engine.changes import Counted
from postroom.engine.model import Execution
from postroom.engine.statistics import LAST_RUN, PLANNED, WorkflowStatistics, additions, summed
from postroom.ids import TenantId, WorkflowId
from postroom.times import iso
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import batch_get, call
from postroom_adapters.table_writes import update


def planned_writes(table: str, executions: Iterable[Execution]) -> list[dict[str, Any]]:
    """Counted when they are planned; what has ended since is taken off when they are read."""
    return [
        {"Update": update(table, keys.statistics(one.tenant, one.workflow_id, one.id), adds={PLANNED: 1})}
        for one in executions
    ]


def ended_writes(table: str, tenant: TenantId, ended: Iterable[Counted]) -> list[dict[str, Any]]:
    """One write a row: executions of one workflow in one shard are added together."""
    adds: dict[tuple[str, str], Counter[str]] = {}
    last: dict[tuple[str, str], str] = {}
    for one in ended:
        key = keys.statistics(tenant, one.workflow, one.execution)
        row = key["pk"], key["sk"]
        adds.setdefault(row, Counter()).update(additions(one))
        if one.status != "skipped":
            last[row] = iso(one.at)
    return [
        {
            "Update": update(
                table,
                {"pk": row[0], "sk": row[1]},
                sets={LAST_RUN: last[row]} if row in last else None,
                adds=dict(added),
            )
        }
        for row, added in adds.items()
    ]


class StatisticsReader:
    """Sums over all shards."""

    def __init__(self, executions_table: str) -> None:
        self._table = executions_table

    def of_workflow(self, tenant: TenantId, workflow_id: WorkflowId) -> WorkflowStatistics:
        """The statistics of one workflow; one call."""
        wanted = keys.statistics_shards(tenant, workflow_id)
        return summed(batch_get({self._table: wanted}).values())

    def of_all(self, tenant: TenantId) -> dict[str, WorkflowStatistics]:
        """Those of every workflow that was ever matched; a query a shard, whatever the number of workflows."""
        rows: dict[str, list[dict[str, Any]]] = {}
        for number in range(limits.STATISTICS_SHARDS):
            for row in self._shard(tenant, number):
                rows.setdefault(row["sk"], []).append(row)
        return {workflow: summed(shards) for workflow, shards in rows.items()}

    def _shard(self, tenant: TenantId, number: int) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            answer = call(
                "query",
                TableName=self._table,
                KeyConditionExpression="#pk = :pk",
                ExpressionAttributeNames={"#pk": "pk"},
                ExpressionAttributeValues={":pk": to_attribute(keys.statistics_shard(tenant, number))},
                ConsistentRead=True,
                **start,
            )
            rows += map(from_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return rows
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}
