"""The mail that leaves: RFC 5322 bytes of a SendMail, pure ASCII, whatever strangers wrote into subject and body."""

import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from postroom import limits
from postroom.effects import SendMail
from postroom.mail.marker import HEADER

_POLICY = SMTP.clone(cte_type="7bit")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_MESSAGE_ID = re.compile(r"[\x21-\x3b\x3d\x3f-\x7e]+@[\x21-\x3b\x3d\x3f-\x7e]+")
_SUBJECT_BELOW = re.compile(rb"^Subject:\r\n (.*) (.*)(?=\r$|\Z)", re.MULTILINE)
"""The library folds a subject of some 70 characters before its first word, and readers show it with a space there."""

_NOT_IN_IDS = re.compile(r"[^A-Za-z0-9._-]")


def compose(mail: SendMail, key: str, now: datetime, marker: str) -> bytes:
    """The whole mail. Its Message-ID follows from the effect's key; SES puts its own in that place, and its date."""
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(display_name=one_line(mail.sender_name), addr_spec=mail.sender)
    message["To"] = tuple(Address(addr_spec=one) for one in mail.to)
    if mail.reply_to:
        message["Reply-To"] = Address(addr_spec=mail.reply_to)
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(now)
    message["Auto-Submitted"] = "auto-replied" if mail.answers else "auto-generated"
    # Exchange reads no Auto-Submitted; this keeps its absence notes and receipts from coming back.
    message["X-Auto-Response-Suppress"] = "All"
    message[HEADER] = marker
    message.set_content(_CONTROL.sub("", _with_lf(mail.text)))
    headers, end, body = message.as_bytes().partition(b"\r\n\r\n")
    return _ids(mail, key) + _SUBJECT_BELOW.sub(rb"Subject: \1\r\n \2", headers) + end + body


def one_line(text: str, characters: int = limits.SENT_SUBJECT_CHARACTERS) -> str:
    """What may stand in a header: no line ends, no control characters, and no more than fits."""
    cleaned = " ".join(_CONTROL.sub(" ", text).split())
    return cleaned if len(cleaned) <= characters else cleaned[: characters - 1] + "…"


def thread_of(message_id: str | None, references: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """In-Reply-To and References (RFC 5322, 3.6.4) of an answer to that mail; ids that are none are left out."""
    if message_id is None or not _is_message_id(message_id):
        return None, ()
    chain = [one for one in references if one != message_id and _is_message_id(one)]
    if len(chain) >= limits.SENT_REFERENCES:
        chain = [chain[0], *chain[2 - limits.SENT_REFERENCES :]]
    return message_id, (*chain, message_id)


def _ids(mail: SendMail, key: str) -> bytes:
    """The headers that hold message ids, one id a line: the library would write a long one as an encoded word."""
    own = f"{_NOT_IN_IDS.sub('.', key)}@{mail.sender.rpartition('@')[2]}"
    lines = [f"Message-ID: <{own}>"]
    if mail.in_reply_to:
        lines.append(f"In-Reply-To: <{mail.in_reply_to}>")
    if mail.references:
        lines.append("References: " + "\r\n ".join(f"<{one}>" for one in mail.references))
    return "".join(f"{line}\r\n" for line in lines).encode("ascii")


def _is_message_id(text: str) -> bool:
    return len(text) <= limits.MESSAGE_ID_CHARACTERS and _MESSAGE_ID.fullmatch(text) is not None


def _with_lf(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
