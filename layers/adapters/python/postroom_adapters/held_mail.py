"""Mail that is held because a loop is feared: let through, or left as it is, by a person who has looked at it."""

from typing import Any

from postroom.errors import Conflict
from postroom.ids import EventId, TenantId
from postroom.triggers.event import TriggerEvent
from postroom.triggers.manual import check_askable
from postroom_adapters import keys
from postroom_adapters.dynamodb import ConditionFailed, call
from postroom_adapters.events_table import EventsTable
from postroom_adapters.table_writes import update


class HeldMail:
    """The held mails of all tenants."""

    def __init__(self, table: str) -> None:
        self.name = table

    def released(self, event: TriggerEvent, asked_by: str) -> dict[str, Any]:
        """The write that lets the mail of a manual event through, for the transaction that stores that event."""
        return {"Update": self._moved(event.tenant, event.email_id, "classified", f"released by {asked_by}")}

    def discard(self, tenant: TenantId, email_id: EventId, asked_by: str) -> TriggerEvent:
        """The mail, which is kept and never run. Raises NotFound, Conflict if it is not held."""
        mail = EventsTable(self.name).read_email(tenant, email_id)
        check_askable(mail, "release")
        reason = f"discarded by {asked_by}; it was held: {mail.mail.status_reason}"
        try:
            call("update_item", **self._moved(tenant, email_id, "skipped", reason))
        except ConditionFailed as failure:
            raise Conflict("the mail is not held any more; somebody else was faster") from failure
        return mail.seeing(mail.mail.model_copy(update={"status": "skipped", "status_reason": reason}))

    def _moved(self, tenant: TenantId, email_id: EventId, status: str, reason: str) -> dict[str, Any]:
        sets = {
            "mail.status": status,
            "mail.status_reason": reason,
            "status_key": keys.mails_of_status(tenant, status),
        }
        return update(self.name, keys.event(tenant, email_id), ("mail.status", "=", "held"), sets=sets)
