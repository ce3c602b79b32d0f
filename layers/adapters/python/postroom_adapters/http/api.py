"""The API put together: a resolver with every route."""

from postroom_adapters.http.given import Stores
from postroom_adapters.http.openapi import document
from postroom_adapters.http.resolver import Resolver
from postroom_adapters.http.routes import (
    actions,
    categories,
    decisions,
    emails,
    executions,
    held,
    pausing,
    records,
    reruns,
    runs,
    service,
    statistics,
    workflows,
)

ROUTERS = (
    service.router,
    workflows.router,
    pausing.router,
    statistics.router,
    actions.router,
    categories.router,
    emails.router,
    decisions.router,
    runs.router,
    held.router,
    executions.router,
    reruns.router,
    records.router,
)


def make_api(stores: Stores) -> Resolver:
    """The API over the stores."""
    api = Resolver(stores, document)
    for router in ROUTERS:
        api.include_router(router)
    return api
