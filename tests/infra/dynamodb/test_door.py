"""The door through moto: boto3 and HTTP clients see the same store, with the same answers and errors."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local.dynamodb import LocalStore, endpoint, install
from tests.infra.dynamodb.tables import at, definition, item, named

pytestmark = pytest.mark.usefixtures("aws")


@pytest.fixture
def client(store: LocalStore) -> Iterator[Any]:
    with mock_aws(), install(store):
        yield boto3.client("dynamodb")


def test_what_one_door_writes_the_other_reads(store: LocalStore, client: Any) -> None:
    put = item("a", data={"B": b"\x00\xff"}, sets={"BS": [b"1", b"2"]}, doc={"M": {"B": {"S": "a name like a type"}}})
    client.put_item(TableName="things", Item=put)
    assert store.call("GetItem", at("a"))["Item"] == put
    store.call("PutItem", named("b", data={"B": b"\x01"}))
    assert client.get_item(**at("b"))["Item"] == item("b", data={"B": b"\x01"})


@pytest.mark.parametrize(("operation", "method", "params"), [
    ("PutItem", "put_item",
     {**named("a"), "ConditionExpression": "attribute_not_exists(pk)",
      "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}),
    ("GetItem", "get_item", {"TableName": "none", "Key": {"pk": {"S": "a"}}}),
    ("UpdateItem", "update_item", at("a", UpdateExpression="SET n =")),
    ("TransactWriteItems", "transact_write_items", {"TransactItems": [
        {"Put": named("b")},
        {"ConditionCheck": at("a", ConditionExpression="attribute_not_exists(pk)",
                              ReturnValuesOnConditionCheckFailure="ALL_OLD")},
    ]}),
])  # fmt: skip
def test_both_doors_raise_the_same_error(
    store: LocalStore, client: Any, operation: str, method: str, params: dict[str, Any]
) -> None:
    store.call("PutItem", named("a", data={"B": b"\x00"}))
    with pytest.raises(ClientError) as through_moto:
        getattr(client, method)(**params)
    with pytest.raises(ClientError) as direct:
        store.call(operation, params)
    assert str(direct.value) == str(through_moto.value)
    theirs, ours = dict(through_moto.value.response), dict(direct.value.response)
    for part in ("Error", "CancellationReasons", "Item", "message", "Message"):
        assert ours.get(part) == theirs.get(part)


def test_boto3s_own_exceptions_and_resources_work(client: Any) -> None:
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.describe_table(TableName="none")
    table = boto3.resource("dynamodb").Table("things")
    table.put_item(Item={"pk": "a", "sk": 1, "tags": {"x"}})
    assert table.get_item(Key={"pk": "a", "sk": 1})["Item"]["tags"] == {"x"}


def test_a_table_made_by_cloudformation_has_its_rows_in_the_store(store: LocalStore, client: Any) -> None:
    properties = definition("stacked")
    template = {"Resources": {"Table": {"Type": "AWS::DynamoDB::Table", "Properties": properties}}}
    boto3.client("cloudformation").create_stack(StackName="stack", TemplateBody=json.dumps(template))
    store.call("PutItem", {"TableName": "stacked", "Item": item("a")})
    assert client.scan(TableName="stacked")["Items"] == [item("a")]
    boto3.client("cloudformation").delete_stack(StackName="stack")
    assert client.list_tables()["TableNames"] == ["things"]


def test_another_region_and_the_time_after_belong_to_moto(store: LocalStore) -> None:
    with mock_aws():
        with install(store):
            elsewhere = boto3.client("dynamodb", region_name="us-east-1")
            elsewhere.create_table(**definition("elsewhere"))
            elsewhere.put_item(TableName="elsewhere", Item=item("a"))
            assert elsewhere.list_tables()["TableNames"] == ["elsewhere"]
        assert boto3.client("dynamodb").list_tables()["TableNames"] == []
    assert store.call("ListTables", {})["TableNames"] == ["things"]


def test_what_the_store_does_not_keep_is_refused(client: Any) -> None:
    with pytest.raises(ClientError, match="ExecuteStatement is not kept locally"):
        client.execute_statement(Statement="SELECT * FROM things")


def test_a_fault_reaches_boto3(store: LocalStore, client: Any) -> None:
    store.faults.conflict_next(1, operation="PutItem")
    with pytest.raises(client.exceptions.TransactionConflictException):
        client.put_item(**named("a"))


def test_an_http_client_such_as_the_aws_cli_looks_inside(store: LocalStore) -> None:
    store.call("PutItem", named("a", data={"B": b"\x00\xff"}))
    with endpoint(store) as url:
        outside = boto3.client("dynamodb", endpoint_url=url)
        assert outside.scan(TableName="things")["Items"] == [item("a", data={"B": b"\x00\xff"})]
        outside.put_item(**named("b", data={"B": b"\x01"}, sets={"BS": [b"\xfe"]}))
        assert store.call("GetItem", at("b"))["Item"] == item("b", data={"B": b"\x01"}, sets={"BS": [b"\xfe"]})
        with pytest.raises(outside.exceptions.ResourceNotFoundException):
            outside.describe_table(TableName="none")
        assert outside.describe_table(TableName="things")["Table"]["CreationDateTime"].year >= 2026
