"""What every file of routes begins and ends with."""

from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router


def new_router() -> Router:
    """A file's routes, to be included in the API."""
    return Router()  # type: ignore[no-untyped-call]


def json_response(body: Any, status: int = 200, **headers: str) -> Response[Any]:
    """An answer with a status or headers of its own."""
    return Response(status, "application/json", body, dict(headers))
