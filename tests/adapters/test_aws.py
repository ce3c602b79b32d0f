"""Clients are made without botocore's list of endpoints, and ask where they would with it."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import botocore.session
import pytest
from botocore.config import Config

from infra.settings import SES_RECEIVING_REGIONS
from postroom_adapters import aws

CALLS: dict[str, tuple[str, dict[str, Any]]] = {
    "dynamodb": ("get_item", {"TableName": "t", "Key": {"pk": {"S": "a"}}}),
    "s3": ("get_object", {"Bucket": "mails", "Key": "a"}),
    "secretsmanager": ("get_secret_value", {"SecretId": "a"}),
    "ses": ("describe_active_receipt_rule_set", {}),
    "sesv2": ("get_account", {}),
    "ssm": ("get_parameter", {"Name": "a"}),
    "stepfunctions": ("list_state_machines", {}),
}


@pytest.mark.parametrize("region", SES_RECEIVING_REGIONS)
def test_every_service_is_asked_where_botocore_would_ask_it(region: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"AWS_REGION": region, "AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b"}.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_SESSION_TOKEN", raising=False)
    aws.client.cache_clear()
    aws._session.cache_clear()
    plain = botocore.session.get_session()
    for service in aws.SERVICES:
        config = Config(signature_version="s3v4") if service == "s3" else None
        theirs = plain.create_client(service, region_name=region, config=config)
        assert _asked(aws.client(service), service) == _asked(theirs, service), service
    aws.client.cache_clear()
    aws._session.cache_clear()


def _asked(client: Any, service: str) -> tuple[object, ...]:
    """Where a call goes, and for which service and region it is signed."""
    operation, parameters = CALLS[service]
    url = urlsplit(client.generate_presigned_url(operation, Params=parameters))
    query = parse_qs(url.query)
    scope = query["X-Amz-Credential"][0].split("/", 2)[2]
    meta = client.meta
    return url.scheme, url.netloc, scope, query["X-Amz-Algorithm"], meta.endpoint_url, meta.region_name, meta.partition
