"""TransactWriteItems: every condition is decided before anything is applied, so nothing has to be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..capacity import Meter, meter_for
from ..errors import DynamoError, UpdateRefusedError, cancelled, validation
from ..schema import Key, TableSchema
from ..table import Change
from .requests import Params, Response
from .writes import decide_check, decide_delete, decide_put, decide_update

if TYPE_CHECKING:
    from ..store import LocalStore

MAX_TRANSACT_ITEMS = 100
MAX_TRANSACT_BYTES = 4 * 1024 * 1024
_DECIDE = {"ConditionCheck": decide_check, "Put": decide_put, "Delete": decide_delete, "Update": decide_update}


def transact_write_items(store: LocalStore, params: Params) -> Response:
    """TransactWriteItems."""
    actions = [_single(each) for each in params["TransactItems"]]
    if len(actions) > MAX_TRANSACT_ITEMS:
        raise validation(
            "1 validation error detected at 'transactItems' failed to satisfy constraint: Member must have "
            f"length less than or equal to {MAX_TRANSACT_ITEMS}."
        )
    meter = meter_for(params)
    token = params.get("ClientRequestToken")
    if token and store.tokens.answered(token, actions, store.clock()):
        _read_again(store, actions, meter)
    else:
        changes = _decide(store, actions)
        store.commit(changes, store.tokens.entry(token, actions) if token else None)
        if meter is not None:
            for change in changes:
                meter.write(change, times=2)
    return {"ConsumedCapacity": meter.report(sides=True)} if meter is not None else {}


def _read_again(store: LocalStore, actions: list[tuple[str, Params]], meter: Meter | None) -> None:
    """A repeated request is not written again; it costs reading its items."""
    if meter is not None:
        for kind, request in actions:
            table = store.table(request["TableName"])
            row = table.get(_identity(table.schema, kind, request) or ())
            meter.read(table.schema.name, row.size if row else 0, consistent=True, times=2)


def _single(action: dict[str, Any]) -> tuple[str, Params]:
    if len(action) != 1 or next(iter(action)) not in _DECIDE:
        raise validation("TransactItems can only contain one of Check, Put, Update or Delete")
    ((kind, request),) = action.items()
    return kind, request


def _decide(store: LocalStore, actions: list[tuple[str, Params]]) -> list[Change]:
    _check_distinct(store, actions)
    changes: list[Change] = []
    reasons: list[dict[str, Any]] = []
    for kind, request in actions:
        try:
            changes.append(_DECIDE[kind](store, request))
            reasons.append({"Code": "None"})
        except DynamoError as error:
            reasons.append(_reason(error))
    if len(changes) < len(actions):
        raise cancelled(reasons)
    if sum(change.new.size for change in changes if change.new and change.is_write) > MAX_TRANSACT_BYTES:
        raise validation("Transaction exceeds the maximum size of 4 MB")
    return changes


def _reason(error: DynamoError) -> dict[str, Any]:
    """Why one item cancels a transaction; what is wrong whatever is stored refuses the request instead."""
    if isinstance(error, UpdateRefusedError):
        return {"Code": "ValidationError", "Message": error.message}
    if error.code != "ConditionalCheckFailedException":
        raise error
    shown = {"Item": error.fields["Item"]} if "Item" in error.fields else {}
    return {"Code": "ConditionalCheckFailed", "Message": error.message, **shown}


def _check_distinct(store: LocalStore, actions: list[tuple[str, Params]]) -> None:
    seen = set()
    for kind, request in actions:
        schema = store.table(request["TableName"]).schema
        identity = _identity(schema, kind, request)
        if identity is not None and (schema.name, identity) in seen:
            raise validation("Transaction request cannot include multiple operations on one item")
        seen.add((schema.name, identity))


def _identity(schema: TableSchema, kind: str, request: Params) -> Key | None:
    """The primary key an action is about; None for a put without one, which is refused in its own words later."""
    if kind != "Put":
        return schema.key_of(request["Key"])
    key = {name: request["Item"].get(name) for name in schema.keys.names}
    return None if None in key.values() else schema.key_of(key)
