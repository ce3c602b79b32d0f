"""The API put together: its parts by what their paths begin with, each with the routes that answer there.

A cold start pays for the part that was called: routes bring models along, and all of them are several times one part.
"""

import threading
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Router

from postroom_adapters.http.resolver import Resolver
from postroom_adapters.http.stores import Stores

PREFIX = "/api/v1/"
PARTS: dict[str, str] = {
    "categories": "categories",
    "contacts": "records",
    "emails": "emails",
    "emails/*/decision": "decisions",
    "emails/*/discard": "held",
    "emails/*/execute-workflows": "runs",
    "emails/*/match": "decisions",
    "emails/*/release": "held",
    "emails/*/reprocess": "runs",
    "emails/statistics": "statistics",
    "manual-events": "runs",
    "tickets": "records",
    "time-entries": "records",
    "workflow-actions": "actions",
    "workflow-executions": "executions",
    "workflow-executions/*/rerun": "reruns",
    "workflows": "workflows",
    "workflows/*/pause": "pausing",
    "workflows/*/resume": "pausing",
    "workflows/*/statistics": "statistics",
    "workflows/stats": "statistics",
}
"""What a path begins with → its file of `routes`; the longest counts, and every other path is the service's own."""
SERVICE = "service"


class Api:
    """The API over the stores."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        self._resolvers: dict[tuple[str, ...], Resolver] = {}
        self._making = threading.RLock()

    def resolve(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        """The answer to a request, as API Gateway takes it."""
        return self._resolver((part_of(event["rawPath"]),)).resolve(event, context)

    def _resolver(self, files: tuple[str, ...]) -> Resolver:
        with self._making:
            if files not in self._resolvers:
                made = self._resolvers[files] = Resolver(self._stores, self._document)
                for router in map(router_of, files):
                    made.include_router(router)
            return self._resolvers[files]

    def _document(self) -> str:
        # Few requests are for the description, which needs every part.
        from postroom_adapters.http.openapi import document

        return document(self._resolver(every_file()))


def every_file() -> tuple[str, ...]:
    """Every file of routes once, the service's own first."""
    return tuple(dict.fromkeys((SERVICE, *PARTS.values())))


def router_of(name: str) -> Router:
    """The routes of a file."""
    router: Router = import_module(f"postroom_adapters.http.routes.{name}").router
    return router


def part_of(path: str) -> str:
    """The file of routes that answers a path, or knows that nobody does."""
    if not path.startswith(PREFIX):
        return SERVICE
    first, second, third, *_ = (*path.removeprefix(PREFIX).split("/"), "", "")
    keys = (f"{first}/*/{third}", f"{first}/{second}", first)
    return next((PARTS[key] for key in keys if key in PARTS), SERVICE)
