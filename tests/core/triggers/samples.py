"""The sample notification of events/receive_mail, changed where a test wants it changed."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from postroom.ids import TenantId
from postroom.triggers.event import TriggerEvent
from postroom.triggers.ses_notification import SesNotification, events_for

EVENTS = Path(__file__).parents[3] / "events" / "receive_mail"
OWNERS = {"domain#postroom.test": TenantId("root"), "domain#other.test": TenantId("ten_other")}


def message(name: str = "invoice") -> dict[str, Any]:
    """What SES says in the sample of this name."""
    [record] = json.loads((EVENTS / f"{name}.json").read_text("utf-8"))["Records"]
    said: dict[str, Any] = json.loads(record["body"])
    return said


def notification(receipt: Mapping[str, Any] | None = None, mail: Mapping[str, Any] | None = None) -> SesNotification:
    """The sample's notification with other values in its receipt and its mail."""
    said = message()
    return SesNotification.model_validate(
        {**said, "receipt": {**said["receipt"], **(receipt or {})}, "mail": {**said["mail"], **(mail or {})}}
    )


def stored_event() -> TriggerEvent:
    """The sample's event as it is stored."""
    [event] = events_for(notification(), OWNERS, processing=True)
    return event
