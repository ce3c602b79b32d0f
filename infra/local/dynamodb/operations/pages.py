"""What Query and Scan share: walking entries into a page, with its limits, filter and last key."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import values
from ..capacity import Meter, meter_for
from ..errors import validation
from ..expressions.compiled import Condition, Projection
from ..expressions.predicates import Values
from ..ordered import Ordered, Row
from ..schema import IndexSchema, Key
from ..table import Table
from ..values import Item
from .requests import Params, Response

PAGE_BYTES = 1024 * 1024
_SELECTS = ("ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES", "COUNT")


@dataclass(frozen=True)
class View:
    """What is read: a table, or one of its indexes."""

    table: Table
    index: IndexSchema | None
    ordered: Ordered

    def start_key(self, item: Item) -> Item:
        """LastEvaluatedKey for the last item of a page."""
        names = self.table.schema.keys.names + (self.index.keys.names if self.index else ())
        return {name: values.copy(item[name]) for name in dict.fromkeys(names)}

    def start_of(self, start: Params) -> tuple[Key, Key]:
        """The partition and the entry that ExclusiveStartKey stands for."""
        schema = self.table.schema
        names = set(schema.keys.names + (self.index.keys.names if self.index else ()))
        wrong = validation("The provided starting key is invalid: The provided key element does not match the schema")
        if set(start) != names or any(schema.types[name] not in start[name] for name in names):
            raise wrong
        item = values.take_item(start)
        key = tuple([values.order(item[name]) for name in schema.keys.names])
        return self.ordered.partition_of(item), self.ordered.entry_of(key, item)


@dataclass(frozen=True)
class Page:
    """How a page is made: the filter and projection applied to what the walk finds."""

    view: View
    params: Params
    filter: Condition | None
    projection: Projection | None
    given: Values

    def read(self, rows: Iterable[Row]) -> Response:
        """Walk until the limit, a megabyte or the end."""
        limit = self.params.get("Limit")
        counting = self.params.get("Select") == "COUNT"
        index = self.view.index if self.view.index and self.view.index.carried is not None else None
        items: list[Item] = []
        count = scanned = size = 0
        last: Row | None = None
        more = False
        for row in rows:
            if scanned == limit or size >= PAGE_BYTES:
                more = True
                break
            item = index.project(row.item) if index else row.item
            scanned += 1
            size += values.item_size(item) if index else row.size
            last = row
            if self.filter is None or self.filter.test(item, self.given):
                count += 1
                if not counting:
                    items.append(self._shown(item))
        response: Response = {"Count": count, "ScannedCount": scanned}
        if not counting:
            response["Items"] = items
        # DynamoDB stops at the limit without looking whether anything follows.
        if last is not None and (more or scanned == limit):
            response["LastEvaluatedKey"] = self.view.start_key(last.item)
        return self._metered(response, size)

    def _shown(self, item: Item) -> Item:
        return values.copy_item(item) if self.projection is None else self.projection.cut(item)

    def _metered(self, response: Response, size: int) -> Response:
        meter: Meter | None = meter_for(self.params)
        if meter is not None:
            consistent = bool(self.params.get("ConsistentRead"))
            meter.read(self.view.table.schema.name, size, consistent=consistent, index=self.view.index)
            (response["ConsumedCapacity"],) = meter.report()
        return response


def check_select(params: Params, view: View, projection: Projection | None) -> None:
    """Refuse a Select that contradicts the rest of the request, and a Limit below one."""
    limit = params.get("Limit")
    if limit is not None and limit < 1:
        raise validation(
            f"1 validation error detected: Value '{limit}' at 'limit' failed to satisfy constraint: Member "
            "must have value greater than or equal to 1"
        )
    select = params.get("Select")
    if select is None:
        return
    if select not in _SELECTS:
        raise validation(
            f"1 validation error detected: Value '{select}' at 'select' failed to satisfy constraint: "
            f"Member must satisfy enum value set: [{', '.join(_SELECTS)}]"
        )
    if select == "SPECIFIC_ATTRIBUTES" and projection is None:
        raise validation(
            "1 validation error detected: Must specify the AttributesToGet or ProjectionExpression when "
            "choosing to get SPECIFIC_ATTRIBUTES"
        )
    if select != "SPECIFIC_ATTRIBUTES" and projection is not None:
        chosen = "only the Count" if select == "COUNT" else select
        raise validation(
            f"1 validation error detected: Cannot specify the ProjectionExpression when choosing to get {chosen}"
        )
    if select == "ALL_PROJECTED_ATTRIBUTES" and view.index is None:
        raise validation(
            "1 validation error detected: ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName"
        )
    if select == "ALL_ATTRIBUTES" and view.index and view.index.is_global and view.index.carried is not None:
        raise validation(
            "One or more parameter values were invalid: Select type ALL_ATTRIBUTES is not supported for "
            f"global secondary index {view.index.name} because its projection type is not ALL"
        )
