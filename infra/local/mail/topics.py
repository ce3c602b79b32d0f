"""SNS as far as mail needs it: what is published to a topic goes to the queues that subscribe to it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from infra.local.clock import MovableClock
from infra.local.services.queues import Queues
from infra.local.template import Resource

MESSAGE_BYTES = 256 * 1024
_KNOWN = {"Endpoint", "Protocol", "RawMessageDelivery", "TopicArn", "RedrivePolicy", "Region"}


class UnsupportedSubscription(Exception):
    """A subscription wants something that this machine cannot."""


class Topics:
    """The template's subscriptions; those of people (e-mail) are not delivered from here."""

    def __init__(self, subscriptions: Iterable[Resource], queues: Queues, clock: MovableClock) -> None:
        self._queues = queues
        self._clock = clock
        self._subscriptions: list[dict[str, Any]] = []
        for resource in subscriptions:
            properties = resource.properties
            if properties["Protocol"] == "email":
                continue
            if properties["Protocol"] != "sqs" or (unknown := set(properties) - _KNOWN):
                what = ", ".join(sorted(unknown)) if properties["Protocol"] == "sqs" else properties["Protocol"]
                raise UnsupportedSubscription(f"{resource.logical_id}: the local stack does not know {what}")
            self._subscriptions.append(properties)

    def publish(self, topic_arn: str, message: str) -> None:
        """Hand a message to every queue that subscribes; each has it, durably, when this returns."""
        if len(message.encode()) > MESSAGE_BYTES:
            raise ValueError(f"a message of {len(message.encode())} bytes is more than SNS takes")
        for subscription in self._subscriptions:
            if subscription["TopicArn"] == topic_arn:
                raw = subscription.get("RawMessageDelivery") in (True, "true")
                body = message if raw else self._wrapped(topic_arn, message)
                self._queues.find(subscription["Endpoint"]).send(body)

    def _wrapped(self, topic_arn: str, message: str) -> str:
        return json.dumps(
            {
                "Type": "Notification",
                "MessageId": str(uuid4()),
                "TopicArn": topic_arn,
                "Message": message,
                "Timestamp": self._clock.now().isoformat(),
            }
        )
