"""The sample events of events/, and small mails made for a test."""

import json
from email.message import EmailMessage
from pathlib import Path
from typing import Any

EVENTS = Path(__file__).parents[2] / "events"


def sample(path: str) -> Any:
    """A sample event, such as `receive_mail/invoice`."""
    return json.loads((EVENTS / f"{path}.json").read_text("utf-8"))


def mail(subject: str = "Invoice 2026-117", text: str = "", **headers: str) -> bytes:
    """A plain mail; header names with _ for -."""
    message = EmailMessage()
    message["From"] = headers.pop("From", "Supplier A/S <sender@supplier.example>")
    message["To"] = "faktura@postroom.test"
    message["Subject"] = subject
    message["Date"] = "Mon, 2 Mar 2026 10:00:00 +0100"
    message["Message-ID"] = headers.pop("Message_ID", "<117@supplier.example>")
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(text or INVOICE)
    return message.as_bytes()


INVOICE = """Dear customer,

please find below our invoice for the service in February.

Invoice no.: 2026-117
Invoice date: 2026-03-01
Due date: 2026-03-15

Subtotal   1,000.00
VAT 25 %     250.00
Total EUR 1,250.00

IBAN DE89 3704 0044 0532 0130 00

Kind regards
Supplier A/S
"""
