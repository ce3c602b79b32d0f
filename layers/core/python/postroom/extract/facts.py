"""What one text states of an invoice: the best candidate for each field."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ..limits import INVOICE_TEXT_CHARACTERS
from .amount_fields import AmountFields, read_amounts
from .candidate import Candidate, best
from .currencies import mentioned_currencies
from .date_fields import due_dates, issue_dates
from .dates import writes_month_first
from .invoice_list import listed_invoices
from .language import language_of
from .model import InvoiceText, TextSource
from .number_fields import document_numbers, identifiers, order_numbers
from .payment_fields import PaymentFields, read_payment
from .reading import Reading


@dataclass(frozen=True, slots=True)
class Facts:
    """The best candidates of one text."""

    source: TextSource
    language: str | None
    reading: Reading
    number: Candidate[str] | None
    issued: Candidate[date] | None
    due: Candidate[date] | None
    order: Candidate[str] | None
    amounts: AmountFields
    payment: PaymentFields
    currencies: dict[str, tuple[int, int]]
    listed: tuple[str, ...]
    """Numbers of several invoices that it lists: none of them is its own."""

    @property
    def amounts_weight(self) -> float:
        """How much it says of the three amounts."""
        amounts = self.amounts
        return sum(each.confidence for each in (amounts.net, amounts.vat, amounts.total) if each is not None)

    @property
    def weight(self) -> float:
        """How much of an invoice it is: only one states a number, amounts, dates and where to pay, all together."""
        payment = self.payment
        others = (
            self.number,
            self.issued,
            self.due,
            *(best(each) for each in (payment.ibans, payment.payment_lines, payment.vat_numbers)),
        )
        return self.amounts_weight + sum(each.confidence for each in others if each is not None)


class _Writing(NamedTuple):
    """What the words around a number say of how it is to be read."""

    language: str | None
    month_first: bool


def read_facts(text: InvoiceText) -> Iterator[Facts]:
    """Each text by itself; the mail's own texts share a language, a document has its own."""
    mail = _joined(source for source in text.sources if source.attachment is None)
    whole = _joined(iter(text.sources))
    of_mail = _writing(mail, whole)
    for source in text.sources:
        written = source.text[:INVOICE_TEXT_CHARACTERS]
        writing = of_mail if source.attachment is None else _writing(written, whole)
        yield _facts(source, written, writing, text.written_on)


def _writing(near: str, whole: str) -> _Writing:
    language = language_of(near) or language_of(whole)
    return _Writing(language, writes_month_first(near, language))


def _joined(sources: Iterator[TextSource]) -> str:
    return "\n".join(source.text[:INVOICE_TEXT_CHARACTERS] for source in sources)


def _facts(source: TextSource, written: str, writing: _Writing, written_on: date | None) -> Facts:
    language = writing.language
    reading = Reading(written, language, month_first=writing.month_first, written_on=written_on)
    found = identifiers(reading)
    numbers = document_numbers(reading, found)
    others = listed_invoices(reading, found, numbers)
    numbers = others.without(reading, numbers)
    return Facts(
        source=source,
        language=language,
        reading=reading,
        number=best(numbers),
        issued=best(others.without(reading, issue_dates(reading, numbers))),
        due=best(others.without(reading, due_dates(reading))),
        order=best(order_numbers(reading, found)),
        amounts=read_amounts(reading),
        payment=read_payment(reading),
        currencies=mentioned_currencies(reading.text, language),
        listed=others.numbers,
    )
