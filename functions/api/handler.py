"""api: answers the HTTP API; its routes are in `postroom_adapters.http`."""

from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom_adapters.asking import Asking
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.http.api import make_api
from postroom_adapters.http.given import Stores
from postroom_adapters.http.resolver import Resolver
from postroom_adapters.idempotency import IdempotencyKeys
from postroom_adapters.mail_bucket import MailBucket
from postroom_adapters.reading.emails import EmailReader
from postroom_adapters.reading.executions import ExecutionReader
from postroom_adapters.records_table import RecordsTable
from postroom_adapters.settings import read_settings
from postroom_adapters.workflows_table import WorkflowsTable


class Settings(BaseModel):
    """What this function is configured with."""

    dispatch_state_machine_arn: str
    email_workflows_enabled: bool = True
    executions_table: str
    mail_bucket: str
    records_table: str
    stage: str
    workflows_table: str


@cache
def build() -> Resolver:
    settings = read_settings(Settings)
    return make_api(
        Stores(
            workflows=WorkflowsTable(settings.workflows_table),
            emails=EmailReader(settings.executions_table),
            executions=ExecutionReader(settings.executions_table),
            records=RecordsTable(settings.records_table),
            asking=Asking(settings.executions_table, Dispatches(settings.dispatch_state_machine_arn)),
            bucket=MailBucket(settings.mail_bucket),
            idempotency=IdempotencyKeys(settings.executions_table),
            stage=settings.stage,
            workflows_enabled=settings.email_workflows_enabled,
        )
    )


def lambda_handler(event: dict[str, Any], context: object) -> dict[str, Any]:
    """A request of an HTTP API, payload format 2.0."""
    return build().resolve(event, context)
