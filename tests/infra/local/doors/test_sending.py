"""`send`: envelopes from headers, and delivery over a real socket."""

import socket
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.sending import NOBODY, Envelope, NotSent, deliver, envelope_of, send, with_crlf
from infra.local.doors.smtp import SmtpServer
from infra.local.doors.state_folder import Running, held, tell
from tests.infra.local.doors.test_smtp import Mailbox


def _running(port: int = 2525) -> Running:
    domains = ["postroom.test", "mail.example"]
    return Running(
        1, "http://127.0.0.1:8787", "tok", "127.0.0.1", port, "OUTBOX", "S", domains, "faktura@postroom.test"
    )


@pytest.mark.parametrize(
    ("headers", "sender", "recipients"),
    [
        ("From: A <a@x.example>\nTo: faktura@postroom.test", "a@x.example", ("faktura@postroom.test",)),
        (
            "Return-Path: <bounce@x.example>\nFrom: a@x.example\nTo: b@y.example, I@Postroom.Test\nCc: c@mail.example",
            "bounce@x.example",
            ("I@Postroom.Test", "c@mail.example"),
        ),
        ("Return-Path: <>\nFrom: MAILER-DAEMON@x.example\nTo: f@postroom.test", "", ("f@postroom.test",)),
        ("Subject: nobody at all", NOBODY, ("faktura@postroom.test",)),
    ],
)
def test_the_envelope_comes_from_the_headers(headers: str, sender: str, recipients: tuple[str, ...]) -> None:
    envelope = envelope_of(f"{headers}\n\nHi\n".encode(), _running(), None, None)
    assert (envelope.sender, envelope.recipients) == (sender, recipients)


def test_mail_for_others_goes_to_the_default_address_and_says_so() -> None:
    envelope = envelope_of(b"From: a@x.example\nTo: b@y.example\n\n", _running(), None, None)
    assert envelope.recipients == ("faktura@postroom.test",)
    assert (
        envelope.note
        == "its headers name b@y.example, nobody at postroom.test or mail.example: sent to faktura@postroom.test"
    )


def test_what_is_given_goes_before_the_headers() -> None:
    envelope = envelope_of(b"From: a@x.example\nTo: b@y.example\n\n", _running(), "s@x.example", "r@z.example")
    assert envelope == Envelope("s@x.example", ("r@z.example",))


@pytest.mark.parametrize("raw", [b"a\nb\n", b"a\r\nb\r\n", b"a\r\nb\n"])
def test_line_ends_become_those_of_smtp(raw: bytes) -> None:
    assert with_crlf(raw) == b"a\r\nb\r\n"


def test_a_file_is_delivered_to_the_running_stack_and_it_is_said_where_to_look(tmp_path: Path) -> None:
    mailbox, said = Mailbox(), list[str]()
    server = SmtpServer(mailbox)
    server.start()
    file = tmp_path / "mail.eml"
    file.write_bytes("From: å@x.example\nTo: faktura@postroom.test\n\n.dot\n\xf8\n".encode())
    with held(tmp_path / "state"):
        tell(tmp_path / "state", _running(server.port))
        send(file, tmp_path / "state", None, None, said.append)
    server.stop()
    ((raw, sender, recipients),) = mailbox.taken
    assert (sender, recipients) == ("å@x.example", ["faktura@postroom.test"])
    assert raw.endswith("\r\n\r\n.dot\r\n\xf8\r\n".encode())
    assert said[0] == f"{file}: 250 2.0.0 OK id1"
    assert any("/api/v1/emails" in line for line in said)
    assert said[-1] == "sent out: OUTBOX"


def test_what_the_stack_refuses_is_said_in_its_words() -> None:
    server = SmtpServer(Mailbox())
    server.start()
    with pytest.raises(NotSent, match=r"RCPT TO:<x@elsewhere\.example>: 550 5\.1\.1"):
        deliver(b"\r\n", Envelope("", ("x@elsewhere.example",)), server.host, server.port)
    server.stop()


def test_nobody_there_is_said_with_the_address() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(NotSent, match=rf"127\.0\.0\.1:{port}: .*refused"):
        deliver(b"\r\n", Envelope("", ("x@postroom.test",)), "127.0.0.1", port)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    said: list[Any] = []
    with held(tmp_path):
        tell(tmp_path, _running())
        with pytest.raises(FileNotFoundError, match=r"no\.eml"):
            send(tmp_path / "no.eml", tmp_path, None, None, said.append)
