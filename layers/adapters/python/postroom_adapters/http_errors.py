"""Errors as HTTP answers: RFC 9457's application/problem+json. The one file that knows which status an error is."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)

from postroom.errors import (
    Conflict,
    NotFound,
    NotNow,
    Outdated,
    PostroomError,
    Problem,
    Refused,
    UnknownOutcome,
)
from postroom.models import faults, worded
from postroom.plain import to_json
from postroom_adapters.observability import crashed

CONTENT_TYPE = "application/problem+json"
STATUS: tuple[tuple[type[PostroomError], HTTPStatus], ...] = (
    (NotFound, HTTPStatus.NOT_FOUND),
    (Outdated, HTTPStatus.PRECONDITION_FAILED),
    (Conflict, HTTPStatus.CONFLICT),
    (Refused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotNow, HTTPStatus.SERVICE_UNAVAILABLE),
    (UnknownOutcome, HTTPStatus.BAD_GATEWAY),
)
"""The first class that an error is one of; whatever is none of them is our fault, and 500."""

NOT_JSON = "json_invalid"
"""The type of the one validation error that says the body is not JSON at all."""


@dataclass(frozen=True, slots=True)
class Told:
    """What the client is told."""

    status: HTTPStatus
    code: str
    detail: str
    problems: tuple[Problem, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


class NoSuchMethod(NotFoundError):
    """The path is a route's, the method is not."""

    def __init__(self, methods: Sequence[str]) -> None:
        super().__init__()
        self.methods = tuple(methods)


def problem_response(error: Exception, ids: Mapping[str, Any]) -> Response[Any]:
    """The answer to a request that failed; an error nobody expected is recorded under the request's `ids`."""
    told = _told(error)
    if told is None:
        crashed("request_crashed", error, **ids)
        told = Told(
            HTTPStatus.INTERNAL_SERVER_ERROR, "broken", "This is our fault; it is recorded under the request's id."
        )
    body = {
        "type": "about:blank",
        "title": told.status.phrase,
        "status": told.status.value,
        "detail": told.detail,
        "code": told.code,
        "problems": [{"path": problem.path, "reason": problem.reason} for problem in told.problems],
        "request_id": ids.get("request_id"),
    }
    return Response(told.status.value, CONTENT_TYPE, to_json(body), dict(told.headers))


def _told(error: Exception) -> Told | None:
    """None for what is our fault: its message is for the log."""
    match error:
        case NoSuchMethod(methods=methods):
            allowed = ", ".join(methods)
            detail = f"This route takes {allowed}."
            return Told(HTTPStatus.METHOD_NOT_ALLOWED, Refused.code, detail, headers={"Allow": allowed})
        case NotFoundError():
            return Told(HTTPStatus.NOT_FOUND, NotFound.code, "There is no such route.")
        case RequestUnsupportedContentType():
            return Told(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, Refused.code, "A body is JSON, of type application/json.")
        case RequestValidationError():
            return _invalid(error.errors())
        case PostroomError():
            status = next((status for kind, status in STATUS if isinstance(error, kind)), None)
            problems = error.problems if isinstance(error, Refused) else ()
            headers = {"Retry-After": str(math.ceil(error.retry_after))} if isinstance(error, NotNow) else {}
            return Told(status, error.code, str(error), problems, headers) if status else None
    return None


def _invalid(errors: Sequence[Mapping[str, Any]]) -> Told | None:
    """What validation found wrong with a request; None if it was our answer that was wrong."""
    places = {error["loc"][0] for error in errors}
    if "response" in places:
        return None
    if "path" in places:
        return Told(HTTPStatus.NOT_FOUND, NotFound.code, "There is nothing of this id.")
    if any(error["type"] == NOT_JSON for error in errors):
        return Told(HTTPStatus.BAD_REQUEST, Refused.code, f"The body is not JSON: {errors[0]['msg']}.")
    problems = tuple(Problem(".".join(map(str, error["loc"][1:])) or "body", worded(error)) for error in faults(errors))
    detail = f"{len(problems)} fields are wrong." if len(problems) > 1 else "A field is wrong."
    return Told(HTTPStatus.UNPROCESSABLE_ENTITY, Refused.code, detail, problems)
