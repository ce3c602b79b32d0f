"""Step Functions' API over the local driver."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from infra.local.service_errors import ServiceError, unknown_operation
from infra.local.states.driver import Driver
from infra.local.states.errors import StateFailed
from infra.local.states.execution import Execution

Params = dict[str, Any]

_PAGE = 1000


class StateService:
    """What functions and people who look inside ask of Step Functions."""

    operations = None
    """All of Step Functions ends here."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """One operation."""
        driver = self._driver
        match operation:
            case "StartExecution":
                name = params.get("name") or str(uuid4())
                execution = driver.start(params["stateMachineArn"], name, params.get("input", "{}"))
                return {"executionArn": execution.arn, "startDate": execution.started}
            case "DescribeExecution":
                return described(driver.find(params["executionArn"]))
            case "StopExecution":
                stopped = driver.stop(params["executionArn"], params.get("error"), params.get("cause"))
                return {"stopDate": stopped.stopped}
            case "SendTaskSuccess":
                driver.answer_token(params["taskToken"], output=_output(params["output"]))
                return {}
            case "SendTaskFailure":
                failure = StateFailed(params.get("error", ""), params.get("cause", ""))
                driver.answer_token(params["taskToken"], failure=failure)
                return {}
            case "SendTaskHeartbeat":
                driver.heartbeat(params["taskToken"])
                return {}
            case "ListExecutions":
                return {"executions": self._listed(params)}
            case "ListStateMachines":
                return {"stateMachines": [self._machine(arn) for arn in driver.machines]}
            case "DescribeStateMachine":
                return self._described_machine(params["stateMachineArn"])
        raise unknown_operation("stepfunctions", operation)

    def _listed(self, params: Params) -> list[dict[str, Any]]:
        wanted = params.get("statusFilter")
        listed = [
            execution
            for execution in self._driver.executions()
            if execution.machine.arn == params["stateMachineArn"] and wanted in (None, execution.status)
        ]
        keys = ("executionArn", "stateMachineArn", "name", "status", "startDate", "stopDate")
        limit = int(params.get("maxResults", 0)) or _PAGE
        return [{k: v for k, v in described(each).items() if k in keys} for each in listed[:limit]]

    def _machine(self, arn: str) -> dict[str, Any]:
        machine = self._driver.machines[arn]
        created = self._driver.clock.now()
        return {"stateMachineArn": arn, "name": machine.name, "type": "STANDARD", "creationDate": created}

    def _described_machine(self, arn: str) -> dict[str, Any]:
        machine = self._driver.machines.get(arn)
        if machine is None:
            raise ServiceError("StateMachineDoesNotExist", f"State Machine Does Not Exist: '{arn}'")
        definition = json.dumps(machine.definition)
        return {**self._machine(arn), "status": "ACTIVE", "definition": definition, "roleArn": machine.role}


def described(execution: Execution) -> dict[str, Any]:
    """An execution as DescribeExecution answers it."""
    answer = {
        "executionArn": execution.arn,
        "stateMachineArn": execution.machine.arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": execution.started,
        "stopDate": execution.stopped,
        "input": execution.input_text,
        "output": execution.output_text,
        "error": execution.error,
        "cause": execution.cause,
    }
    return {key: value for key, value in answer.items() if value is not None}


def _output(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ServiceError("InvalidOutput", f"Invalid Output: '{error}'") from None
