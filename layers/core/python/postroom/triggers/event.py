"""The trigger event: anything that arrived, stored before anything else is done with it."""

from typing import Any, Literal

from pydantic import Field

from postroom.effects import MailStatus
from postroom.ids import EventId, ExecutionId, TenantId, WorkflowId
from postroom.models import Model
from postroom.times import UtcTime

EventState = Literal["received", "dispatched", "done"]
VerdictStatus = Literal["PASS", "GRAY", "PROCESSING_FAILED", "DISABLED", "FAIL"]
SkipReason = Literal["processing_off", "virus"]


class Verdicts(Model):
    """What SES found out about the mail before handing it over."""

    spam: VerdictStatus = Field(default="DISABLED", description="Whether it is spam; PASS is good.")
    virus: VerdictStatus = Field(default="DISABLED", description="Whether it carries a virus; PASS is good.")
    spf: VerdictStatus = Field(default="DISABLED", description="Whether the sending server may send for the domain.")
    dkim: VerdictStatus = Field(default="DISABLED", description="Whether a domain's signature is intact.")
    dmarc: VerdictStatus = Field(default="DISABLED", description="Whether either fits the domain in From.")


class MailSource(Model):
    """How the mail came in: the envelope and where the raw mail is kept."""

    ses_message_id: str
    object_key: str = Field(description="The raw mail in the mail bucket.")
    envelope_from: str = Field(default="", description="Empty for a null return path.")
    recipients: tuple[str, ...] = Field(description="Envelope recipients of this tenant.")
    verdicts: Verdicts = Verdicts()


class MailHead(Model):
    """What lists of mails show; the whole mail is stored beside the event."""

    status: MailStatus = Field(description="What has become of the mail.")
    status_reason: str | None = Field(default=None, description="Why it has this status, where that needs saying.")
    sender: str = Field(default="", description="`Name <address>` of its From.")
    subject: str = Field(default="", description="Its subject, decoded.")
    message_id: str | None = Field(default=None, description="Its Message-ID without angle brackets.")
    category: str | None = Field(default=None, description="What it was taken for; null until classified.")
    confidence: float | None = Field(default=None, description="How sure that is, 0 to 1; null until classified.")
    duplicate_of: EventId | None = Field(default=None, description="The event that this mail repeats.")
    reused_message_id: bool = Field(default=False, description="Same Message-ID as another mail, other content.")


class PlannedExecution(Model):
    """One matched workflow's execution, in the order they run."""

    id: ExecutionId
    workflow_id: WorkflowId
    version: int
    first: str = Field(description="Its first `next`, such as step:records.")
    stop_on_match: bool


class TriggerEvent(Model):
    """The head of an event; its mail, decision and executions are items of their own."""

    id: EventId
    tenant: TenantId
    kind: Literal["email"] = "email"
    state: EventState = "received"
    received_at: UtcTime
    decided_at: UtcTime | None = Field(default=None, description="When it was matched; the decision is stored.")
    done_at: UtcTime | None = None
    dispatch: int = Field(default=1, description="Number of the newest dispatch.")
    failure: str | None = Field(default=None, description="Why its dispatches were given up.")
    source: MailSource
    mail: MailHead
    executions: tuple[PlannedExecution, ...] = ()
    current: int = Field(default=0, description="Which of `executions` runs.")

    @property
    def unique(self) -> str:
        """What there is once for a tenant."""
        return unique_message(self.source.ses_message_id, self.mail.status)

    @property
    def dispatch_name(self) -> str:
        """Name of the Step Functions execution: 80 characters of [A-Za-z0-9_-] at most."""
        return dispatch_name(self.id, self.dispatch)


def unique_message(ses_message_id: str, status: MailStatus) -> str:
    """What there is once for a tenant: the SES message, apart from those of its recipients that nobody owns.

    SES may announce one message twice with other recipients; what came for nobody must not take in what comes for
    somebody, because it is not run.
    """
    return f"{ses_message_id}/unrouted" if status == "unrouted" else ses_message_id


def dispatch_name(event: EventId, number: int) -> str:
    """`{event}-{n}`."""
    return f"{event}-{number}"


def dispatch_input(tenant: TenantId, event: EventId, number: int) -> dict[str, Any]:
    """The input of a dispatch: the same for the same name, so that a repeated start is the same start."""
    return {"format": 1, "tenant": tenant, "event": event, "dispatch": dispatch_name(event, number), "next": "classify"}
