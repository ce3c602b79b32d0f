"""SQS: the template's queues behind its API, with one journal for all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from infra.local.clock import MovableClock
from infra.local.journal import Journal
from infra.local.service_errors import ServiceError, unknown_operation
from infra.local.services.queue import MESSAGE_BYTES, Message, Queue
from infra.local.template import Resource

Params = dict[str, Any]


class Queues:
    """Every queue, by name, URL or ARN."""

    operations = None
    """All of SQS ends here."""

    def __init__(self, resources: Iterable[Resource], path: Path, clock: MovableClock) -> None:
        self._journal = Journal(path)
        self._queues = {queue.name: queue for queue in (Queue(each, self._journal, clock) for each in resources)}
        for record in self._journal.replay():
            # A queue that the template no longer has takes its messages with it, as deleting it would.
            if record["queue"] in self._queues:
                self._queues[record["queue"]].restore(record)
        self._journal.rewrite(record for queue in self for record in queue.snapshot())
        for queue in self:
            if queue.dead_letter_arn:
                queue.bury = self._grave(queue.dead_letter_arn)

    def __iter__(self) -> Iterator[Queue]:
        return iter(self._queues.values())

    def find(self, identifier: str) -> Queue:
        """A queue by its name, URL or ARN."""
        queue = self._queues.get(identifier.rsplit("/", 1)[-1].rsplit(":", 1)[-1])
        if queue is None:
            code = "AWS.SimpleQueueService.NonExistentQueue"
            raise ServiceError(code, f"The specified queue does not exist: {identifier}")
        return queue

    def close(self) -> None:
        """Write nothing more."""
        self._journal.close()

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """What functions and people who look inside ask of SQS."""
        if operation == "ListQueues":
            return {"QueueUrls": [queue.url for queue in self]}
        if operation == "GetQueueUrl":
            return {"QueueUrl": self.find(params["QueueName"]).url}
        queue = self.find(params["QueueUrl"])
        match operation:
            case "SendMessage":
                return _send(queue, params)
            case "SendMessageBatch":
                return {"Successful": [{"Id": e["Id"], **_send(queue, e)} for e in params["Entries"]], "Failed": []}
            case "ReceiveMessage":
                limit = int(params.get("MaxNumberOfMessages", 1))
                taken = queue.receive(limit, params.get("VisibilityTimeout"))
                return {"Messages": [_received(message) for message in taken]} if taken else {}
            case "DeleteMessage":
                queue.delete(params["ReceiptHandle"])
                return {}
            case "DeleteMessageBatch":
                for entry in params["Entries"]:
                    queue.delete(entry["ReceiptHandle"])
                return {"Successful": [{"Id": entry["Id"]} for entry in params["Entries"]], "Failed": []}
            case "ChangeMessageVisibility":
                queue.hide(params["ReceiptHandle"], params["VisibilityTimeout"])
                return {}
            case "PurgeQueue":
                queue.purge()
                return {}
            case "GetQueueAttributes":
                visible, hidden = queue.counts()
                attributes = {"ApproximateNumberOfMessages": visible, "ApproximateNumberOfMessagesNotVisible": hidden}
                return {"Attributes": {"QueueArn": queue.arn} | {key: str(n) for key, n in attributes.items()}}
        raise unknown_operation("sqs", operation)

    def _grave(self, arn: str) -> Any:
        def bury(message: Message) -> None:
            message.hidden_until = None
            self.find(arn).accept(message)

        return bury


def _send(queue: Queue, params: Params) -> dict[str, Any]:
    body = params["MessageBody"]
    if len(body.encode()) > MESSAGE_BYTES:
        raise ServiceError(
            "InvalidParameterValue", "One or more parameters are invalid. Reason: Message must be shorter."
        )
    identifier = queue.send(body, params.get("MessageAttributes"), params.get("DelaySeconds", 0))
    return {"MessageId": identifier, "MD5OfMessageBody": digest(body)}


def _received(message: Message) -> dict[str, Any]:
    return {
        "MessageId": message.id,
        "ReceiptHandle": message.receipt,
        "Body": message.body,
        "MD5OfBody": digest(message.body),
        "Attributes": {"ApproximateReceiveCount": str(message.received)},
    }


def digest(body: str) -> str:
    """The checksum SQS gives with a body."""
    return hashlib.md5(body.encode(), usedforsecurity=False).hexdigest()
