"""Mails as the API shows them."""

from collections.abc import Callable

from pydantic import Field

from postroom.classify.decision import Classification
from postroom.ids import EventId
from postroom.mail.model import Attachment, Mail
from postroom.match.decision import Decision
from postroom.times import UtcTime
from postroom.triggers.event import EventState, MailHead, TriggerEvent, Verdicts
from postroom_adapters.http.views.base import DEFERRED, PageView
from postroom_adapters.http.views.execution import ExecutionItem
from postroom_adapters.reading.emails import WholeEmail

Link = Callable[[str, str], str]
"""Key and file name → a signed address, good for some minutes."""


class EmailItem(MailHead):
    """A mail in a list."""

    model_config = DEFERRED
    id: EventId = Field(description="Its id.", examples=["evt_01K3TZBDZ0E4KV55RZ3FNTGY0G"])
    state: EventState = Field(description="received, dispatched, or done: all its executions ended.")
    received_at: UtcTime = Field(description="When it came in.")
    recipients: tuple[str, ...] = Field(description="Whom it was delivered to: the envelope, not the header.")

    @classmethod
    def of_event(cls, event: TriggerEvent) -> "EmailItem":
        """The event as a list shows it."""
        return cls(**_item(event))


class EmailPage(PageView):
    """Mails, newest first."""

    items: tuple[EmailItem, ...] = Field(description="The mails.")


class AttachmentView(Attachment):
    """An attached file and where to get it."""

    model_config = DEFERRED
    key: str | None = Field(default=None, exclude=True, description="The object's key.")
    link: str | None = Field(default=None, description="A signed address of the file, good for five minutes.")


class MailView(Mail):
    """The mail as it was understood."""

    model_config = DEFERRED
    date: UtcTime | None = Field(default=None, description="The Date header, in UTC.")
    attachments: tuple[AttachmentView, ...] = Field(default=(), description="Attached files, in order.")

    @classmethod
    def of_mail(cls, mail: Mail, link: Link) -> "MailView":
        """The mail with its attachments' addresses."""
        attachments = [
            AttachmentView(**dict(one), link=link(one.key, one.filename) if one.key else None)
            for one in mail.attachments
        ]
        return cls(**{**dict(mail), "attachments": attachments})


class EmailView(EmailItem):
    """A mail with everything known about it."""

    envelope_from: str = Field(description="The envelope's sender; empty for a null return path.")
    verdicts: Verdicts = Field(description="What SES found out about it.")
    decided_at: UtcTime | None = Field(default=None, description="When it was matched.")
    done_at: UtcTime | None = Field(default=None, description="When all its executions had ended.")
    failure: str | None = Field(default=None, description="Why its dispatches were given up.")
    mail: MailView | None = Field(default=None, description="What it says; null until it was read.")
    classification: Classification | None = Field(
        default=None, description="What it was taken for and why; null until classified."
    )
    decision: Decision | None = Field(default=None, description="Which workflows it starts; null until matched.")
    executions: tuple[ExecutionItem, ...] = Field(default=(), description="What ran for it, in this order.")
    raw_link: str = Field(description="A signed address of the mail as it arrived, good for five minutes.")

    @classmethod
    def of_email(cls, email: WholeEmail, link: Link) -> "EmailView":
        """Everything known about a mail."""
        event, stored = email.event, email.stored
        return cls(
            **_item(event),
            envelope_from=event.source.envelope_from,
            verdicts=event.source.verdicts,
            decided_at=event.decided_at,
            done_at=event.done_at,
            failure=event.failure,
            mail=MailView.of_mail(stored.mail, link) if stored else None,
            classification=stored.classification if stored else None,
            decision=email.decision,
            executions=tuple(map(ExecutionItem.of_execution, email.executions)),
            raw_link=link(event.source.object_key, f"{event.id}.eml"),
        )


def _item(event: TriggerEvent) -> dict[str, object]:
    return {
        **dict(event.mail),
        "id": event.id,
        "state": event.state,
        "received_at": event.received_at,
        "recipients": event.source.recipients,
    }
