"""What a request must be before a route sees it: known query parameters, a JSON body, and values of the right types."""

import json
from itertools import islice
from typing import Any, cast

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.middlewares.openapi_validation import OpenAPIRequestValidationMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
)

from postroom import limits
from postroom.storable import unstorable
from postroom_adapters.http_errors import NOT_JSON

JSON_TYPES = frozenset({"", "application/json", "application/merge-patch+json"})
"""A body without a type is taken for what it must be anyway."""
PROBLEMS_TOLD = 100


class RequestValidation(OpenAPIRequestValidationMiddleware):
    """Powertools' validation, and what it leaves out; everything wrong is named at once."""

    def handler(self, app: Any, next_middleware: Any) -> Response[Any]:
        """Go on only with a request that is right as a whole."""
        if app.context["_route"] not in (*app._static_routes, *app._dynamic_routes):
            # What comes next says that there is no such route, or not with this method.
            return cast(Response[Any], next_middleware(app))
        unknown = [*_unknown_query_parameters(app), *_body_nobody_takes(app)]
        if not unknown:
            return super().handler(app, next_middleware)
        try:
            super().handler(app, cast(NextMiddleware, _nothing))
        except RequestValidationError as error:
            unknown += error.errors()
        raise RequestValidationError(unknown)

    def _get_body(self, app: Any) -> Any:
        event = app.current_event
        if not event.body:
            return None
        if event.headers.get("content-type", "").partition(";")[0].strip().lower() not in JSON_TYPES:
            raise RequestUnsupportedContentType("not JSON", errors=[])
        try:
            body = json.loads(event.decoded_body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError) as error:
            # ValueError is also what undecodable base64 and UTF-8 raise.
            reason = str(error) if isinstance(error, json.JSONDecodeError) else "it cannot be read"
            raise RequestValidationError([{"type": NOT_JSON, "loc": ("body",), "msg": reason}]) from error
        if isinstance(body, list):
            # No route takes one, and Powertools would take a list of one for what is in it.
            raise RequestValidationError([{"type": "no_object", "loc": ("body",), "msg": "a body is an object"}])
        if wrong := list(islice(unstorable(body, limits.BODY_DEPTH), PROBLEMS_TOLD)):
            raise RequestValidationError(
                [{"type": "unstorable", "loc": ("body", *path), "msg": reason} for path, reason in wrong]
            )
        return body


def _nothing(app: Any) -> Response[Any]:  # noqa: ARG001 - stands where a route would
    return Response(204)


def _unknown_query_parameters(app: Any) -> list[dict[str, Any]]:
    known = {field.alias for field in app.context["_route"].dependant.query_params}
    given = app.current_event.resolved_query_string_parameters
    msg = f"there is no such parameter; known are {', '.join(sorted(known))}" if known else "there are no parameters"
    return [{"type": "unknown_parameter", "loc": ("query", name), "msg": msg} for name in given if name not in known]


def _body_nobody_takes(app: Any) -> list[dict[str, Any]]:
    """A body where none is taken; many clients send an empty object with every POST, which says nothing."""
    if app.context["_route"].dependant.body_params or "".join((app.current_event.body or "").split()) in ("", "{}"):
        return []
    return [{"type": "unknown_body", "loc": ("body",), "msg": "this request takes none"}]


def _refuse_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
