"""Query: a stretch of one partition of a table or an index."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import validation
from ..ordered import Row
from .key_conditions import stretch_of
from .pages import Page, check_select
from .requests import Params, Response, bind, condition_of, projection_of

if TYPE_CHECKING:
    from ..store import LocalStore


def query(store: LocalStore, params: Params) -> Response:
    """Query."""
    key_condition = condition_of(params, "KeyConditionExpression")
    if key_condition is None:
        raise validation(
            "Either the KeyConditions or KeyConditionExpression parameter must be specified in the request."
        )
    where, projection = condition_of(params, "FilterExpression"), projection_of(params)
    given = bind(params, key_condition, where, projection)
    view = store.view(params)
    check_select(params, view, projection)
    keys = view.index.keys if view.index else view.table.schema.keys
    _refuse_keys_in_filter(where.attributes if where else frozenset(), keys.names)
    stretch = stretch_of(key_condition, given, keys, view.table.schema.types)
    entries = view.ordered.entries(stretch.partition)
    first, end = stretch.bounds(entries)
    forward = params.get("ScanIndexForward", True)
    if start := params.get("ExclusiveStartKey"):
        partition, entry = view.start_of(start)
        if partition != stretch.partition:
            raise validation("The provided starting key is outside query boundaries based on provided conditions")
        if forward:
            first = max(first, bisect_right(entries, entry))
        else:
            end = min(end, bisect_left(entries, entry))

    def walk() -> Iterator[Row]:
        for at in range(first, end) if forward else range(end - 1, first - 1, -1):
            yield view.ordered.row(entries[at])

    return Page(view, params, where, projection, given).read(walk())


def _refuse_keys_in_filter(attributes: frozenset[str], keys: tuple[str, ...]) -> None:
    for name in keys:
        if name in attributes:
            raise validation(
                f"Filter Expression can only contain non-primary key attributes: Primary key attribute: {name}"
            )
