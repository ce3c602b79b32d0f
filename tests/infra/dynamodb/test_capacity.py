"""Consumed capacity is what AWS would bill: by size, doubled in transactions, with what indexes cost."""

from __future__ import annotations

from typing import Any

import pytest

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.tables import at, item, named

TOTAL = {"ReturnConsumedCapacity": "TOTAL"}
INDEXES = {"ReturnConsumedCapacity": "INDEXES"}


def _units(store: LocalStore, operation: str, params: dict[str, Any]) -> float:
    units: float = store.call(operation, {**params, **TOTAL})["ConsumedCapacity"]["CapacityUnits"]
    return units


def test_nothing_is_reckoned_unless_asked(store: LocalStore) -> None:
    assert "ConsumedCapacity" not in store.call("PutItem", named("a"))


@pytest.mark.parametrize(("size", "write", "eventual", "consistent"), [
    (100, 1, 0.5, 1), (1100, 2, 0.5, 1), (4200, 5, 1, 2), (9000, 9, 1.5, 3),
])  # fmt: skip
def test_units_follow_the_size(store: LocalStore, size: int, write: int, eventual: float, consistent: float) -> None:
    assert _units(store, "PutItem", named("a", s={"S": "x" * size})) == write
    assert _units(store, "GetItem", at("a")) == eventual
    assert _units(store, "GetItem", at("a", ConsistentRead=True)) == consistent


def test_a_write_costs_the_larger_of_both_images(store: LocalStore) -> None:
    store.call("PutItem", named("a", s={"S": "x" * 3000}))
    assert _units(store, "UpdateItem", at("a", UpdateExpression="REMOVE s")) == 3
    assert _units(store, "DeleteItem", at("absent")) == 1


def test_indexes_cost_when_their_entries_change(store: LocalStore) -> None:
    in_index = {"g": {"S": "g"}, "gn": {"N": "1"}}
    moved = {"g": {"S": "h"}, "gn": {"N": "1"}}
    assert _units(store, "PutItem", named("a", **in_index)) == 2
    assert _units(store, "PutItem", named("a", **in_index)) == 1
    assert _units(store, "PutItem", named("a", **in_index, n={"N": "1"})) == 2
    assert _units(store, "PutItem", named("a", **moved, n={"N": "1"})) == 3
    assert _units(store, "DeleteItem", at("a")) == 2


def test_indexes_can_be_told_apart(store: LocalStore) -> None:
    put = {**named("a", when={"S": "w"}), **INDEXES}
    assert store.call("PutItem", put)["ConsumedCapacity"] == {
        "TableName": "things", "CapacityUnits": 3.0, "Table": {"CapacityUnits": 1.0},
        "GlobalSecondaryIndexes": {"by_when": {"CapacityUnits": 1.0}},
        "LocalSecondaryIndexes": {"local": {"CapacityUnits": 1.0}},
    }  # fmt: skip


def test_transactions_cost_double_and_say_on_which_side(store: LocalStore) -> None:
    actions = [{"Put": named("a")}, {"ConditionCheck": at("b", ConditionExpression="attribute_not_exists(pk)")}]
    written = store.call("TransactWriteItems", {"TransactItems": actions, **TOTAL})
    read = store.call("TransactGetItems", {"TransactItems": [{"Get": at("a")}, {"Get": at("b")}], **TOTAL})
    assert written["ConsumedCapacity"] == [{"TableName": "things", "CapacityUnits": 4.0, "WriteCapacityUnits": 4.0}]
    assert read["ConsumedCapacity"] == [{"TableName": "things", "CapacityUnits": 4.0, "ReadCapacityUnits": 4.0}]


def test_a_repeated_transaction_costs_only_reading(store: LocalStore) -> None:
    params = {"TransactItems": [{"Put": named("a")}], "ClientRequestToken": "token", **TOTAL}
    store.call("TransactWriteItems", params)
    again = store.call("TransactWriteItems", params)
    assert again["ConsumedCapacity"] == [{"TableName": "things", "CapacityUnits": 2.0, "ReadCapacityUnits": 2.0}]


def test_a_query_costs_what_it_reads_together_not_item_by_item(store: LocalStore) -> None:
    for number in range(20):
        store.call("PutItem", named("a", number, s={"S": "x" * 380}))
    params = {
        "TableName": "things",
        "KeyConditionExpression": "pk = :a",
        "ExpressionAttributeValues": {":a": {"S": "a"}},
    }
    assert _units(store, "Query", params) == 1.0
    assert _units(store, "Query", {**params, "ConsistentRead": True}) == 2.0


def test_batches_count_each_item(store: LocalStore) -> None:
    writes = {"RequestItems": {"things": [{"PutRequest": {"Item": item(pk)}} for pk in "abc"]}, **TOTAL}
    reads = {"RequestItems": {"things": {"Keys": [item(pk) for pk in "abcd"]}}, **TOTAL}
    assert store.call("BatchWriteItem", writes)["ConsumedCapacity"] == [{"TableName": "things", "CapacityUnits": 3.0}]
    assert store.call("BatchGetItem", reads)["ConsumedCapacity"] == [{"TableName": "things", "CapacityUnits": 2.0}]
