"""The trigger event: anything that arrived, stored before anything else is done with it."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from postroom.effects import MailStatus
from postroom.ids import EventId, ExecutionId, TenantId, WorkflowId
from postroom.mail.threads import MailThread
from postroom.models import Model
from postroom.times import UtcTime

EventState = Literal["received", "dispatched", "done"]
VerdictStatus = Literal["PASS", "GRAY", "PROCESSING_FAILED", "DISABLED", "FAIL"]
SkipReason = Literal["processing_off", "virus"]
Asks = Literal["execute", "reprocess", "release", "rerun"]
"""What a person may ask for: workflows run on a mail, it read anew, a held one let through, an execution run again."""


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


class OwnMail(Model):
    """A mail that this installation sent itself, by its signed marker."""

    same_tenant: bool = Field(description="Whether it is this tenant's own mail that came back.")
    hops: int = Field(description="How many runs led to it, one after the other.")
    effect: str | None = Field(default=None, description="execution/step/number that sent it, of this tenant's own.")


class MailHead(Model):
    """What lists of mails show; the whole mail is stored beside the event."""

    status: MailStatus = Field(description="What has become of the mail.")
    status_reason: str | None = Field(default=None, description="Why it has this status, where that needs saying.")
    sender: str = Field(default="", description="`Name <address>` of its From.")
    sender_address: str = Field(default="", description="The address of its From, lower-cased; empty if it has none.")
    subject: str = Field(default="", description="Its subject, decoded.")
    message_id: str | None = Field(default=None, description="Its Message-ID without angle brackets.")
    category: str | None = Field(default=None, description="What it was taken for; null until classified.")
    confidence: float | None = Field(default=None, description="How sure that is, 0 to 1; null until classified.")
    duplicate_of: EventId | None = Field(default=None, description="The event that this mail repeats.")
    reused_message_id: bool = Field(default=False, description="Same Message-ID as another mail, other content.")
    reading: EventId | None = Field(
        default=None, description="The reprocessing whose reading of the mail holds; null for the first reading."
    )
    thread: MailThread | None = Field(default=None, description="Its place among other mails; null until it was read.")
    own: OwnMail | None = Field(default=None, description="Where this installation sent it itself: which mail it was.")


class PlannedExecution(Model):
    """One matched workflow's execution, in the order they run."""

    id: ExecutionId
    workflow_id: WorkflowId
    version: int
    first: str = Field(description="Its first `next`, such as step:records.")
    stop_on_match: bool


class Manual(Model):
    """What a person asked for, about which mail, and who it was."""

    asks: Asks = Field(description="execute, reprocess, release or rerun.")
    email: EventId = Field(description="The mail it is about.")
    email_received_at: UtcTime = Field(description="When that mail came in.")
    reading: EventId = Field(description="The event beside which the mail is stored as it was understood.")
    asked_by: str = Field(description="The name of the token that asked.")
    workflow_ids: tuple[WorkflowId, ...] | None = Field(
        default=None, description="Only these workflows were to be matched; null for all."
    )
    include_disabled: bool = Field(default=False, description="Whether workflows that are off were matched too.")
    execution: ExecutionId | None = Field(default=None, description="The execution that was to run again.")


class TriggerEvent(Model):
    """The head of an event; its mail, decision and executions are items of their own.

    One of kind manual carries its mail's source, and its head as last seen; what holds stands with the mail itself.
    """

    id: EventId
    tenant: TenantId
    kind: Literal["email", "manual"] = "email"
    state: EventState = "received"
    received_at: UtcTime
    decided_at: UtcTime | None = Field(default=None, description="When it was matched; the decision is stored.")
    done_at: UtcTime | None = None
    dispatch: int = Field(default=1, description="Number of the newest dispatch.")
    continued: int = Field(default=0, description="How many of these only went on where the one before was full.")
    failure: str | None = Field(default=None, description="Why its dispatches were given up.")
    source: MailSource
    mail: MailHead
    executions: tuple[PlannedExecution, ...] = ()
    current: int = Field(default=0, description="Which of `executions` runs.")
    left_out: tuple[ExecutionId, ...] = Field(default=(), description="Those cancelled before their turn came.")
    manual: Manual | None = Field(default=None, description="Of kind manual: what was asked for.")

    @property
    def email_id(self) -> EventId:
        """The mail it is about: itself, unless a person asked for it."""
        return self.manual.email if self.manual else self.id

    @property
    def email_received_at(self) -> datetime:
        """When that mail came in."""
        return self.manual.email_received_at if self.manual else self.received_at

    @property
    def reading(self) -> EventId:
        """The event beside which its mail is stored as it was understood."""
        return self.manual.reading if self.manual else self.id

    @property
    def reads_mail(self) -> bool:
        """Whether its dispatch begins with reading the raw mail."""
        return self.manual is None or self.manual.asks == "reprocess"

    def seeing(self, mail: MailHead) -> "TriggerEvent":
        """The event with its mail's head as it now is."""
        return self.model_copy(update={"mail": mail})

    @property
    def unique(self) -> str:
        """What there is once for a tenant."""
        return unique_message(self.source.ses_message_id, self.mail.status)

    @property
    def later(self) -> tuple[PlannedExecution, ...]:
        """What runs after the current execution."""
        return tuple(one for one in self.executions[self.current + 1 :] if one.id not in self.left_out)

    @property
    def following(self) -> int:
        """The place of the next execution that runs; behind the last one if there is none."""
        return self.executions.index(self.later[0]) if self.later else len(self.executions)

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
