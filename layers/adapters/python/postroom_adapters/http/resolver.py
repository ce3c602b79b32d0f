"""Powertools' resolver, fit to answer several requests at once and to answer errors as problems.

Powertools keeps the current request on a class, which is right on Lambda, where a process has one at a time. The
local stack has many: each request gets a shallow copy of the resolver with an event and a context of its own.
"""

import json
import threading
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property, partial
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver
from aws_lambda_powertools.event_handler.api_gateway import Route
from aws_lambda_powertools.event_handler.exception_handling import ExceptionHandlerManager
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.utilities.data_classes import APIGatewayProxyEventV2

from postroom_adapters.http.given import STORES
from postroom_adapters.http.requests import RequestValidation
from postroom_adapters.http.stores import Stores
from postroom_adapters.http_errors import NoSuchMethod, problem_response

DOCUMENT = "document"
"""The name that the description of the API has in the context: a function that makes it."""


class Resolver(APIGatewayHttpResolver):
    """The routes over the stores."""

    def __init__(self, stores: Stores, document: Callable[[], str]) -> None:
        super().__init__(
            enable_validation=True, serializer=partial(json.dumps, separators=(",", ":"), ensure_ascii=False)
        )
        self._request_validation_middleware = RequestValidation()  # type: ignore[no-untyped-call]
        self._preparing = threading.Lock()
        self._stores = stores
        self._document = document

    @cached_property
    def document(self) -> str:
        """The description of the API, made when it is first asked for."""
        return self._document()

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """The answer to a request, as API Gateway takes it."""
        one = copy(self)
        one.current_event = APIGatewayProxyEventV2(dict(event))
        one.context = {STORES: self._stores, DOCUMENT: lambda: self.document}
        one.processed_stack_frames = []
        one.exception_handler_manager = ExceptionHandlerManager()  # type: ignore[no-untyped-call]
        tell = partial(problem_response, ids=_ids(event))
        one.exception_handler(Exception)(tell)
        one.exception_handler(NotFoundError)(lambda error: tell(one._no_route(error)))
        return super(Resolver, one).resolve(event, context)

    def _no_route(self, error: Exception) -> Exception:
        """What is missing: the route, or only the method of one that is there."""
        path = self._remove_prefix(self.current_event.path)
        methods = self._methods(self._static_routes, path) or self._methods(self._dynamic_routes, path)
        return NoSuchMethod(sorted(methods)) if methods else error

    @staticmethod
    def _methods(routes: Iterable[Route], path: str) -> set[str]:
        return {route.method for route in routes if route.rule.match(path)}

    def _call_route(self, route: Route, route_arguments: dict[str, str]) -> Any:
        path = self._remove_prefix(self.current_event.path)
        if route in self._dynamic_routes and self._methods(self._static_routes, path):
            # What a path with an id in it would take must not answer at a path of its own, such as `…/try`.
            return self._handle_not_found(method=route.method, path=path)
        with self._preparing:
            # Two first requests at once would build a route's middleware twice, one around the other.
            if not route._middleware_stack_built:
                route.dependant  # noqa: B018 - made on first use, and kept
                route._build_middleware_stack(router_middlewares=self._router_middlewares, app=self)
        return super()._call_route(route, route_arguments)


def _ids(event: Mapping[str, Any]) -> dict[str, Any]:
    """The correlation ids of a request."""
    given = event["requestContext"]
    tenant = ((given.get("authorizer") or {}).get("lambda") or {}).get("tenant")
    return {"request_id": given.get("requestId"), "tenant": tenant, "route": given.get("routeKey")}
