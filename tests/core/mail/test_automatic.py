"""Which mails a machine wrote, by their headers."""

import pytest

from postroom.mail.automatic import read_automatic
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
    assert read_automatic({"precedence": ("Bulk",)}, "text/plain").reason == "Precedence: bulk"
    reason = read_automatic({"list-id": ("<x.example>",), "precedence": ("bulk",)}, "text/plain").reason
    assert reason == "List-Id: <x.example>"
