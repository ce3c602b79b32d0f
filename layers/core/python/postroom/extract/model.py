"""What goes into reading an invoice, and what comes out."""

from datetime import date
from decimal import Decimal
from typing import Generic, Literal, TypeVar

from pydantic import Field

from ..models import Model

Place = Literal["subject", "text", "html", "pdf"]
"""Where a text comes from: the subject, the plain body, the HTML body as visible text (for tracking numbers where its
links lead, too), a PDF's text."""

T = TypeVar("T")


class TextSource(Model):
    """One text to read."""

    place: Place = Field(description="Where the text comes from.")
    text: str = Field(
        description="Lines as a person sees them; cells parted by tabs, or by spaces that keep columns one below the "
        "other; pages parted by form feeds."
    )
    attachment: str | None = Field(default=None, description="The file's name, where the text is an attachment's.")


class InvoiceProblem(Model):
    """Something that does not fit: arithmetic, a check digit, two sources that differ, a file that cannot be read."""

    field: str = Field(description="Name of the field, or of the attachment, it is about.")
    reason: str = Field(description="What is wrong, in words.")


class InvoiceText(Model):
    """All texts of one invoice; of equally sure findings the earlier source's is taken."""

    sources: tuple[TextSource, ...] = Field(description="Texts in order of preference.")
    problems: tuple[InvoiceProblem, ...] = Field(default=(), description="What could not be read.")
    written_on: date | None = Field(default=None, description="The mail's date: completes dates without a year.")


class Found(Model, Generic[T]):
    """One fact that the invoice states."""

    value: T = Field(description="The fact in its plain form: an exact decimal, an ISO date, a number without spaces.")
    source: Place = Field(description="Which text states it.")
    confidence: float = Field(
        ge=0, le=1, description="How sure it is that this field is meant; 0.95 and more is labelled or verified."
    )
    as_written: str = Field(description="How it stands in the text.")
    around: str = Field(default="", description="The line it stands on, or as much of it as is near.")
    attachment: str | None = Field(default=None, description="The file that states it, if an attachment does.")
    page: int | None = Field(default=None, description="The page of that file, from 1.")


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
    qr_reference: Found[str] | None = Field(
        default=None,
        description="Reference of a Swiss QR bill, or an ISO 11649 creditor reference; check digit verified.",
    )
    order_number: Found[str] | None = Field(default=None, description="The order the invoice answers.")
    vat_number: Found[str] | None = Field(
        default=None, description="The seller's tax number with its country's letters; check digit verified."
    )
    problems: tuple[InvoiceProblem, ...] = Field(default=(), description="What does not fit.")
