"""Mails as plain values for the tests of classification."""

from typing import Any

from postroom.mail.model import Address, Attachment, Mail


def mail(subject: str = "", body: str = "", sender: str = "", **fields: Any) -> Mail:
    """A mail as the parser gives it; a body given alone is all the sender's own."""
    if sender:
        fields["from_"] = Address(address=sender, domain=sender.rpartition("@")[2])
    return Mail(subject=subject, text=fields.pop("text", body), reply_text=body, **fields)


def headers(**values: str) -> dict[str, tuple[str, ...]]:
    """Header fields by their names with `_` for `-`."""
    return {name.replace("_", "-"): (value,) for name, value in values.items()}


def attachment(filename: str, content_type: str = "application/pdf", text: str = "") -> Attachment:
    return Attachment(filename=filename, content_type=content_type, size=1, sha256="0" * 64, text=text)
