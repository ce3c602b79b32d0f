"""A mail comes in: as SES, put it into the bucket, publish what happened; it is safe when this is done."""

from __future__ import annotations

import json
from collections.abc import Iterable

from infra.local.clock import MovableClock
from infra.local.mail.notification import Verdicts, new_message_id, notification, stamped
from infra.local.mail.rules import ReceiptRules
from infra.local.mail.topics import Topics
from infra.local.objects import ObjectStore

PASS = Verdicts()


class NobodyReceives(Exception):
    """No active rule takes mail for any of these recipients; SES would have refused them at RCPT."""


class Receiving:
    """SES's receiving side."""

    def __init__(self, rules: ReceiptRules, objects: ObjectStore, topics: Topics, clock: MovableClock) -> None:
        self._rules = rules
        self._objects = objects
        self._topics = topics
        self._clock = clock

    def receives(self, address: str) -> bool:
        """Whether some active rule takes mail for this address; if none does, SES answers 550 to RCPT."""
        return bool(self._rules.matching([address]))

    def deliver(
        self, raw: bytes, envelope_from: str, recipients: Iterable[str], verdicts: Verdicts = PASS, copies: int = 1
    ) -> str:
        """Take a mail, and give its id; with `copies`, tell of it more than once, as SNS and SQS may.

        1. Find the rules that apply, and the recipients that each takes.
        2. Put the mail into each rule's bucket, under a fresh id of SES.
        3. Publish the notification to each rule's topic, and with that into its queues, durably.
        """
        everyone = tuple(recipients)
        message_id, now = new_message_id(), self._clock.now()
        matches = self._rules.matching(everyone)
        if not matches:
            raise NobodyReceives(", ".join(everyone))
        for match in matches:
            for action in match.rule["Actions"]:
                if (put := action.get("S3Action")) is None:
                    continue
                prefix = put.get("ObjectKeyPrefix", "")
                key = f"{prefix}{message_id}"
                stored = stamped(raw, message_id, envelope_from, match.recipients, verdicts, now)
                self._objects.put(put["BucketName"], key, stored, now)
                told = {"topicArn": put["TopicArn"], "bucketName": put["BucketName"]}
                told |= {"objectKeyPrefix": prefix, "objectKey": key}
                message = notification(stored, message_id, envelope_from, match.recipients, verdicts, now, told)
                for _ in range(copies):
                    self._topics.publish(put["TopicArn"], json.dumps(message, ensure_ascii=False))
        return message_id
