"""The outbox: files, numbers, and the pages over them."""

import json
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.exchange import Request
from infra.local.doors.outbox import Outbox
from infra.local.doors.outbox_pages import is_outbox, outbox_page
from infra.local.doors.sent_mail import sent_mail
from tests.infra.local.doors.fakes import START, Clock


def _page(outbox: Outbox, target: str) -> Any:
    answer = outbox_page(outbox, Request("GET", target, (), b"", "127.0.0.1"))
    return (answer.status, json.loads(answer.body))


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path, Clock())


def test_entries_are_numbered_readable_files(outbox: Outbox) -> None:
    assert outbox.add("slack", "#invoices", {"payload": {"text": "Fælles"}}) == 1
    assert outbox.add("call", "https://erp.example/api/orders?x=1", {"method": "PUT"}) == 2
    names = sorted(path.name for path in outbox.folder.iterdir())
    assert names == ["0001-slack-#invoices.json", "0002-call-https_erp.example_api_orders_x_1.json"]
    text = (outbox.folder / names[0]).read_text(encoding="utf-8")
    assert "Fælles" in text
    assert json.loads(text) == {
        "number": 1,
        "kind": "slack",
        "to": "#invoices",
        "at": START.isoformat(),
        "payload": {"text": "Fælles"},
    }


def test_numbers_go_on_after_a_restart(outbox: Outbox) -> None:
    outbox.add("slack", "#invoices", {})
    again = Outbox(outbox.folder, Clock())
    assert again.add("slack", "#invoices", {}) == 2
    assert [entry["number"] for entry in again.entries()] == [1, 2]


def test_a_mail_lies_beside_its_entry_and_opens_in_a_mail_program(outbox: Outbox) -> None:
    raw = b"To: admin@postroom.test\r\nSubject: Time confirmed\r\n\r\nHello\r\n"
    number = outbox.add("mail", "admin@postroom.test", {"subject": "Time confirmed"}, raw)
    assert outbox.mail(number) == raw
    assert (outbox.folder / "0001-mail-admin@postroom.test.eml").read_bytes() == raw
    assert outbox.mail(2) is None


def test_the_list_can_be_narrowed_and_shows_the_newest(outbox: Outbox) -> None:
    for number in range(3):
        outbox.add("slack", f"#c{number}", {})
        outbox.add("mail", "a@b.example", {}, b"\r\n")
    assert [entry["number"] for entry in _page(outbox, "/outbox")[1]] == [1, 2, 3, 4, 5, 6]
    assert [entry["to"] for entry in _page(outbox, "/outbox?kind=slack&after=1")[1]] == ["#c1", "#c2"]
    assert [entry["number"] for entry in _page(outbox, "/outbox?limit=2")[1]] == [5, 6]
    assert _page(outbox, "/outbox?limit=two")[0] == 400


def test_one_entry_and_one_mail_have_pages_of_their_own(outbox: Outbox) -> None:
    outbox.add("slack", "#alerts", {"posted": True})
    outbox.add("mail", "a@b.example", {}, b"Subject: x\r\n\r\n")
    assert _page(outbox, "/outbox/1")[1]["to"] == "#alerts"
    assert outbox_page(outbox, Request("GET", "/outbox/2.eml", (), b"", "")).body == b"Subject: x\r\n\r\n"
    assert [_page(outbox, target)[0] for target in ("/outbox/1.eml", "/outbox/3", "/outbox/3.eml")] == [404, 404, 404]


@pytest.mark.parametrize(
    ("method", "path", "ours"),
    [
        ("GET", "/outbox", True),
        ("GET", "/outbox/12.eml", True),
        ("POST", "/outbox", False),
        ("GET", "/outbox/../x", False),
    ],
)
def test_which_requests_are_for_the_outbox(method: str, path: str, ours: bool) -> None:
    assert is_outbox(Request(method, path, (), b"", "")) is ours


def test_waiting_for_what_does_not_come_says_what_came(outbox: Outbox) -> None:
    outbox.add("mail", "a@b.example", {}, b"\r\n")
    with pytest.raises(TimeoutError, match="0 of 1 entries"):
        outbox.wait_for(1, "slack", timeout=0.01)


def test_a_simple_mail_is_written_out_as_ses_would_send_it() -> None:
    params = {
        "FromEmailAddress": "Postroom <post@postroom.test>",
        "Destination": {"ToAddresses": ["admin@postroom.test"], "BccAddresses": ["log@postroom.test"]},
        "ReplyToAddresses": ["reply+t1@postroom.test"],
        "Content": {
            "Simple": {
                "Subject": {"Data": "Timer bekræftet"},
                "Body": {"Text": {"Data": "37,5 timer\n"}, "Html": {"Data": "<p>37,5 timer</p>"}},
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
    }
    to, listed, raw = sent_mail("local-1", params, "eu-west-1", START)
    assert to == "admin@postroom.test, log@postroom.test"
    assert listed == {
        "from": "Postroom <post@postroom.test>",
        "subject": "Timer bekræftet",
        "message_id": "local-1",
        "text": "37,5 timer\n",
    }
    text = raw.decode()
    assert "Message-ID: <local-1@eu-west-1.amazonses.com>\r\n" in text
    assert "Date: Sat, 21 Nov 2026 08:30:15 +0000\r\n" in text
    assert "Auto-Submitted: auto-generated\r\n" in text
    assert "log@postroom.test" not in text


def test_a_raw_mail_keeps_everything_but_its_id_and_date() -> None:
    given = (
        b"From: a@postroom.test\r\nTo: b@c.example\r\nMessage-ID: <mine>\r\nDate: yesterday\r\nX-Own: 1\r\n\r\nHi\r\n"
    )
    to, listed, raw = sent_mail("local-2", {"Content": {"Raw": {"Data": given}}}, "eu-west-1", START)
    assert (to, listed["from"], listed["text"]) == ("b@c.example", "a@postroom.test", "Hi\n")
    assert b"X-Own: 1\r\n" in raw
    assert b"<mine>" not in raw
