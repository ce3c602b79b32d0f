"""A tenant's categories in the `workflows` table: only what was changed is stored, and a number moves with it."""

import zlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from postroom.errors import Conflict, NotFound
from postroom.ids import TenantId
from postroom.plain import plain, to_json
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import ConditionFailed, call, transact
from postroom_adapters.table_writes import Condition, check, put, update

if TYPE_CHECKING:  # classify_event loads them only for a tenant that has changed its categories
    from postroom.classify.keyword_layer import KeywordLayer
    from postroom.classify.own import CategoryChange, TenantCategory

CHANGE_TRIES = 5


class CategoriesTable:
    """Categories of all tenants; each tenant's compiled layer is kept until its number moves."""

    def __init__(self, table: str) -> None:
        self.name = table
        self._layers: dict[TenantId, tuple[int, KeywordLayer]] = {}

    def layer(self, tenant: TenantId, number: int) -> "KeywordLayer":
        """The layer at `number` or a newer one; no call while nothing has changed."""
        if not number:
            from postroom.classify.keyword_layer import default_layer

            return default_layer()
        kept = self._layers.get(tenant)
        if kept is None or kept[0] < number:
            from postroom.classify.own import categories_of, layer_of

            newest, changes = self._read(tenant)
            kept = self._layers[tenant] = (max(newest, number), layer_of(categories_of(changes)))
        return kept[1]

    def all(self, tenant: TenantId) -> "tuple[TenantCategory, ...]":
        """Every category of a tenant as it counts."""
        from postroom.classify.own import categories_of

        return categories_of(self._read(tenant)[1])

    def names(self, tenant: TenantId) -> frozenset[str]:
        """What a workflow of the tenant can be started by."""
        from postroom.classify.categories import DEFAULT_CATEGORIES

        deleted = {row["sk"]: row["deleted"] for row in self._rows(tenant, "sk", "deleted") if "deleted" in row}
        shipped = {category.name for category in DEFAULT_CATEGORIES}
        return frozenset((shipped - deleted.keys()) | {name for name, gone in deleted.items() if not gone})

    def one(self, tenant: TenantId, name: str) -> "TenantCategory":
        """A category as it counts. Raises NotFound."""
        for category in self.all(tenant):
            if category.name == name:
                return category
        raise NotFound(f"there is no category {name}")

    def change_of(self, tenant: TenantId, name: str) -> "CategoryChange | None":
        """What is stored of a category, also of one that was deleted; None if it is as shipped, or never was."""
        answer = call(
            "get_item", TableName=self.name, Key=_attributes(keys.category(tenant, name)), ConsistentRead=True
        )
        return _change(from_item(answer["Item"])) if "Item" in answer else None

    def save(
        self,
        tenant: TenantId,
        change: "CategoryChange",
        *more: dict[str, Any],
        rules: int | None = None,
    ) -> None:
        """Store a change with its `revision` one above what stands. Raises Conflict if another was first.

        With `rules`, also if the workflows have moved from that number: what was found of them no longer holds.
        """
        row = {**keys.category(tenant, change.name), **_fields(change)}
        stands: Condition = ("revision", "=", change.revision - 1) if change.revision > 1 else ("pk", "absent")
        for _ in range(CHANGE_TRIES):
            seen = self.number(tenant)
            condition: Condition = ("version", "=", seen) if seen else ("pk", "absent")
            moved = update(self.name, keys.categories(tenant), condition, sets={"version": seen + 1})
            writes = [{"Put": put(self.name, row, stands)}, {"Update": moved}, *self._unmoved(tenant, rules), *more]
            try:
                transact(writes)
            except ConditionFailed as failure:
                if any(number != 1 for number in failure.failed):
                    raise Conflict(f"category {change.name} was changed by somebody else; read it again") from failure
                continue
            return
        raise Conflict("the tenant's categories are being changed by others; try again")

    def standing(self, tenant: TenantId, names: Iterable[str]) -> list[dict[str, Any]]:
        """Checks for somebody's transaction that none of these has been deleted; each was there when it was read."""
        there: Condition = ("deleted", "absent or =", False)
        return [{"ConditionCheck": check(self.name, keys.category(tenant, name), there)} for name in sorted(set(names))]

    def number(self, tenant: TenantId) -> int:
        """The number of the newest change; 0 if there was none."""
        answer = call("get_item", TableName=self.name, Key=_attributes(keys.categories(tenant)), ConsistentRead=True)
        return int(from_item(answer["Item"])["version"]) if "Item" in answer else 0

    def _unmoved(self, tenant: TenantId, rules: int | None) -> list[dict[str, Any]]:
        if rules is None:
            return []
        condition: Condition = ("version", "=", rules) if rules else ("pk", "absent")
        return [{"ConditionCheck": check(self.name, keys.rules(tenant), condition)}]

    def _read(self, tenant: TenantId) -> "tuple[int, list[CategoryChange]]":
        rows = self._rows(tenant)
        number = next((int(row["version"]) for row in rows if "version" in row), 0)
        return number, [_change(row) for row in rows if "version" not in row]

    def _rows(self, tenant: TenantId, *names: str) -> list[dict[str, Any]]:
        """The number's row, which sorts first and so is never newer than the others, and those of the changes."""
        rows: list[dict[str, Any]] = []
        start: dict[str, Any] = {}
        while True:
            answer = call(
                "query",
                TableName=self.name,
                KeyConditionExpression="#pk = :pk",
                ExpressionAttributeNames={"#pk": "pk"} | {f"#{name}": name for name in names},
                ExpressionAttributeValues={":pk": to_attribute(keys.categories(tenant)["pk"])},
                ConsistentRead=True,
                **({"ProjectionExpression": ", ".join(f"#{name}" for name in names)} if names else {}),
                **start,
            )
            rows += map(from_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return rows
            start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def _fields(change: "CategoryChange") -> dict[str, Any]:
    """The row's own fields; keywords are many and alike, so they are compressed."""
    stored = plain(change)
    return {**stored, "keywords": zlib.compress(to_json(stored["keywords"]).encode(), 6)}


def _change(row: dict[str, Any]) -> "CategoryChange":
    import json

    from postroom.classify.own import CategoryChange

    keywords = json.loads(zlib.decompress(row["keywords"]))
    return CategoryChange.model_validate({**keys.model_fields(row), "keywords": keywords})


def _attributes(key: keys.Key) -> dict[str, Any]:
    return {name: to_attribute(value) for name, value in key.items()}
