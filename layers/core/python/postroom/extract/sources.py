"""The texts that an invoice may stand in: a mail's own and those of the documents attached to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..documents.pdf_text import PdfText, is_pdf, pdf_text
from ..limits import INVOICE_DOCUMENTS
from ..mail.model import Mail
from ..mail.parse import ParsedMail
from .model import InvoiceProblem, InvoiceText, TextSource

_QUOTED = re.compile(r"^[ ]{0,3}>.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """An attached file and its text."""

    name: str
    read: PdfText


def attached_documents(parsed: ParsedMail) -> Iterator[Document]:
    """Every attached PDF, whatever its type and name say, read; at most so many."""
    files = zip(parsed.mail.attachments, parsed.contents, strict=True)
    pdfs = [(attachment.filename, content) for attachment, content in files if is_pdf(content)]
    for name, content in pdfs[:INVOICE_DOCUMENTS]:
        yield Document(name, pdf_text(content))
    for name, _ in pdfs[INVOICE_DOCUMENTS:]:
        yield Document(name, PdfText(problems=(f"not read: more than {INVOICE_DOCUMENTS} documents",)))


def mail_texts(mail: Mail, documents: Sequence[Document] = ()) -> tuple[TextSource, ...]:
    """Everything a mail says, quotes too, in the order in which people read."""
    return (
        TextSource(place="subject", text=mail.subject),
        TextSource(place="text", text=mail.text),
        TextSource(place="html", text=mail.html_as_text),
        *document_texts(documents),
    )


def document_texts(documents: Sequence[Document]) -> tuple[TextSource, ...]:
    """The texts of the documents that have one."""
    return tuple(
        TextSource(place="pdf", text=one.read.text, attachment=one.name) for one in documents if one.read.pages
    )


def invoice_text(mail: Mail, documents: Sequence[Document] = ()) -> InvoiceText:
    """A mail's texts, being the sender's current words without the lines it quotes, and its documents'."""
    return InvoiceText(
        sources=(
            TextSource(place="text", text=_QUOTED.sub("", mail.text)),
            TextSource(place="html", text=_QUOTED.sub("", mail.html_as_text)),
            TextSource(place="subject", text=mail.subject),
            *document_texts(documents),
        ),
        problems=tuple(
            InvoiceProblem(field=one.name, reason=problem) for one in documents for problem in one.read.problems
        ),
        written_on=None if mail.date is None else mail.date.date(),
    )
