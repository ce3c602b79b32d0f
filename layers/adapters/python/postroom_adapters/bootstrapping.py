"""What an installation begins with: its default tenant, that tenant's token, connection and shipped workflows."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from postroom.access.tenants import Tenant
from postroom.access.tokens import Token, token_hash
from postroom.connections.catalogue import CONNECTIONS
from postroom.connections.stored import StoredConnection
from postroom.errors import NotFound
from postroom.ids import WORKFLOW, TenantId, WorkflowId, derived_id
from postroom.mail.budgets import MailBudgets
from postroom.workflows.shipped import shipped_definitions
from postroom.workflows.stored import WorkflowHead
from postroom_adapters.aws import client
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.workflows_table import WorkflowsTable


def _list(value: object) -> object:
    """CloudFormation hands lists over as lists and everything else as text."""
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


class Installation(BaseModel):
    """The custom resource's properties."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    tenant_id: TenantId = Field(alias="TenantId")
    tenant_name: str = Field(alias="TenantName")
    domains: Annotated[tuple[str, ...], BeforeValidator(_list)] = Field(alias="Domains")
    admin_address: str = Field(default="", alias="AdminAddress")
    sending_address: str = Field(default="", alias="SendingAddress")
    time_zone: str = Field(default="UTC", alias="TimeZone")
    token_secret_arn: str = Field(alias="TokenSecretArn")
    connections_prefix: str = Field(alias="ConnectionsPrefix")
    mail_budgets: MailBudgets | None = Field(default=None, alias="MailBudgets")


def seed_tenant(directory: DirectoryTable, installation: Installation, now: datetime) -> Tenant:
    """The tenant as the settings say; its date of creation stays."""
    owned: tuple[str, ...] = ()
    try:
        stored = directory.tenant(installation.tenant_id)
        created_at, mail_budgets, owned = stored.created_at, stored.mail_budgets, stored.domains
    except NotFound:
        created_at, mail_budgets = now, MailBudgets()
    tenant = Tenant(
        id=installation.tenant_id,
        name=installation.tenant_name,
        domains=installation.domains,
        admin_address=installation.admin_address,
        sending_address=installation.sending_address,
        time_zone=installation.time_zone,
        mail_budgets=installation.mail_budgets or mail_budgets,
        created_at=created_at,
    )
    # Before the tenant is saved: afterwards nothing tells which domains a deployment that died still owes.
    kept = {domain.lower() for domain in tenant.domains}
    directory.release_domains(tenant.id, [domain for domain in owned if domain.lower() not in kept])
    directory.save_tenant(tenant)
    return tenant


def seed_token(directory: DirectoryTable, installation: Installation, now: datetime) -> None:
    """The token that was generated with the stack, by its hash."""
    secret = client("secretsmanager").get_secret_value(SecretId=installation.token_secret_arn)["SecretString"]
    token = Token(tenant=installation.tenant_id, name="installation", created_at=now)
    directory.save_token(token_hash(secret), token)


def seed_connections(workflows: WorkflowsTable, installation: Installation, now: datetime) -> None:
    """One connection of each kind, its secret to be put into the parameter by the operator."""
    for kind in CONNECTIONS:
        parameter = f"{installation.connections_prefix}/{installation.tenant_id}/{kind}"
        connection = StoredConnection(name=kind, kind=kind, parameter=parameter, created_at=now)
        workflows.save_connection(installation.tenant_id, connection)


def seed_workflows(workflows: WorkflowsTable, tenant: TenantId, now: datetime) -> int:
    """The shipped workflows, disabled, if the tenant never had any: what people deleted stays deleted.

    All at once, since afterwards nothing tells which of them a deployment that died still owes. Answers how many
    were written.
    """
    if workflows.rules_number(tenant):
        return 0
    shipped = []
    for name, definition in shipped_definitions().items():
        workflow_id = WorkflowId(derived_id(WORKFLOW, now, f"{tenant}/shipped/{name}"))
        shipped.append((WorkflowHead.of(workflow_id, definition, now, shipped=True), definition))
    return len(shipped) if workflows.add_first(tenant, shipped, now) else 0
