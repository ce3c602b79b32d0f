"""What SES says of a received mail: the S3 action's notification.

https://docs.aws.amazon.com/ses/latest/dg/receiving-email-notifications-contents.html
Only what is used is read; headers in it are cut at 10 KB, so the mail's own come from the raw mail.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from postroom.effects import MailStatus
from postroom.ids import EVENT, ROOT_TENANT, EventId, TenantId, derived_id
from postroom.times import UtcTime
from postroom.triggers.event import MailHead, MailSource, TriggerEvent, Verdicts, VerdictStatus, unique_message
from postroom.triggers.intake import recipients_by_tenant, skip_reason

SETUP_TYPES = frozenset({"AmazonSnsSubscriptionSucceeded"})
"""What SES sends when a topic is set up; there is no mail in it."""


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


def _status(verdict: Any) -> Any:
    """A verdict's word; one that is not known here says nothing, as DISABLED does: no mail is lost over it."""
    word = verdict.get("status") if isinstance(verdict, Mapping) else verdict
    return word if word in get_args(VerdictStatus) else "DISABLED"


_Verdict = Annotated[VerdictStatus, BeforeValidator(_status)]


def _readable(text: Any) -> Any:
    """A header's text as it can be kept: half a character, as where SES cuts one, is a sign that stands for it."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if isinstance(text, str) else text


_Text = Annotated[str, BeforeValidator(_readable)]


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
    from_: tuple[_Text, ...] = Field(default=(), alias="from")
    subject: _Text = ""


class _Mail(_Given):
    timestamp: UtcTime
    message_id: str = Field(alias="messageId")
    source: _Text = ""
    common_headers: _CommonHeaders = Field(default=_CommonHeaders(), alias="commonHeaders")


class SesNotification(_Given):
    """One received mail, as SES announces it."""

    notification_type: Literal["Received"] = Field(alias="notificationType")
    receipt: _Receipt
    mail: _Mail


def is_setup_message(message: Mapping[str, Any]) -> bool:
    """Whether this is one of SES's set-up messages, which are accepted and dropped."""
    return message.get("notificationType") in SETUP_TYPES


def events_for(
    notification: SesNotification, owners: Mapping[str, TenantId], *, processing: bool
) -> list[TriggerEvent]:
    """An event for each tenant the mail is for, and one under the root tenant for recipients nobody owns.

    `owners` maps look-up keys (`postroom.triggers.intake`) to tenants. A mail is one event of a tenant, so where the
    root tenant is among its owners, nobody's recipients join that event.
    """
    owned, unknown = recipients_by_tenant(notification.receipt.recipients, owners)
    if ROOT_TENANT in owned:
        owned[ROOT_TENANT] += unknown
        unknown = []
    reason = skip_reason(_verdicts(notification.receipt), processing=processing)
    status: MailStatus = "skipped" if reason else "received"
    events = [_event(notification, tenant, addresses, status, reason) for tenant, addresses in owned.items()]
    if unknown:
        events.append(_event(notification, ROOT_TENANT, unknown, "unrouted", "no tenant has this address"))
    return events


def _event(
    notification: SesNotification,
    tenant: TenantId,
    recipients: Sequence[str],
    status: MailStatus,
    reason: str | None,
) -> TriggerEvent:
    """Its id follows from tenant and SES message id, so a repeat is the same; what is not processed is done."""
    received_at: datetime = notification.mail.timestamp
    receipt, mail = notification.receipt, notification.mail
    done = status != "received"
    return TriggerEvent(
        id=EventId(derived_id(EVENT, received_at, f"{tenant}/{unique_message(mail.message_id, status)}")),
        tenant=tenant,
        state="done" if done else "received",
        received_at=received_at,
        done_at=received_at if done else None,
        source=MailSource(
            ses_message_id=mail.message_id,
            object_key=receipt.action.object_key,
            envelope_from=mail.source,
            recipients=tuple(recipients),
            verdicts=_verdicts(receipt),
        ),
        mail=MailHead(
            status=status,
            status_reason=reason,
            sender=next(iter(mail.common_headers.from_), mail.source)[:320],
            subject=mail.common_headers.subject[:1000],
        ),
    )


def _verdicts(receipt: _Receipt) -> Verdicts:
    return Verdicts(spam=receipt.spam, virus=receipt.virus, spf=receipt.spf, dkim=receipt.dkim, dmarc=receipt.dmarc)
