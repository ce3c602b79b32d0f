"""Roles are enforced: what the template does not allow is denied, as IAM would."""

from typing import Any

import pytest

from infra.local.iam_operations import Need, UnknownOperation, needs
from infra.local.permissions import NotPermitted, Permissions, UnsupportedPolicy, Use
from infra.local.template import Templates

REGION = "eu-west-1"
TABLE = f"arn:aws:dynamodb:{REGION}:123456789012:table/things"


def permissions(*statements: dict[str, Any]) -> Permissions:
    """Those of a role R with these statements."""
    resources = {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "R"}},
        "Policy": {
            "Type": "AWS::IAM::Policy",
            "Properties": {"PolicyDocument": {"Statement": list(statements)}, "Roles": [{"Ref": "Role"}]},
        },
    }
    return Permissions(Templates({"Stack": {"Resources": resources}}, REGION))


def allow(action: str | list[str], resource: str | list[str]) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": action, "Resource": resource}


@pytest.mark.parametrize(
    ("pattern", "resource", "allowed"),
    [
        (TABLE, TABLE, True),
        (TABLE, f"{TABLE}/index/by_list", False),
        (f"{TABLE}/index/*", f"{TABLE}/index/by_list", True),
        ("arn:aws:s3:::mail/inbound/*", "arn:aws:s3:::mail/inbound/a/b", True),
        ("arn:aws:s3:::mail/inbound/*", "arn:aws:s3:::mail/tenants/a", False),
        ("arn:aws:s3:::mail/?", "arn:aws:s3:::mail/ab", False),
        ("arn:aws:s3:::[a]*", "arn:aws:s3:::a", False),
    ],
)
def test_resources_are_compared_with_iam_s_wildcards(pattern: str, resource: str, allowed: bool) -> None:
    assert permissions(allow("x:Do", pattern)).allows("R", Need("x:Do", resource)) is allowed


def test_actions_are_compared_without_regard_to_case_and_may_hold_wildcards() -> None:
    held = permissions(allow(["dynamodb:get*", "SQS:sendmessage"], "*"))
    assert held.allows("R", Need("dynamodb:GetItem", TABLE))
    assert held.allows("R", Need("sqs:SendMessage", "q"))
    assert not held.allows("R", Need("dynamodb:PutItem", TABLE))


def test_a_denial_wins() -> None:
    held = permissions(allow("x:*", "*"), {"Effect": "Deny", "Action": "x:Do", "Resource": "secret"})
    assert held.allows("R", Need("x:Do", "open"))
    assert not held.allows("R", Need("x:Do", "secret"))


def test_another_role_is_not_helped() -> None:
    held = permissions(allow("*", "*"))
    assert not held.allows("S", Need("x:Do", "open"))
    with pytest.raises(NotPermitted, match="the role S does not allow x:Do on open"):
        held.demand("arn:aws:iam::123456789012:role/S", Need("x:Do", "open"))


def test_a_policy_that_says_more_than_is_worked_out_is_not_believed() -> None:
    held = permissions({**allow("x:Do", "*"), "Condition": {"Bool": {"aws:SecureTransport": "true"}}})
    with pytest.raises(UnsupportedPolicy, match="Condition"):
        held.allows("R", Need("x:Do", "open"))


def test_what_was_used_and_what_never_was() -> None:
    held = permissions(allow(["x:Do", "x:Undo"], ["a/*", "b"]))
    assert held.use("f", "R", [Need("x:Do", "a/1")]) is None
    assert held.use("f", "R", [Need("x:Do", "c")]) == Need("x:Do", "c")
    assert held.used == {Use("f", "x:Do", "a/1")}
    assert set(held.unused("f", "R")) == {("x:Do", "b"), ("x:Undo", "a/*"), ("x:Undo", "b")}


@pytest.mark.parametrize(
    ("service", "operation", "params", "wanted"),
    [
        ("dynamodb", "GetItem", {"TableName": "things"}, [("dynamodb:GetItem", TABLE)]),
        ("dynamodb", "Query", {"TableName": "things", "IndexName": "i"}, [("dynamodb:Query", f"{TABLE}/index/i")]),
        ("dynamodb", "BatchGetItem", {"RequestItems": {"things": {}}}, [("dynamodb:BatchGetItem", TABLE)]),
        (
            "dynamodb",
            "TransactWriteItems",
            {
                "TransactItems": [
                    {"Put": {"TableName": "things"}},
                    {"Put": {"TableName": "things"}},
                    {"ConditionCheck": {"TableName": "things"}},
                    {"Update": {"TableName": "things"}},
                ]
            },
            [
                ("dynamodb:PutItem", TABLE),
                ("dynamodb:ConditionCheckItem", TABLE),
                ("dynamodb:UpdateItem", TABLE),
            ],
        ),
        ("s3", "HeadObject", {"Bucket": "b", "Key": "k/1"}, [("s3:GetObject", "arn:aws:s3:::b/k/1")]),
        (
            "ssm",
            "GetParameter",
            {"Name": "/a/b"},
            [("ssm:GetParameter", f"arn:aws:ssm:{REGION}:123456789012:parameter/a/b")],
        ),
        ("stepfunctions", "DescribeExecution", {"executionArn": "e"}, [("states:DescribeExecution", "e")]),
        ("ses", "SetActiveReceiptRuleSet", {}, [("ses:SetActiveReceiptRuleSet", "*")]),
    ],
)
def test_what_a_call_needs(service: str, operation: str, params: dict[str, Any], wanted: list[tuple[str, str]]) -> None:
    assert needs(service, operation, params, REGION) == [Need(*each) for each in wanted]


def test_a_call_nobody_has_thought_about_is_loud() -> None:
    with pytest.raises(UnknownOperation, match=r"s3 PutBucketPolicy is not in infra/local/iam_operations.py"):
        needs("s3", "PutBucketPolicy", {}, REGION)
