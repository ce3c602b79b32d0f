"""The storage stack: tables and bucket as the design fixes them."""

from typing import Any

import pytest

from infra.shared.spec import ATTACHMENTS, OUTPUTS
from postroom.ids import EventId, ExecutionId, TenantId
from postroom.limits import EVENT_RETENTION_DAYS
from postroom_adapters.mail_bucket import attachment_key, output_key
from tests.infra.templates import Template, written

STRING_KEYS = [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]


def table(template: Template, name: str) -> dict[str, Any]:
    (found,) = [
        one
        for one in template.of_type("AWS::DynamoDB::Table").values()
        if one["Properties"]["TableName"].endswith(f"-{name}")
    ]
    return found


@pytest.mark.parametrize("name", ["directory", "executions", "records", "workflows"])
def test_every_table_is_on_demand_encrypted_and_can_be_restored_to_any_second(storage: Template, name: str) -> None:
    properties = table(storage, name)["Properties"]
    assert properties["TableName"] == f"postroom-local-{name}"
    assert properties["KeySchema"] == STRING_KEYS
    assert properties["BillingMode"] == "PAY_PER_REQUEST"
    assert properties["SSESpecification"] == {"SSEEnabled": True}
    assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
    assert {attribute["AttributeType"] for attribute in properties["AttributeDefinitions"]} == {"S"}


def test_the_stack_holds_these_tables_and_one_bucket_only(storage: Template) -> None:
    types = sorted(one["Type"] for one in storage.resources.values())
    assert types == ["AWS::DynamoDB::Table"] * 4 + ["AWS::S3::Bucket", "AWS::S3::BucketPolicy"]


def test_only_executions_expire(storage: Template) -> None:
    expiring = {
        name: table(storage, name)["Properties"].get("TimeToLiveSpecification")
        for name in ("directory", "executions", "records", "workflows")
    }
    assert expiring.pop("executions") == {"AttributeName": "expires_at", "Enabled": True}
    assert set(expiring.values()) == {None}


def test_what_lists_show_is_indexed(storage: Template) -> None:
    indexes = {
        one["IndexName"]: ([key["AttributeName"] for key in one["KeySchema"]], one["Projection"])
        for one in table(storage, "executions")["Properties"]["GlobalSecondaryIndexes"]
    }
    everything = {"ProjectionType": "ALL"}
    some = {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["tenant", "event", "dispatch", "state"]}
    keys = {"ProjectionType": "KEYS_ONLY"}
    assert indexes == {
        **{f"by_{name}": ([f"{name}_key", "list_sort"], keys) for name in ("sender", "category", "status")},
        "by_list": (["list_key", "list_sort"], everything),
        "by_workflow": (["workflow_key", "list_sort"], everything),
        "open": (["open_shard", "open_since"], some),
    }


def test_data_outlives_a_stack_that_keeps_it_and_goes_with_one_that_does_not(
    storage: Template, prod_storage: Template
) -> None:
    for template, policy, protected in ((storage, "Delete", False), (prod_storage, "Retain", True)):
        tables = template.of_type("AWS::DynamoDB::Table").values()
        kept = [*tables, *template.of_type("AWS::S3::Bucket").values()]
        assert {one["DeletionPolicy"] for one in kept} == {policy}
        assert {one["UpdateReplacePolicy"] for one in kept} == {policy}
        assert {one["Properties"]["DeletionProtectionEnabled"] for one in tables} == {protected}


def test_the_bucket_is_private_and_encrypted_(storage: Template) -> None:
    bucket = storage.only("AWS::S3::Bucket")
    assert written(bucket["BucketName"]) == "postroom-local-mail-<AWS::AccountId>-eu-west-1"
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    (encryption,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    assert encryption["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "AES256"


@pytest.mark.parametrize(("stage", "mail_days"), [("storage", EVENT_RETENTION_DAYS), ("prod_storage", 90)])
def test_mail_goes_with_its_attachments_in_the_stages_time_and_outputs_go_with_their_executions(
    request: pytest.FixtureRequest, stage: str, mail_days: int
) -> None:
    bucket = request.getfixturevalue(stage).only("AWS::S3::Bucket")
    days = {rule.get("Prefix"): rule.get("ExpirationInDays") for rule in bucket["LifecycleConfiguration"]["Rules"]}
    assert days == {
        "inbound/": mail_days,
        "attachments/": mail_days,
        "outputs/": EVENT_RETENTION_DAYS,
        None: None,
    }


def test_whatever_functions_put_into_the_bucket_expires(storage: Template, service: Template) -> None:
    rules = storage.only("AWS::S3::Bucket")["LifecycleConfiguration"]["Rules"]
    expiring = {rule["Prefix"] for rule in rules if "ExpirationInDays" in rule}
    put = {
        resource.partition("/")[2].rstrip("*")
        for function in service.functions().values()
        for actions, resources in service.statements(function["Role"])
        if "s3:PutObject" in actions
        for resource in resources
    }
    assert put == {"attachments/", "outputs/"}
    assert put < expiring


def test_keys_begin_with_the_prefixes_that_roles_and_expiry_know() -> None:
    tenant, event, execution = TenantId("root"), EventId("evt_1"), ExecutionId("exe_1")
    assert attachment_key(tenant, event, 7, "a.pdf") == f"{ATTACHMENTS}root/evt_1/007-a.pdf"
    assert output_key(tenant, execution, "loop[3].ticket") == f"{OUTPUTS}root/exe_1/loop[3].ticket.json"


def test_only_ses_for_our_own_rules_may_put_mail_and_nobody_without_tls(storage: Template) -> None:
    statements = storage.only("AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    denied = [one["Condition"] for one in statements if one["Effect"] == "Deny"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in denied
    (allowed,) = [one for one in statements if one["Effect"] == "Allow"]
    assert allowed["Principal"] == {"Service": "ses.amazonaws.com"}
    assert allowed["Action"] == "s3:PutObject"
    assert written(allowed["Resource"]).endswith("/inbound/*")
    assert allowed["Condition"]["StringEquals"] == {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    rules = written(allowed["Condition"]["ArnLike"]["aws:SourceArn"])
    assert rules.endswith(":ses:eu-west-1:<AWS::AccountId>:receipt-rule-set/postroom-local:receipt-rule/*")
