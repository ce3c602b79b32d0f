"""Dispatches: Step Functions executions, started by name."""

import json
from collections.abc import Mapping
from typing import Any

from postroom.engine.model import Execution, execution_dispatch
from postroom.engine.recovery import DispatchStatus
from postroom.errors import NotNow
from postroom.ids import EventId, ExecutionId, TenantId
from postroom.triggers.event import TriggerEvent, dispatch_input
from postroom_adapters.aws import client

RETRY_AFTER_SECONDS = 5.0
CANCELLED = "Cancelled"
"""The error that a dispatch carries which we stopped, because what it waited for was cancelled."""


class Dispatches:
    """The dispatch state machine."""

    def __init__(self, state_machine_arn: str) -> None:
        self._machine = state_machine_arn
        self._executions = state_machine_arn.replace(":stateMachine:", ":execution:")

    def start(self, event: TriggerEvent, number: int) -> None:
        """Start dispatch `number` of the event; a repeated start is the same start, one whose name is used is left."""
        self.start_event(event.tenant, event.id, number)

    def start_event(self, tenant: TenantId, event: EventId, number: int) -> None:
        """The same, by the event's id."""
        self._start(dispatch_input(tenant, event, number))

    def start_execution(self, tenant: TenantId, event: EventId, execution: ExecutionId, number: int) -> None:
        """As `start`, for an execution that goes on in a dispatch of its own."""
        self._start(execution_dispatch(tenant, event, execution, number))

    def stop(self, name: str) -> None:
        """Stop the dispatch of this name; one that is not there, or has ended, is left."""
        from botocore.exceptions import ClientError

        try:
            client("stepfunctions").stop_execution(executionArn=f"{self._executions}:{name}", error=CANCELLED)
        except ClientError as error:
            if error.response["Error"]["Code"] != "ExecutionDoesNotExist":
                raise

    def status(self, head: TriggerEvent | Execution) -> DispatchStatus:
        """What became of the newest dispatch."""
        from botocore.exceptions import ClientError

        arn = f"{self._executions}:{head.dispatch_name}"
        try:
            status: DispatchStatus = client("stepfunctions").describe_execution(executionArn=arn)["status"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                return "ABSENT"
            raise
        return status

    def _start(self, given: Mapping[str, Any]) -> None:
        from botocore.exceptions import ClientError

        try:
            client("stepfunctions").start_execution(
                stateMachineArn=self._machine,
                name=given["dispatch"],
                input=json.dumps(given, separators=(",", ":")),
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ExecutionAlreadyExists":
                return
            if code in ("ThrottlingException", "ExecutionLimitExceeded"):
                raise NotNow(f"Step Functions is busy: {code}", RETRY_AFTER_SECONDS) from error
            raise
