"""The parsed mail: what `postroom mail show` prints and what conditions and expressions see as `email`."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from postroom.models import Model


class Address(Model):
    """One mailbox; `address` is lower-cased, `domain` in its ASCII form."""

    name: str = Field(default="", description="Display name, decoded.")
    address: str = Field(description="`local@domain`, lower-cased.")
    domain: str = Field(default="", description="The part after the @.")


class Attachment(Model):
    """One attached file; its content is in S3, or in `ParsedMail.contents` right after parsing."""

    filename: str = Field(description="Made safe: no path, no control characters, no reserved names.")
    content_type: str = Field(description="What its content shows it to be, else as declared, lower-cased.")
    size: int = Field(description="Bytes after transfer decoding.")
    sha256: str = Field(description="Of the decoded bytes, hexadecimal.")
    key: str | None = Field(default=None, description="Object key in the mail bucket once stored.")
    text: str = Field(default="", description="How the text of a document begins, where it was read to classify.")


class BouncedRecipient(Model):
    """One recipient that a mail did not reach."""

    address: str = Field(description="`local@domain`, lower-cased; the one written to, where the report tells it.")
    status: str | None = Field(default=None, description="Enhanced status code (RFC 3463), such as 5.1.1, if told.")
    permanent: bool = Field(description="Given up; false while the sending system still tries.")


class FeedbackReport(Model):
    """What a feedback report (RFC 5965) says of a mail that was complained about."""

    type: str = Field(description="abuse, fraud, virus, not-spam, opt-out, other.")
    recipients: tuple[str, ...] = Field(default=(), description="Who complained, where the report tells it.")
    sender: str | None = Field(default=None, description="Envelope sender of the mail it is about.")
    source_ip: str | None = Field(default=None, description="Where that mail came from.")


class Automatic(Model):
    """Whether a machine wrote the mail, and which kind."""

    kind: Literal["none", "auto_reply", "bounce", "list", "bulk", "feedback_report"] = Field(
        default="none", description="Which kind of automatic mail; none if a person wrote it."
    )
    reason: str = Field(default="", description="The header, report or words that say so.")
    recipients: tuple[BouncedRecipient, ...] = Field(
        default=(), description="Of a bounce: whom the mail did not reach."
    )
    feedback: FeedbackReport | None = Field(default=None, description="Of a feedback report: what it says.")


class Thread(Model):
    """What the mail answers; message ids without angle brackets."""

    in_reply_to: str | None = Field(default=None, description="The mail it answers.")
    references: tuple[str, ...] = Field(default=(), description="The thread so far, oldest first.")


class MailProblem(Model):
    """Something in the mail that could not be understood, or was cut; `part` says where."""

    part: str = Field(description="Where in the mail.")
    reason: str = Field(description="What could not be understood, or was cut.")


class Mail(Model):
    """One mail as understood; every text is decoded, never None."""

    message_id: str | None = Field(default=None, description="Without angle brackets.")
    date: datetime | None = Field(default=None, description="The Date header, in UTC.")
    from_: Address | None = Field(default=None, alias="from", description="Who wrote it, as the mail says.")
    to: tuple[Address, ...] = Field(default=(), description="Who it is addressed to.")
    cc: tuple[Address, ...] = Field(default=(), description="Who gets a copy.")
    reply_to: tuple[Address, ...] = Field(default=(), description="Who answers go to.")
    subject: str = Field(default="", description="Decoded, on one line.")
    text: str = Field(default="", description="All text/plain bodies joined.")
    reply_text: str = Field(default="", description="What the sender newly wrote, without quotes.")
    html_as_text: str = Field(default="", description="All text/html bodies, as visible text.")
    headers: dict[str, tuple[str, ...]] = Field(default={}, description="Lower-cased name → decoded values in order.")
    attachments: tuple[Attachment, ...] = Field(default=(), description="Attached files, in order.")
    automatic: Automatic = Field(default=Automatic(), description="Whether a machine wrote it.")
    thread: Thread = Field(default=Thread(), description="What it answers.")
    problems: tuple[MailProblem, ...] = Field(default=(), description="What could not be understood, or was cut.")

    @property
    def visible_text(self) -> str:
        """The plain text, or the HTML's if there is none."""
        return self.text if self.text.strip() else self.html_as_text
