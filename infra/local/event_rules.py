"""EventBridge's default bus: the status changes of executions, and the rules of the template that wait for some."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid4

from infra.local.activity import Activity
from infra.local.lambdas.lambdas import Lambdas
from infra.local.names import ACCOUNT
from infra.local.services.queues import Queues
from infra.local.states.execution import Execution
from infra.local.template import Resource


class UnsupportedPattern(Exception):
    """A rule compares in a way that is not worked out here."""


class EventRules:
    """Calls the functions of the rules that an event matches; what fails for good goes to the rule's dead letters."""

    def __init__(
        self, rules: Iterable[Resource], lambdas: Lambdas, queues: Queues, region: str, activity: Activity
    ) -> None:
        self._rules = [rule.properties for rule in rules if rule.properties.get("State", "ENABLED") == "ENABLED"]
        for rule in self._rules:
            if "EventPattern" not in rule:
                raise UnsupportedPattern(f"the rule {rule.get('Name')} has no event pattern")
            _check(rule["EventPattern"])
        self._lambdas = lambdas
        self._queues = queues
        self._region = region
        self._activity = activity

    def status_changed(self, execution: Execution) -> None:
        """An execution has come to another status."""
        self.publish(status_change(execution, self._region))

    def publish(self, event: dict[str, Any]) -> None:
        """An event for whichever rules match it."""
        for rule in self._rules:
            if matches(rule["EventPattern"], event):
                for target in rule["Targets"]:
                    self._activity.submit("event rule", lambda target=target: self._call(target, event))  # type: ignore[misc]

    def _call(self, target: dict[str, Any], event: dict[str, Any]) -> None:
        attempts = int(target.get("RetryPolicy", {}).get("MaximumRetryAttempts", 185)) + 1
        # Only so often as is of use without the hours of backoff that EventBridge would put in between.
        for _ in range(min(attempts, 3)):
            if self._lambdas.invoke(target["Arn"], event).error is None:
                return
        if "DeadLetterConfig" in target:
            self._queues.find(target["DeadLetterConfig"]["Arn"]).send(json.dumps(event))


def status_change(execution: Execution, region: str) -> dict[str, Any]:
    """The event that Step Functions publishes."""
    moment = execution.stopped or execution.started
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "Step Functions Execution Status Change",
        "source": "aws.states",
        "account": ACCOUNT,
        "time": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": region,
        "resources": [execution.arn],
        "detail": {
            "executionArn": execution.arn,
            "stateMachineArn": execution.machine.arn,
            "name": execution.name,
            "status": execution.status,
            "startDate": _milliseconds(execution.started),
            "stopDate": _milliseconds(execution.stopped),
            "input": execution.input_text,
            "output": execution.output_text,
            "inputDetails": {"included": True},
            "outputDetails": {"included": True} if execution.output_text is not None else None,
            "error": execution.error,
            "cause": execution.cause,
        },
    }


def matches(pattern: dict[str, Any], event: Any) -> bool:
    """Whether an event has, for every field of a pattern, one of the values it lists."""
    for key, wanted in pattern.items():
        if not isinstance(event, dict) or key not in event:
            return False
        found = event[key]
        if isinstance(wanted, dict):
            if not matches(wanted, found):
                return False
        elif not any(value in wanted for value in (found if isinstance(found, list) else [found])):
            return False
    return True


def _check(pattern: dict[str, Any]) -> None:
    for key, wanted in pattern.items():
        if isinstance(wanted, dict):
            _check(wanted)
        elif not isinstance(wanted, list) or any(isinstance(value, dict) for value in wanted):
            raise UnsupportedPattern(f"the pattern of {key} compares other than with plain values: {wanted!r}")


def _milliseconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp() * 1000)
