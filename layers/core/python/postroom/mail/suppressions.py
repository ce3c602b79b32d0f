"""Addresses that get no more of a tenant's mail, because SES reported a permanent bounce or a complaint.

https://docs.aws.amazon.com/ses/latest/dg/event-publishing-retrieving-sns-contents.html; only what is used is read.
"""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from postroom.ids import TenantId
from postroom.models import Model
from postroom.times import UtcTime

TENANT_TAG, EXECUTION_TAG = "tenant", "execution"
"""Message tags, given when a mail is sent and handed back with whatever SES says of it."""

SETUP_MESSAGE = "Successfully validated SNS topic"
"""How the text begins that SES publishes when a topic is set up; it is no JSON and there is no mail in it."""


class Suppression(Model):
    """One address and why it is on the list."""

    address: str = Field(description="Lower-cased.")
    reason: Literal["bounce", "complaint"]
    detail: str = Field(description="What the receiving side said.")
    message_id: str = Field(description="SES's id of the mail that it is about.")
    execution: str | None = Field(default=None, description="The execution that sent it.")
    at: UtcTime


class _Given(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class _Recipient(_Given):
    address: str = Field(alias="emailAddress")
    diagnostic: str = Field(default="", alias="diagnosticCode")
    status: str = ""


class _Bounce(_Given):
    kind: str = Field(alias="bounceType")
    sub_kind: str = Field(default="", alias="bounceSubType")
    recipients: tuple[_Recipient, ...] = Field(alias="bouncedRecipients")
    timestamp: UtcTime


class _Complaint(_Given):
    feedback: str = Field(default="", alias="complaintFeedbackType")
    recipients: tuple[_Recipient, ...] = Field(alias="complainedRecipients")
    timestamp: UtcTime


class _Mail(_Given):
    message_id: str = Field(alias="messageId")
    tags: dict[str, tuple[str, ...]] = {}


class MailFeedback(_Given):
    """One event of a configuration set."""

    event_type: str = Field(alias="eventType")
    mail: _Mail
    bounce: _Bounce | None = None
    complaint: _Complaint | None = None

    @property
    def tenant(self) -> TenantId | None:
        """Whose mail it was; None for a mail that was not sent by us."""
        return TenantId(tag) if (tag := self._tag(TENANT_TAG)) else None

    @property
    def execution(self) -> str | None:
        """Which execution sent it."""
        return self._tag(EXECUTION_TAG)

    def suppressions(self) -> tuple[Suppression, ...]:
        """Who is to get no more: whom the receiving side does not know, and who called it spam."""
        if self.bounce is not None and self.bounce.kind == "Permanent":
            bounce = self.bounce
            return tuple(self._of(one, "bounce", _said(one, bounce), bounce.timestamp) for one in bounce.recipients)
        if self.complaint is not None and self.complaint.feedback != "not-spam":
            told, at = self.complaint.feedback or "no reason given", self.complaint.timestamp
            return tuple(self._of(one, "complaint", told, at) for one in self.complaint.recipients)
        return ()

    def _of(self, one: _Recipient, reason: Literal["bounce", "complaint"], detail: str, at: UtcTime) -> Suppression:
        return Suppression(
            address=one.address.strip().strip("<>").lower(),
            reason=reason,
            detail=detail[:500],
            message_id=self.mail.message_id,
            execution=self.execution,
            at=at,
        )

    def _tag(self, name: str) -> str | None:
        return next(iter(self.mail.tags.get(name, ())), None)


def _said(one: _Recipient, bounce: _Bounce) -> str:
    return one.diagnostic or " ".join(filter(None, (one.status, bounce.sub_kind)))
