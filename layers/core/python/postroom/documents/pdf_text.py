"""A PDF's text, page by page, laid out as it stands on the page; never raises: a problem is told.

1. what is no PDF, too large or inflates too far is refused before a library sees it (pdf_guard.py)
2. PDFium says of each page which character stands where (pdf_characters.py)
3. characters become words, words lines and columns (layout.py)

PDFium is imported at the first PDF only, so that nobody else's cold start pays for it, and it is not thread-safe, so
that one document is read at a time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import Any, NamedTuple

from ..limits import PDF_CHARACTERS, PDF_INFLATED_BYTES, PDF_PAGES
from .layout import Character, laid_out
from .pdf_characters import characters_on
from .pdf_guard import refusal

_LOCK = Lock()


@dataclass(frozen=True, slots=True)
class PdfText:
    """What was read: one text per page, and what could not be."""

    pages: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All pages, parted by form feeds."""
        return "\f".join(self.pages)


@dataclass(slots=True)
class _Read:
    pages: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


class _Bounds(NamedTuple):
    """How much is read at most."""

    pages: int
    characters: int
    inflated: int


class _RefusedError(Exception):
    """Why an unlocked document is not read."""


def is_pdf(content: bytes) -> bool:
    """Whether a PDF's mark stands at the beginning, where readers look for it."""
    return b"%PDF-" in content[:1024]


def pdf_text(
    content: bytes, *, pages: int = PDF_PAGES, characters: int = PDF_CHARACTERS, inflated: int = PDF_INFLATED_BYTES
) -> PdfText:
    """The text of a PDF; empty pages where there is none (a scan), and no pages where it cannot be read.

    At most so many pages and characters are read, and of what inflates further nothing.
    """
    refused = "no PDF" if not is_pdf(content) else refusal(content, inflated)
    if refused is not None:
        return PdfText(problems=(refused,))
    read = _Read()
    with _LOCK:
        _read_document(content, read, _Bounds(pages, characters, inflated))
    if read.pages and not any(page.strip() for page in read.pages):
        read.problems.append("no text on any page; it may be a scan")
    return PdfText(tuple(read.pages), tuple(read.problems))


def _read_document(content: bytes, read: _Read, bounds: _Bounds) -> None:
    import pypdfium2

    try:
        document = _opened(content, bounds.inflated)
    except _RefusedError as error:
        read.problems.append(str(error))
        return
    except pypdfium2.PdfiumError as error:
        read.problems.append(_said(error))
        return
    try:
        # Only what PDFium can fill in without scripts; an XFA form's page says so itself.
        with_fields = document.get_formtype() == pypdfium2.raw.FORMTYPE_ACRO_FORM
        if with_fields:
            document.init_forms()
        count = len(document)
        if count > bounds.pages:
            read.problems.append(f"{count} pages; the first {bounds.pages} were read")
        left = bounds.characters
        for number in range(min(count, bounds.pages)):
            left -= _read_page(document, number, left, read, with_fields=with_fields)
            if left <= 0:
                read.problems.append(f"page {number + 1}: cut after {bounds.characters} characters of the document")
                break
    finally:
        document.close()


def _opened(content: bytes, inflated: int) -> Any:
    """The document; one that opens without a password has its lock removed, so that its streams can be looked into."""
    import pypdfium2

    document = pypdfium2.PdfDocument(content)
    if b"/Encrypt" not in content:
        return document
    copy = BytesIO()
    try:
        document.save(copy, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    finally:
        document.close()
    refused = refusal(copy.getvalue(), inflated)
    if refused is not None:
        raise _RefusedError(refused)
    return pypdfium2.PdfDocument(copy.getvalue())


def _read_page(document: Any, number: int, limit: int, read: _Read, *, with_fields: bool) -> int:
    """The page's text added, and how many characters it took."""
    try:
        characters = list(_characters(document, number, limit, with_fields=with_fields))
    except RuntimeError as error:
        read.problems.append(f"page {number + 1}: {_said(error)}")
        characters = []
    read.pages.append(laid_out(characters))
    return len(characters)


def _characters(document: Any, number: int, limit: int, *, with_fields: bool) -> Iterator[Character]:
    page = document[number]
    try:
        # What was typed into a form's fields becomes part of the page.
        if with_fields:
            page.flatten()
            page.close()
            page = document[number]
        text = page.get_textpage()
        try:
            yield from characters_on(text, limit)
        finally:
            text.close()
    finally:
        page.close()


def _said(error: Exception) -> str:
    said = str(error)
    if "password" in said.lower():
        return "encrypted; it opens with a password only"
    return f"cannot be read: {said.rstrip('.')}"
