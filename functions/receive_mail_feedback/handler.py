"""receive_mail_feedback: who bounced or complained about a tenant's mail gets no more of it."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel

from postroom.mail.suppressions import SETUP_MESSAGE, MailFeedback
from postroom_adapters.observability import decided
from postroom_adapters.queue_batch import handle_each
from postroom_adapters.settings import read_settings
from postroom_adapters.suppression_list import SuppressionList


class Settings(BaseModel):
    """What this function is configured with."""

    directory_table: str


@cache
def build() -> SuppressionList:
    return SuppressionList(read_settings(Settings).directory_table)


def handle(body: str) -> None:
    """Told twice is told once; addresses are personal data and stay out of the log."""
    if body.startswith(SETUP_MESSAGE):
        return decided("ses_setup_message_dropped")
    feedback = MailFeedback.model_validate(json.loads(body))
    ids = {"tenant": feedback.tenant, "execution_id": feedback.execution, "ses_message_id": feedback.mail.message_id}
    if feedback.tenant is None:
        return decided("mail_feedback_not_ours", **ids, event_type=feedback.event_type)
    suppressions = feedback.suppressions()
    added = sum(build().add(feedback.tenant, one) for one in suppressions)
    metric = f"Mail{feedback.event_type}" if feedback.event_type in ("Bounce", "Complaint") else None
    return decided("mail_feedback", metric, **ids, event_type=feedback.event_type, named=len(suppressions), added=added)


def lambda_handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    """An SQS batch; messages that failed are named, so that only they come again."""
    return handle_each(event, handle, "mail_feedback_not_received")
