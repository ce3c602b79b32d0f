"""Performing CallConnection: the tenant's secret from the parameter store, the call, its answer read."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import ValidationError

from postroom.connections.base import Connection, HttpRequest, HttpResponse
from postroom.connections.catalogue import connection_named
from postroom.effects import CallConnection
from postroom.errors import Broken, Refused
from postroom.ids import TenantId
from postroom.models import Model
from postroom_adapters.aws import client
from postroom_adapters.workflows_table import WorkflowsTable

KEPT_SECONDS = 300
"""How long a secret is kept, so that a changed one is taken up within five minutes."""


class ConnectionCalls:
    """Calls through the connections of tenants; secrets are in Parameter Store, read at most every five minutes."""

    def __init__(
        self,
        workflows: WorkflowsTable,
        clock: Callable[[], datetime],
        send: Callable[[HttpRequest], HttpResponse],
    ) -> None:
        self._workflows = workflows
        self._clock = clock
        self._send = send
        self._kept: dict[tuple[TenantId, str], tuple[datetime, Connection, Model]] = {}

    def perform(self, tenant: TenantId, effect: CallConnection) -> Mapping[str, Any]:
        """The call's result. Raises Refused, NotNow, UnknownOutcome or Broken."""
        connection, secret = self._opened(tenant, effect.connection)
        return connection.read(effect.request, self._send(connection.build(secret, effect.request)))

    def _opened(self, tenant: TenantId, name: str) -> tuple[Connection, Model]:
        now = self._clock()
        if (kept := self._kept.get((tenant, name))) and now < kept[0] + timedelta(seconds=KEPT_SECONDS):
            return kept[1], kept[2]
        stored = self._workflows.connection(tenant, name)
        connection = connection_named(stored.kind)
        secret = _parse(stored.parameter, _parameter(stored.parameter), connection.secret)
        self._kept[tenant, name] = (now, connection, secret)
        return connection, secret


def _parameter(name: str) -> str:
    from botocore.exceptions import ClientError

    try:
        value: str = client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            raise Refused(f"the connection is not set up: there is no parameter {name}") from error
        raise
    return value


def _parse(name: str, text: str, model: type[Model]) -> Model:
    try:
        return model.model_validate(json.loads(text))
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, one["loc"])) for one in error.errors(include_input=False))
        raise Broken(f"the parameter {name} is not valid: {fields}") from None
    except json.JSONDecodeError:
        raise Broken(f"the parameter {name} is not JSON") from None
