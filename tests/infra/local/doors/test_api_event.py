"""Payload format 2.0: what functions and authorizers are given."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.api_event import Arrival, authorizer_event, function_event
from infra.local.doors.exchange import Header, Request
from infra.local.doors.routes import read_api
from tests.infra.local.doors.fakes import REGION, START, template

SAMPLES = Path("/work/shared/data/lambda-powertools/files/tests/events")
needs_samples = pytest.mark.skipif(
    not SAMPLES.exists(), reason="the sample events of Powertools are not on this machine"
)


def _arrival(
    target: str = "/api/v1/workflows",
    method: str = "GET",
    headers: tuple[tuple[str, str], ...] = (),
    body: bytes = b"",
) -> Arrival:
    lines = tuple(Header(*header) for header in (("Host", "127.0.0.1:8787"), *headers))
    request = Request(method, target, lines, body, "127.0.0.1")
    api = read_api(template())
    taken = api.route(method, request.path)
    assert taken is not None
    return Arrival.of(api, taken, request, START)


def _keys(value: Any, path: str = "") -> set[str]:
    if not isinstance(value, dict):
        return {path}
    return {path} | {found for key, inner in value.items() for found in _keys(inner, f"{path}.{key}")}


def test_an_event_is_api_gateways_to_the_letter() -> None:
    headers = (
        ("User-Agent", "curl/8"),
        ("Accept", "a"),
        ("accept", "b"),
        ("Cookie", "one=1; two=2"),
        ("X-Amzn-Trace-Id", "R"),
    )
    arrival = _arrival("/api/v1/emails/em%201?tag=x&tag=y%20z&empty", "GET", headers)
    assert function_event(arrival, {"tenant": "root"}) == {
        "version": "2.0",
        "routeKey": "GET /api/v1/emails/{id}",
        "rawPath": "/api/v1/emails/em 1",
        "rawQueryString": "tag=x&tag=y%20z&empty",
        "cookies": ["one=1", "two=2"],
        "headers": {
            "host": "127.0.0.1:8787",
            "user-agent": "curl/8",
            "accept": "a,b",
            "x-amzn-trace-id": "R",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-port": "8787",
            "x-forwarded-proto": "http",
        },
        "queryStringParameters": {"tag": "x,y z", "empty": ""},
        "pathParameters": {"id": "em 1"},
        "requestContext": {
            "accountId": "123456789012",
            "apiId": "abc123",
            "authorizer": {"lambda": {"tenant": "root"}},
            "domainName": "127.0.0.1:8787",
            "domainPrefix": "127",
            "http": {
                "method": "GET",
                "path": "/api/v1/emails/em 1",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "curl/8",
            },
            "requestId": arrival.id,
            "routeKey": "GET /api/v1/emails/{id}",
            "stage": "$default",
            "time": "21/Nov/2026:08:30:15 +0000",
            "timeEpoch": 1795249815250,
        },
        "isBase64Encoded": False,
    }


def test_what_a_request_does_not_have_is_left_out() -> None:
    event = function_event(_arrival("/health"))
    absent = {"body", "cookies", "queryStringParameters", "pathParameters"}
    assert absent.isdisjoint(event)
    assert "authorizer" not in event["requestContext"]
    assert event["rawQueryString"] == ""


def test_a_proxy_before_this_one_stays_in_the_list_of_forwarders() -> None:
    event = function_event(_arrival(headers=(("X-Forwarded-For", "192.0.2.1"),)))
    assert event["headers"]["x-forwarded-for"] == "192.0.2.1, 127.0.0.1"


@pytest.mark.parametrize(
    ("content_type", "body", "as_text"),
    [
        ("application/json; charset=utf-8", '{"å": 1}'.encode(), True),
        ("text/csv", b"a,b", True),
        ("application/xml", b"<a/>", True),
        ("application/problem+json", b"{}", False),
        ("application/x-www-form-urlencoded", b"a=b", False),
        ("application/octet-stream", b"\x00\xff", False),
        ("text/plain", b"\xff\xfe", False),
        (None, b"{}", False),
    ],
)
def test_bodies_come_as_text_or_in_base64_by_their_type(content_type: str | None, body: bytes, as_text: bool) -> None:
    headers = (("Content-Type", content_type),) if content_type else ()
    event = function_event(_arrival(method="POST", headers=headers, body=body))
    assert event["isBase64Encoded"] is not as_text
    assert event["body"] == (body.decode() if as_text else base64.b64encode(body).decode())


def test_a_question_mark_in_the_path_ends_it_as_in_api_gateway() -> None:
    assert function_event(_arrival("/api/v1/a%3Fb"))["rawPath"] == "/api/v1/a"


@needs_samples
def test_our_event_has_every_key_of_the_sample_of_a_lambda_authorized_route() -> None:
    sample = json.loads((SAMPLES / "apiGatewayProxyV2LambdaAuthorizerEvent.json").read_text())
    headers = (("Cookie", "a=b"), ("Content-Type", "application/json"))
    ours = function_event(_arrival("/api/v1/x?a=b", "POST", headers, b"{}"), {"tenantId": "root"})
    free = (".headers.", ".queryStringParameters.", ".pathParameters.", ".stageVariables", ".lambda.", ".jwt")
    missing = {key for key in _keys(sample) - _keys(ours) if not any(part in key for part in free)}
    assert missing == set()
    added = {key for key in _keys(ours) - _keys(sample) if not any(part in key for part in free)}
    assert added == set()


@needs_samples
def test_our_authorizer_event_has_every_key_of_the_sample() -> None:
    sample = json.loads((SAMPLES / "apiGatewayAuthorizerV2Event.json").read_text())
    arrival = _arrival("/api/v1/x?a=b", "POST", (("Cookie", "a=b"), ("Authorization", "Bearer t")))
    ours = authorizer_event(arrival, ["Bearer t"], REGION)
    # A client certificate is there with mutual TLS only.
    free = (".headers.", ".queryStringParameters.", ".pathParameters.", ".stageVariables", ".authentication")
    assert {key for key in _keys(sample) ^ _keys(ours) if not any(part in key for part in free)} == set()
    assert ours["routeArn"] == "arn:aws:execute-api:eu-west-1:123456789012:abc123/$default/POST/api/v1/x"
    assert (ours["type"], ours["identitySource"]) == ("REQUEST", ["Bearer t"])


def test_an_event_can_be_read_by_powertools() -> None:
    from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

    headers = (("Content-Type", "application/json"),)
    event = APIGatewayProxyEventV2(
        function_event(_arrival("/api/v1/x?a=b", "POST", headers, b'{"n": 1}'), {"tenant": "t"})
    )
    assert (event.path, event.http_method, event.json_body) == ("/api/v1/x", "POST", {"n": 1})
    assert event.request_context.authorizer is not None
    assert event.request_context.authorizer.get_lambda == {"tenant": "t"}
