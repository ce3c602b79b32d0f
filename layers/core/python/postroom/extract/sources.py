"""The texts that an invoice may stand in: a mail's own and those of the documents attached to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from ..documents.pdf_text import PdfText, is_pdf, pdf_text
from ..limits import INVOICE_DOCUMENTS, INVOICE_MAIL_DEPTH
from ..mail.model import Mail
from ..mail.parse import ParsedMail, parse_mail
from .model import InvoiceProblem, InvoiceText, Place, TextSource

_QUOTED = re.compile(r"^[ ]{0,3}>.*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Document:
    """An attached file and its text."""

    name: str
    read: PdfText
    place: Place = "pdf"


def attached_documents(parsed: ParsedMail) -> list[Document]:
    """Every attached PDF, whatever its type and name say, and those of attached mails with these mails' own texts."""
    documents = list(islice(_attached(parsed, "", 0), INVOICE_DOCUMENTS + 1))
    if len(documents) > INVOICE_DOCUMENTS:
        beyond = PdfText(problems=(f"not read, nor what follows: more than {INVOICE_DOCUMENTS} documents",))
        documents[-1] = Document(documents[-1].name, beyond)
    return documents


def _attached(parsed: ParsedMail, within: str, depth: int) -> Iterator[Document]:
    for attachment, content in zip(parsed.mail.attachments, parsed.contents, strict=True):
        name = f"{within}{attachment.filename}"
        if is_pdf(content) and attachment.content_type != "message/rfc822":
            yield Document(name, pdf_text(content))
        elif attachment.content_type == "message/rfc822" and depth < INVOICE_MAIL_DEPTH:
            inner = parse_mail(content)
            text = f"{inner.mail.subject}\n\n{_QUOTED.sub('', inner.mail.visible_text)}"
            yield Document(name, PdfText((text,)), "text")
            yield from _attached(inner, f"{name}/", depth + 1)


def mail_texts(mail: Mail, documents: Sequence[Document] = (), links: Sequence[str] = ()) -> tuple[TextSource, ...]:
    """Everything a mail says, quotes too, as people read it; `links` are those of its HTML that count."""
    return (
        TextSource(place="subject", text=mail.subject),
        TextSource(place="text", text=mail.text),
        TextSource(place="html", text=mail.html_as_text),
        TextSource(place="html", text="\n".join(links)),
        *document_texts(documents),
    )


def document_texts(documents: Sequence[Document]) -> tuple[TextSource, ...]:
    """The texts of the documents that have one."""
    return tuple(
        TextSource(place=one.place, text=one.read.text, attachment=one.name) for one in documents if one.read.pages
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
