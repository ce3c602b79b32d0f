"""What a part is to the reader: a body to read, or a file to keep."""

import re

from ..limits import HTML_CHARACTERS
from .charsets import decode_text, known_charset
from .detect import detect_charset
from .flowed import unflow
from .html_layout import Layout
from .html_text import lay_out
from .names import safe_filename
from .structure import Part
from .words import decode_header

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
_META_BYTES = 1024
_NEWLINES = re.compile(r"\r{0,2}\n|\r")

_EXTENSIONS = {
    "application/json": ".json",
    "application/ms-tnef": ".dat",
    "application/pdf": ".pdf",
    "application/pgp-encrypted": ".asc",
    "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m",
    "application/pkcs7-signature": ".p7s",
    "application/zip": ".zip",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "message/delivery-status": ".txt",
    "message/rfc822": ".eml",
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/rfc822-headers": ".txt",
}


def is_body(part: Part) -> bool:
    """Plain text or HTML that is shown with the mail: not an attachment by disposition or by having a name.

    RFC 2183, 2.8: an unknown disposition is an attachment. A named text is a file, except among alternatives.
    """
    if part.content_type not in {"text/plain", "text/html"} or part.disposition not in {"", "inline"}:
        return False
    return not part.filename or part.in_alternative


def read_text(part: Part, content: bytes) -> tuple[str, str]:
    """A text body decoded, its lines ended by LF, flowed text in paragraphs; and what was wrong with its charset."""
    text, problem = _decode(part, content)
    if "\r" in text:
        text = _NEWLINES.sub("\n", text)
    if part.parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delsp=part.parameters.get("delsp", "").lower() == "yes")
    return text.replace("\0", ""), problem


def read_html(part: Part, content: bytes) -> tuple[Layout, str]:
    """An HTML body laid out as visible text; and what was wrong with it."""
    html, problem = _decode(part, content)
    if len(html) > HTML_CHARACTERS:
        problem = f"HTML cut after {HTML_CHARACTERS} characters"
    return lay_out(html[:HTML_CHARACTERS]), problem


def file_name(part: Part, number: int) -> str:
    """A safe name: the one given, else where it says it came from (RFC 2557, Content-Location), else a number."""
    named = part.filename or decode_header(part.header.first("content-location")).partition("?")[0]
    return safe_filename(named, f"attachment-{number}{_EXTENSIONS.get(part.content_type, '')}")


def _decode(part: Part, content: bytes) -> tuple[str, str]:
    declared = part.parameters.get("charset", "")
    stated = _META_CHARSET.search(content[:_META_BYTES]) if part.content_type == "text/html" else None
    meta = stated[1].decode("ascii") if stated else ""

    def likeliest(data: bytes) -> str | None:
        # Where the header's charset is not true, what the HTML itself states may be.
        return (known_charset(meta) if meta and declared else None) or detect_charset(data)

    text, problem = decode_text(content, declared or meta, likeliest)
    return text, "; ".join(filter(None, (problem, "null bytes left out" if "\0" in text else "")))
