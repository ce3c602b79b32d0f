"""Which mails a machine wrote, by their headers."""

import pytest

from postroom.mail.automatic import read_automatic
from postroom.mail.machine import MachineMail
from postroom.mail.parse import parse_mail


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("", "none"),
        ("Auto-Submitted: no", "none"),
        ("Auto-Submitted: auto-replied", "auto_reply"),
        ("Auto-Submitted: auto-replied (vacation); owner-email=a@b.dk", "auto_reply"),
        ("Auto-Submitted: auto-generated", "bulk"),
        ("Auto-Submitted: auto-generated\nIn-Reply-To: <a@b>", "auto_reply"),
        ("Auto-Submitted: auto-generated\nSubject: Automatisk svar: Faktura", "auto_reply"),
        ("Auto-Submitted: auto-generated\nReturn-Path: <>", "bounce"),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x", "bounce"),
        ("Content-Type: multipart/report; report-type=feedback-report; boundary=x", "feedback_report"),
        ("Content-Type: multipart/report; report-type=disposition-notification; boundary=x", "auto_reply"),
        ("X-Failed-Recipients: a@b.dk", "bounce"),
        ("Return-Path: <>", "bounce"),
        ("Return-Path: <>\nSubject: Abwesenheitsnotiz: ich bin nicht da", "auto_reply"),
        ("Return-Path: <a@b.dk>", "none"),
        ("X-Autoreply: yes", "auto_reply"),
        ("X-Autoreply: no", "none"),
        ("Precedence: auto_reply", "auto_reply"),
        ("Precedence: bulk", "bulk"),
        ("Precedence: junk", "bulk"),
        ("Precedence: list", "list"),
        ("Precedence: first-class", "none"),
        ("List-Id: <news.example.com>", "list"),
        ("List-Post: <mailto:list@example.com>\nPrecedence: bulk", "list"),
        ("List-Unsubscribe: <https://example.com/u>", "bulk"),
        ("X-Auto-Response-Suppress: All", "bulk"),
        ("X-Auto-Response-Suppress: All\nSubject: Automatic reply: hi", "auto_reply"),
        ("X-Auto-Response-Suppress: None", "none"),
    ],
)
def test_headers_tell_what_kind_of_machine_wrote(headers: str, kind: str) -> None:
    assert parse_mail(f"From: a@b.dk\n{headers}\n\n".encode()).mail.automatic.kind == kind


def test_the_reason_is_the_header_that_says_so() -> None:
    assert read_automatic(MachineMail({"precedence": ("Bulk",)})).reason == "Precedence: bulk"
    headers = {"list-id": ("<x.example>",), "precedence": ("bulk",)}
    assert read_automatic(MachineMail(headers)).reason == "List-Id: <x.example>"


def test_a_read_receipt_is_an_answer_and_a_rejection_in_its_form_a_bounce() -> None:
    receipt = MachineMail({}, report_type="disposition-notification", subject="Read: offer", text="It was displayed.")
    assert read_automatic(receipt).kind == "auto_reply"
    rejected = MachineMail(
        {},
        report_type="disposition-notification",
        sender="postmaster@b.example",
        subject="Automatically rejected mail",
        text="Your message to <ann@b.example> was automatically rejected:\nQuota exceeded",
    )
    assert [one.address for one in read_automatic(rejected).recipients] == ["ann@b.example"]


def test_what_a_list_hands_on_of_a_bounce_is_a_bounce() -> None:
    raw = b"""From: MAILER-DAEMON@b.example
List-Id: <dev.example>
Precedence: list
Subject: failure notice

<ann@b.example>:
No such user (#5.1.1)
"""
    found = parse_mail(raw).mail.automatic
    assert (found.kind, [(one.address, one.status) for one in found.recipients]) == (
        "bounce",
        [("ann@b.example", "5.1.1")],
    )
