"""How the documents attached to a mail begin: read for what the mail is about, so the first pages are enough.

A mail without documents costs nothing; PDFium is imported at the first PDF. What a report brings along is the mail it
is about, and says nothing of the report.
"""

from collections.abc import Iterator
from dataclasses import replace

from ..limits import (
    ATTACHED_CHARACTERS,
    ATTACHED_DOCUMENTS,
    ATTACHED_INFLATED_BYTES,
    ATTACHED_PAGES,
    ATTACHED_PDF_BYTES,
    ATTACHED_TEXT_BYTES,
)
from ..mail.charsets import decode_text
from ..mail.detect import detect_charset
from ..mail.html_text import html_to_text
from ..mail.model import Attachment
from ..mail.parse import ParsedMail, parse_mail
from .pdf_text import is_pdf, pdf_text

_REPORTS = frozenset({"bounce", "feedback_report"})
_TEXTS = frozenset({"text/plain", "text/csv", "text/markdown", "text/html"})


def read_mail(raw: bytes) -> ParsedMail:
    """Any bytes as a mail, with how its first documents begin."""
    return with_attached_text(parse_mail(raw))


def with_attached_text(parsed: ParsedMail) -> ParsedMail:
    """The mail with how its first documents begin; as it is where there are none. Never raises."""
    mail = parsed.mail
    if mail.automatic.kind in _REPORTS:
        return parsed
    texts = dict(_texts(parsed))
    if not texts:
        return parsed
    attachments = tuple(
        one.model_copy(update={"text": texts[number]}) if number in texts else one
        for number, one in enumerate(mail.attachments)
    )
    return replace(parsed, mail=mail.model_copy(update={"attachments": attachments}))


def _texts(parsed: ParsedMail) -> Iterator[tuple[int, str]]:
    """The number of each document read, and its text."""
    left, documents = ATTACHED_CHARACTERS, ATTACHED_DOCUMENTS
    for number, (attachment, content) in enumerate(zip(parsed.mail.attachments, parsed.contents, strict=True)):
        if left <= 0 or documents <= 0:
            return
        if (text := _text(attachment, content, left)) is None:
            continue
        documents -= 1
        if text:
            left -= len(text)
            yield number, text


def _text(attachment: Attachment, content: bytes, limit: int) -> str | None:
    """None for what is no document."""
    if attachment.content_type in _TEXTS:
        text = decode_text(_beginning(content), None, detect_charset)[0]
        return _squeezed(html_to_text(text) if attachment.content_type == "text/html" else text, limit)
    if attachment.content_type == "message/rfc822" or not is_pdf(content):
        return None
    if len(content) > ATTACHED_PDF_BYTES:
        return ""
    read = pdf_text(content, pages=ATTACHED_PAGES, characters=limit, inflated=ATTACHED_INFLATED_BYTES)
    return _squeezed("\n".join(read.pages), limit)


def _beginning(content: bytes) -> bytes:
    """Cut at a line's end, so that no character is cut in two."""
    if len(content) <= ATTACHED_TEXT_BYTES:
        return content
    cut = content[:ATTACHED_TEXT_BYTES]
    # UTF-16 has a zero byte in its line ends too; its characters are two bytes long, and so is the limit a multiple.
    return cut if b"\0" in cut else cut.rpartition(b"\n")[0] or cut


def _squeezed(text: str, limit: int) -> str:
    """Without the empty space of columns and margins."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)[:limit].rstrip()
