"""The SMTP door, with smtplib over real sockets."""

import smtplib
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from infra.local.doors.smtp import MAIL_BYTES, SmtpServer

MAIL = b"From: a@sender.example\r\nTo: faktura@postroom.test\r\nSubject: Hej\r\n\r\nHello\r\n"
US = "faktura@postroom.test"


@dataclass
class Mailbox:
    """Takes mail for postroom.test; what it took, and when it stops working."""

    broken: bool = False
    taken: list[tuple[bytes, str, list[str]]] = field(default_factory=list)

    def receives(self, address: str) -> bool:
        return address.lower().endswith("@postroom.test")

    def deliver_mail(self, raw: bytes, envelope_from: str, recipients: list[str]) -> str:
        if self.broken:
            raise OSError("no space left on device")
        self.taken.append((raw, envelope_from, recipients))
        return f"id{len(self.taken)}"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[SmtpServer]:
    server = SmtpServer(mailbox)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def client(server: SmtpServer) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(server.host, server.port, timeout=30) as client:
        client.ehlo("client.example")
        yield client


def test_a_mail_is_handed_on_byte_for_byte_and_250_names_its_id(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    body = b"Subject: bytes\r\n\r\n.leading dot\r\n\xf8\xff 8 bit\r\n" + b"x" * 5_000 + b"\r\n"
    client.mail("a@sender.example", ["BODY=8BITMIME"])
    client.rcpt(US)
    assert client.data(body) == (250, b"2.0.0 OK id1")
    assert mailbox.taken == [(body, "a@sender.example", [US])]


def test_several_recipients_are_one_mail_and_strangers_get_550(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    recipients = [US, "who@elsewhere.example", "LAGER@Postroom.test"]
    refused = client.sendmail("a@sender.example", recipients, MAIL)
    assert {address: code for address, (code, _) in refused.items()} == {"who@elsewhere.example": 550}
    assert refused["who@elsewhere.example"][1].startswith(b"5.1.1 ")
    assert [recipients for _, _, recipients in mailbox.taken] == [[US, "LAGER@Postroom.test"]]


def test_without_any_recipient_of_ours_there_is_no_mail(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        client.sendmail("a@sender.example", ["who@elsewhere.example"], MAIL)
    assert mailbox.taken == []


def test_a_bounce_has_no_sender(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    client.sendmail("", [US], MAIL)
    assert mailbox.taken[0][1] == ""


def test_addresses_may_be_in_utf_8(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    client.mail("søren@sender.example", ["SMTPUTF8", "BODY=8BITMIME"])
    client.rcpt("købmand@postroom.test")
    client.data(MAIL)
    assert mailbox.taken[0][1:] == ("søren@sender.example", ["købmand@postroom.test"])


def test_what_cannot_be_stored_is_451_and_comes_again_later(
    client: smtplib.SMTP, mailbox: Mailbox, capfd: pytest.CaptureFixture[str]
) -> None:
    mailbox.broken = True
    with pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail("a@sender.example", [US], MAIL)
    assert refused.value.smtp_code == 451
    assert "no space left" in capfd.readouterr().err
    mailbox.broken = False
    client.sendmail("a@sender.example", [US], MAIL)
    assert len(mailbox.taken) == 1


def test_the_size_is_told_and_kept(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    assert client.esmtp_features["size"] == str(MAIL_BYTES)
    assert {"8bitmime", "smtputf8"} <= set(client.esmtp_features)
    assert client.mail("a@sender.example", [f"SIZE={MAIL_BYTES + 1}"])[0] == 552


def test_a_mail_over_the_size_is_552_and_not_taken(
    client: smtplib.SMTP, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = b"x" * 76 + b"\r\n"
    too_long = MAIL + line * (MAIL_BYTES // len(line) + 1)
    client.mail("a@sender.example")
    client.rcpt(US)
    assert client.data(too_long)[0] == 552
    assert mailbox.taken == []


def test_a_hundred_recipients_fit_into_one_mail(client: smtplib.SMTP, mailbox: Mailbox) -> None:
    refused = client.sendmail("a@sender.example", [f"a{number}@postroom.test" for number in range(101)], MAIL)
    assert {address: code for address, (code, _) in refused.items()} == {"a100@postroom.test": 452}
    assert len(mailbox.taken[0][2]) == 100


def test_many_senders_at_once_all_get_through(server: SmtpServer, mailbox: Mailbox) -> None:
    def send(number: int) -> None:
        with smtplib.SMTP(server.host, server.port, timeout=30) as client:
            client.sendmail(f"a{number}@sender.example", [US], MAIL)

    with ThreadPoolExecutor(25) as senders:
        list(senders.map(send, range(50)))
    assert len(mailbox.taken) == 50


def test_a_slow_store_does_not_hold_up_other_conversations(server: SmtpServer, mailbox: Mailbox) -> None:
    going_on = threading.Event()
    take = mailbox.deliver_mail

    def slowly(raw: bytes, envelope_from: str, recipients: list[str]) -> str:
        going_on.wait(30)
        return take(raw, envelope_from, recipients)

    mailbox.deliver_mail = slowly  # type: ignore[method-assign]

    def send() -> None:
        with smtplib.SMTP(server.host, server.port, timeout=30) as client:
            client.sendmail("a@sender.example", [US], MAIL)

    sender = threading.Thread(target=send)
    sender.start()
    with smtplib.SMTP(server.host, server.port, timeout=30) as other:
        assert other.ehlo()[0] == 250
    going_on.set()
    sender.join()
    assert len(mailbox.taken) == 1


def test_a_taken_port_is_said_at_once(server: SmtpServer, mailbox: Mailbox) -> None:
    with pytest.raises(OSError, match="in use"):
        SmtpServer(mailbox, port=server.port).start()


def test_after_stop_nobody_answers(mailbox: Mailbox) -> None:
    server = SmtpServer(mailbox)
    server.start()
    idle = socket.create_connection((server.host, server.port), timeout=10)
    assert idle.recv(1000).startswith(b"220 ")
    server.stop()
    assert idle.recv(1000) in (b"", b"421 Server not available\r\n")
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((server.host, server.port), timeout=10)
