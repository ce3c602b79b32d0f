"""bootstrap_tenant: the default tenant, its token and the shipped workflows, when the stack is deployed."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom_adapters.bootstrapping import (
    Installation,
    seed_connections,
    seed_tenant,
    seed_token,
    seed_workflows,
)
from postroom_adapters.clock import utc_now
from postroom_adapters.custom_resource import Context, Event, respond
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.settings import read_settings
from postroom_adapters.workflows_table import WorkflowsTable


class Settings(BaseModel):
    """What this function is configured with."""

    directory_table: str
    workflows_table: str


@cache
def build() -> tuple[DirectoryTable, WorkflowsTable]:
    settings = read_settings(Settings)
    return DirectoryTable(settings.directory_table), WorkflowsTable(settings.workflows_table)


def handle(request: Event) -> dict[str, Any]:
    """Write what is not there yet; data of a deleted stack stays, as the tables' removal policy says."""
    directory, workflows = build()
    installation = Installation.model_validate(request["ResourceProperties"])
    if request["RequestType"] != "Delete":
        now = utc_now()
        tenant = seed_tenant(directory, installation, now)
        seed_token(directory, installation, now)
        seed_connections(workflows, installation, now)
        seed_workflows(workflows, tenant.id, now)
    return {"PhysicalResourceId": f"tenant-{installation.tenant_id}"}


def lambda_handler(event: dict[str, Any], context: Context) -> dict[str, Any]:
    """CloudFormation's request, answered to its address."""
    return respond(event, context, handle)
