"""The description of the API: OpenAPI 3.1, made from the routes and the models they take and show."""

import json
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver

from postroom import VERSION
from postroom_adapters.http.views.problem import ProblemView
from postroom_adapters.http_errors import CONTENT_TYPE

BEARER = "bearer"
TAGS = {
    "workflows": "What is done with a mail, and for which mails.",
    "categories": "What mails can be taken for, and by which words.",
    "emails": "What came in, what it was taken for, and which workflows it starts.",
    "manual-events": "What people asked for: workflows run on a mail, a mail read anew, an execution run again.",
    "workflow-executions": "What ran, step by step.",
    "records": "What came out, and what workflows find: contacts, tickets and time entries.",
    "service": "The service itself; no token needed.",
}
DESCRIPTION = """\
Times are UTC, ISO 8601, with Z. Amounts are decimal strings. Errors are `application/problem+json` (RFC 9457) and name
every wrong field; only a missing token (401) and a bad one (403) are API Gateway's own `{"message": …}`.
Lists are newest first and go on with `cursor`; new things do not move what is below. What can change carries an ETag:
send it as If-Match to change just what was read. A create with an Idempotency-Key can be repeated safely for two days;
PATCH is a JSON Merge Patch (RFC 7396). Unknown fields and parameters are refused."""

GATEWAY_ANSWERS = {401: "The token is missing.", 403: "The token is not, or no longer, valid."}
PROBLEMS = {
    404: "There is nothing of this id.",
    412: "It is not at the revision that If-Match names.",
    409: "It was changed by somebody else at the same moment, or what its Idempotency-Key made is gone.",
    415: "The body is not JSON.",
    400: "The body is not JSON.",
    422: "Fields are wrong; each is named.",
    500: "Our fault; it is recorded under the request's id.",
    503: "Not possible at this moment; nothing has happened. Try again after Retry-After seconds.",
}
UNUSED = ("HTTPValidationError", "ResponseValidationError", "ValidationError")
"""Powertools' own shapes of errors, which are not ours."""


def answers(
    description: str, *problems: int, success: int = 200, guarded: bool = True, accepted: str | None = None
) -> dict[int, Any]:
    """A route's `responses`: the success, what may go wrong with every request, and the `problems` of this one.

    `accepted` describes a 202 of the same shape.
    """
    told = {status: PROBLEMS[status] for status in (*problems, 422, 500, *((503,) if guarded else ()))}
    found: dict[int, Any] = {success: {"description": description}}
    if accepted is not None:
        found[202] = {"description": accepted}
    if guarded:
        message = {"application/json": {"schema": {"type": "object", "properties": {"message": {"type": "string"}}}}}
        found |= {status: {"description": text, "content": message} for status, text in GATEWAY_ANSWERS.items()}
    found |= {
        status: {"description": text, "content": {CONTENT_TYPE: {"model": ProblemView}}}
        for status, text in told.items()
    }
    return found


def saying(responses: dict[int, Any], **descriptions: str) -> dict[int, Any]:
    """The same answers with other words for some: `saying(answers(…), _409="…")`."""
    other = {int(name.lstrip("_")): text for name, text in descriptions.items()}
    return {
        status: said | ({"description": other[status]} if status in other else {}) for status, said in responses.items()
    }


def document(api: APIGatewayHttpResolver) -> str:
    """The whole description as JSON."""
    # OpenAPI's own models take a sixth of a cold start, and few cold starts are for this.
    from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer, Server, Tag

    text = api.get_openapi_json_schema(
        title="Postroom",
        version=VERSION,
        openapi_version="3.1.0",
        summary="Inbound mail into workflow executions, exactly recorded.",
        description=DESCRIPTION,
        servers=[Server(url="/")],
        tags=[Tag(name=name, description=text) for name, text in TAGS.items()],
        security_schemes={BEARER: HTTPBearer(description="A token of the installation: `Authorization: Bearer …`.")},
        security=[{BEARER: []}],
    )
    described: dict[str, Any] = json.loads(text)
    for name in UNUSED:
        described["components"]["schemas"].pop(name, None)
    for path in described["paths"].values():
        for operation in path.values():
            if "401" not in operation["responses"]:
                operation["security"] = []
    return json.dumps(described, ensure_ascii=False, separators=(",", ":"))
