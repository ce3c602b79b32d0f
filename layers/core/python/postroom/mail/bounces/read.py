"""Whether a mail is a bounce and of whom: the readers, the surest first.

1. the machine-readable report (RFC 3464), then X-Failed-Recipients: both are only written by delivering systems
2. the text forms, from the strictest to the loosest, and only where sender or subject are a delivering system's
"""

import re
from collections.abc import Callable
from importlib import import_module

from ..machine import MachineMail
from ..model import Automatic, BouncedRecipient
from ..patterns import compiled
from ..person import asks, greets
from . import delivery_status, failed_recipients
from .report import Report
from .words import FAILURE, RETURNED

Reader = Callable[[Report], tuple[BouncedRecipient, ...]]

_FORWARDED = re.compile(r"\s*(?:fwd?|wg|tr|rv|vb|vs|enc|pd|doorst|转发|轉寄|轉發|転送|전달)\s?[:：]", re.IGNORECASE)
_ANSWERED = re.compile(r"\s*(?:re|aw|sv|antw|odp|res|rif|回复|回覆|答复|返信|답장)\s?[:：]", re.IGNORECASE)
_SUBJECT_OF_BOUNCE = 40
_TEXT_FORMS = {
    "paragraphs": "a paragraph for each recipient",
    "announced": "recipients announced",
    "labelled": "recipients named",
    "local_names": "local names announced",
    "returned_head": "the returned mail's head",
}
"""Module → what its form is; imported on first use: compiling their patterns is slow, and few mails need them."""


def read_bounce(mail: MachineMail) -> Automatic | None:
    """The bounce, with whom it is about as far as it tells; None if the mail is none."""
    report = Report(mail)
    fails = RETURNED.search(mail.subject) is not None and not _passed_on(mail)
    has_part = mail.part(*delivery_status.TYPES) is not None
    if has_part and (mail.content_type == "multipart/report" or report.from_system or fails):
        return _of_report(report)
    if mail.report_type == "delivery-status":
        return _of_report(report)
    if recipients := failed_recipients.read(report):
        return Automatic(kind="bounce", reason="X-Failed-Recipients", recipients=recipients)
    if not (report.from_system or fails) or _of_person(report):
        return None
    if recipients := delivery_status.read(report):
        return Automatic(kind="bounce", reason="delivery status in the text", recipients=recipients)
    form, recipients = _of_text(report)
    tells = compiled(FAILURE).search("\n".join(report.lines)) is not None
    if recipients and (report.from_system or tells):
        return Automatic(kind="bounce", reason=f"text of a delivering system: {form}", recipients=recipients)
    if report.from_daemon and RETURNED.search("\n".join((mail.subject, *report.lines))):
        return Automatic(kind="bounce", reason="text of a delivering system; it names no recipient")
    return None


def _passed_on(mail: MachineMail) -> bool:
    """A person's mail about a bounce: forwarded, or an answer, be it in a thread or to the bounce's own subject."""
    if _FORWARDED.match(mail.subject):
        return True
    answer = _ANSWERED.match(mail.subject)
    if answer is None:
        return False
    # A system that bounces an answer may keep its "Re:" and say behind it what became of it.
    told = RETURNED.search(mail.subject, answer.end(), answer.end() + _SUBJECT_OF_BOUNCE)
    return bool(told or mail.header("in-reply-to"))


def _of_person(report: Report) -> bool:
    """Whether anybody may write as its sender, and somebody did: they greet, or ask what a bounce says of them."""
    if report.from_daemon:
        return False
    words = report.mail.own_words()
    return greets(words) or asks(words)


def _of_report(report: Report) -> Automatic:
    recipients = delivery_status.read(report)
    if not recipients and delivery_status.tells_of_success(report):
        return Automatic(kind="auto_reply", reason="delivery report (RFC 3464): delivered")
    if not recipients:
        recipients = failed_recipients.read(report) or _of_text(report)[1] or delivery_status.read_wrapped(report)
    return Automatic(kind="bounce", reason="delivery report (RFC 3464)", recipients=recipients)


def _of_text(report: Report) -> tuple[str, tuple[BouncedRecipient, ...]]:
    for module, form in _TEXT_FORMS.items():
        reader: Reader = import_module(f"{__package__}.{module}").read
        if recipients := reader(report):
            return form, recipients
    return "", ()
