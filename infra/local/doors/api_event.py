"""The event that API Gateway makes of a request: payload format 2.0, for functions and for authorizers.

Fields and their conditions: https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
What that page leaves open is as API Gateway was seen to do it: `rawPath` is decoded, and only the content types below
come as text; any other body, also one without a type, comes in base64.
"""

from __future__ import annotations

import base64
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from infra.local.doors.exchange import Request
from infra.local.doors.routes import Api, Taken
from infra.local.names import ACCOUNT

_TEXT = frozenset(["application/javascript", "application/json", "application/xml"])
_NOT_PASSED_ON = frozenset(["connection", "cookie", "expect", "keep-alive", "te", "transfer-encoding", "upgrade"])


@dataclass(frozen=True, slots=True)
class Arrival:
    """A request at its route, with what API Gateway adds to it."""

    api: Api
    taken: Taken
    request: Request
    at: datetime
    id: str

    @classmethod
    def of(cls, api: Api, taken: Taken, request: Request, at: datetime) -> Arrival:
        """With a request id in API Gateway's form."""
        return cls(api, taken, request, at, secrets.token_urlsafe(11) + "=")


def function_event(arrival: Arrival, authorizer_context: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the route's function is given; the context is there for routes with an authorizer only."""
    event = _common(arrival)
    if arrival.taken.route.authorizer is not None:
        event["requestContext"]["authorizer"] = {"lambda": authorizer_context}
    event |= _body(arrival.request)
    return event


def authorizer_event(arrival: Arrival, identity: list[str], region: str) -> dict[str, Any]:
    """What the authorizer is asked: the same without the body, and who is asking."""
    common = _common(arrival)
    method, path = common["requestContext"]["http"]["method"], common["rawPath"]
    api = arrival.api
    arn = f"arn:aws:execute-api:{region}:{ACCOUNT}:{api.id}/{api.stage}/{method}{path}"
    return {"version": "2.0", "type": "REQUEST", "routeArn": arn, "identitySource": identity} | common


def identity_of(arrival: Arrival) -> list[str] | None:
    """The values of the authorizer's identity sources; None if one is missing or empty."""
    assert arrival.taken.route.authorizer is not None
    values = [_identity(arrival.request, source) for source in arrival.taken.route.authorizer.identity_sources]
    return [value for value in values if value] if all(values) else None


def _identity(request: Request, source: str) -> str | None:
    kind, _, name = source.removeprefix("$request.").partition(".")
    match kind:
        case "header":
            return request.header(name)
        case "querystring":
            return ",".join(value for key, value in request.parameters() if key == name)
    raise ValueError(f"the identity source {source} is none the local stack knows")


def _common(arrival: Arrival) -> dict[str, Any]:
    request, route = arrival.request, arrival.taken.route
    # API Gateway decodes the path before it looks for the question mark that ends it.
    path = unquote(request.path).partition("?")[0]
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route.key,
        "rawPath": path,
        "rawQueryString": request.query,
        "headers": _headers(arrival),
        "requestContext": _context(arrival, path),
    }
    if cookies := _cookies(request):
        event["cookies"] = cookies
    if parameters := _parameters(request):
        event["queryStringParameters"] = parameters
    if arrival.taken.variables:
        event["pathParameters"] = arrival.taken.variables
    return event


def _context(arrival: Arrival, path: str) -> dict[str, Any]:
    request, api = arrival.request, arrival.api
    domain = request.header("host") or "127.0.0.1"
    return {
        "accountId": ACCOUNT,
        "apiId": api.id,
        "domainName": domain,
        "domainPrefix": domain.partition(".")[0],
        "http": {
            "method": request.method,
            "path": path,
            "protocol": request.protocol,
            "sourceIp": request.peer,
            "userAgent": request.header("user-agent") or "",
        },
        "requestId": arrival.id,
        "routeKey": arrival.taken.route.key,
        "stage": api.stage,
        "time": arrival.at.strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(arrival.at.timestamp() * 1000),
    }


def _headers(arrival: Arrival) -> dict[str, str]:
    """Names in lower case, values of the same name joined, and what the gateway says about the way here."""
    headers: dict[str, str] = {}
    for name, value in arrival.request.headers:
        key = name.lower()
        if key not in _NOT_PASSED_ON:
            headers[key] = f"{headers[key]},{value}" if key in headers else value
    forwarded = headers.get("x-forwarded-for")
    peer = arrival.request.peer
    headers["x-forwarded-for"] = f"{forwarded}, {peer}" if forwarded else peer
    headers["x-forwarded-port"] = (arrival.request.header("host") or "").partition(":")[2] or "80"
    headers["x-forwarded-proto"] = "http"
    headers.setdefault("x-amzn-trace-id", f"Root=1-{int(arrival.at.timestamp()):08x}-{secrets.token_hex(12)}")
    return headers


def _cookies(request: Request) -> list[str]:
    lines = [header.value for header in request.headers if header.name.lower() == "cookie"]
    return [cookie.strip() for line in lines for cookie in line.split(";") if cookie.strip()]


def _parameters(request: Request) -> dict[str, str]:
    parameters: dict[str, str] = {}
    for name, value in request.parameters():
        parameters[name] = f"{parameters[name]},{value}" if name in parameters else value
    return parameters


def _body(request: Request) -> dict[str, Any]:
    if not request.body:
        return {"isBase64Encoded": False}
    kind = (request.header("content-type") or "").partition(";")[0].strip().lower()
    if kind.startswith("text/") or kind in _TEXT:
        try:
            return {"body": request.body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            """Not the text it says it is: base64 loses nothing."""
    return {"body": base64.b64encode(request.body).decode(), "isBase64Encoded": True}
