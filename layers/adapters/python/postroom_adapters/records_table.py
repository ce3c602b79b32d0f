"""The built-in store of records: contacts, tickets and later kinds, each with its look-up rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.effects import FindRecords, FoundRecord, ReadRecord, RecordKind
from postroom.errors import Conflict, NotFound, Refused
from postroom.ids import RecordId, TenantId
from postroom.plain import plain
from postroom.records.base import Record
from postroom.records.catalogue import kind_named
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_attribute, to_item
from postroom_adapters.dynamodb import ConditionFailed, batch_get, call, transact
from postroom_adapters.reading.pages import Asked, Page, Partition, Searched, newest, search
from postroom_adapters.table_writes import Condition, delete, put

Write = Mapping[str, Any]


def record_writes(table: str, tenant: TenantId, name: RecordKind, record: Record) -> list[dict[str, Any]]:
    """The puts of a new record and its look-up rows, for somebody's transaction."""
    rows = [{**keys.record(tenant, name, record.id), **plain(record)}, *_look_up_rows(tenant, name, record)]
    return [{"Put": put(table, row)} for row in rows]


def change_writes(table: str, tenant: TenantId, name: RecordKind, old: Record, new: Record) -> list[dict[str, Any]]:
    """The writes that put `new` in the place of `old`, if that is at its revision, and make its look-ups fit."""
    row = {**keys.record(tenant, name, new.id), **plain(new)}
    before = {(one["pk"], one["sk"]): one for one in _look_up_rows(tenant, name, old)}
    after = {(one["pk"], one["sk"]): one for one in _look_up_rows(tenant, name, new)}
    writes = [{"Put": put(table, row, ("revision", "=", old.revision))}]
    writes += [{"Put": put(table, one)} for key, one in after.items() if before.get(key) != one]
    writes += [{"Delete": _gone(table, one)} for key, one in before.items() if key not in after]
    return writes


class RecordsTable:
    """Records of all tenants."""

    def __init__(self, table: str) -> None:
        self.name = table

    def find(self, tenant: TenantId, wanted: FindRecords) -> tuple[FoundRecord, ...]:
        """The records whose look-up has the value, oldest first; one query, strongly consistent."""
        partition = keys.record_look_up(tenant, wanted.kind, wanted.by, wanted.value, "")["pk"]
        items = self._query(partition, wanted.limit)
        return tuple(FoundRecord(RecordId(item.pop("sk")), keys.model_fields(item)) for item in items)

    def page(self, tenant: TenantId, kind: RecordKind, asked: Asked, now: datetime) -> Page[Record]:
        """The records of a kind, newest first."""
        partition = Partition(self.name, "pk", keys.record(tenant, kind, RecordId(""))["pk"], "sk")
        page = newest(partition, asked, now)
        return Page(tuple(_record_of(kind, row) for row in page.items), page.more)

    def search(
        self, tenant: TenantId, kind: RecordKind, look_ups: Sequence[tuple[str, str]], asked: Asked, now: datetime
    ) -> Searched[Record]:
        """The records of a kind that all of the look-ups find, newest first, through the first of them."""
        partition = Partition(self.name, "pk", keys.record_look_up(tenant, kind, *look_ups[0], "")["pk"], "sk")
        named = kind_named(kind)

        def load(rows: list[dict[str, Any]]) -> list[Record | None]:
            wanted = [keys.record(tenant, kind, row["sk"]) for row in rows]
            found = batch_get({self.name: wanted}) if wanted else {}
            whole = [found.get((self.name, key["pk"], key["sk"])) for key in wanted]
            return [_record_of(kind, row) if row is not None else None for row in whole]

        def fits(record: Record) -> bool:
            return set(look_ups) <= set(named.look_ups(record))

        return search(partition, asked, now, load, fits)

    def one(self, tenant: TenantId, kind: RecordKind, record_id: RecordId) -> Record:
        """One record. Raises NotFound."""
        key = keys.record(tenant, kind, record_id)
        answer = call("get_item", TableName=self.name, Key=to_item(key), ConsistentRead=True)
        if "Item" not in answer:
            raise NotFound(f"there is no {kind.replace('_', ' ')} {record_id}")
        return _record_of(kind, from_item(answer["Item"]))

    def read(self, tenant: TenantId, wanted: ReadRecord) -> Record | None:
        """One record; None if it is gone."""
        try:
            return self.one(tenant, wanted.kind, wanted.id)
        except NotFound:
            return None

    def add(self, tenant: TenantId, kind: RecordKind, record: Record, *more: Write) -> None:
        """Store a new record with its look-ups, and `more` with them. Raises Conflict if that does not hold."""
        self._transact([*record_writes(self.name, tenant, kind, record), *more], record)

    def replace(self, tenant: TenantId, kind: RecordKind, old: Record, new: Record) -> None:
        """Store a changed record and make its look-ups fit. Raises Conflict if it is not at `old`'s revision."""
        self._transact(change_writes(self.name, tenant, kind, old, new), old)

    def remove(self, tenant: TenantId, kind: RecordKind, record: Record) -> None:
        """Delete a record with its look-ups. Raises Conflict if it has changed meanwhile."""
        row = keys.record(tenant, kind, record.id)
        gone = _gone(self.name, row, ("revision", "=", record.revision))
        looks = [{"Delete": _gone(self.name, one)} for one in _look_up_rows(tenant, kind, record)]
        self._transact([{"Delete": gone}, *looks], record)

    def _transact(self, writes: Sequence[Write], record: Record) -> None:
        if len(writes) > limits.TRANSACTION_ITEMS:
            raise Refused(
                f"this changes {len(writes)} rows by which {record.id} is found; at most {limits.TRANSACTION_ITEMS} "
                "can change at once, so change it in two steps"
            )
        try:
            transact(writes)
        except ConditionFailed as failure:
            raise Conflict(f"{record.id} was changed by somebody else; read it again") from failure

    def _query(self, partition: str, limit: int) -> list[dict[str, Any]]:
        answer = call(
            "query",
            TableName=self.name,
            KeyConditionExpression="#pk = :pk",
            ExpressionAttributeNames={"#pk": "pk"},
            ExpressionAttributeValues={":pk": to_attribute(partition)},
            Limit=limit,
            ConsistentRead=True,
        )
        return [from_item(item) for item in answer["Items"]]


def _gone(table: str, row: Mapping[str, Any], *conditions: Condition) -> dict[str, Any]:
    return delete(table, {"pk": row["pk"], "sk": row["sk"]}, *conditions)


def _look_up_rows(tenant: TenantId, name: RecordKind, record: Record) -> list[dict[str, Any]]:
    kind = kind_named(name)
    summary = plain(dict(kind.summary(record)))
    return [
        {**keys.record_look_up(tenant, name, index, value, record.id), **summary}
        for index, value in kind.look_ups(record)
    ]


def _record_of(kind: RecordKind, row: dict[str, Any]) -> Record:
    return kind_named(kind).model.model_validate(keys.model_fields(row))
