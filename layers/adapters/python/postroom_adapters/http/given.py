"""What routes are given besides their parameters: whose request it is, and where things are kept."""

from collections.abc import Sequence
from typing import Annotated

from aws_lambda_powertools.event_handler import Request
from aws_lambda_powertools.event_handler.depends import Depends

from postroom.errors import Broken, Problem, Refused
from postroom.ids import TenantId, WorkflowId
from postroom_adapters.http.stores import Stores

STORES = "stores"
"""The name the stores have in the resolver's context."""


def tenant_of(request: Request) -> TenantId:
    """The tenant that the authorizer found for the token; nothing else in a request says whose it is."""
    return TenantId(_authorized(request, "tenant"))


def asked_by(request: Request) -> str:
    """The name of the token, as the authorizer found it: who is kept as having asked."""
    return _authorized(request, "token")


def _authorized(request: Request, name: str) -> str:
    authorizer = request.resolved_event["requestContext"].get("authorizer") or {}
    value: str | None = (authorizer.get("lambda") or {}).get(name)
    if not value:
        raise Broken("a route that shows a tenant's data was called without an authorizer")
    return value


def stores_of(request: Request) -> Stores:
    """The stores that the resolver was made with."""
    stores: Stores = request.context[STORES]
    return stores


def check_known(kept: Stores, tenant: TenantId, workflow_ids: Sequence[WorkflowId]) -> None:
    """Raise Refused naming each that is not there."""
    known = {head.id for head in kept.workflows.heads_of(tenant, workflow_ids)}
    problems = [
        Problem(f"workflow_ids.{number}", f"there is no workflow {one}")
        for number, one in enumerate(workflow_ids)
        if one not in known
    ]
    if problems:
        raise Refused("workflows are named that are not there", *problems)


Tenant = Annotated[TenantId, Depends(tenant_of)]
AskedBy = Annotated[str, Depends(asked_by)]
Kept = Annotated[Stores, Depends(stores_of)]
