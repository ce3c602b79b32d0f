"""An event source mapping: hands a queue's messages to its function, in batches, and takes back what failed."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import Any

from infra.local.activity import Activity
from infra.local.lambdas.lambdas import Lambdas
from infra.local.services.queue import Message, Queue
from infra.local.services.queues import digest
from infra.local.template import Resource
from infra.local.timers import Timer, Timers

DEFAULT_BATCH = 10
REDELIVERY = "redelivery"
"""The kind of timer that brings a failed message back."""

_KNOWN = {"BatchSize", "EventSourceArn", "FunctionName", "FunctionResponseTypes", "ScalingConfig", "Tags", "Enabled"}


class UnsupportedMapping(Exception):
    """A mapping wants something that this machine cannot."""


class EventSource:
    """One mapping; a worker takes what is there whenever something arrives, so nobody polls."""

    def __init__(
        self, resource: Resource, queue: Queue, lambdas: Lambdas, region: str, activity: Activity, timers: Timers
    ) -> None:
        if unknown := set(resource.properties) - _KNOWN:
            raise UnsupportedMapping(
                f"{resource.logical_id}: the local stack does not know {', '.join(sorted(unknown))}"
            )
        self._queue = queue
        self._lambdas = lambdas
        self._region = region
        self._activity = activity
        self._timers = timers
        self._function: str = resource.properties["FunctionName"]
        self._batch = int(resource.properties.get("BatchSize", DEFAULT_BATCH))
        self._reports_failures = "ReportBatchItemFailures" in resource.properties.get("FunctionResponseTypes", [])
        self._timer: Timer | None = None
        self._lock = threading.Lock()

    def start(self) -> None:
        """Take what is there, and from now on whatever arrives."""
        self._queue.arrived = self._arrived
        self._arrived()

    def stop(self) -> None:
        """Take nothing more."""
        self._queue.arrived = lambda: None

    def _arrived(self) -> None:
        self._activity.submit("queue", self._deliver)

    def _deliver(self) -> None:
        messages = self._queue.receive(self._batch)
        if messages:
            event = {"Records": [self._record(message) for message in messages]}
            outcome = self._lambdas.invoke(self._function, event)
            failed = {message.id for message in messages} if outcome.error else self._failed(messages, outcome.answer)
            for message in messages:
                if message.id not in failed:
                    self._queue.delete(message.receipt)
            if self._queue.counts()[0]:
                self._arrived()
        self._come_back()

    def _failed(self, messages: list[Message], answer: Any) -> set[str]:
        """What the function reports as failed; an answer that names something else fails the whole batch."""
        if not self._reports_failures or not answer:
            return set()
        everything = {message.id for message in messages}
        try:
            reported = {entry["itemIdentifier"] for entry in answer.get("batchItemFailures") or []}
        except (AttributeError, KeyError, TypeError):
            return everything
        return reported if reported <= everything else everything

    def _come_back(self) -> None:
        with self._lock:
            when = self._queue.next_visible()
            if when is None or self._timer is None or self._timer.cancelled or self._timer.when != when:
                self._timers.cancel(self._timer)
                self._timer = self._timers.at(when, REDELIVERY, self._arrived) if when is not None else None

    def _record(self, message: Message) -> dict[str, Any]:
        return {
            "messageId": message.id,
            "receiptHandle": message.receipt,
            "body": message.body,
            "attributes": {
                "ApproximateReceiveCount": str(message.received),
                "SentTimestamp": _milliseconds(message.sent),
                "SenderId": "AROALOCAL",
                "ApproximateFirstReceiveTimestamp": _milliseconds(message.first_received),
            },
            "messageAttributes": message.attributes,
            "md5OfBody": digest(message.body),
            "eventSource": "aws:sqs",
            "eventSourceARN": self._queue.arn,
            "awsRegion": self._region,
        }


def _milliseconds(moment: str) -> str:
    return str(int(datetime.fromisoformat(moment).timestamp() * 1000))
