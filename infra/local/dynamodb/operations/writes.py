"""PutItem, UpdateItem, DeleteItem: each decides a change first, and only then is the change carried out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import values
from ..capacity import meter_for
from ..errors import condition_failed, invalid_parameter
from ..expressions import compiled
from ..expressions.paths import cut
from ..expressions.predicates import Values
from ..ordered import Row
from ..table import Change
from ..values import Item
from .requests import Params, Response, bind, condition_of, names_of, return_values

if TYPE_CHECKING:
    from ..store import LocalStore


def put_item(store: LocalStore, params: Params) -> Response:
    """PutItem."""
    wanted = return_values(params, "ALL_OLD")
    return _write(store, params, decide_put(store, params), wanted)


def delete_item(store: LocalStore, params: Params) -> Response:
    """DeleteItem."""
    wanted = return_values(params, "ALL_OLD")
    return _write(store, params, decide_delete(store, params), wanted)


def update_item(store: LocalStore, params: Params) -> Response:
    """UpdateItem."""
    wanted = return_values(params, "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW")
    return _write(store, params, decide_update(store, params), wanted)


def decide_put(store: LocalStore, params: Params) -> Change:
    """The change a put asks for, if its condition holds."""
    table = store.table(params["TableName"])
    condition = condition_of(params)
    given = bind(params, condition)
    item = values.take_item(params["Item"])
    key = table.schema.key_of_item(item)
    row = table.row_of(item)
    old = table.get(key)
    _insist(condition, old, given, params)
    return Change(table, key, old, row)


def decide_delete(store: LocalStore, params: Params) -> Change:
    """The change a deletion asks for, if its condition holds."""
    table = store.table(params["TableName"])
    condition = condition_of(params)
    given = bind(params, condition)
    key = table.schema.key_of(params["Key"])
    old = table.get(key)
    _insist(condition, old, given, params)
    return Change(table, key, old, None)


def decide_check(store: LocalStore, params: Params) -> Change:
    """No change, if the condition holds."""
    table = store.table(params["TableName"])
    condition = condition_of(params)
    given = bind(params, condition)
    key = table.schema.key_of(params["Key"])
    old = table.get(key)
    _insist(condition, old, given, params)
    return Change(table, key, old, old)


def decide_update(store: LocalStore, params: Params) -> Change:
    """The change an update asks for, if its condition holds. An item that is missing is made."""
    table = store.table(params["TableName"])
    text = params.get("UpdateExpression")
    program = None if text is None else compiled.update_program(text, names_of(params))
    condition = condition_of(params)
    given = bind(params, program, condition)
    key = table.schema.key_of(params["Key"])
    if program is not None:
        for name in table.schema.keys.names:
            if name in program.touched:
                raise invalid_parameter(f"Cannot update attribute {name}. This attribute is part of the key")
    old = table.get(key)
    _insist(condition, old, given, params)
    before = old.item if old else values.take_item(params["Key"])
    after = program.apply(before, given) if program is not None else before
    table.schema.key_of_item(after)
    return Change(table, key, old, table.row_of(after, updated=True))


def _insist(condition: compiled.Condition | None, old: Row | None, given: Values, params: Params) -> None:
    if condition is None or condition.test(old.item if old else {}, given):
        return
    shown = params.get("ReturnValuesOnConditionCheckFailure") == "ALL_OLD" and old is not None
    raise condition_failed(values.copy_item(old.item) if shown and old else None)


def _write(store: LocalStore, params: Params, change: Change, wanted: str) -> Response:
    store.commit([change])
    response: Response = {}
    attributes = _returned(params, change, wanted)
    if attributes:
        response["Attributes"] = attributes
    meter = meter_for(params)
    if meter is not None:
        meter.write(change)
        (response["ConsumedCapacity"],) = meter.report()
    return response


def _returned(params: Params, change: Change, wanted: str) -> Item | None:
    if wanted == "NONE":
        return None
    row = change.old if wanted.endswith("_OLD") else change.new
    if row is None:
        return None
    if wanted.startswith("ALL_"):
        return values.copy_item(row.item)
    text = params.get("UpdateExpression")
    return cut(row.item, compiled.update_program(text, names_of(params)).touched) if text else None
