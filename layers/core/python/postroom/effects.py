"""What an action may ask for. The list is closed: an action yields these and the engine sees to them.

Inside effects join the step's one transaction; outside effects are claimed first, because they cannot be undone.

    inside:   SaveRecord, ChangeRecord, SetMailStatus          reads:   FindRecords, ReadRecord, ReadObject
    outside:  CallConnection, SendMail
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from postroom.ids import RecordId

if TYPE_CHECKING:  # a kind of record names its effects' kind, so neither is whole before the other
    from postroom.records.base import Record

RecordKind = Literal["contact", "ticket", "ticket_message", "time_entry"]


class FindRecords(NamedTuple):
    """The tenant's records of `kind` whose look-up `by` is `value`; answered with a tuple of FoundRecord."""

    kind: RecordKind
    by: str
    value: str
    limit: int = 10


class FoundRecord(NamedTuple):
    """A record as its look-up row holds it."""

    id: RecordId
    summary: Mapping[str, Any]


class ReadRecord(NamedTuple):
    """One record as a whole; answered with it, or None if it is gone."""

    kind: RecordKind
    id: RecordId


class ReadObject(NamedTuple):
    """The bytes of an object of this event: `raw` is the mail as it arrived."""

    key: str


class SaveRecord(NamedTuple):
    """Make a record of `kind`; its id follows from the effect's key, so a repeat is the same record.

    Answered with the RecordId.
    """

    kind: RecordKind
    fields: Mapping[str, Any]


class ChangeRecord(NamedTuple):
    """A record as it was read, with `changes` and at its next revision; the step is decided anew if it has changed
    meanwhile. Answered with the record as it then is.
    """

    kind: RecordKind
    record: "Record"
    changes: Mapping[str, Any]


MailStatus = Literal[
    "received", "unrouted", "skipped", "held", "duplicate", "classified", "processed", "flagged", "failed"
]


class SetMailStatus(NamedTuple):
    """Give the event's mail a status; `flagged` stays flagged. Answered with the status it then has."""

    status: MailStatus
    reason: str = ""


class CallConnection(NamedTuple):
    """One call through a connection of the tenant (`slack`, …); answered with the call's answer, a JSON object.

    `request` is what the connection's file in `postroom.connections` takes.
    """

    connection: str
    request: Mapping[str, Any]


class SendMail(NamedTuple):
    """One mail to all of `to`; answered with `{"message_id": …, "subject": …}`: SES's id, which replaces our own on
    the way, and the subject as it left.

    Plain addresses everywhere. What changes from one attempt to the next (the date) is the performer's, so that a
    repeat of the step asks for the same mail.
    """

    sender: str
    sender_name: str
    to: tuple[str, ...]
    subject: str
    text: str
    reply_to: str | None = None
    in_reply_to: str | None = None
    references: tuple[str, ...] = ()
    answers: bool = False
    """Whether it goes to who wrote the mail that caused it (RFC 3834: auto-replied, else auto-generated)."""
    thread: str | None = None
    """The thread it belongs to, by which answers to it are known."""
    hops: int = 1
    """How many runs led to it: one more than the mail of ours had that caused it, if one did."""


InsideEffect = SaveRecord | ChangeRecord | SetMailStatus
ReadEffect = FindRecords | ReadRecord | ReadObject
OutsideEffect = CallConnection | SendMail
Effect = InsideEffect | ReadEffect | OutsideEffect
