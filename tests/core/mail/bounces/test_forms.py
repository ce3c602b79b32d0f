"""Each form of bounce tells whom it is about, why, and whether the sending system still tries."""

import pytest

from postroom import limits
from postroom.mail.automatic import read_automatic
from postroom.mail.machine import MachineMail
from postroom.mail.model import Automatic
from postroom.mail.parse import parse_mail
from tests.cpu_time import assert_in_proportion

"""Far more than any takes, and far less than one that goes back and forth."""
ANN = "ann@b.example"


def _of(text: str, **given: str) -> Automatic:
    facts = {"sender": "MAILER-DAEMON@mx.example", "subject": "failure notice", "text": text, **given}
    return read_automatic(MachineMail({}, **facts))  # type: ignore[arg-type]


def _said(found: Automatic) -> list[tuple[str, str | None, bool]]:
    return [(one.address, one.status, one.permanent) for one in found.recipients]


def _report(fields: str, words: str = "Delivery has failed.") -> Automatic:
    raw = f"""From: postmaster@mx.example
Return-Path: <>
Subject: Delivery Status Notification
Content-Type: multipart/report; report-type=delivery-status; boundary=x

--x

{words}
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

{fields}
--x--
"""
    return parse_mail(raw.encode()).mail.automatic


@pytest.mark.parametrize(
    ("form", "text", "status", "permanent"),
    [
        (
            "qmail",
            "Hi. This is the qmail-send program at mx.\nI'm afraid I wasn't able to deliver your message.\n\n"
            "<ann@b.example>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the "
            "message.\n\n<other@b.example>:\n",
            "5.1.1",
            True,
        ),
        (
            "Postfix",
            "This is the Postfix program at host mx.\nFor further assistance, please contact <postmaster@mx.example>\n"
            "\n<ann@b.example>: host mx.b.example[192.0.2.1] said: 550 5.1.1\n    <ann@b.example>... User unknown",
            "5.1.1",
            True,
        ),
        (
            "Exim",
            "A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent "
            "error. The following address(es) failed:\n\n  ann@b.example\n    SMTP error from remote mail server:\n"
            "    550 5.7.1 rejected\n\n------ This is a copy of the message ------\nTo: other@b.example",
            "5.7.1",
            True,
        ),
        (
            "Sendmail",
            "   ----- The following addresses had permanent fatal errors -----\n<ann@b.example>\n"
            "    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n>>> RCPT "
            "To:<ann@b.example>",
            "5.1.1",
            True,
        ),
        (
            "Exchange",
            "Your message\n  To:      list@c.example\n  Subject: hi\ndid not reach the following recipient(s):\n\n"
            "c=US;a= ;p=B;o=N;dda:SMTP=ann@b.example; on Fri, 4 Oct 2002\n    The recipient name is not recognized",
            None,
            True,
        ),
        (
            "Gmail, delayed",
            "THIS IS A WARNING MESSAGE ONLY.\nDelivery to the following recipient has been delayed:\n\n"
            "     ann@b.example\n\nMessage will be retried for 2 more day(s)",
            None,
            False,
        ),
        (
            "Domino",
            "Your message\n\n  Subject: hi\n\nwas not delivered to:\n\n  ann@b.example\n\nbecause: 5.1.1 x",
            "5.1.1",
            True,
        ),
        ("IMail", "Unknown user: ann@b.example\n\nOriginal message follows.\n\nTo: other@b.example", None, True),
        (
            "MailEnable",
            "The following recipient(s) could not be reached:\n\tRecipient: [SMTP:ann@b.example]",
            None,
            True,
        ),
        ("LSMTP", "An error was detected.\nError-for:  ann@b.example\nError-Code: 0", None, True),
        (
            "Yahoo",
            "Unable to deliver message to the following address(es).\n\n<ann@b.example>:\nover quota",
            None,
            True,
        ),
        ("in a sentence", "Sorry, your message to ann@b.example cannot be delivered.", None, True),
        ("an AOL name", "Your mail to the following recipients could not be delivered:\n\n\tann\n", None, True),
        (
            "German",
            "Die folgende Nachricht konnte nicht zugestellt werden an die Empfänger:\n\n  ann@b.example\n",
            None,
            True,
        ),
        ("Danish", "Meddelelsen kan ikke leveres til følgende modtagere:\n\n  ann@b.example\n", None, True),
        ("French", "Votre message n'a pas pu être remis aux destinataires suivants :\n\n  ann@b.example\n", None, True),
        ("Polish", "Wiadomość nie została dostarczona do następujących odbiorców:\n\n  ann@b.example\n", None, True),
        ("Russian", "Не удалось доставить сообщение следующим получателям:\n\n  ann@b.example\n", None, True),
        ("Japanese", "次の受信者に配信できませんでした。\n\n  ann@b.example\n", None, True),
        ("Chinese", "您发往 ann@b.example 的邮件未能投递成功", None, True),
        ("Korean", "다음 받는 사람에게 전달되지 못했습니다.\n\n  ann@b.example\n", None, True),
    ],
)
def test_the_text_of_a_delivering_system_tells_whom_it_did_not_reach(
    form: str, text: str, status: str | None, permanent: bool
) -> None:
    address = "ann@mx.example" if "AOL" in form else ANN
    found = _of(text, subject="Mail status")
    assert (form, found.kind, _said(found)) == (form, "bounce", [(address, status, permanent)])


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ("Final-Recipient: rfc822; ann@b.example\nAction: failed\nStatus: 5.1.1", [(ANN, "5.1.1", True)]),
        ("Final-Recipient: rfc822;<ANN@b.example>\nAction: delayed\nStatus: 4.4.1", [(ANN, "4.4.1", False)]),
        (
            "Original-Recipient: rfc822;ann@b.example\nFinal-Recipient: rfc822;a.n.other@c.example\nAction: failed",
            [(ANN, None, True)],
        ),
        ("Final-Recipient: utf-8; ann@b.example\nAction: failed (gone)\nStatus: 5.2.1 (off)", [(ANN, "5.2.1", True)]),
        ("Final-Recipient: rfc822; ann@b.example\nDiagnostic-Code: smtp;\n 550 5.1.1 no", [(ANN, "5.1.1", True)]),
        (
            "Final-Recipient: rfc822; ann@b.example\nAction: failed\n\nFinal-Recipient: rfc822; "
            "bo@b.example\nAction: delivered",
            [(ANN, None, True)],
        ),
        (
            "Final-Recipient: rfc822; ann@b.example\nAction: failed\nFinal-Recipient: rfc822; "
            "bo@b.example\nAction: delayed",
            [(ANN, None, True), ("bo@b.example", None, False)],
        ),
    ],
)
def test_a_delivery_report_tells_each_recipient(fields: str, said: list[tuple[str, str | None, bool]]) -> None:
    found = _report(fields)
    assert (found.kind, _said(found)) == ("bounce", said)


