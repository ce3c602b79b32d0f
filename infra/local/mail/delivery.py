"""A mail comes in: as SES, put it into the bucket, publish what happened; it is safe when this is done."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass

from infra.local.clock import MovableClock
from infra.local.mail.notification import Verdicts, new_message_id, notification, stamped
from infra.local.mail.rules import ReceiptRules
from infra.local.mail.topics import Topics
from infra.local.objects import ObjectStore

PASS = Verdicts()


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a mail: its id, and the recipients that a rule took or that none did."""

    message_id: str
    recipients: tuple[str, ...]
    rejected: tuple[str, ...]


class Receiving:
    """SES's receiving side."""

    def __init__(self, rules: ReceiptRules, objects: ObjectStore, topics: Topics, clock: MovableClock) -> None:
        self._rules = rules
        self._objects = objects
        self._topics = topics
        self._clock = clock

    def accepts(self, recipient: str) -> bool:
        """Whether some active rule takes mail for this recipient; if none does, SES answers 550 to RCPT."""
        return bool(self._rules.matching([recipient]))

    def deliver(
        self, raw: bytes, envelope_from: str, recipients: Iterable[str], verdicts: Verdicts = PASS, copies: int = 1
    ) -> Accepted:
        """Take a mail; with `copies`, tell of it more than once, as SNS and SQS may.

        1. Find the rules that apply, and who is not reached by any.
        2. Put the mail into each rule's bucket, under a fresh id of SES.
        3. Publish the notification to each rule's topic, and with that into its queues, durably.
        """
        everyone = tuple(dict.fromkeys(recipients))
        message_id, now = new_message_id(), self._clock.now()
        matches = self._rules.matching(everyone)
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
        reached = {recipient for match in matches for recipient in match.recipients}
        return Accepted(
            message_id,
            tuple(each for each in everyone if each in reached),
            tuple(each for each in everyone if each not in reached),
        )
