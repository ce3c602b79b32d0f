"""Hand-written stand-ins for the stack behind the doors, and a client that speaks plain HTTP."""

import http.client
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from infra.local.doors.authorizing import Authorizing
from infra.local.doors.http_api import HttpApi
from infra.local.doors.routes import Api, read_api

REGION = "eu-west-1"
START = datetime(2026, 11, 21, 8, 30, 15, 250_000, tzinfo=UTC)
API_FUNCTION = f"arn:aws:lambda:{REGION}:123456789012:function:api"
AUTHORIZER = f"arn:aws:lambda:{REGION}:123456789012:function:authorize"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@dataclass
class Fault:
    """How a function failed."""

    message: str
    type: str = "RuntimeError"
    trace: tuple[str, ...] = ("  File handler.py\n",)


@dataclass
class Outcome:
    """How an invocation ended."""

    answer: Any = None
    error: Fault | None = None


@dataclass
class Functions:
    """Functions by ARN; what they were given is remembered."""

    answers: dict[str, Callable[[Any], Any]] = field(default_factory=dict)
    events: list[tuple[str, Any]] = field(default_factory=list)

    def __call__(self, function: str, event: Any, /) -> Outcome:
        self.events.append((function, event))
        try:
            return Outcome(self.answers[function](event))
        except RuntimeError as error:
            return Outcome(error=Fault(str(error)))

    def given(self, function: str) -> list[Any]:
        return [event for name, event in self.events if name == function]


class Resource(NamedTuple):
    """A resource of a template."""

    type: str
    ref: str
    properties: dict[str, Any]


def template(cache_seconds: int = 60, routes: dict[str, str] | None = None) -> list[Resource]:
    """An HTTP API with one function; `routes` are route key → NONE or CUSTOM."""
    kind = "AWS::ApiGatewayV2::"
    routes = routes or {"ANY /api/v1/{proxy+}": "CUSTOM", "GET /health": "NONE", "GET /api/v1/emails/{id}": "CUSTOM"}
    uri = f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{AUTHORIZER}/invocations"
    return [
        Resource(f"{kind}Api", "abc123", {"Name": "postroom-test", "ProtocolType": "HTTP"}),
        Resource(f"{kind}Stage", "Stage", {"StageName": "$default"}),
        Resource(
            f"{kind}Integration",
            "Integration",
            {"IntegrationType": "AWS_PROXY", "PayloadFormatVersion": "2.0", "IntegrationUri": API_FUNCTION},
        ),
        Resource(
            f"{kind}Authorizer",
            "Authorizer",
            {
                "Name": "token",
                "AuthorizerUri": uri,
                "AuthorizerPayloadFormatVersion": "2.0",
                "EnableSimpleResponses": True,
                "IdentitySource": ["$request.header.Authorization"],
                "AuthorizerResultTtlInSeconds": cache_seconds,
            },
        ),
        *(
            Resource(
                f"{kind}Route",
                key,
                {"RouteKey": key, "Target": "integrations/Integration", "AuthorizationType": authorization}
                | ({"AuthorizerId": "Authorizer"} if authorization == "CUSTOM" else {}),
            )
            for key, authorization in routes.items()
        ),
    ]


def by_token(event: Any) -> Any:
    """An authorizer that lets `good` pass, and fails for `crash`."""
    (token,) = event["identitySource"]
    if token == "Bearer crash":
        raise RuntimeError("the table is gone")
    return {"isAuthorized": token == "Bearer good", "context": {"tenant": "root"}}


def http_api(functions: Functions, clock: Clock, api: Api | None = None) -> HttpApi:
    """The API in front of these functions."""
    return HttpApi(api or read_api(template()), functions, clock, Authorizing(functions, clock, REGION))


class Reply(NamedTuple):
    """What came back over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def ask(
    port: int, path: str, method: str = "GET", headers: dict[str, str] | None = None, body: bytes | None = None
) -> Reply:
    """One request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body, headers or {})
        answer = connection.getresponse()
        return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
    finally:
        connection.close()
