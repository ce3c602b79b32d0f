"""How much of the labelled invoices' data is found, and how much of what is found is right, in the mails' own texts."""

import json
import time
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from postroom.extract.invoice import extract_invoice
from postroom.extract.model import InvoiceData
from postroom.extract.sources import invoice_text
from postroom.mail.model import Mail
from postroom.mail.parse import parse_mail

BUSINESS_MAILS = Path(__file__).parents[3] / "shared" / "data" / "business-mails"
FIELDS = ("number", "issue_date", "due_date", "net", "vat", "total", "currency", "iban_or_fik", "order_number")
_AMOUNTS = frozenset({"net", "vat", "total"})
_TEXTS = frozenset({"text", "subject"})
NOTES = ("stated: in subject or text; what only a PDF states does not count as stated",)


class Outcome(NamedTuple):
    """One field of one invoice: what is stated in the mail's own texts, and what was found."""

    file: str
    field: str
    stated: str | None
    found: str | None
    right: bool


def rows() -> list[dict[str, Any]]:
    """Per split and field: stated, returned, right, precision, recall; CPU per mail. Empty without data."""
    if not BUSINESS_MAILS.is_dir():
        return []
    return [row for split in ("tune", "dev") for row in _rows_of(split)]


def _rows_of(split: str) -> Iterator[dict[str, Any]]:
    milliseconds = round(milliseconds_per_mail(split), 3)
    for field in (*FIELDS, "all"):
        members = [each for each in outcomes(split) if field in {each.field, "all"}]
        stated = sum(each.stated is not None for each in members)
        returned = sum(each.found is not None for each in members)
        yield {
            "set": f"business-mails {split}",
            "field": field,
            "stated": stated,
            "returned": returned,
            "right": sum(each.right for each in members),
            "precision": round(precision(members), 4),
            "recall": round(recall(members), 4),
            "ms_per_mail": milliseconds,
        }


def precision(members: list[Outcome]) -> float:
    """Of what was returned, the share that is right."""
    returned = [each for each in members if each.found is not None]
    return sum(each.right for each in returned) / (len(returned) or 1)


def recall(members: list[Outcome]) -> float:
    """Of what is stated, the share that was found."""
    stated = [each for each in members if each.stated is not None]
    return sum(each.right for each in stated) / (len(stated) or 1)


@cache
def outcomes(split: str) -> list[Outcome]:
    """Every field of every invoice of one split."""
    return [
        _outcome(label, field, _found(data, label, field))
        for label, mail in _invoices(split)
        for data in [extract_invoice(invoice_text(mail))]
        for field in FIELDS
    ]


def milliseconds_per_mail(split: str) -> float:
    """CPU time of reading one parsed mail's texts, the vocabulary being built."""
    texts = [invoice_text(mail) for _, mail in _invoices(split)]
    extract_invoice(texts[0])
    start = time.process_time()
    for text in texts:
        extract_invoice(text)
    return (time.process_time() - start) * 1000 / len(texts)


def _found(data: InvoiceData, label: dict[str, Any], field: str) -> str | None:
    if field == "iban_or_fik":
        is_line = (label[field] or "").startswith("+")
        found = (data.payment_reference if is_line else data.iban) or data.iban or data.payment_reference
    else:
        found = getattr(data, field)
    return None if found is None else str(found.value)


def _outcome(label: dict[str, Any], field: str, found: str | None) -> Outcome:
    expected: str | None = label[field]
    # A currency's place is not labelled; it stands where the total does.
    places = label["where"].get("total" if field == "currency" else field, ())
    stated = expected if _TEXTS & set(places) else None
    right = expected is not None and found is not None and _plain(field, found) == _plain(field, expected)
    return Outcome(label["file"], field, stated, found, right)


def _plain(field: str, value: str) -> Decimal | str:
    return Decimal(value) if field in _AMOUNTS else value.replace(" ", "")


@cache
def _invoices(split: str) -> tuple[tuple[dict[str, Any], Mail], ...]:
    labels = (json.loads(line) for line in (BUSINESS_MAILS / "expected.jsonl").read_text("utf-8").splitlines())
    return tuple(
        (label, parse_mail((BUSINESS_MAILS / label["file"]).read_bytes()).mail)
        for label in labels
        if label["split"] == split and label["category"] == "invoice"
    )


if __name__ == "__main__":
    for row in rows():
        print(row)
