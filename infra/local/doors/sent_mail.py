"""What SES's SendEmail was asked to send, as the mail that would have left: SES sets Message-ID and Date itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

KIND = "mail"


def sent_mail(
    message_id: str, params: Mapping[str, Any], region: str, now: datetime
) -> tuple[str, dict[str, Any], bytes]:
    """To whom, what the outbox lists of it, and the mail; `params` are SESv2's."""
    content = params.get("Content", {})
    mail = _given(content["Raw"]["Data"]) if "Raw" in content else _written(params, content["Simple"])
    for header in ("Message-ID", "Date"):
        del mail[header]
    mail["Message-ID"] = f"<{message_id}@{region}.amazonses.com>"
    mail["Date"] = format_datetime(now)
    destination = params.get("Destination") or {}
    everyone = [each for kind in ("ToAddresses", "CcAddresses", "BccAddresses") for each in destination.get(kind, [])]
    to = ", ".join(everyone) or str(mail["To"] or "")
    listed = {
        "from": params.get("FromEmailAddress") or str(mail["From"] or ""),
        "subject": str(mail["Subject"] or ""),
        "message_id": message_id,
        "text": _text(mail),
    }
    return to, listed, mail.as_bytes(policy=policy.SMTP)


def _given(raw: bytes) -> EmailMessage:
    parsed = message_from_bytes(raw, policy=policy.default)
    assert isinstance(parsed, EmailMessage), "the default policy makes these"
    return parsed


def _written(params: Mapping[str, Any], simple: Mapping[str, Any]) -> EmailMessage:
    mail = EmailMessage(policy=policy.SMTP)
    destination = params.get("Destination") or {}
    mail["From"] = params["FromEmailAddress"]
    for header, key in (("To", "ToAddresses"), ("Cc", "CcAddresses")):
        if destination.get(key):
            mail[header] = ", ".join(destination[key])
    if params.get("ReplyToAddresses"):
        mail["Reply-To"] = ", ".join(params["ReplyToAddresses"])
    for header in simple.get("Headers") or []:
        mail[header["Name"]] = header["Value"]
    mail["Subject"] = simple["Subject"]["Data"]
    body = simple["Body"]
    if "Text" in body:
        mail.set_content(body["Text"]["Data"])
    if "Html" in body:
        add = mail.add_alternative if "Text" in body else mail.set_content
        add(body["Html"]["Data"], subtype="html")
    return mail


def _text(mail: EmailMessage) -> str:
    body = mail.get_body(("plain", "html"))
    return str(body.get_content()).replace("\r\n", "\n") if body is not None else ""
