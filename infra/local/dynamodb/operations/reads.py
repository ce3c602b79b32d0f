"""GetItem, BatchGetItem and TransactGetItems: reads by primary key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .. import values
from ..capacity import Meter, meter_for
from ..errors import validation
from .requests import Params, Response, bind, projection_of

if TYPE_CHECKING:
    from ..store import LocalStore

MAX_BATCH_KEYS = 100
MAX_BATCH_BYTES = 16 * 1024 * 1024
MAX_TRANSACT_ITEMS = 100


def get_item(store: LocalStore, params: Params) -> Response:
    """GetItem."""
    meter = meter_for(params)
    response: Response = {}
    item = _read(store, params, meter, consistent=bool(params.get("ConsistentRead")))
    if item is not None:
        response["Item"] = item
    if meter is not None:
        (response["ConsumedCapacity"],) = meter.report()
    return response


def transact_get_items(store: LocalStore, params: Params) -> Response:
    """TransactGetItems: all items as of one moment, which the store's lock makes of every call."""
    gets = [each["Get"] for each in params["TransactItems"]]
    if len(gets) > MAX_TRANSACT_ITEMS:
        raise validation(
            "1 validation error detected: Value at 'transactItems' failed to satisfy constraint: Member "
            f"must have length less than or equal to {MAX_TRANSACT_ITEMS}"
        )
    meter = meter_for(params)
    found = [_read(store, get, meter, consistent=True, times=2) for get in gets]
    response: Response = {"Responses": [{} if item is None else {"Item": item} for item in found]}
    if meter is not None:
        response["ConsumedCapacity"] = meter.report(sides=True)
    return response


def _read(
    store: LocalStore, params: Params, meter: Meter | None, *, consistent: bool, times: int = 1
) -> values.Item | None:
    projection = projection_of(params)
    bind(params, projection)
    table = store.table(params["TableName"])
    row = table.get(table.schema.key_of(params["Key"]))
    if meter is not None:
        meter.read(table.schema.name, row.size if row else 0, consistent=consistent, times=times)
    if row is None:
        return None
    return values.copy_item(row.item) if projection is None else projection.cut(row.item)


def batch_get_item(store: LocalStore, params: Params) -> Response:
    """BatchGetItem. What is past 16 MB is handed back as unprocessed."""
    requests: dict[str, Params] = params["RequestItems"]
    _check_batch(requests)
    meter = meter_for(params)
    response: Response = {"Responses": {}, "UnprocessedKeys": {}}
    taken = 0
    for name, request in requests.items():
        projection = projection_of(request)
        bind(request, projection)
        table = store.table(name)
        found: list[Any] = response["Responses"].setdefault(name, [])
        keys = [(key, table.schema.key_of(key)) for key in request["Keys"]]
        if len({key for _, key in keys}) < len(keys):
            raise validation("Provided list of item keys contains duplicates")
        for asked, key in keys:
            row = table.get(key)
            taken += row.size if row else 0
            if taken > MAX_BATCH_BYTES:
                rest = response["UnprocessedKeys"].setdefault(name, {**request, "Keys": []})
                rest["Keys"].append(asked)
                continue
            if meter is not None:
                meter.read(name, row.size if row else 0, consistent=bool(request.get("ConsistentRead")))
            if row is not None:
                found.append(values.copy_item(row.item) if projection is None else projection.cut(row.item))
    if meter is not None:
        response["ConsumedCapacity"] = meter.report()
    return response


def _check_batch(requests: dict[str, Params]) -> None:
    for name, request in requests.items():
        if len(request["Keys"]) > MAX_BATCH_KEYS:
            raise validation(
                f"1 validation error detected: Value at 'requestItems.{name}.member.keys' failed to satisfy "
                f"constraint: Member must have length less than or equal to {MAX_BATCH_KEYS}"
            )
    if sum(len(request["Keys"]) for request in requests.values()) > MAX_BATCH_KEYS:
        raise validation("Too many items requested for the BatchGetItem call")