def test_a_report_of_nothing_but_success_is_no_bounce() -> None:
    found = _report("Final-Recipient: rfc822; ann@b.example\nAction: delivered\nStatus: 2.0.0")
    assert (found.kind, found.recipients) == ("auto_reply", ())


def test_a_person_who_passes_a_bounce_on_wrote_no_bounce() -> None:
    text = "See below, what shall I do?\n\nYour message to ann@b.example could not be delivered."
    assert _of(text, sender="bo@c.example", subject="Fwd: Undelivered Mail Returned to Sender").kind == "none"
    headers = {"in-reply-to": ("<1@c.example>",)}
    answered = MachineMail(headers, sender="bo@c.example", subject="Re: failure notice", text=text)
    assert read_automatic(answered).kind == "none"


@pytest.mark.parametrize(
    ("sender", "subject", "text"),
    [
        (
            "bo@c.example",
            "Undeliverable mail",
            'Hi,\n\nI get "Delivery has failed to these recipients:"\nann@b.example',
        ),
        ("bo@c.example", "Mail Delivery Failed?", "These addresses failed:\n\nann@b.example\n\nWhat now?"),
        ("bo@c.example", "AW: Unzustellbar: Angebot", "Folgende Empfänger nicht zugestellt:\nann@b.example"),
        (
            "bo@c.example",
            "Undeliverable: Offer",
            "I got this:\n> Delivery has failed to these recipients:\n> ann@b.example",
        ),
        ("Mail Delivery Team <bo@c.example>", "Your parcel", "Hi, it was not delivered to the address: Road 1\n" + ANN),
    ],
)
def test_a_person_who_writes_of_a_bounce_wrote_no_bounce(sender: str, subject: str, text: str) -> None:
    raw = f"From: {sender}\nSubject: {subject}\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
    assert parse_mail(raw.encode()).mail.automatic.kind == "none"


def test_a_bounce_of_an_answer_may_keep_its_subject_and_say_what_became_of_it_behind() -> None:
    subject = "RE: Your message to the list awaits the approval of its moderator : non remis (delivery failed)"
    found = _of("Your message could not be delivered to\nann@b.example", sender="relay@c.example", subject=subject)
    assert (found.kind, [one.address for one in found.recipients]) == ("bounce", [ANN])


@pytest.mark.parametrize("sender", ["MAILER-DAEMON@c.example", "postmaster@c.example"])
def test_a_daemon_may_greet_and_ask(sender: str) -> None:
    text = "Hello,\n\nwhat happened? Your message to the following recipient was not delivered:\nann@b.example\n"
    assert _of(text, sender=sender, subject="failure notice").kind == "bounce"


def test_a_full_mailbox_alone_is_no_bounce() -> None:
    warned = _of("Your mailbox is 99 % full. Click here.", sender="admin@c.example", subject="Mailbox full")
    assert warned.kind == "none"


@pytest.mark.parametrize(
    "unit", ["<a@b.c>:\n", "a" * 70 + "@", "a.a.", "delivery to ", "c=@smtp=", "to: a@b.c, ", "\n \n", "(((<<"]
)
@pytest.mark.parametrize("head", ["", "The following addresses failed:\n"])
def test_reading_takes_time_in_proportion_to_the_text_and_names_no_more_than_the_limit(unit: str, head: str) -> None:
    assert len(_of(head + unit * 20_000).recipients) <= limits.BOUNCED_RECIPIENTS
    assert_in_proportion(lambda size: _of(head + unit * (size // len(unit))), 256 * 1024)


def test_a_report_may_name_no_more_than_the_limit() -> None:
    fields = "\n\n".join(f"Final-Recipient: rfc822; a{n}@b.example\nAction: failed" for n in range(1_000))
    assert len(_report(fields).recipients) == limits.BOUNCED_RECIPIENTS
