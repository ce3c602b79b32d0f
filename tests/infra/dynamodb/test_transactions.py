"""TransactWriteItems: all or nothing, reasons in order, and once per token."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.conftest import Clock
from tests.infra.dynamodb.tables import at, item, named

NEW = {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


def _add(pk: str) -> dict[str, Any]:
    update = {"UpdateExpression": "ADD hits :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
    return {"Update": at(pk, **update)}


def _everything(store: LocalStore) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = store.call("Scan", {"TableName": "things"})["Items"]
    return sorted(items, key=lambda each: str(each["pk"]["S"]))


def test_all_four_kinds_of_action_are_applied_together(store: LocalStore) -> None:
    for pk in ("checked", "deleted", "updated"):
        store.call("PutItem", named(pk))
    store.call("TransactWriteItems", {"TransactItems": [
        {"Put": named("put")}, _add("updated"), {"Delete": at("deleted")},
        {"ConditionCheck": at("checked", ConditionExpression="attribute_exists(pk)")},
    ]})  # fmt: skip
    assert _everything(store) == [item("checked"), item("put"), item("updated", hits={"N": "1"})]


def test_one_failed_condition_cancels_all_with_reasons_in_order(store: LocalStore) -> None:
    store.call("PutItem", named("there", n={"N": "7"}))
    with pytest.raises(ClientError) as cancelled:
        store.call("TransactWriteItems", {"TransactItems": [
            {"Put": named("new")}, {"Put": {**named("there"), **NEW}}, _add("there2"),
            {"ConditionCheck": at("absent", ConditionExpression="attribute_exists(pk)")},
        ]})  # fmt: skip
    failed = {"Code": "ConditionalCheckFailed", "Message": "The conditional request failed"}
    assert cancelled.value.response["Error"] == {
        "Code": "TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons "
        "[None, ConditionalCheckFailed, None, ConditionalCheckFailed]",
    }
    assert dict(cancelled.value.response)["CancellationReasons"] == [
        {"Code": "None"}, {**failed, "Item": item("there", n={"N": "7"})}, {"Code": "None"}, failed,
    ]  # fmt: skip
    assert _everything(store) == [item("there", n={"N": "7"})]


@pytest.mark.parametrize(("actions", "message"), [
    ([{"Put": named("a")}, {"Delete": at("a", "1.0")}],
     "Transaction request cannot include multiple operations on one item"),
    ([{"Put": named("a"), "Delete": at("b")}], "TransactItems can only contain one of Check, Put, Update or Delete"),
    ([{"Put": named("a", number)} for number in range(101)],
     "1 validation error detected at 'transactItems' failed to satisfy constraint: Member must have length less than "
     "or equal to 100."),
    ([{"Put": named("a")}, {"Put": {**named("b"), "ConditionExpression": "n ="}}],
     'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="'),
    ([{"Put": named("a", number, big={"S": "x" * 390_000})} for number in range(11)],
     "Transaction exceeds the maximum size of 4 MB"),
])  # fmt: skip
def test_a_transaction_that_is_wrong_in_itself_is_refused_whole(
    store: LocalStore, actions: list[dict[str, Any]], message: str
) -> None:
    with pytest.raises(ClientError) as refused:
        store.call("TransactWriteItems", {"TransactItems": actions})
    assert refused.value.response["Error"] == {"Code": "ValidationException", "Message": message}
    assert _everything(store) == []


def test_a_hundred_items_are_one_transaction(store: LocalStore) -> None:
    store.call("TransactWriteItems", {"TransactItems": [{"Put": named("a", number)} for number in range(100)]})
    assert len(_everything(store)) == 100


def test_a_repeated_token_is_answered_without_doing_it_again(store: LocalStore, clock: Clock) -> None:
    params = {"TransactItems": [_add("counter")], "ClientRequestToken": "token"}
    store.call("TransactWriteItems", params)
    clock.move(timedelta(minutes=9, seconds=59))
    store.call("TransactWriteItems", params)
    assert _everything(store) == [item("counter", hits={"N": "1"})]


def test_a_repeated_request_may_have_its_fields_in_another_order(store: LocalStore) -> None:
    action = _add("counter")
    turned = {"Update": dict(reversed(action["Update"].items()))}
    for each in (action, turned):
        store.call("TransactWriteItems", {"TransactItems": [each], "ClientRequestToken": "token"})
    assert _everything(store) == [item("counter", hits={"N": "1"})]


def test_a_token_is_forgotten_after_ten_minutes(store: LocalStore, clock: Clock) -> None:
    params = {"TransactItems": [_add("counter")], "ClientRequestToken": "token"}
    store.call("TransactWriteItems", params)
    clock.move(timedelta(minutes=10))
    store.call("TransactWriteItems", params)
    assert _everything(store) == [item("counter", hits={"N": "2"})]


def test_a_token_used_for_something_else_is_refused(store: LocalStore) -> None:
    store.call("TransactWriteItems", {"TransactItems": [_add("one")], "ClientRequestToken": "token"})
    with pytest.raises(ClientError) as refused:
        store.call("TransactWriteItems", {"TransactItems": [_add("two")], "ClientRequestToken": "token"})
    assert refused.value.response["Error"]["Code"] == "IdempotentParameterMismatchException"
    assert _everything(store) == [item("one", hits={"N": "1"})]


def test_a_cancelled_transaction_leaves_its_token_free(store: LocalStore) -> None:
    store.call("PutItem", named("there"))
    params = {"TransactItems": [{"Put": {**named("there"), **NEW}}], "ClientRequestToken": "token"}
    with pytest.raises(ClientError):
        store.call("TransactWriteItems", params)
    store.call("DeleteItem", at("there"))
    store.call("TransactWriteItems", params)
    assert _everything(store) == [item("there")]


def test_transact_get_answers_in_order_with_gaps(store: LocalStore) -> None:
    store.call("PutItem", named("a", n={"N": "1"}))
    response = store.call("TransactGetItems", {"TransactItems": [{"Get": at("absent")}, {"Get": at("a")}]})
    assert response["Responses"] == [{}, {"Item": item("a", n={"N": "1"})}]


def test_a_batch_get_has_limits_and_refuses_duplicates(store: LocalStore) -> None:
    def batch(*keys: dict[str, Any]) -> dict[str, Any]:
        return store.call("BatchGetItem", {"RequestItems": {"things": {"Keys": list(keys)}}})

    store.call("PutItem", named("a"))
    assert batch(item("a"), item("b"))["Responses"] == {"things": [item("a")]}
    with pytest.raises(ClientError, match="Provided list of item keys contains duplicates"):
        batch(item("a", 1), item("a", "1.0"))
    with pytest.raises(ClientError, match="length less than or equal to 100"):
        batch(*(item("a", number) for number in range(101)))


def test_a_batch_get_hands_back_what_is_past_16_megabytes(store: LocalStore) -> None:
    for number in range(45):
        store.call("PutItem", named("a", number, big={"S": "x" * 400_000}))
    keys = [item("a", number) for number in range(45)]
    response = store.call("BatchGetItem", {"RequestItems": {"things": {"Keys": keys}}})
    assert len(response["Responses"]["things"]) == 41
    assert response["UnprocessedKeys"] == {"things": {"Keys": keys[41:]}}
