"""What goes into reading an invoice, and what comes out."""

from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from pydantic import Field

from ..models import Model

Place = Literal["subject", "text", "html", "pdf"]
"""Where a text comes from: the subject, the plain body, the HTML body as visible text, a PDF's text."""

T = TypeVar("T")


class TextSource(Model):
    """One text to read."""

    place: Place = Field(description="Where the text comes from.")
    text: str = Field(description="Lines as a person sees them; a table's cells parted by tabs.")


class InvoiceText(Model):
    """All texts of one invoice; of equally sure findings the earlier source's is taken."""

    sources: tuple[TextSource, ...] = Field(description="Texts in order of preference.")
    written_on: date | None = Field(default=None, description="The mail's date: completes dates without a year.")


class Found(Model, Generic[T]):
    """One fact that the invoice states."""

    value: T = Field(description="The fact in its plain form: an exact decimal, an ISO date, a number without spaces.")
    source: Place = Field(description="Which text states it.")
    confidence: float = Field(
        ge=0, le=1, description="How sure it is that this field is meant; 0.95 and more is labelled or verified."
    )
    as_written: str = Field(description="How it stands in the text.")


class InvoiceProblem(Model):
    """Something that does not fit: arithmetic, a check digit, two sources that differ."""

    field: str = Field(description="Name of the field it is about.")
    reason: str = Field(description="What is wrong, in words.")


class InvoiceData(Model):
    """What an invoice states; what it does not state is null."""

    number: Found[str] | None = Field(default=None, description="The document's own number.")
    issue_date: Found[date] | None = Field(default=None, description="Date of the document.")
    due_date: Found[date] | None = Field(default=None, description="Date payment is due or will be drawn.")
    net: Found[Decimal] | None = Field(default=None, description="Amount before VAT.")
    vat: Found[Decimal] | None = Field(default=None, description="VAT or sales tax.")
    total: Found[Decimal] | None = Field(
        default=None, description="Full amount payable by the document, with VAT and fees."
    )
    currency: Found[str] | None = Field(default=None, description="ISO 4217 code of the total.")
    iban: Found[str] | None = Field(default=None, description="Account to pay to; check digits verified.")
    bic: Found[str] | None = Field(default=None, description="Bank identifier (ISO 9362).")
    payment_reference: Found[str] | None = Field(
        default=None, description="Danish payment line (FIK, giro) as `+71<…+…<`; check digit verified."
    )
    order_number: Found[str] | None = Field(default=None, description="The order the invoice answers.")
    vat_number: Found[str] | None = Field(
        default=None, description="The seller's tax number with its country's letters; check digit verified."
    )
    problems: tuple[InvoiceProblem, ...] = Field(default=(), description="What does not fit.")
