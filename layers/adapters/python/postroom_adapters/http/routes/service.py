"""What needs no token: whether the service is up, and how its API is described."""

from typing import Any

from aws_lambda_powertools.event_handler import Request, Response

from postroom import VERSION
from postroom_adapters.http.given import Kept
from postroom_adapters.http.openapi import answers
from postroom_adapters.http.resolver import DOCUMENT
from postroom_adapters.http.routing import json_response, new_router
from postroom_adapters.http.views.about import Health

router = new_router()


@router.get(
    "/health",
    operation_id="health_at_root",
    summary="Whether the service is up",
    tags=["service"],
    responses=answers("It is.", guarded=False),
)
@router.get(
    "/api/v1/health",
    operation_id="health",
    summary="Whether the service is up",
    tags=["service"],
    responses=answers("It is.", guarded=False),
)
def health(kept: Kept) -> Health:
    """Touches no data."""
    return Health(version=VERSION, stage=kept.stage)


@router.get(
    "/api/v1/openapi.json",
    operation_id="openapi",
    summary="This description",
    tags=["service"],
    responses=answers("OpenAPI 3.1.", guarded=False),
)
def openapi(request: Request) -> Response[Any]:
    """The same for everybody."""
    return json_response(request.context[DOCUMENT]())
