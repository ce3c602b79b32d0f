"""Feedback reports (ARF, RFC 5965), and what Hotmail sends in their place: a user called a mail of ours spam."""

import re

from postroom import limits

from .bounces.addresses import addresses_in, whole_address
from .charsets import decode_text
from .machine import MachineMail
from .model import Automatic, FeedbackReport

TYPE = "message/feedback-report"
_FIELD = re.compile(r"([A-Za-z-]{3,40})[ \t]*:[ \t]*(.*)")
_HOTMAIL_SENDER = "staff@hotmail.com"
_HOTMAIL_SUBJECT = re.compile(r"\s*complaint about message from\s+(\S{1,60})", re.IGNORECASE)
_HOTMAIL_RECIPIENT = re.compile(rb"^X-HmXmrOriginalRecipient:[ \t]*([^\r\n]{1,320})", re.IGNORECASE | re.MULTILINE)


def read_feedback(mail: MachineMail) -> Automatic | None:
    """The complaint; None if the mail is none."""
    part = mail.part(TYPE)
    if part is not None:
        text = decode_text(part[: limits.BOUNCE_TEXT_CHARACTERS], "")[0]
        return Automatic(kind="feedback_report", reason="feedback report (RFC 5965)", feedback=_read(text))
    if mail.report_type == "feedback-report":
        return Automatic(kind="feedback_report", reason="multipart/report; report-type=feedback-report")
    about = _HOTMAIL_SUBJECT.match(mail.subject)
    if about is None or mail.sender != _HOTMAIL_SENDER:
        return None
    returned = mail.part("message/rfc822") or b""
    named = _HOTMAIL_RECIPIENT.search(returned[: limits.BOUNCE_TEXT_CHARACTERS])
    recipient = whole_address(named[1].decode("ascii", "replace")) if named else None
    feedback = FeedbackReport(type="abuse", recipients=(recipient,) if recipient else (), source_ip=about[1])
    return Automatic(kind="feedback_report", reason="Hotmail's junk mail report", feedback=feedback)


def _read(text: str) -> FeedbackReport:
    fields: dict[str, list[str]] = {}
    for line in text.splitlines()[: limits.BOUNCE_LINES]:
        found = _FIELD.match(line)
        if found is not None:
            fields.setdefault(found[1].lower(), []).append(found[2].strip()[: limits.BOUNCE_LINE_CHARACTERS])

    def first(name: str) -> str:
        return next(iter(fields.get(name, ())), "")

    recipients = [one for value in fields.get("original-rcpt-to", ()) for one in addresses_in(value)]
    return FeedbackReport(
        type=first("feedback-type").lower() or "abuse",
        recipients=tuple(dict.fromkeys(recipients))[: limits.BOUNCED_RECIPIENTS],
        sender=whole_address(first("original-mail-from")),
        source_ip=first("source-ip") or None,
    )
