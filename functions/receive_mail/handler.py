"""receive_mail: every mail SES announces is stored once for each tenant it is for, and its dispatch started."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.triggers.ses_notification import SesNotification, events_for, is_setup_message
from postroom_adapters.directory_table import DirectoryTable
from postroom_adapters.dispatches import Dispatches
from postroom_adapters.events_table import EventsTable
from postroom_adapters.observability import decided, ids_of
from postroom_adapters.queue_batch import handle_each
from postroom_adapters.settings import read_settings


class Settings(BaseModel):
    """What this function is configured with."""

    directory_table: str
    executions_table: str
    dispatch_state_machine_arn: str
    email_to_ticket_enabled: bool = True


@cache
def build() -> tuple[Settings, DirectoryTable, EventsTable, Dispatches]:
    settings = read_settings(Settings)
    directory, events = DirectoryTable(settings.directory_table), EventsTable(settings.executions_table)
    return settings, directory, events, Dispatches(settings.dispatch_state_machine_arn)


def handle(body: str) -> None:
    """Store first, then start: what happens in between, the sweeper mends."""
    settings, directory, events, dispatches = build()
    message = json.loads(body)
    if is_setup_message(message):
        return decided("ses_setup_message_dropped")
    notification = SesNotification.model_validate(message)
    owners = directory.owners(notification.receipt.recipients)
    for event in events_for(notification, owners, processing=settings.email_to_ticket_enabled):
        stored = events.add(event)
        if stored.state != "done":
            dispatches.start(stored, stored.dispatch)
        decided("mail_received", "MailReceived", **ids_of(stored), status=stored.mail.status)
    return None


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """An SQS batch; messages that failed are named, so that only they come again."""
    return handle_each(event, handle, "mail_not_received")
