"""What SES publishes of a mail that was sent: bounces and complaints, as its developer guide writes them.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-examples.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal

BounceType = Literal["Permanent", "Transient", "Undetermined"]

_DIAGNOSTICS = {
    "Permanent": ("5.1.1", "smtp; 550 5.1.1 user unknown"),
    "Transient": ("4.2.2", "smtp; 452 4.2.2 mailbox full"),
    "Undetermined": ("", ""),
}


def bounce_event(
    message_id: str, params: Mapping[str, Any], addresses: Sequence[str], kind: BounceType, now: datetime
) -> dict[str, Any]:
    """The receiving side did not take the mail for these addresses."""
    status, diagnostic = _DIAGNOSTICS[kind]
    told = {"action": "failed", "status": status, "diagnosticCode": diagnostic}
    bounce = {
        "bounceType": kind,
        "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": address, **told} for address in addresses],
        "timestamp": _written(now),
        "feedbackId": f"feedback-{message_id}",
        "reportingMTA": "dsn; a8-70.smtp-out.amazonses.com",
    }
    return {"eventType": "Bounce", "bounce": bounce, "mail": _mail(message_id, params, now)}


def complaint_event(
    message_id: str, params: Mapping[str, Any], addresses: Sequence[str], now: datetime
) -> dict[str, Any]:
    """These recipients called the mail spam."""
    complaint = {
        "complainedRecipients": [{"emailAddress": address} for address in addresses],
        "timestamp": _written(now),
        "feedbackId": f"feedback-{message_id}",
        "userAgent": "Any-Feedback-Loop/1.0",
        "complaintFeedbackType": "abuse",
        "arrivalDate": _written(now),
    }
    return {"eventType": "Complaint", "complaint": complaint, "mail": _mail(message_id, params, now)}


def _mail(message_id: str, params: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    tags = {tag["Name"]: [tag["Value"]] for tag in params.get("EmailTags") or []}
    return {
        "timestamp": _written(now),
        "messageId": message_id,
        "source": params.get("FromEmailAddress", ""),
        "destination": list((params.get("Destination") or {}).get("ToAddresses") or []),
        "headersTruncated": False,
        "headers": [],
        "commonHeaders": {},
        "tags": {"ses:configuration-set": [params["ConfigurationSetName"]], **tags},
    }


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
