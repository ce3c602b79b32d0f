"""The client: the parts of the API as attributes, over one connection."""

from collections.abc import Callable
from types import TracebackType
from typing import Any

from postroom_client.categories import Categories
from postroom_client.emails import Emails
from postroom_client.executions import Executions
from postroom_client.manual_events import ManualEvents
from postroom_client.models import ActionItem, Contact, Health, TimeEntry
from postroom_client.records import Records, Tickets
from postroom_client.settings import ClientSettings
from postroom_client.transport import Transport
from postroom_client.workflows import Workflows


class Postroom:
    """One tenant of one installation; `close` it, or use it in a `with`.

    A call that got no answer is sent again where that cannot do harm. Raises ApiProblem and NoAnswer.
    """

    def __init__(self, api: str, token: str, *, sleep: Callable[[float], None] | None = None) -> None:
        settings = ClientSettings(api=api.rstrip("/"), token=token)
        self._transport = Transport(settings) if sleep is None else Transport(settings, sleep=sleep)
        self.workflows = Workflows(self._transport)
        self.emails = Emails(self._transport)
        self.executions = Executions(self._transport)
        self.categories = Categories(self._transport)
        self.manual_events = ManualEvents(self._transport)
        self.contacts = Records(self._transport, "contacts", Contact)
        self.tickets = Tickets(self._transport)
        self.time_entries = Records(self._transport, "time-entries", TimeEntry)

    def actions(self) -> tuple[ActionItem, ...]:
        """The catalogue of actions."""
        return tuple(map(ActionItem.model_validate, self._transport.call("GET", "workflow-actions")["items"]))

    def health(self) -> Health:
        """That the service answers."""
        return Health.model_validate(self._transport.call("GET", "health"))

    def openapi(self) -> dict[str, Any]:
        """The description of the API."""
        document: dict[str, Any] = self._transport.call("GET", "openapi.json")
        return document

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """Any call: what comes after /api/v1/, with its query; the answer's body."""
        return self._transport.call_path(method, path, body=body)

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def __enter__(self) -> "Postroom":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
