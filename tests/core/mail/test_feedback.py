"""Complaints that mail providers hand back: what kind, who complained, about whose mail."""

import pytest

from postroom.mail.parse import parse_mail
from tests.shared_data import shared_data

FOLDER = "bounce-phpbh/files/eml"


@pytest.mark.parametrize(
    ("name", "kind", "recipients", "sender", "source_ip"),
    [
        ("arf2.txt", "opt-out", (), None, None),
        ("arf3.txt", "abuse", ("user@example.com",), "somespammer@example.net", "192.0.2.1"),
        ("fbl-aol.txt", "abuse", (), None, "24.64.1.1"),
        ("fbl-yahoo.txt", "abuse", ("someuser@yahoo.com",), "support@ourdomain.com", None),
        ("fbl-hotmail.txt", "abuse", ("somerecipient@hotmail.com",), None, "24.64.1.1"),
    ],
)
def test_a_feedback_report_tells_what_it_is_about(
    name: str, kind: str, recipients: tuple[str, ...], sender: str | None, source_ip: str | None
) -> None:
    found = parse_mail(shared_data(FOLDER, name).read_bytes()).mail.automatic
    assert found.kind == "feedback_report"
    assert found.feedback is not None
    told = (found.feedback.type, found.feedback.recipients, found.feedback.sender, found.feedback.source_ip)
    assert told == (kind, recipients, sender, source_ip)


def test_a_report_that_lacks_its_part_is_one_all_the_same() -> None:
    declared = b"Content-Type: multipart/report; report-type=feedback-report; boundary=x"
    raw = b"From: fbl@a.example\n" + declared + b"\n\n--x\n\nhi\n--x--"
    found = parse_mail(raw).mail.automatic
    assert (found.kind, found.feedback) == ("feedback_report", None)
