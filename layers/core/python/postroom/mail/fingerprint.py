"""One hash per content: tells a mail that came again from another that bears the same Message-ID."""

import hashlib
import json
import re

from .model import Attachment
from .parse import ParsedMail

_LINE_END = re.compile(rb"\r\n?")


def body_fingerprint(parsed: ParsedMail) -> str:
    """SHA-256 over bodies and attachments; what relays change (headers, line ends, blanks) is not in it."""
    mail = parsed.mail
    content = [
        _normal(mail.text),
        _normal(mail.html_as_text),
        [_file(attachment, data) for attachment, data in zip(mail.attachments, parsed.contents, strict=True)],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def _normal(text: str) -> str:
    return " ".join(text.split())


def _file(attachment: Attachment, data: bytes) -> str:
    # Text and messages travel unencoded, so that a relay may have changed their line ends (RFC 5321, 2.3.8).
    if attachment.content_type.startswith(("text/", "message/")):
        return hashlib.sha256(_LINE_END.sub(b"\n", data).rstrip()).hexdigest()
    return attachment.sha256
