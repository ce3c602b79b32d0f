"""activate_receipt_rules: our rule set becomes active, somebody else's is left alone, CloudFormation is always told."""

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from moto import mock_aws

from functions.activate_receipt_rules.handler import lambda_handler
from postroom_adapters.aws import client

EVENTS = Path("events/activate_receipt_rules")
CONTEXT = SimpleNamespace(log_stream_name="2026/01/01/[$LATEST]abc")
OURS, OTHER, OLD = "postroom-dev", "somebody-elses", "postroom-old"


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """SES with three rule sets, none of them active."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    client.cache_clear()
    with mock_aws():
        for name in (OURS, OTHER, OLD):
            client("ses").create_receipt_rule_set(RuleSetName=name)
        yield client("ses")
    client.cache_clear()


def event(request: str) -> dict[str, Any]:
    """A sample event that asks for no answer but the returned one."""
    content: dict[str, Any] = json.loads((EVENTS / f"{request}.json").read_text())
    del content["ResponseURL"]
    return content


def active(ses: Any) -> str | None:
    name: str | None = ses.describe_active_receipt_rule_set().get("Metadata", {}).get("Name")
    return name


def test_it_activates_our_rule_set_where_none_is_active(ses: Any) -> None:
    answer = lambda_handler(event("create"), CONTEXT)
    assert (answer["Status"], active(ses)) == ("SUCCESS", OURS)
    assert answer["PhysicalResourceId"] == "active-receipt-rule-set:postroom-dev"


def test_activating_again_changes_nothing(ses: Any) -> None:
    first, second = (lambda_handler(event("create"), CONTEXT) for _ in range(2))
    assert (first, active(ses)) == (second, OURS)


def test_it_refuses_to_replace_somebody_elses_active_rule_set_and_says_whose(ses: Any) -> None:
    ses.set_active_receipt_rule_set(RuleSetName=OTHER)
    answer = lambda_handler(event("create"), CONTEXT)
    assert (answer["Status"], active(ses)) == ("FAILED", OTHER)
    assert OTHER in answer["Reason"]
    assert "another account or region" in answer["Reason"]


def test_an_update_replaces_the_rule_set_that_was_ours_before(ses: Any) -> None:
    ses.set_active_receipt_rule_set(RuleSetName=OLD)
    assert lambda_handler(event("update"), CONTEXT)["Status"] == "SUCCESS"
    assert active(ses) == OURS


def test_a_deletion_deactivates_our_rule_set(ses: Any) -> None:
    ses.set_active_receipt_rule_set(RuleSetName=OURS)
    assert lambda_handler(event("delete"), CONTEXT)["Status"] == "SUCCESS"
    assert active(ses) is None


def test_a_deletion_leaves_somebody_elses_rule_set_active(ses: Any) -> None:
    ses.set_active_receipt_rule_set(RuleSetName=OTHER)
    assert lambda_handler(event("delete"), CONTEXT)["Status"] == "SUCCESS"
    assert active(ses) == OTHER


def test_a_rule_set_that_is_not_there_is_a_failure_told_to_cloudformation(ses: Any) -> None:
    ses.delete_receipt_rule_set(RuleSetName=OURS)
    answer = lambda_handler(event("create"), CONTEXT)
    assert answer["Status"] == "FAILED"
    assert OURS in answer["Reason"]


def test_missing_properties_are_a_failure_told_to_cloudformation(ses: Any) -> None:
    broken = event("create") | {"ResourceProperties": {}}
    assert lambda_handler(broken, CONTEXT)["Status"] == "FAILED"
