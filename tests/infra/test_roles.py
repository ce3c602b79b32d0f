"""Roles: each function may do what it needs, on what it needs, and not one thing more."""

from typing import Any

import pytest

from postroom.actions.catalogue import ACTIONS, action_named
from tests.infra.templates import Template, written

DIRECTORY, EXECUTIONS, RECORDS, WORKFLOWS = (
    f"table/postroom-local-{name}" for name in ("directory", "executions", "records", "workflows")
)
INBOUND, ATTACHMENTS, OUTPUTS = (
    f"mail-<AWS::AccountId>-eu-west-1/{prefix}/*" for prefix in ("inbound", "attachments", "outputs")
)
MACHINE, RUNS = "stateMachine:postroom-local-dispatch", "execution:postroom-local-dispatch:*"

STEP = {
    EXECUTIONS: "dynamodb:BatchGetItem ConditionCheckItem PutItem Query UpdateItem",
    WORKFLOWS: "dynamodb:GetItem",
    DIRECTORY: "dynamodb:BatchGetItem",
    OUTPUTS: "s3:GetObject PutObject",
    MACHINE: "states:StartExecution",
}

ALLOWED: dict[str, dict[str, str]] = {
    "activate_receipt_rules": {"*": "ses:DescribeActiveReceiptRuleSet SetActiveReceiptRuleSet"},
    "api": {
        DIRECTORY: "dynamodb:GetItem",
        WORKFLOWS: "dynamodb:BatchGetItem ConditionCheckItem DeleteItem GetItem PutItem Query UpdateItem",
        EXECUTIONS: "dynamodb:BatchGetItem ConditionCheckItem GetItem PutItem Query UpdateItem",
        RUNS: "states:StopExecution",
        f"{EXECUTIONS}/index/by_category": "dynamodb:Query",
        f"{EXECUTIONS}/index/by_list": "dynamodb:Query",
        f"{EXECUTIONS}/index/by_sender": "dynamodb:Query",
        f"{EXECUTIONS}/index/by_status": "dynamodb:Query",
        f"{EXECUTIONS}/index/by_workflow": "dynamodb:Query",
        RECORDS: "dynamodb:BatchGetItem DeleteItem GetItem PutItem Query",
        INBOUND: "s3:GetObject",
        ATTACHMENTS: "s3:GetObject",
        OUTPUTS: "s3:GetObject PutObject",
        MACHINE: "states:StartExecution",
    },
    "authorize_request": {DIRECTORY: "dynamodb:GetItem"},
    "bootstrap_tenant": {
        DIRECTORY: "dynamodb:DeleteItem GetItem PutItem",
        WORKFLOWS: "dynamodb:ConditionCheckItem GetItem PutItem UpdateItem",
        "<ApiToken": "secretsmanager:GetSecretValue",
    },
    "classify_event": {
        DIRECTORY: "dynamodb:BatchGetItem",
        EXECUTIONS: "dynamodb:BatchGetItem GetItem PutItem Query UpdateItem",
        WORKFLOWS: "dynamodb:BatchGetItem Query",
        "<MailKey": "secretsmanager:GetSecretValue",
        INBOUND: "s3:GetObject",
        ATTACHMENTS: "s3:PutObject",
    },
    "match_workflows": {
        EXECUTIONS: "dynamodb:BatchGetItem GetItem PutItem UpdateItem",
        WORKFLOWS: "dynamodb:BatchGetItem GetItem Query",
    },
    "receive_mail": {
        DIRECTORY: "dynamodb:BatchGetItem",
        EXECUTIONS: "dynamodb:GetItem PutItem UpdateItem",
        "<MailQueue": "sqs:ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage",
        MACHINE: "states:StartExecution",
    },
    "receive_mail_feedback": {
        DIRECTORY: "dynamodb:PutItem",
        "<MailFeedbackQueue": "sqs:ChangeMessageVisibility DeleteMessage GetQueueAttributes GetQueueUrl ReceiveMessage",
    },
    "record_failed_dispatch": {
        EXECUTIONS: "dynamodb:BatchGetItem GetItem UpdateItem",
        "<FailedEvents": "sqs:SendMessage",
        MACHINE: "states:StartExecution",
    },
    "step_ai": {**STEP, INBOUND: "s3:GetObject"},
    "step_notify": {
        **STEP,
        "<MailKey": "secretsmanager:GetSecretValue",
        "parameter/postroom/local/connections/*": "ssm:GetParameter",
        "identity/postroom.test": "ses:SendEmail",
        "configuration-set/postroom-local": "ses:SendEmail",
    },
    "step_records": {**STEP, RECORDS: "dynamodb:DeleteItem GetItem PutItem Query"},
    "sweep_events": {
        EXECUTIONS: "dynamodb:BatchGetItem GetItem UpdateItem",
        f"{EXECUTIONS}/index/open": "dynamodb:Query",
        MACHINE: "states:StartExecution",
        RUNS: "states:DescribeExecution",
    },
}
"""Function → end of a resource's ARN → the actions on it, besides its own log and X-Ray."""

