"""The labelled sets that extraction is measured on: each member with its texts, its PDFs and what it states."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from postroom.documents.pdf_text import is_pdf
from postroom.extract.model import InvoiceText, TextSource
from postroom.extract.sources import Document, attached_documents, document_texts, invoice_text
from postroom.mail.parse import parse_mail

DATA = Path(__file__).parents[3] / "shared" / "data"
BUSINESS_MAILS = DATA / "business-mails"
I2D = DATA / "invoice-i2d" / "files" / "tests"
MAIL_FIELDS = ("number", "issue_date", "due_date", "net", "vat", "total", "currency", "iban_or_fik", "order_number")
ORDER_FIELDS = ("order_number", "total", "currency")
I2D_NAMES = {
    "number": "invoice_number",
    "issue_date": "date",
    "due_date": "date_due",
    "net": "amount_untaxed",
    "vat": "amount_tax",
    "total": "amount",
    "currency": "currency",
}
"""Our names of fields → the source's."""


@dataclass(frozen=True, slots=True)
class Member:
    """One document: what it states, where (text, pdf), and what is read of it."""

    file: str
    expected: Mapping[str, str | None]
    where: Mapping[str, frozenset[str]]
    text: str
    pdfs: tuple[bytes, ...]
    raw: bytes
    is_complete: bool = True
    """Whether a field without a label is one that the document does not state."""


@cache
def members(name: str) -> tuple[Member, ...]:
    """A set by its name, such as `business-mails invoices tune` or `invoice-i2d`; empty without data."""
    if name == "invoice-i2d":
        return tuple(_i2d()) if I2D.is_dir() else ()
    _, kind, split = name.split()
    return tuple(_mails({"invoices": "invoice", "orders": "order_confirmation"}[kind], split))


def read(member: Member) -> InvoiceText:
    """What is given to extraction, from the bytes on: parsing and PDFs included."""
    if member.raw:
        parsed = parse_mail(member.raw)
        return invoice_text(parsed.mail, attached_documents(parsed))
    if member.pdfs:
        from postroom.documents.pdf_text import pdf_text

        return InvoiceText(sources=document_texts([Document(member.file, pdf_text(one)) for one in member.pdfs]))
    return InvoiceText(sources=(TextSource(place="text", text=member.text),))


def _mails(category: str, split: str) -> Iterator[Member]:
    if not BUSINESS_MAILS.is_dir():
        return
    fields = MAIL_FIELDS if category == "invoice" else ORDER_FIELDS
    for line in (BUSINESS_MAILS / "expected.jsonl").read_text("utf-8").splitlines():
        label = json.loads(line)
        if label["category"] != category or label["split"] != split:
            continue
        raw = (BUSINESS_MAILS / label["file"]).read_bytes()
        parsed = parse_mail(raw)
        mail = parsed.mail
        yield Member(
            label["file"],
            {field: label[field] for field in fields},
            {field: _places(label, field) for field in fields},
            f"{mail.subject}\n{mail.text or mail.html_as_text}",
            tuple(one for one in parsed.contents if is_pdf(one)),
            raw,
        )


def _places(label: dict[str, Any], field: str) -> frozenset[str]:
    # A currency's place is not labelled; it stands where the total does.
    places = set(label["where"].get("total" if field == "currency" else field, ()))
    return frozenset("text" if place == "subject" else place for place in places)


def _i2d() -> Iterator[Member]:
    for file in sorted([*I2D.glob("compare/*.pdf"), *I2D.glob("compare/*.txt")]):
        labels = json.loads(file.with_suffix(".json").read_text("utf-8"))
        label = labels[0] if isinstance(labels, list) else labels
        is_file = file.suffix == ".pdf"
        place = frozenset({"pdf" if is_file else "text"})
        yield Member(
            f"{file.parent.name}/{file.name}",
            {ours: None if label.get(theirs) is None else str(label[theirs]) for ours, theirs in I2D_NAMES.items()},
            dict.fromkeys(I2D_NAMES, place),
            "" if is_file else file.read_text("utf-8"),
            (file.read_bytes(),) if is_file else (),
            b"",
            is_complete=False,
        )
