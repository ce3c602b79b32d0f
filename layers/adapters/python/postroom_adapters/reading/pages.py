"""Lists newest first. Ids begin with their time, so a page goes on below the last id shown: writes move nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from postroom import limits
from postroom_adapters.attributes import from_item, to_attribute
from postroom_adapters.dynamodb import call

T = TypeVar("T")
SEARCH_STEP = 25
"""Rows that a search looks at in one go at least: what it looks for may be rare."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How much of a list, below which id (None begins with the newest), and down to which, itself included."""

    limit: int
    below: str | None = None
    down_to: str | None = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A part of a list; `more` says whether anything is left below it."""

    items: tuple[T, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Searched(Generic[T]):
    """What was found in a part of a list, which may be nothing; below `below` nobody has looked, None at its end."""

    items: tuple[T, ...]
    below: str | None


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
    if asked.below is not None and asked.down_to is not None and asked.down_to >= asked.below:
        return Page((), more=False)
    while True:
        # One more than asked for tells whether there is more.
        answer = call("query", **_request(partition, asked), Limit=asked.limit + 1 - len(rows), **start)
        rows += [
            row for row in map(from_item, answer["Items"]) if alive(row, now) and row[partition.sort] != asked.below
        ]
        if len(rows) > asked.limit or "LastEvaluatedKey" not in answer:
            return Page(tuple(rows[: asked.limit]), more=len(rows) > asked.limit)
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def search(
    partition: Partition,
    asked: Asked,
    now: datetime,
    load: Callable[[list[dict[str, Any]]], Sequence[T | None]],
    wanted: Callable[[T], bool],
) -> Searched[T]:
    """Those of a list's rows, as `load` makes them (None: it is gone), that are wanted; looks at SEARCHED_ROWS at most.

    A page may so hold less than was asked for, or nothing, and still say where to go on.
    """
    found: list[T] = []
    looked, below = 0, asked.below
    while True:
        step = Asked(min(max(asked.limit - len(found), SEARCH_STEP), limits.BATCH_ITEMS), below, asked.down_to)
        page = newest(partition, step, now)
        for row, item in zip(page.items, load(list(page.items)), strict=True):
            below, looked = str(row[partition.sort]), looked + 1
            if item is not None and wanted(item):
                found.append(item)
            if len(found) == asked.limit or looked == limits.SEARCHED_ROWS:
                last = not page.more and row is page.items[-1]
                return Searched(tuple(found), None if last else below)
        if not page.more:
            return Searched(tuple(found), None)


def alive(row: dict[str, Any], now: datetime) -> bool:
    """Whether a row has not expired."""
    return "expires_at" not in row or bool(row["expires_at"] > now.timestamp())


def _range(below: str | None, down_to: str | None, values: dict[str, Any]) -> str:
    """The one condition on the sort key that a query may have; what it finds at `below` itself is left out after."""
    if below is not None:
        values[":below"] = to_attribute(below)
    if down_to is not None:
        values[":down"] = to_attribute(down_to)
    if down_to is None:
        return " AND #sort < :below"
    return " AND #sort >= :down" if below is None else " AND #sort BETWEEN :down AND :below"


def _request(partition: Partition, asked: Asked) -> dict[str, Any]:
    condition, names = "#key = :key", {"#key": partition.key}
    values = {":key": to_attribute(partition.value)}
    if asked.below is not None or asked.down_to is not None:
        names["#sort"] = partition.sort
        condition += _range(asked.below, asked.down_to, values)
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
