"""`python -m infra.local send FILE.eml`: a mail over SMTP to the running stack, its envelope from its headers."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from email.utils import getaddresses
from pathlib import Path

from infra.local.doors.state_folder import Running, running_at

NOBODY = "sender@example.test"
_SECONDS = 60.0


class NotSent(Exception):
    """The stack did not take the mail; the message says why."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom and to whom SMTP says the mail is, and what had to be said about that."""

    sender: str
    recipients: tuple[str, ...]
    note: str = ""


def send(file: Path, folder: Path, sender: str | None, recipient: str | None, say: Callable[[str], None]) -> None:
    """Deliver a mail file. Raises NotRunning, NotSent, and OSError for a file that cannot be read."""
    running = running_at(folder)
    raw = with_crlf(file.read_bytes())
    envelope = envelope_of(raw, running, sender, recipient)
    if envelope.note:
        say(envelope.note)
    answer = deliver(raw, envelope, running.smtp_host, running.smtp_port)
    say(f"{file}: {answer}")
    say(f"from <{envelope.sender}> to {', '.join(envelope.recipients)}")
    say(f'look at: curl -H "Authorization: Bearer {running.token}" {running.api}/api/v1/emails')
    say(f"sent out: {running.outbox}")


def deliver(raw: bytes, envelope: Envelope, host: str, port: int) -> str:
    """Hand a mail over SMTP; what the server said. Raises NotSent."""
    try:
        with smtplib.SMTP(host, port, timeout=_SECONDS) as smtp:
            smtp.ehlo()
            options = ["BODY=8BITMIME", *(["SMTPUTF8"] if not _ascii(envelope) else [])]
            _expect(smtp.mail(envelope.sender, options), f"MAIL FROM:<{envelope.sender}>")
            for recipient in envelope.recipients:
                _expect(smtp.rcpt(recipient), f"RCPT TO:<{recipient}>")
            return _expect(smtp.data(raw), "the mail")
    except (OSError, smtplib.SMTPException) as error:
        raise NotSent(f"{host}:{port}: {error}") from error


def envelope_of(raw: bytes, running: Running, sender: str | None, recipient: str | None) -> Envelope:
    """The envelope: as given, else from the headers, else to the installation's default address, and says so."""
    headers = message_from_bytes(raw, policy=policy.compat32)
    written = sender if sender is not None else _sender(headers)
    if recipient is not None:
        return Envelope(written, (recipient,))
    named = _addresses(headers, "To", "Cc", "Delivered-To", "X-Original-To")
    ours = tuple(dict.fromkeys(each for each in named if each.rpartition("@")[2].lower() in running.domains))
    if ours:
        return Envelope(written, ours)
    address = running.default_address
    others = ", ".join(named[:3]) or "no recipient"
    return Envelope(
        written, (address,), f"its headers name {others}, nobody at {' or '.join(running.domains)}: sent to {address}"
    )


def with_crlf(raw: bytes) -> bytes:
    """Line ends as SMTP wants them; a mail that has them stays as it is."""
    return b"\r\n".join(raw.replace(b"\r\n", b"\n").split(b"\n"))


def _sender(headers: Message) -> str:
    """A bounce's Return-Path of <> is an envelope from nobody, and stays one."""
    path = headers.get("Return-Path")
    if path is not None and str(path).strip() == "<>":
        return ""
    return next(iter(_addresses(headers, "Return-Path", "From", "Sender")), NOBODY)


def _addresses(headers: Message, *names: str) -> list[str]:
    wanted = {name.lower(): place for place, name in enumerate(names)}
    # Raw, because headers may hold UTF-8 as it is, which the parser keeps as surrogates.
    lines = [(wanted[name.lower()], str(value)) for name, value in headers.raw_items() if name.lower() in wanted]
    values = [value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for _, value in sorted(lines)]
    return [address for _, address in getaddresses(values) if "@" in address]


def _ascii(envelope: Envelope) -> bool:
    return all(each.isascii() for each in (envelope.sender, *envelope.recipients))


def _expect(reply: tuple[int, bytes], what: str) -> str:
    code, said = reply
    text = f"{code} {said.decode('utf-8', 'replace')}"
    if code not in (250, 251):
        raise NotSent(f"{what}: {text}")
    return text
