"""SES's sending side: every mail goes to whoever shows the outbox; what becomes of it then is said by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from uuid import uuid4

from infra.local.clock import MovableClock
from infra.local.mail.feedback import BounceType, bounce_event, complaint_event
from infra.local.mail.topics import Topics
from infra.local.service_errors import ServiceError, unknown_operation
from infra.local.template import Resource

Params = dict[str, Any]
REMEMBERED = 500


class Mailer:
    """SESv2's SendEmail; `on_send` is told of each mail, with the id it was given."""

    operations = None
    """All of SESv2 ends here: no mail leaves this machine."""

    def __init__(
        self,
        configuration_sets: Iterable[Resource],
        destinations: Iterable[Resource],
        topics: Topics,
        clock: MovableClock,
    ) -> None:
        self.on_send: Callable[[str, Params], None] = lambda _message_id, _params: None
        self._sets = {resource.properties["Name"] for resource in configuration_sets}
        self._destinations = [resource.properties for resource in destinations]
        self._topics = topics
        self._clock = clock
        self._sent: dict[str, Params] = {}

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """SendEmail."""
        if operation != "SendEmail":
            raise unknown_operation("sesv2", operation)
        chosen = params.get("ConfigurationSetName")
        if chosen is not None and chosen not in self._sets:
            raise ServiceError("NotFoundException", f"Configuration set <{chosen}> does not exist.", 404)
        message_id = f"local-{uuid4().hex}"
        self._sent[message_id] = params
        while len(self._sent) > REMEMBERED:
            self._sent.pop(next(iter(self._sent)), None)
        self.on_send(message_id, params)
        return {"MessageId": message_id}

    def bounce(self, message_id: str, *addresses: str, kind: BounceType = "Permanent") -> None:
        """A mail comes back from these recipients, and SES tells whoever listens to its configuration set."""
        params = self._sent[message_id]
        self._publish(params, "bounce", bounce_event(message_id, params, addresses, kind, self._clock.now()))

    def complain(self, message_id: str, *addresses: str) -> None:
        """These recipients call a mail spam."""
        params = self._sent[message_id]
        self._publish(params, "complaint", complaint_event(message_id, params, addresses, self._clock.now()))

    def _publish(self, params: Params, event_type: str, event: dict[str, Any]) -> None:
        for one in self._destinations:
            destination = one["EventDestination"]
            listens = one["ConfigurationSetName"] == params.get("ConfigurationSetName") and destination["Enabled"]
            if listens and event_type in destination["MatchingEventTypes"]:
                self._topics.publish(destination["SnsDestination"]["TopicARN"], json.dumps(event))
