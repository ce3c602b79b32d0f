"""Faults on demand: each one happens when asked for, and what it leaves behind is what AWS would leave."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.conftest import Clock
from tests.infra.dynamodb.tables import at, definition, item, named


class Killed(BaseException):
    """The process dies here."""


def _always(_: Any) -> bool:
    return True


def _die(_: Any) -> None:
    raise Killed


def _count(store: LocalStore) -> int:
    count: int = store.call("Scan", {"TableName": "things"})["Count"]
    return count


def _indexed(store: LocalStore) -> list[str]:
    found = store.call("Query", {
        "TableName": "things", "IndexName": "by_g", "KeyConditionExpression": "g = :g",
        "ExpressionAttributeValues": {":g": {"S": "g"}},
    })  # fmt: skip
    return [each["pk"]["S"] for each in found["Items"]]


def _put_indexed(store: LocalStore, pk: str) -> None:
    store.call("PutItem", named(pk, g={"S": "g"}, gn={"N": "1"}))


def test_a_conflict_cancels_a_transaction_at_the_item_it_concerns(store: LocalStore) -> None:
    store.call("CreateTable", definition("others"))
    store.faults.conflict_next(1, table="others")
    other = {"Put": {"TableName": "others", "Item": item("b")}}
    with pytest.raises(ClientError) as cancelled:
        store.call("TransactWriteItems", {"TransactItems": [{"Put": named("a")}, other]})
    assert dict(cancelled.value.response)["CancellationReasons"] == [
        {"Code": "None"}, {"Code": "TransactionConflict", "Message": "Transaction is ongoing for the item"},
    ]  # fmt: skip
    assert _count(store) == 0
    store.call("TransactWriteItems", {"TransactItems": [{"Put": named("a")}, other]})
    assert _count(store) == 1


def test_a_conflict_with_a_single_write_has_its_own_exception_and_reads_do_not_conflict(store: LocalStore) -> None:
    store.faults.conflict_next(1)
    store.call("GetItem", at("a"))
    with pytest.raises(ClientError) as refused:
        store.call("PutItem", named("a"))
    assert refused.value.response["Error"]["Code"] == "TransactionConflictException"
    store.call("PutItem", named("a"))


def test_the_next_calls_of_an_operation_are_throttled(store: LocalStore) -> None:
    store.faults.throttle_next(2, operation="GetItem")
    store.call("PutItem", named("a"))
    for _ in range(2):
        with pytest.raises(ClientError) as refused:
            store.call("GetItem", at("a"))
        assert refused.value.response["Error"]["Code"] == "ProvisionedThroughputExceededException"
    assert store.call("GetItem", at("a"))["Item"] == item("a")


def test_random_faults_repeat_with_their_seed_and_lose_nothing(store: LocalStore) -> None:
    def failures(seed: int) -> list[str]:
        store.faults.at_random(random.Random(seed), conflict=0.2, throttle=0.1)
        codes = []
        for number in range(100):
            try:
                store.call("PutItem", named(f"seed{seed}", number))
                codes.append("")
            except ClientError as error:
                codes.append(error.response["Error"]["Code"])
        store.faults.clear()
        return codes

    first = failures(1)
    assert first == failures(1)
    assert {"", "TransactionConflictException", "ProvisionedThroughputExceededException"} == set(first)
    assert _count(store) == first.count("")


def test_an_index_lags_behind_by_writes_until_it_catches_up(store: LocalStore) -> None:
    store.faults.lag_indexes(writes=2)
    for pk in ("a", "b", "c"):
        _put_indexed(store, pk)
    assert _indexed(store) == ["a"]
    assert _count(store) == 3
    store.call("DeleteItem", at("a"))
    assert _indexed(store) == ["a", "b"]
    store.faults.catch_up()
    assert _indexed(store) == ["b", "c"]


def test_an_index_lags_behind_until_the_clock_moves(store: LocalStore, clock: Clock) -> None:
    store.faults.lag_indexes(time=timedelta(seconds=1))
    _put_indexed(store, "a")
    assert _indexed(store) == []
    clock.move(timedelta(seconds=1))
    assert _indexed(store) == ["a"]


def test_a_write_after_a_lag_keeps_the_order_of_writes(store: LocalStore) -> None:
    store.faults.lag_indexes(writes=5)
    _put_indexed(store, "a")
    store.faults.catch_up()
    store.call("PutItem", named("a"))
    assert _indexed(store) == []


@pytest.mark.parametrize(("point", "applied"), [("before", 0), ("during", 0), ("after", 2)])
def test_a_transaction_can_be_killed_at_any_point(store: LocalStore, point: str, applied: int) -> None:
    hook = {"before": store.faults.before, "during": store.faults.during, "after": store.faults.after}[point]
    hook("TransactWriteItems", _always, _die)
    actions = [{"Put": named("a")}, {"Put": named("b")}]
    with pytest.raises(Killed):
        store.call("TransactWriteItems", {"TransactItems": actions, "ClientRequestToken": "token"})
    assert _count(store) == applied
    store.faults.clear()
    store.call("TransactWriteItems", {"TransactItems": actions, "ClientRequestToken": "token"})
    assert _count(store) == 2


def test_a_hook_sees_only_the_calls_its_predicate_wants(store: LocalStore) -> None:
    seen: list[str] = []
    store.faults.before(
        "PutItem",
        lambda params: params["Item"]["pk"]["S"] == "b",
        lambda params: seen.append(params["Item"]["pk"]["S"]),
    )
    for pk in ("a", "b", "c"):
        store.call("PutItem", named(pk))
    assert seen == ["b"]


def test_a_hook_before_a_call_can_let_another_writer_go_first(store: LocalStore) -> None:
    def overtake(_: Any) -> None:
        store.faults.clear()
        store.call("PutItem", named("a", by={"S": "the other"}))

    store.faults.before("PutItem", _always, overtake)
    with pytest.raises(ClientError, match="ConditionalCheckFailed"):
        store.call("PutItem", {**named("a"), "ConditionExpression": "attribute_not_exists(pk)"})
    assert store.call("GetItem", at("a"))["Item"]["by"] == {"S": "the other"}
