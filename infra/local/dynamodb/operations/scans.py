"""Scan: a table or an index partition by partition, whole or in segments."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..errors import validation
from ..ordered import Row, position
from .pages import Page, check_select
from .requests import Params, Response, bind, condition_of, projection_of

if TYPE_CHECKING:
    from ..store import LocalStore

_POSITIONS = 1 << 64


def scan(store: LocalStore, params: Params) -> Response:
    """Scan."""
    where, projection = condition_of(params, "FilterExpression"), projection_of(params)
    given = bind(params, where, projection)
    view = store.view(params)
    check_select(params, view, projection)
    first, end = _segment(params)
    start = view.start_of(params["ExclusiveStartKey"]) if params.get("ExclusiveStartKey") else None
    if start is not None:
        if not first <= position(start[0]) < end:
            raise validation("The provided starting key is outside of the segment boundaries")
        first = position(start[0])

    def walk() -> Iterator[Row]:
        for at, partition in view.ordered.partitions(first, end):
            entries = view.ordered.entries(partition)
            skipped = 0
            if start is not None and (at, partition) <= (first, start[0]):
                skipped = bisect_right(entries, start[1]) if partition == start[0] else len(entries)
            for entry in entries[skipped:]:
                yield view.ordered.row(entry)

    return Page(view, params, where, projection, given).read(walk())


def _segment(params: Params) -> tuple[int, int]:
    segment, total = params.get("Segment"), params.get("TotalSegments")
    if segment is None and total is None:
        return 0, _POSITIONS
    if total is None:
        raise validation(
            "The TotalSegments parameter is required but was not present in the request when Segment "
            "parameter is present"
        )
    if segment is None:
        raise validation(
            "The Segment parameter is required but was not present in the request when parameter "
            "TotalSegments is present"
        )
    if segment >= total:
        raise validation("The Segment parameter is zero-based and must be less than parameter TotalSegments")
    return segment * _POSITIONS // total, (segment + 1) * _POSITIONS // total
