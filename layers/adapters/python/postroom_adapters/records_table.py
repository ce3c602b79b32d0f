"""The built-in store of records: contacts, tickets and later kinds, each with its look-up rows."""

from datetime import datetime
from typing import Any

from postroom.effects import FindRecords, FoundRecord, RecordKind
from postroom.ids import RecordId, TenantId
from postroom.plain import plain
from postroom.records.base import Record
from postroom.records.catalogue import kind_named
from postroom_adapters import keys
from postroom_adapters.dynamodb import call, from_item, put, to_attribute, transact
from postroom_adapters.reading.pages import Asked, Page, Partition, newest


def record_writes(table: str, tenant: TenantId, name: RecordKind, record: Record) -> list[dict[str, Any]]:
    """The puts of a new record and its look-up rows, for somebody's transaction."""
    kind = kind_named(name)
    summary = dict(kind.summary(record))
    rows = [{**keys.record(tenant, name, record.id), **plain(record)}]
    rows += [
        {**keys.record_look_up(tenant, name, index, value, record.id), **summary}
        for index, value in kind.look_ups(record)
    ]
    return [{"Put": put(table, row)} for row in rows]


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
        model = kind_named(kind).model
        return Page(tuple(model.model_validate(keys.model_fields(row)) for row in page.items), page.more)

    def add(self, tenant: TenantId, kind: RecordKind, record: Record) -> None:
        """Store a new record with its look-ups."""
        transact(record_writes(self.name, tenant, kind, record))

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
