"""Dispatches: Step Functions executions, started by name."""

import json

from postroom.engine.recovery import DispatchStatus
from postroom.errors import NotNow
from postroom.triggers.event import TriggerEvent, dispatch_input, dispatch_name
from postroom_adapters.aws import client

RETRY_AFTER_SECONDS = 5.0


class Dispatches:
    """The dispatch state machine."""

    def __init__(self, state_machine_arn: str) -> None:
        self._machine = state_machine_arn
        self._executions = state_machine_arn.replace(":stateMachine:", ":execution:")

    def start(self, event: TriggerEvent, number: int) -> None:
        """Start dispatch `number` of the event; a repeated start is the same start, one whose name is used is left."""
        from botocore.exceptions import ClientError

        try:
            client("stepfunctions").start_execution(
                stateMachineArn=self._machine,
                name=dispatch_name(event.id, number),
                input=json.dumps(dispatch_input(event.tenant, event.id, number), separators=(",", ":")),
            )
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code == "ExecutionAlreadyExists":
                return
            if code in ("ThrottlingException", "ExecutionLimitExceeded"):
                raise NotNow(f"Step Functions is busy: {code}", RETRY_AFTER_SECONDS) from error
            raise

    def status(self, event: TriggerEvent) -> DispatchStatus:
        """What became of the event's newest dispatch."""
        from botocore.exceptions import ClientError

        arn = f"{self._executions}:{event.dispatch_name}"
        try:
            status: DispatchStatus = client("stepfunctions").describe_execution(executionArn=arn)["status"]
        except ClientError as error:
            if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
                return "ABSENT"
            raise
        return status
