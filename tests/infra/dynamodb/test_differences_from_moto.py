"""Where moto is known to be wrong against AWS, the store follows AWS: each difference with its reason.

Both sides are run, so that a difference that moto has repaired is noticed here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.infra.dynamodb.both import Answer, Both
from tests.infra.dynamodb.tables import at, item, named

S = {"S": "a"}


@dataclass(frozen=True)
class Difference:
    """One call, the items before it, and what of the store's answer is expected."""

    reason: str
    operation: str
    params: dict[str, Any]
    ours: dict[str, Any]
    items: list[dict[str, Any]] = field(default_factory=list)


def _error(message: str) -> dict[str, Any]:
    return {"Code": "ValidationException", "Message": message}


DIFFERENCES = [
    Difference(
        "numbers come back in one canonical form",
        "GetItem", at("a"), {"Item": item("a", n={"N": "1.5"}, m={"N": "1000"})},
        [item("a", n={"N": "1.50"}, m={"N": "1e3"})],
    ),
    Difference(
        "more than 38 digits are refused",
        "PutItem", named("a", n={"N": "1" * 39}),
        _error("Attempting to store more than 38 significant digits in a Number"),
    ),
    Difference(
        "a reached Limit has a LastEvaluatedKey even if nothing follows",
        "Query",
        {"TableName": "things", "KeyConditionExpression": "pk = :a", "Limit": 1,
         "ExpressionAttributeValues": {":a": S}},
        {"LastEvaluatedKey": item("a"), "Count": 1}, [item("a")],
    ),
    Difference(
        "Limit and ScannedCount count what is read, not what passes the filter",
        "Scan", {"TableName": "things", "Limit": 2, "FilterExpression": "attribute_exists(n)"},
        {"Count": 0, "ScannedCount": 2, "LastEvaluatedKey": item("a", 2)}, [item("a", 1), item("a", 2)],
    ),
    Difference(
        "UPDATED_NEW returns what the expression touches, changed or not",
        "UpdateItem",
        at("a", UpdateExpression="SET n = :n", ReturnValues="UPDATED_NEW",
           ExpressionAttributeValues={":n": {"N": "1"}}),
        {"Attributes": {"n": {"N": "1"}}}, [item("a", n={"N": "1"})],
    ),
    Difference(
        "what an item refuses is a reason to cancel a transaction, in its place",
        "TransactWriteItems", {"TransactItems": [{"Update": at("a", UpdateExpression="SET s = absent")}]},
        {
            "Code": "TransactionCanceledException",
            "CancellationReasons": [{
                "Code": "ValidationError",
                "Message": "The provided expression refers to an attribute that does not exist in the item",
            }],
        },
    ),
    Difference(
        "a GetItem key of the wrong type is refused",
        "GetItem", {"TableName": "things", "Key": {"pk": {"N": "1"}, "sk": {"N": "1"}}},
        _error("The provided key element does not match the schema"),
    ),
    Difference(
        "an unused value is refused in a put, too",
        "PutItem",
        {**named("a"), "ExpressionAttributeValues": {":a": S}, "ConditionExpression": "attribute_not_exists(pk)"},
        _error("Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}"),
    ),
    Difference(
        "an index key of the wrong type is refused",
        "PutItem", named("a", g={"N": "1"}),
        _error("One or more parameter values were invalid: Type mismatch for Index Key g Expected: S Actual: N "
               "IndexName: by_g"),
    ),
    Difference(
        "a set keeps no duplicates",
        "PutItem", named("a", tags={"SS": ["x", "x"]}),
        _error("One or more parameter values were invalid: Input collection [x, x] contains duplicates."),
    ),
    Difference(
        "a key attribute has no place in a filter",
        "Query",
        {
            "TableName": "things", "KeyConditionExpression": "pk = :a", "FilterExpression": "sk > :n",
            "ExpressionAttributeValues": {":a": S, ":n": {"N": "1"}},
        },
        _error("Filter Expression can only contain non-primary key attributes: Primary key attribute: sk"),
    ),
    Difference(
        "BETWEEN wants its bounds in order",
        "PutItem",
        {
            **named("a"), "ConditionExpression": "n BETWEEN :b AND :a",
            "ExpressionAttributeValues": {":a": {"N": "1"}, ":b": {"N": "2"}},
        },
        _error("Invalid ConditionExpression: The BETWEEN operator requires upper bound to be greater than or equal to "
               "lower bound; lower bound operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"),
    ),
    Difference(
        "a batch has at most 25 writes",
        "BatchWriteItem",
        {"RequestItems": {"things": [{"PutRequest": {"Item": item("a", number)}} for number in range(26)]}},
        _error("Too many items requested for the BatchWriteItem call"),
    ),
    Difference(
        "a put and a deletion of one key in a batch are duplicates",
        "BatchWriteItem",
        {"RequestItems": {"things": [{"PutRequest": {"Item": item("a")}}, {"DeleteRequest": {"Key": item("a")}}]}},
        _error("Provided list of item keys contains duplicates"),
    ),
    Difference(
        "TransactGetItems obeys its projections",
        "TransactGetItems", {"TransactItems": [{"Get": at("a", ProjectionExpression="n")}]},
        {"Responses": [{"Item": {"n": {"N": "1"}}}]}, [item("a", n={"N": "1"}, s=S)],
    ),
    Difference(
        "a static error in an update comes before its condition",
        "UpdateItem", at("a", UpdateExpression="SET pk = sk", ConditionExpression="attribute_exists(pk)"),
        _error("One or more parameter values were invalid: Cannot update attribute pk. "
               "This attribute is part of the key"),
    ),
]  # fmt: skip

CRASHES = [
    ("an undefined value", "n = :n", "Invalid ConditionExpression: An expression attribute value used in expression "
                                     "is not defined; attribute value: :n"),
    ("an undefined name", "#n = sk", "Invalid ConditionExpression: An expression attribute name used in the document "
                                     "path is not defined; attribute name: #n"),
    ("an unclosed call", "attribute_exists(n", 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "n"'),
]  # fmt: skip


@pytest.mark.parametrize("difference", DIFFERENCES, ids=lambda difference: difference.reason)
def test_the_store_follows_aws_where_moto_does_not(both: Both, difference: Difference) -> None:
    both.fresh()
    for each in difference.items:
        both.moto("PutItem", {"TableName": "things", "Item": each})
        both.ours("PutItem", {"TableName": "things", "Item": each})
    theirs = both.moto(difference.operation, difference.params)
    ours = both.ours(difference.operation, difference.params)
    assert _part(ours, difference.ours) == difference.ours
    assert _part(theirs, difference.ours) != difference.ours
    both.drop()


@pytest.mark.parametrize(("what", "condition", "message"), CRASHES, ids=[what for what, _, _ in CRASHES])
def test_where_moto_crashes_the_store_refuses(both: Both, what: str, condition: str, message: str) -> None:
    both.fresh()
    params = {**named("a"), "ConditionExpression": condition}
    assert both.ours("PutItem", params) == _error(message)
    with pytest.raises((KeyError, ValueError)):
        both.moto("PutItem", params)
    both.drop()


def _part(answer: Answer, wanted: dict[str, Any]) -> Answer:
    return {name: answer[name] for name in wanted if name in answer}
