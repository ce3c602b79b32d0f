"""Workflows: heads, immutable versions, and the numbered log of changes that rule indexes are made from."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from postroom.connections.stored import StoredConnection
from postroom.errors import Conflict, NotFound
from postroom.ids import TenantId, WorkflowId
from postroom.plain import plain
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute, to_item
from postroom_adapters.categories_table import CategoriesTable
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call, transact
from postroom_adapters.table_writes import Condition, delete, put, update

if TYPE_CHECKING:
    from postroom.match.answers import Rule
    from postroom.match.rule_index import RuleIndex

CHANGE_TRIES = 5


class WorkflowsTable:
    """Workflows of all tenants; versions once read are kept, since they never change."""

    def __init__(self, table: str) -> None:
        self.name = table
        self.categories = CategoriesTable(table)
        self._versions: dict[tuple[str, str, int], WorkflowDefinition] = {}

    def version(self, tenant: TenantId, workflow_id: WorkflowId, version: int) -> WorkflowDefinition:
        """An immutable version. Raises NotFound."""
        kept = (tenant, workflow_id, version)
        if kept not in self._versions:
            item = self._get(keys.workflow_version(tenant, workflow_id, version))
            if item is None:
                raise NotFound(f"there is no version {version} of workflow {workflow_id}")
            self._versions[kept] = WorkflowDefinition.model_validate(keys.model_fields(item))
        return self._versions[kept]

    def head(self, tenant: TenantId, workflow_id: WorkflowId) -> WorkflowHead:
        """The head. Raises NotFound."""
        item = self._get(keys.workflow(tenant, workflow_id))
        if item is None:
            raise NotFound(f"there is no workflow {workflow_id}")
        return WorkflowHead.model_validate(keys.model_fields(item))

    def heads(self, tenant: TenantId) -> list[WorkflowHead]:
        """All heads of a tenant, by priority and age."""
        heads: list[WorkflowHead] = []
        start: dict[str, Any] = {}
        while True:
            answer = call(
                "query",
                TableName=self.name,
                KeyConditionExpression="#pk = :pk",
                ExpressionAttributeNames={"#pk": "pk"},
                ExpressionAttributeValues={":pk": to_attribute(keys.workflow(tenant, WorkflowId(""))["pk"])},
                ConsistentRead=True,
                **start,
            )
            heads += [WorkflowHead.model_validate(keys.model_fields(from_item(item))) for item in answer["Items"]]
            if "LastEvaluatedKey" not in answer:
                return sorted(heads, key=lambda head: (head.priority, head.id))
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def add(
        self, tenant: TenantId, head: WorkflowHead, definition: WorkflowDefinition, now: datetime, *more: dict[str, Any]
    ) -> None:
        """Store a new workflow with its first version, and `more` with it.

        Raises Conflict if the id is taken, or a category that it names has been deleted.
        """
        first = self._put_head(tenant, head, ("pk", "absent"))
        version = self._put_version(tenant, head, definition)
        self._change(tenant, head, now, first, version, *more, *self._named(tenant, definition))

    def add_first(
        self, tenant: TenantId, new: Sequence[tuple[WorkflowHead, WorkflowDefinition]], now: datetime
    ) -> bool:
        """Store a tenant's first workflows, all of them or none; False if it ever had one, though it may be gone.

        Raises Conflict if a category that they name has been deleted.
        """
        first = update(self.name, keys.rules(tenant), ("pk", "absent"), sets={"version": len(new)})
        writes: list[dict[str, Any]] = [{"Update": first}]
        for number, (head, definition) in enumerate(new, start=1):
            writes += [
                self._put_head(tenant, head, ("pk", "absent")),
                self._put_entry(tenant, number, head, now),
                self._put_version(tenant, head, definition),
            ]
        try:
            transact([*writes, *self._named(tenant, *(definition for _, definition in new))])
        except ConditionFailed as failure:
            if 0 in failure.failed:
                return False
            raise Conflict("a category that the tenant's first workflows name has been deleted") from failure
        return True

    def save_head(self, tenant: TenantId, head: WorkflowHead, seen_revision: int, now: datetime) -> None:
        """Store a changed head. Raises Conflict if it is not at `seen_revision` any more."""
        self._change(tenant, head, now, self._put_head(tenant, head, ("revision", "=", seen_revision)))

    def save_version(
        self, tenant: TenantId, head: WorkflowHead, definition: WorkflowDefinition, seen_revision: int, now: datetime
    ) -> None:
        """Store a changed head with its new version.

        Raises Conflict if it is not at `seen_revision` any more, or a category that it names has been deleted.
        """
        changed = self._put_head(tenant, head, ("revision", "=", seen_revision))
        version = self._put_version(tenant, head, definition)
        self._change(tenant, head, now, changed, version, *self._named(tenant, definition))

    def remove(self, tenant: TenantId, head: WorkflowHead, now: datetime) -> None:
        """Delete a head; its versions stay, for what they ran. Raises Conflict if it has changed meanwhile."""
        gone = delete(self.name, keys.workflow(tenant, head.id), ("revision", "=", head.revision))
        self._change(tenant, head, now, {"Delete": gone}, deleted=True)

    def heads_of(self, tenant: TenantId, workflow_ids: Sequence[WorkflowId]) -> list[WorkflowHead]:
        """The heads of these workflows, without those that are not there; up to 100."""
        wanted = [keys.workflow(tenant, one) for one in dict.fromkeys(workflow_ids)]
        found = batch_get({self.name: wanted}) if wanted else {}
        return [WorkflowHead.model_validate(keys.model_fields(item)) for item in found.values()]

    def rule_index(
        self,
        tenant: TenantId,
        number: int,
        default_threshold: float,
        only: Sequence[WorkflowId] | None = None,
        *,
        include_disabled: bool = False,
    ) -> "RuleIndex":
        """The index made of the enabled workflows; read again until nothing changed meanwhile."""
        from postroom.match.rule_index import RuleIndex

        for _ in range(CHANGE_TRIES):
            heads = self.heads(tenant) if only is None else self.heads_of(tenant, only)
            rules = [head.rule() for head in heads if head.enabled or include_disabled]
            newest = self.rules_number(tenant)
            if newest == number:
                break
            number = newest
        return RuleIndex(rules_id(tenant, number), rules, default_threshold)

    def rules_at(self, tenant: TenantId, number: int, *, include_disabled: bool = False) -> "list[Rule]":
        """The rules of the immutable index `number`: as they are if it is the newest, else made from the log."""
        from postroom_adapters.past_rules import rules_then

        heads = self.heads(tenant)
        if self.rules_number(tenant) == number:
            return [head.rule() for head in heads if head.enabled or include_disabled]
        return rules_then(self.name, tenant, number, include_disabled=include_disabled)

    def connection(self, tenant: TenantId, name: str) -> StoredConnection:
        """A connection's metadata. Raises NotFound."""
        item = self._get(keys.connection(tenant, name))
        if item is None:
            raise NotFound(f"there is no connection {name}")
        return StoredConnection.model_validate(keys.model_fields(item))

    def save_connection(self, tenant: TenantId, connection: StoredConnection) -> None:
        """Store a connection's metadata."""
        call("put_item", **put(self.name, {**keys.connection(tenant, connection.name), **plain(connection)}))

    def _put_head(self, tenant: TenantId, head: WorkflowHead, condition: Condition) -> dict[str, Any]:
        return {"Put": put(self.name, {**keys.workflow(tenant, head.id), **plain(head)}, condition)}

    def _put_version(self, tenant: TenantId, head: WorkflowHead, definition: WorkflowDefinition) -> dict[str, Any]:
        version = {**keys.workflow_version(tenant, head.id, head.version), **plain(definition)}
        return {"Put": put(self.name, version, ("pk", "absent"))}

    def _put_entry(
        self, tenant: TenantId, number: int, head: WorkflowHead, now: datetime, *, deleted: bool = False
    ) -> dict[str, Any]:
        """Change `number` of the log."""
        entry = {
            **keys.rules_change(tenant, number),
            "workflow": head.id,
            "version": head.version,
            "enabled": head.enabled and not deleted,
            "paused": plain(head.paused),
            "deleted": deleted,
            "at": plain(now),
        }
        return {"Put": put(self.name, entry, ("pk", "absent"))}

    def _named(self, tenant: TenantId, *definitions: WorkflowDefinition) -> list[dict[str, Any]]:
        """Checks that their categories still are there: whoever deletes one looks only at workflows that are stored."""
        triggers = [trigger for definition in definitions for trigger in definition.triggers]
        named = [trigger.classification for trigger in triggers if trigger.classification is not None]
        return self.categories.standing(tenant, named)

    def _change(
        self,
        tenant: TenantId,
        head: WorkflowHead,
        now: datetime,
        on_head: dict[str, Any],
        *more: dict[str, Any],
        deleted: bool = False,
    ) -> None:
        """The write on the head and the next entry of the change log, together."""
        for _ in range(CHANGE_TRIES):
            seen = self.rules_number(tenant)
            condition: Any = ("version", "=", seen) if seen else ("pk", "absent")
            writes = [
                on_head,
                self._put_entry(tenant, seen + 1, head, now, deleted=deleted),
                {"Update": update(self.name, keys.rules(tenant), condition, sets={"version": seen + 1})},
                *more,
            ]
            try:
                transact(writes)
            except ConditionFailed as failure:
                if 0 in failure.failed or any(number > 2 for number in failure.failed):
                    raise Conflict(f"workflow {head.id} was changed by somebody else; read it again") from failure
                continue
            return
        raise Conflict("the tenant's workflows are being changed by others; try again")

    def rules_number(self, tenant: TenantId) -> int:
        """The number of the newest change of the tenant's workflows; 0 if there was none."""
        item = self._get(keys.rules(tenant))
        return int(item["version"]) if item else 0

    def _get(self, key: keys.Key) -> dict[str, Any] | None:
        answer = call("get_item", TableName=self.name, Key=to_item(key), ConsistentRead=True)
        return from_item(answer["Item"]) if "Item" in answer else None


def rules_id(tenant: TenantId, number: int) -> str:
    """The id of a rule index, as decisions name it."""
    return f"{tenant}/rules/{number}"


def rules_number(index_id: str) -> int:
    """The number in the id of a rule index."""
    return int(index_id.rpartition("/")[2])
