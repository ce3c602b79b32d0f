"""The rules as they were: made again from the log of changes and the versions, which never change."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from postroom import limits
from postroom.ids import TenantId, WorkflowId
from postroom.match.answers import Rule
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import Pause, WorkflowHead
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import batch_get, call


def rules_then(table: str, tenant: TenantId, number: int, *, include_disabled: bool = False) -> list[Rule]:
    """The rules of the index `number`; with those of workflows that were off, if they are included."""
    last: dict[WorkflowId, dict[str, Any]] = {}
    for entry in _changes(table, tenant, number):
        last[WorkflowId(entry["workflow"])] = entry
    held = {
        workflow_id: entry
        for workflow_id, entry in last.items()
        if not entry["deleted"] and (entry["enabled"] or include_disabled)
    }
    versions = _versions(table, tenant, {workflow_id: int(entry["version"]) for workflow_id, entry in held.items()})
    return [_rule(workflow_id, held[workflow_id], item) for workflow_id, item in versions]


def _changes(table: str, tenant: TenantId, number: int) -> Iterator[dict[str, Any]]:
    """The log up to and with `number`, in order."""
    first, last = keys.rules_change(tenant, 0), keys.rules_change(tenant, number)
    start: dict[str, Any] = {}
    while True:
        answer = call(
            "query",
            TableName=table,
            KeyConditionExpression="#pk = :pk AND #sk BETWEEN :first AND :last",
            ExpressionAttributeNames={"#pk": "pk", "#sk": "sk"},
            ExpressionAttributeValues={
                ":pk": to_attribute(first["pk"]),
                ":first": to_attribute(first["sk"]),
                ":last": to_attribute(last["sk"]),
            },
            ConsistentRead=True,
            **start,
        )
        yield from map(from_item, answer["Items"])
        if "LastEvaluatedKey" not in answer:
            return
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _versions(table: str, tenant: TenantId, held: dict[WorkflowId, int]) -> Iterator[tuple[WorkflowId, dict[str, Any]]]:
    """Each workflow's version, a hundred in a call."""
    wanted = {
        (key["pk"], key["sk"]): workflow_id
        for workflow_id, version in held.items()
        for key in [keys.workflow_version(tenant, workflow_id, version)]
    }
    places = list(wanted)
    for begin in range(0, len(places), limits.BATCH_ITEMS):
        some = [{"pk": pk, "sk": sk} for pk, sk in places[begin : begin + limits.BATCH_ITEMS]]
        for (_, pk, sk), item in batch_get({table: some}).items():
            yield wanted[pk, sk], item


def _rule(workflow_id: WorkflowId, entry: dict[str, Any], item: dict[str, Any]) -> Rule:
    definition = WorkflowDefinition.model_validate(keys.model_fields(item))
    head = WorkflowHead.of(workflow_id, definition, datetime.fromtimestamp(0, UTC))
    paused = Pause.model_validate(entry["paused"]) if entry.get("paused") else None
    return head.model_copy(update={"version": int(entry["version"]), "paused": paused}).rule()
