"""The short cut answers as boto3 does: shapes, copies, errors and parameter checks."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError, ParamValidationError

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.tables import at, item, key, named


def test_an_item_comes_back_as_it_was_put_with_bytes_as_bytes(store: LocalStore) -> None:
    put = item(
        "a", data={"B": b"\x00\xff"}, parts={"L": [{"BS": [b"1"]}, {"NULL": True}, {"M": {"x": {"BOOL": False}}}]}
    )
    store.call("PutItem", {"TableName": "things", "Item": put})
    assert store.call("GetItem", at("a"))["Item"] == put


def test_a_missing_item_has_no_item_in_the_response(store: LocalStore) -> None:
    response = store.call("GetItem", at("a"))
    assert "Item" not in response
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_changing_what_was_given_or_received_does_not_change_the_store(store: LocalStore) -> None:
    given = named("a", doc={"M": {"x": {"S": "kept"}}})
    store.call("PutItem", given)
    given["Item"]["doc"]["M"]["x"]["S"] = "changed by the writer"
    received = store.call("GetItem", at("a"))["Item"]
    received["doc"]["M"]["x"]["S"] = "changed by the reader"
    assert store.call("GetItem", at("a"))["Item"]["doc"] == {"M": {"x": {"S": "kept"}}}


def test_a_failed_condition_names_the_operation_and_shows_the_item_if_asked(store: LocalStore) -> None:
    store.call("PutItem", named("a", n={"N": "1"}))
    params = {**named("a"), "ConditionExpression": "attribute_not_exists(pk)"}
    with pytest.raises(ClientError) as plain:
        store.call("PutItem", params)
    with pytest.raises(ClientError) as shown:
        store.call("PutItem", {**params, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"})
    assert plain.value.operation_name == "PutItem"
    assert plain.value.response["Error"] == {
        "Code": "ConditionalCheckFailedException", "Message": "The conditional request failed",
    }  # fmt: skip
    assert "Item" not in plain.value.response
    assert dict(shown.value.response)["Item"] == item("a", n={"N": "1"})


@pytest.mark.parametrize(("operation", "params", "complaint"), [
    ("GetItem", {"TableName": "things"}, 'Missing required parameter in input: "Key"'),
    ("PutItem", {**named("a"), "ConditionExpresion": "x"}, 'Unknown parameter in input: "ConditionExpresion"'),
    ("TransactWriteItems", {"TransactItems": [{"Put": {"TableName": "things"}}]}, "Missing required parameter"),
])  # fmt: skip
def test_a_mistyped_parameter_is_found_as_botocore_finds_it(
    store: LocalStore, operation: str, params: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(ParamValidationError, match=complaint):
        store.call(operation, params)


@pytest.mark.parametrize(("operation", "params", "code", "message"), [
    ("GetItem", {"TableName": "none", "Key": key("a")}, "ResourceNotFoundException", "Requested resource not found"),
    ("DescribeTable", {"TableName": "none"}, "ResourceNotFoundException",
     "Requested resource not found: Table: none not found"),
    ("GetItem", {"TableName": "things", "Key": {"pk": {"S": "a"}}}, "ValidationException",
     "The provided key element does not match the schema"),
    ("PutItem", {"TableName": "things", "Item": {"pk": {"S": "a"}}}, "ValidationException",
     "One or more parameter values were invalid: Missing the key sk in the item"),
    ("PutItem", named(""), "ValidationException",
     "One or more parameter values were invalid: An AttributeValue may not contain an empty string. Key: pk"),
    ("GetItem", at(""), "ValidationException",
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty "
     "string value. Key: pk"),
    ("PutItem", named("a", big={"S": "x" * 410_000}), "ValidationException",
     "Item size has exceeded the maximum allowed size"),
    ("UpdateItem", at("a", UpdateExpression="SET big = :big", ExpressionAttributeValues={":big": {"S": "x" * 410_000}}),
     "ValidationException", "Item size to update has exceeded the maximum allowed size"),
    ("PutItem", named("p" * 2049), "ValidationException",
     "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes"),
    ("PutItem", named("a", x={"SS": []}), "ValidationException",
     "One or more parameter values were invalid: An string set  may not be empty"),
    ("PutItem", named("a", x={"N": "ten"}), "ValidationException",
     "The parameter cannot be converted to a numeric value: ten"),
    ("PutItem", named("a", x={"N": "1e126"}), "ValidationException",
     "Number overflow. Attempting to store a number with magnitude larger than supported range"),
    ("PutItem", named("a", x={"N": "1e-131"}), "ValidationException",
     "Number underflow. Attempting to store a number with magnitude smaller than supported range"),
    ("PutItem", named("a", x={"S": 1}), "SerializationException", "NUMBER_VALUE cannot be converted to String"),
    ("PutItem", {**named("a"), "ReturnValues": "ALL_NEW"}, "ValidationException", "Return values set to invalid value"),
    ("Query", {"TableName": "things", "KeyConditions": {}}, "ValidationException",
     "The legacy parameters {KeyConditions} are not kept locally; use expressions"),
    ("ExecuteStatement", {"Statement": "SELECT * FROM things"}, "ValidationException",
     "ExecuteStatement is not kept locally"),
])  # fmt: skip
def test_a_wrong_request_is_refused_with_dynamodbs_words(
    store: LocalStore, operation: str, params: dict[str, Any], code: str, message: str
) -> None:
    with pytest.raises(ClientError) as refused:
        store.call(operation, params)
    assert refused.value.response["Error"] == {"Code": code, "Message": message}


def test_an_item_of_just_400_kb_is_stored(store: LocalStore) -> None:
    # pk, its value, sk and its value take 7 bytes; the name of the attribute takes 3.
    store.call("PutItem", named("a", big={"S": "x" * (400 * 1024 - 10)}))
    assert store.call("DescribeTable", {"TableName": "things"})["Table"]["TableSizeBytes"] == 400 * 1024


def test_observers_hear_of_every_call(store: LocalStore) -> None:
    heard: list[str] = []
    store.observers.append(lambda operation, params: heard.append(f"{operation} {params['TableName']}"))
    store.call("PutItem", named("a"))
    store.call("GetItem", at("a"))
    assert heard == ["PutItem things", "GetItem things"]


def test_tables_are_described_listed_and_deleted(store: LocalStore) -> None:
    store.call("PutItem", named("a"))
    table = store.call("DescribeTable", {"TableName": "things"})["Table"]
    assert (table["TableStatus"], table["ItemCount"]) == ("ACTIVE", 1)
    assert table["TableArn"] == "arn:aws:dynamodb:eu-central-1:123456789012:table/things"
    store.call("UpdateTimeToLive", {
        "TableName": "things", "TimeToLiveSpecification": {"Enabled": True, "AttributeName": "expires"},
    })  # fmt: skip
    described = store.call("DescribeTimeToLive", {"TableName": "things"})["TimeToLiveDescription"]
    assert described == {"TimeToLiveStatus": "ENABLED", "AttributeName": "expires"}
    assert store.call("ListTables", {})["TableNames"] == ["things"]
    store.call("DeleteTable", {"TableName": "things"})
    assert store.call("ListTables", {})["TableNames"] == []


def test_a_new_index_is_filled_from_the_rows(store: LocalStore) -> None:
    store.call("PutItem", named("a", s={"S": "x"}))
    store.call("UpdateTable", {
        "TableName": "things",
        "AttributeDefinitions": [{"AttributeName": name, "AttributeType": kind} for name, kind in
                                 (("pk", "S"), ("sk", "N"), ("g", "S"), ("gn", "N"), ("when", "S"), ("s", "S"))],
        "GlobalSecondaryIndexUpdates": [{"Create": {
            "IndexName": "by_s", "KeySchema": [{"AttributeName": "s", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"},
        }}],
    })  # fmt: skip
    found = store.call("Query", {
        "TableName": "things", "IndexName": "by_s", "KeyConditionExpression": "s = :s",
        "ExpressionAttributeValues": {":s": {"S": "x"}},
    })  # fmt: skip
    assert found["Items"] == [item("a", s={"S": "x"})]


def test_streams_are_refused_rather_than_forgotten(store: LocalStore) -> None:
    with pytest.raises(ClientError, match="Streams are not kept locally"):
        store.call("CreateTable", {
            "TableName": "other", "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
        })  # fmt: skip