XRAY = {"xray:PutTelemetryRecords", "xray:PutTraceSegments"}
LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}

STARS = {
    "*": "X-Ray, SES's actions of receiving and Step Functions' delivery of logs know no resources",
    INBOUND: "mails are named by SES",
    ATTACHMENTS: "objects are named by ids",
    OUTPUTS: "objects are named by ids",
    RUNS: "dispatches are named by their events",
    "parameter/postroom/local/connections/*": "tenants make connections while the service runs",
}
"""Resources with a star, and why they cannot be narrower."""


def allowed(service: Template, name: str) -> set[tuple[str, str]]:
    """Every action with every resource that a function's role allows, but for X-Ray."""
    statements = service.statements(service.functions()[name]["Role"])
    return {(a, r) for actions, resources in statements for a in actions - XRAY for r in resources}


def expected(name: str) -> set[tuple[str, str]]:
    pairs = set()
    for resource, actions in ALLOWED[name].items():
        prefix, _, names = actions.partition(":")
        pairs |= {(f"{prefix}:{action}", resource) for action in names.split()}
    return pairs


def test_the_table_lists_every_function(service: Template) -> None:
    assert set(service.functions()) == set(ALLOWED)


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_role_allows_what_the_table_says_and_nothing_else(service: Template, name: str) -> None:
    found = {(action, resource) for action, resource in allowed(service, name) if action not in LOGS}
    unmatched = {
        (action, end)
        for action, end in expected(name)
        if not [r for a, r in found if a == action and (r.endswith(end) or r.startswith(end))]
    }
    surplus = {
        (action, resource)
        for action, resource in found
        if not [e for a, e in expected(name) if a == action and (resource.endswith(e) or resource.startswith(e))]
    }
    assert (unmatched, surplus) == (set(), set())
    assert len(found) == len(expected(name))


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_a_function_writes_into_its_own_log_only(service: Template, name: str) -> None:
    group, properties = service.named("AWS::Logs::LogGroup", LogGroupName=f"/postroom/local/{name}")
    assert properties["RetentionInDays"] == 7
    assert {(action, resource) for action, resource in allowed(service, name) if action in LOGS} == {
        (action, f"<{group}.Arn>") for action in LOGS
    }


def test_no_two_functions_share_a_role(service: Template) -> None:
    roles = [written(function["Role"]) for function in service.functions().values()]
    assert len(set(roles)) == len(roles)


def policies(service: Template) -> list[dict[str, Any]]:
    documents = [one["Properties"]["PolicyDocument"] for one in service.of_type("AWS::IAM::Policy").values()]
    return [statement for document in documents for statement in document["Statement"]]


def test_no_role_has_a_managed_policy_or_a_wildcard_among_its_actions(service: Template) -> None:
    assert not any("ManagedPolicyArns" in one["Properties"] for one in service.of_type("AWS::IAM::Role").values())
    actions = [action for one in policies(service) for action in _list(one["Action"])]
    assert [action for action in actions if "*" in action] == []


def test_every_resource_with_a_star_has_its_reason(service: Template) -> None:
    starred = {written(r) for one in policies(service) for r in _list(one["Resource"]) if "*" in written(r)}
    assert [resource for resource in starred if not any(resource.endswith(end) for end in STARS)] == []
    assert [end for end in STARS if not any(resource.endswith(end) for resource in starred)] == []


def test_the_dispatch_may_invoke_the_functions_of_its_states_only(service: Template) -> None:
    statements = service.statements(service.only("AWS::StepFunctions::StateMachine")["RoleArn"])
    (invoked,) = [resources for actions, resources in statements if actions == {"lambda:InvokeFunction"}]
    ours = {"ClassifyEvent", "MatchWorkflows", "StepAi", "StepNotify", "StepRecords"}
    assert {resource.rstrip(">").removeprefix("<").split(".")[0][:-8] for resource in invoked} == ours


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize("name", sorted(name for name in ACTIONS if action_named(name).effects != "pure"))
def test_a_family_that_tells_somebody_outside_may_look_what_it_has_claimed(service: Template, name: str) -> None:
    function = f"step_{ACTIONS[name].family}"
    assert any(a == "dynamodb:Query" and r.endswith(EXECUTIONS) for a, r in allowed(service, function))
