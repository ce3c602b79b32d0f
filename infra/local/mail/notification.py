"""What SES writes about a mail: the headers it puts before it, and the notification of its S3 action."""

from __future__ import annotations

import re
import secrets
import string
from dataclasses import asdict, dataclass
from datetime import datetime
from email.header import decode_header, make_header
from email.parser import BytesHeaderParser
from email.utils import format_datetime, getaddresses
from typing import Any

HEADER_BYTES = 10 * 1024
"""SES cuts the headers in a notification at this size and says so."""

_ID_CHARACTERS = string.ascii_lowercase + string.digits
_ID_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What SES found out about a mail: PASS, FAIL, GRAY, PROCESSING_FAILED or DISABLED."""

    spam: str = "PASS"
    virus: str = "PASS"
    spf: str = "PASS"
    dkim: str = "PASS"
    dmarc: str = "PASS"


def new_message_id() -> str:
    """An id as SES gives a mail it received."""
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(_ID_LENGTH))


def stamped(
    raw: bytes, message_id: str, envelope_from: str, recipients: tuple[str, ...], verdicts: Verdicts, now: datetime
) -> bytes:
    """The mail as SES stores it: with its own headers before the sender's."""
    region_host = "inbound-smtp.amazonaws.com"
    lines = [
        f"Return-Path: <{envelope_from}>",
        f"Received: from localhost (localhost [127.0.0.1])\r\n by {region_host} with SMTP id {message_id}\r\n"
        f" for {recipients[0]};\r\n {format_datetime(now)}",
        f"X-SES-Spam-Verdict: {verdicts.spam}",
        f"X-SES-Virus-Verdict: {verdicts.virus}",
        f"Received-SPF: {verdicts.spf.lower()} (spfCheck: local) client-ip=127.0.0.1; envelope-from={envelope_from};",
        f"Authentication-Results: amazonses.com;\r\n spf={verdicts.spf.lower()};\r\n dkim={verdicts.dkim.lower()};\r\n"
        f" dmarc={verdicts.dmarc.lower()};",
    ]
    return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "surrogateescape") + raw


def notification(
    stored: bytes,
    message_id: str,
    envelope_from: str,
    recipients: tuple[str, ...],
    verdicts: Verdicts,
    now: datetime,
    action: dict[str, Any],
) -> dict[str, Any]:
    """The message that SES publishes to the topic of an S3 action."""
    timestamp = now.strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"
    headers = _headers(stored)
    kept, truncated = _cut(headers)
    found = {f"{name}Verdict": {"status": status} for name, status in asdict(verdicts).items()}
    return {
        "notificationType": "Received",
        "mail": {
            "timestamp": timestamp,
            "source": envelope_from,
            "messageId": message_id,
            "destination": _addresses(headers, "to", "cc") or list(recipients),
            "headersTruncated": truncated,
            "headers": kept,
            "commonHeaders": _common(headers, envelope_from),
        },
        "receipt": {
            "timestamp": timestamp,
            "processingTimeMillis": 100,
            "recipients": list(recipients),
            **found,
            "action": {"type": "S3", **action},
        },
    }


def _headers(stored: bytes) -> list[dict[str, str]]:
    message = BytesHeaderParser().parsebytes(stored)
    return [{"name": name, "value": _unfolded(str(value))} for name, value in message.items()]


def _unfolded(value: str) -> str:
    plain = value.encode("utf-8", "replace").decode()
    return re.sub(r"\r?\n[ \t]*", " ", plain).strip()


def _cut(headers: list[dict[str, str]]) -> tuple[list[dict[str, str]], bool]:
    size = 0
    kept: list[dict[str, str]] = []
    for header in headers:
        size += len(header["name"].encode()) + len(header["value"].encode()) + 4
        if size > HEADER_BYTES:
            return kept, True
        kept.append(header)
    return kept, False


def _common(headers: list[dict[str, str]], envelope_from: str) -> dict[str, Any]:
    common: dict[str, Any] = {"returnPath": envelope_from}
    for name, key in (("from", "from"), ("to", "to"), ("cc", "cc"), ("reply-to", "replyTo"), ("sender", "sender")):
        if values := [header["value"] for header in headers if header["name"].lower() == name]:
            common[key] = _readable(values)
    for name, key in (("date", "date"), ("message-id", "messageId"), ("subject", "subject")):
        if values := [header["value"] for header in headers if header["name"].lower() == name]:
            common[key] = _decoded(values[0])
    return common


def _readable(values: list[str]) -> list[str]:
    """Addresses with their names decoded; what is no address stays as it was written."""
    try:
        pairs = getaddresses(values)
    except (ValueError, IndexError):
        return values
    # Not formataddr: it encodes names, and refuses addresses that are not ASCII.
    return [f"{_decoded(name)} <{address}>" if name else address for name, address in pairs]


def _addresses(headers: list[dict[str, str]], *names: str) -> list[str]:
    values = [header["value"] for header in headers if header["name"].lower() in names]
    return [address for _, address in getaddresses(values) if address]


def _decoded(value: str) -> str:
    try:
        return str(make_header(decode_header(value)))
    except (ValueError, LookupError):
        return value
