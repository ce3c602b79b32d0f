"""One SQS queue: durable, at least once, with a visibility timeout by the movable clock and a dead-letter queue."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from infra.local.clock import MovableClock
from infra.local.journal import Journal
from infra.local.template import Resource

DEFAULT_VISIBILITY_SECONDS = 30
MESSAGE_BYTES = 1024 * 1024
"""SQS's limit on one message."""


@dataclass(slots=True)
class Message:
    """One message, and what has happened to it so far."""

    id: str
    body: str
    sent: str
    attributes: dict[str, Any] = field(default_factory=dict)
    received: int = 0
    first_received: str = ""
    hidden_until: datetime | None = None
    receipt: str = ""


class Queue:
    """A queue of the template; each change is in the journal before it counts."""

    def __init__(self, resource: Resource, journal: Journal, clock: MovableClock) -> None:
        self.name = resource.identity.attributes["QueueName"]
        self.url = resource.ref
        self.arn = resource.arn
        self.visibility = int(resource.properties.get("VisibilityTimeout", DEFAULT_VISIBILITY_SECONDS))
        redrive = resource.properties.get("RedrivePolicy", {})
        self.dead_letter_arn: str | None = redrive.get("deadLetterTargetArn")
        self._max_receives = int(redrive.get("maxReceiveCount", 0))
        self._journal = journal
        self._clock = clock
        self._lock = threading.Lock()
        self._messages: dict[str, Message] = {}
        self.bury: Callable[[Message], None] = lambda _: None
        """Takes a message that was received too often, for the dead-letter queue."""
        self.arrived: Callable[[], None] = lambda: None
        """Called when there may be something to receive."""

    def restore(self, record: dict[str, Any]) -> None:
        """Take one record of the journal; what was in somebody's hands is free again: nobody is left to hold it."""
        match record["op"]:
            case "send":
                self._messages[record["id"]] = Message(**record["message"])
            case "receive":
                self._messages[record["id"]].received = record["received"]
                self._messages[record["id"]].first_received = record["first"]
            case "delete":
                self._messages.pop(record["id"], None)

    def snapshot(self) -> list[dict[str, Any]]:
        """The records that make up what is in the queue now."""
        return [self._sent(message) for message in self._messages.values()]

    def send(self, body: str, attributes: dict[str, Any] | None = None, delay: float = 0) -> str:
        """Add a message; it will not be lost once its id is returned."""
        now = self._clock.now()
        hidden_until = now + timedelta(seconds=delay) if delay else None
        message = Message(str(uuid4()), body, now.isoformat(), attributes or {}, hidden_until=hidden_until)
        self.accept(message)
        return message.id

    def accept(self, message: Message) -> None:
        """Add a message that exists already: new, or from the queue whose dead letters come here."""
        with self._lock:
            self._journal.append(self._sent(message))
            self._messages[message.id] = message
        self.arrived()

    def receive(self, limit: int, visibility: float | None = None) -> list[Message]:
        """Take up to `limit` messages into one's hands for a while; those taken too often are buried instead."""
        now = self._clock.now()
        taken: list[Message] = []
        with self._lock:
            for message in list(self._messages.values()):
                if len(taken) == limit:
                    break
                if message.hidden_until is not None and message.hidden_until > now:
                    continue
                if self.dead_letter_arn and message.received >= self._max_receives:
                    # In its grave before it is out of here: killed in between, it is there twice, but not lost.
                    self.bury(message)
                    self._remove(message)
                    continue
                self._take(message, now, self.visibility if visibility is None else visibility)
                taken.append(message)
        return taken

    def delete(self, receipt: str) -> None:
        """Forget a message that was received; an old receipt deletes too, as it mostly does in SQS."""
        with self._lock:
            message = self._messages.get(receipt.split("#", maxsplit=1)[0])
            if message is not None:
                self._remove(message)

    def hide(self, receipt: str, seconds: float) -> None:
        """Change how long a received message stays in one's hands."""
        with self._lock:
            message = self._messages.get(receipt.split("#", maxsplit=1)[0])
            if message is not None:
                message.hidden_until = self._clock.now() + timedelta(seconds=seconds)
        self.arrived()

    def purge(self) -> None:
        """Forget everything."""
        with self._lock:
            for message in list(self._messages.values()):
                self._remove(message)

    def counts(self) -> tuple[int, int]:
        """How many messages can be received now, and how many are in somebody's hands or delayed."""
        now = self._clock.now()
        with self._lock:
            hidden = sum(1 for each in self._messages.values() if each.hidden_until and each.hidden_until > now)
            return len(self._messages) - hidden, hidden

    def next_visible(self) -> datetime | None:
        """When the next hidden message comes back; None if none is hidden."""
        with self._lock:
            return min((each.hidden_until for each in self._messages.values() if each.hidden_until), default=None)

    def messages(self) -> list[Message]:
        """What is in the queue, oldest first, for those who look inside."""
        with self._lock:
            return list(self._messages.values())

    def _take(self, message: Message, now: datetime, visibility: float) -> None:
        received = message.received + 1
        first = message.first_received or now.isoformat()
        self._journal.append(
            {"queue": self.name, "op": "receive", "id": message.id, "received": received, "first": first}
        )
        message.received, message.first_received = received, first
        message.hidden_until = now + timedelta(seconds=visibility)
        message.receipt = f"{message.id}#{received}"

    def _remove(self, message: Message) -> None:
        self._journal.append({"queue": self.name, "op": "delete", "id": message.id})
        del self._messages[message.id]

    def _sent(self, message: Message) -> dict[str, Any]:
        plain = asdict(message) | {"hidden_until": None, "receipt": ""}
        return {"queue": self.name, "op": "send", "id": message.id, "message": plain}
