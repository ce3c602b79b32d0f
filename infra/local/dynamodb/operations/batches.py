"""BatchWriteItem: up to 25 puts and deletes, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..capacity import meter_for
from ..errors import validation
from ..table import Change
from .requests import Params, Response
from .writes import decide_delete, decide_put

if TYPE_CHECKING:
    from ..store import LocalStore

MAX_BATCH_WRITES = 25


def batch_write_item(store: LocalStore, params: Params) -> Response:
    """BatchWriteItem."""
    requests: dict[str, list[dict[str, Any]]] = params["RequestItems"]
    if sum(map(len, requests.values())) > MAX_BATCH_WRITES:
        raise validation("Too many items requested for the BatchWriteItem call")
    changes = [_decide(store, name, request) for name, each in requests.items() for request in each]
    if len({(change.table.schema.name, change.key) for change in changes}) < len(changes):
        raise validation("Provided list of item keys contains duplicates")
    # One commit each: a batch is not a transaction, and a crash may keep a part of it.
    for change in changes:
        store.commit([change])
    response: Response = {"UnprocessedItems": {}, "ItemCollectionMetrics": {}}
    meter = meter_for(params)
    if meter is not None:
        for change in changes:
            meter.write(change)
        response["ConsumedCapacity"] = meter.report()
    return response


def _decide(store: LocalStore, table: str, request: dict[str, Any]) -> Change:
    if len(request) != 1:
        raise validation(
            "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
            "supported datatypes"
        )
    if "PutRequest" in request:
        return decide_put(store, {"TableName": table, "Item": request["PutRequest"]["Item"]})
    return decide_delete(store, {"TableName": table, "Key": request["DeleteRequest"]["Key"]})
