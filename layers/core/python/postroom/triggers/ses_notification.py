"""What SES says of a received mail: the S3 action's notification.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
Only what is used is read; headers in it are cut at 10 KB, so the mail's own come from the raw mail.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from postroom.ids import EVENT, EventId, TenantId, derived_id
from postroom.times import UtcTime
from postroom.triggers.event import MailHead, MailSource, TriggerEvent, Verdicts, VerdictStatus
from postroom.triggers.intake import skip_reason

SETUP_TYPES = frozenset({"AmazonSnsSubscriptionSucceeded"})
"""What SES sends when a topic is set up; there is no mail in it."""


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


def _status(verdict: Any) -> Any:
    return verdict.get("status", "DISABLED") if isinstance(verdict, Mapping) else verdict


_Verdict = Annotated[VerdictStatus, BeforeValidator(_status)]


class _Action(_Given):
    type: Literal["S3"]
    bucket_name: str = Field(alias="bucketName")
    object_key: str = Field(alias="objectKey")


class _Receipt(_Given):
    recipients: tuple[str, ...]
    spam: _Verdict = Field(default="DISABLED", alias="spamVerdict")
    virus: _Verdict = Field(default="DISABLED", alias="virusVerdict")
    spf: _Verdict = Field(default="DISABLED", alias="spfVerdict")
    dkim: _Verdict = Field(default="DISABLED", alias="dkimVerdict")
    dmarc: _Verdict = Field(default="DISABLED", alias="dmarcVerdict")
    action: _Action


class _CommonHeaders(_Given):
    from_: tuple[str, ...] = Field(default=(), alias="from")
    subject: str = ""


class _Mail(_Given):
    timestamp: UtcTime
    message_id: str = Field(alias="messageId")
    source: str = ""
    common_headers: _CommonHeaders = Field(default=_CommonHeaders(), alias="commonHeaders")


class SesNotification(_Given):
    """One received mail, as SES announces it."""

    notification_type: Literal["Received"] = Field(alias="notificationType")
    receipt: _Receipt
    mail: _Mail


def is_setup_message(message: Mapping[str, Any]) -> bool:
    """Whether this is one of SES's set-up messages, which are accepted and dropped."""
    return message.get("notificationType") in SETUP_TYPES


def event_for(
    notification: SesNotification, tenant: TenantId, recipients: Sequence[str], *, routed: bool, processing: bool
) -> TriggerEvent:
    """The tenant's event for a mail; its id follows from tenant and SES message id, so a repeat is the same.

    Mail nobody owns, and mail that is not to be processed, is stored as done.
    """
    received_at: datetime = notification.mail.timestamp
    receipt, mail = notification.receipt, notification.mail
    verdicts = Verdicts(spam=receipt.spam, virus=receipt.virus, spf=receipt.spf, dkim=receipt.dkim, dmarc=receipt.dmarc)
    skipped = skip_reason(verdicts, processing=processing)
    reason = skipped if routed else "no tenant has this address"
    status = "unrouted" if not routed else "skipped" if skipped else "received"
    done = status != "received"
    return TriggerEvent(
        id=EventId(derived_id(EVENT, received_at, f"{tenant}/{mail.message_id}")),
        tenant=tenant,
        state="done" if done else "received",
        received_at=received_at,
        done_at=received_at if done else None,
        source=MailSource(
            ses_message_id=mail.message_id,
            object_key=receipt.action.object_key,
            envelope_from=mail.source,
            recipients=tuple(recipients),
            verdicts=verdicts,
        ),
        mail=MailHead.model_validate(
            {
                "status": status,
                "status_reason": reason,
                "sender": next(iter(mail.common_headers.from_), mail.source)[:320],
                "subject": mail.common_headers.subject[:1000],
            }
        ),
    )
