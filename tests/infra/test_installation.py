"""Custom resources: the root tenant and the active receipt rule set, answered by our own functions."""

from typing import Any

import pytest

from tests.infra.conftest import PROD
from tests.infra.templates import Template, written


def custom(template: Template, kind: str) -> dict[str, Any]:
    (found,) = template.of_type(f"Custom::{kind}").values()
    return found


def test_the_root_tenant_is_written_from_the_settings(service: Template, prod_service: Template) -> None:
    secret = next(iter(service.of_type("AWS::SecretsManager::Secret")))
    properties = custom(service, "PostroomTenant")["Properties"]
    assert written(properties.pop("ServiceToken")).startswith("<BootstrapTenant")
    assert written(properties.pop("TokenSecretArn")) == f"<{secret}>"
    assert properties == {
        "ServiceTimeout": "300",
        "Stage": "local",
        "TenantId": "root",
        "TenantName": "Root",
        "Domains": ["postroom.test"],
        "AdminAddress": "admin@postroom.test",
        "SendingAddress": "",
        "TimeZone": "UTC",
        "ConnectionsPrefix": "/postroom/local/connections",
    }
    of_prod = custom(prod_service, "PostroomTenant")["Properties"]
    assert of_prod["Domains"] == PROD["domains"]
    assert of_prod["ConnectionsPrefix"] == "/postroom/prod/connections"


def test_receipt_rules_are_activated_after_all_of_them_stand(prod_service: Template) -> None:
    activation = custom(prod_service, "PostroomActiveReceiptRules")
    assert {"ReceiptRule1", "ReceiptRule2"} <= set(activation["DependsOn"])
    assert written(activation["Properties"]["RuleSetName"]) == "<Receipt>"


@pytest.mark.parametrize("rule", ["ReceiptRule1", "ReceiptRule2"])
def test_a_rule_takes_no_mail_before_its_domains_are_the_tenants_and_the_queue_is_told(
    prod_service: Template, rule: str
) -> None:
    before = prod_service.before(rule)
    (subscription,) = (
        name
        for name, one in prod_service.of_type("AWS::SNS::Subscription").items()
        if written(one["Properties"]["TopicArn"]).startswith("<MailTopic")
    )
    queue_policies = {name for name in prod_service.of_type("AWS::SQS::QueuePolicy") if name.startswith("MailQueue")}
    assert {"RootTenant", subscription} | queue_policies <= before
    assert len(queue_policies) == 1


def test_receipt_rules_are_activated_after_everything_that_a_mail_goes_through(service: Template) -> None:
    before = service.before("ActiveReceiptRules")
    mail_queue, _ = service.named("AWS::SQS::Queue", QueueName="postroom-local-mail")
    (source,) = (
        name
        for name, one in service.of_type("AWS::Lambda::EventSourceMapping").items()
        if written(one["Properties"]["EventSourceArn"]) == f"<{mail_queue}.Arn>"
    )
    (machine,) = service.of_type("AWS::StepFunctions::StateMachine")
    (failures,) = service.of_type("AWS::Events::Rule")
    assert {"ReceiptRule1", "RootTenant", source, machine, "SweepSchedule", failures} <= before


@pytest.mark.parametrize(("caller", "policy"), [("SweepSchedule", "SweepScheduleRole"), ("Dispatch", "DispatchRole")])
def test_whoever_calls_functions_may_do_so_once_it_stands(service: Template, caller: str, policy: str) -> None:
    callers = {**service.of_type("AWS::Scheduler::Schedule"), **service.of_type("AWS::StepFunctions::StateMachine")}
    (name,) = (name for name in callers if name.startswith(caller))
    assert [one for one in service.before(name) if one.startswith(f"{policy}DefaultPolicy")]


def test_no_lambda_comes_in_that_is_not_ours(service: Template) -> None:
    assert {function["Runtime"] for function in service.functions().values()} == {"python3.14"}
    assert all(name["FunctionName"].startswith("postroom-local-") for name in service.functions().values())


@pytest.mark.parametrize("name", ["api-token", "mail-key"])
def test_secrets_are_long_and_fit_a_header(service: Template, name: str) -> None:
    _, secret = service.named("AWS::SecretsManager::Secret", Name=f"postroom/local/{name}")
    assert secret["GenerateSecretString"] == {"ExcludePunctuation": True, "IncludeSpace": False, "PasswordLength": 48}
