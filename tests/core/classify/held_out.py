"""208 invented mails that nothing is learned from: held_out.jsonl, four of each category in each of four languages.

They were written by somebody who knew neither corpus nor keywords: two of each plainly worded, one that avoids its
category's usual word, one that borrows another's. No line of the corpus and no keyword is to be written with them in
view.
"""

import json
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import NamedTuple

from postroom.mail.model import Mail
from postroom.mail.parse import parse_mail

_FILE = Path(__file__).with_name("held_out.jsonl")
STYLES = {"1": "plain", "2": "plain", "3": "avoids its word", "4": "borrows words"}


class HeldOut(NamedTuple):
    """One of the mails and what it is."""

    name: str
    language: str
    category: str
    style: str
    mail: Mail


def held_out() -> Iterator[HeldOut]:
    """All of them, as the parser reads them."""
    for line in _FILE.read_text("utf-8").splitlines():
        given = json.loads(line)
        style = STYLES[given["id"].rpartition("-")[2]]
        yield HeldOut(given["id"], given["language"], given["category"], style, parse_mail(_raw(given)).mail)


def _raw(given: dict[str, str]) -> bytes:
    message = EmailMessage()
    message["From"] = given["from"]
    message["To"] = "office@ourfirm.example"
    message["Subject"] = given["subject"]
    message.set_content(given["body"])
    for name in given["attachments"]:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=name)
    return message.as_bytes()
