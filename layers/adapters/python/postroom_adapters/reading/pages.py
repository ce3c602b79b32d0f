"""Lists newest first. Ids begin with their time, so a page goes on below the last id shown: writes move nothing."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from postroom import limits
from postroom_adapters.dynamodb import call, from_item, to_attribute

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of a list, and below which id; None begins with the newest."""

    limit: int
    below: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list; `more` says whether anything is left below it."""

    items: tuple[T, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Partition:
    """One list as it is stored: a partition of a table or of one of its indexes, sorted by id."""

    table: str
    key: str
    value: str
    sort: str
    index: str | None = None


def newest(partition: Partition, asked: Asked, now: datetime) -> Page[dict[str, Any]]:
    """The rows below `asked.below`; what has expired is not shown, whether or not TTL has removed it."""
    if not 1 <= asked.limit <= limits.PAGE_SIZE_MAX:
        raise ValueError(f"a page holds 1 to {limits.PAGE_SIZE_MAX}, not {asked.limit}")
    rows: list[dict[str, Any]] = []
    start: dict[str, Any] = {}
    while True:
        # One more than asked for tells whether there is more.
        answer = call("query", **_request(partition, asked), Limit=asked.limit + 1 - len(rows), **start)
        rows += [row for row in map(from_item, answer["Items"]) if alive(row, now)]
        if len(rows) > asked.limit or "LastEvaluatedKey" not in answer:
            return Page(tuple(rows[: asked.limit]), more=len(rows) > asked.limit)
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def alive(row: dict[str, Any], now: datetime) -> bool:
    """Whether a row has not expired."""
    return "expires_at" not in row or bool(row["expires_at"] > now.timestamp())


def _request(partition: Partition, asked: Asked) -> dict[str, Any]:
    condition, names = "#key = :key", {"#key": partition.key}
    values = {":key": to_attribute(partition.value)}
    if asked.below is not None:
        condition += " AND #sort < :below"
        names["#sort"] = partition.sort
        values[":below"] = to_attribute(asked.below)
    request: dict[str, Any] = {
        "TableName": partition.table,
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
        "ScanIndexForward": False,
    }
    if partition.index is None:
        return request | {"ConsistentRead": True}
    return request | {"IndexName": partition.index}
