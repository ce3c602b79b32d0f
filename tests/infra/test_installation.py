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


def test_no_lambda_comes_in_that_is_not_ours(service: Template) -> None:
    assert {function["Runtime"] for function in service.functions().values()} == {"python3.14"}
    assert all(name["FunctionName"].startswith("postroom-local-") for name in service.functions().values())


@pytest.mark.parametrize("name", ["api-token", "mail-key"])
def test_secrets_are_long_and_fit_a_header(service: Template, name: str) -> None:
    _, secret = service.named("AWS::SecretsManager::Secret", Name=f"postroom/local/{name}")
    assert secret["GenerateSecretString"] == {"ExcludePunctuation": True, "IncludeSpace": False, "PasswordLength": 48}
