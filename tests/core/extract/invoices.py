"""Invoices as plain values for the tests of extraction."""

from datetime import date

from postroom.extract.invoice import extract_invoice
from postroom.extract.model import InvoiceData, InvoiceText, TextSource

FIELDS = tuple(name for name in InvoiceData.model_fields if name != "problems")


def read(text: str, *, html: str = "", subject: str = "", written_on: date | None = date(2025, 6, 5)) -> InvoiceData:
    """What one mail's texts state."""
    return extract_invoice(
        InvoiceText(
            sources=(
                TextSource(place="text", text=text),
                TextSource(place="html", text=html),
                TextSource(place="subject", text=subject),
            ),
            written_on=written_on,
        )
    )


def stated(data: InvoiceData) -> dict[str, str]:
    """Every stated field, as a string."""
    return {name: str(getattr(data, name).value) for name in FIELDS if getattr(data, name) is not None}
