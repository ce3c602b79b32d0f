"""extract_invoice_data: what an invoice says, each field with its source and how sure it is; nothing invented."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.effects import ReadObject
from postroom.errors import Problem, Refused
from postroom.models import Model

if TYPE_CHECKING:
    from postroom.extract.model import InvoiceData


class Input(Model):
    """Who reads it."""

    ai_provider: str | None = Field(default=None, description="An AI provider by name; the selected one if not given.")
    fallback_to_regex: bool = Field(
        default=True, description="Read it by rules where no AI provider is set up or its answer is of no use."
    )


class Source(Model):
    """Where one field was found."""

    place: str = Field(description="subject, text, html or pdf.")
    attachment: str | None = Field(
        default=None, description="The attached file that states it; null where the mail itself does."
    )
    page: int | None = Field(default=None, description="The page of that file, from 1.")
    as_written: str = Field(description="The words it was read from.")
    around: str = Field(default="", description="The line they stand on.")
    confidence: float = Field(description="How sure it is, from 0 to 1.")


class Output(Model):
    """The invoice's fields; null where it does not say."""

    number: str | None = Field(description="Invoice number.")
    issue_date: date | None = Field(description="Date of issue.")
    due_date: date | None = Field(description="Date of payment.")
    net: Decimal | None = Field(description="Amount before VAT.")
    vat: Decimal | None = Field(description="VAT amount.")
    total: Decimal | None = Field(description="Amount to pay.")
    currency: str | None = Field(description="ISO 4217 code.")
    iban: str | None = Field(description="Account to pay to, check digits verified.")
    bic: str | None = Field(description="Bank to pay to.")
    payment_reference: str | None = Field(description="Danish payment line (FIK, giro), check digit verified.")
    qr_reference: str | None = Field(
        default=None, description="Reference of a Swiss QR bill, or an ISO 11649 creditor reference."
    )
    order_number: str | None = Field(description="The buyer's order number.")
    vat_number: str | None = Field(description="The seller's VAT number.")
    read_by: str = Field(description="regex, or the AI provider and model.")
    sources: dict[str, Source] = Field(description="Field → where it was found.")
    problems: tuple[str, ...] = Field(description="What does not add up, and what could not be read.")


FIELDS = tuple(name for name in Output.model_fields if name not in {"read_by", "sources", "problems"})


def plan(given: Input, _context: Context) -> Plan:
    """Read the raw mail whole: what matching keeps of it may be cut."""
    if not given.fallback_to_regex:
        reason = "no AI provider is set up; allow fallback_to_regex or set one up"
        raise Refused(reason, Problem("params.fallback_to_regex", reason))
    raw = yield ReadObject("raw")
    return read_invoice(raw)


def read_invoice(raw: bytes) -> Output:
    """The invoice in a raw mail and its attached PDFs, by rules."""
    from postroom.extract.invoice import extract_invoice
    from postroom.extract.sources import attached_documents, invoice_text
    from postroom.mail.parse import parse_mail

    parsed = parse_mail(raw)
    return output_of(extract_invoice(invoice_text(parsed.mail, attached_documents(parsed))))


def output_of(found: "InvoiceData") -> Output:
    """What was found, each value by itself and its source apart."""
    values = {name: getattr(found, name) for name in FIELDS}
    return Output(
        **{name: one.value if one else None for name, one in values.items()},
        read_by="regex",
        sources={
            name: Source(
                place=one.source,
                attachment=one.attachment,
                page=one.page,
                as_written=one.as_written,
                around=one.around,
                confidence=one.confidence,
            )
            for name, one in values.items()
            if one is not None
        },
        problems=tuple(f"{problem.field}: {problem.reason}" for problem in found.problems),
    )


ACTION = Action(
    title="Extract invoice data",
    description="Reads number, dates, amounts and payment details of an invoice from the mail and its PDFs.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
