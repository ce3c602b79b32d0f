"""An invoice's facts from its texts; nothing is invented, what is not stated is null.

1. each text is read once: labels, amounts, dates (reading.py)
2. each field's candidates are found in it (number_fields, date_fields, amount_fields, payment_fields)
3. over all texts the surest of each is taken, and what does not fit is told in `problems`

A further kind of text, such as a PDF's, is a further source. Net, VAT and total are chosen within one text, because
only there they add up.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from ..limits import INVOICE_TEXT_CHARACTERS
from ..mail.model import Mail
from .amount_fields import AmountFields, read_amounts
from .candidate import Candidate, best
from .currencies import mentioned_currencies
from .currency_field import currency_of_vat
from .date_fields import due_dates, issue_dates
from .dates import writes_month_first
from .language import language_of
from .model import Found, InvoiceData, InvoiceProblem, InvoiceText, Place, TextSource
from .number_fields import document_numbers, order_numbers
from .payment_fields import PaymentFields, read_payment
from .reading import Reading

T = TypeVar("T")

_QUOTED = re.compile(r"^[ ]{0,3}>.*$", re.MULTILINE)
_ONLY_CURRENCY, _BY_PAYMENT_LINE, _BY_VAT = 0.8, 0.7, 0.6


@dataclass(frozen=True, slots=True)
class _Facts:
    """The best candidates of one text."""

    place: Place
    reading: Reading
    number: Candidate[str] | None
    issued: Candidate[date] | None
    due: Candidate[date] | None
    order: Candidate[str] | None
    amounts: AmountFields
    payment: PaymentFields
    currencies: dict[str, tuple[int, int]]


def invoice_text(mail: Mail) -> InvoiceText:
    """A mail's texts: the sender's current words, without the lines it quotes."""
    return InvoiceText(
        sources=(
            TextSource(place="text", text=_QUOTED.sub("", mail.text)),
            TextSource(place="html", text=_QUOTED.sub("", mail.html_as_text)),
            TextSource(place="subject", text=mail.subject),
        ),
        written_on=None if mail.date is None else mail.date.date(),
    )


def extract_invoice(text: InvoiceText) -> InvoiceData:
    """What the texts state of an invoice."""
    whole = "\n".join(source.text[:INVOICE_TEXT_CHARACTERS] for source in text.sources)
    language = language_of(whole)
    month_first = writes_month_first(whole, language)
    read = [_read(source, language, month_first=month_first, written_on=text.written_on) for source in text.sources]
    # Amounts belong together: those of the text that states most of them come first.
    by_amounts = sorted(read, key=lambda facts: -_weight(facts.amounts))
    issued, due = _surest(read, lambda facts: facts.issued), _surest(read, lambda facts: facts.due)
    return InvoiceData(
        number=_surest(read, lambda facts: facts.number),
        issue_date=issued,
        due_date=due,
        net=_first(by_amounts, lambda facts: facts.amounts.net),
        vat=_first(by_amounts, lambda facts: facts.amounts.vat),
        total=_first(by_amounts, lambda facts: facts.amounts.total),
        currency=_currency(by_amounts, language),
        iban=_surest(read, lambda facts: best(facts.payment.ibans)),
        bic=_surest(read, lambda facts: best(facts.payment.bics)),
        payment_reference=_surest(read, lambda facts: best(facts.payment.payment_lines)),
        order_number=_surest(read, lambda facts: facts.order),
        vat_number=_surest(read, lambda facts: best(facts.payment.vat_numbers)),
        problems=tuple(dict.fromkeys(_problems(read, issued, due))),
    )


def _read(source: TextSource, language: str | None, *, month_first: bool, written_on: date | None) -> _Facts:
    written = source.text[:INVOICE_TEXT_CHARACTERS]
    reading = Reading(written, language, month_first=month_first, written_on=written_on)
    numbers = document_numbers(reading)
    return _Facts(
        place=source.place,
        reading=reading,
        number=best(numbers),
        issued=best(issue_dates(reading, numbers)),
        due=best(due_dates(reading)),
        order=best(order_numbers(reading)),
        amounts=read_amounts(reading),
        payment=read_payment(reading),
        currencies=mentioned_currencies(reading.text, language),
    )


def _weight(amounts: AmountFields) -> float:
    return sum(each.confidence for each in (amounts.net, amounts.vat, amounts.total) if each is not None)


def _surest(read: Sequence[_Facts], field: Callable[[_Facts], Candidate[T] | None]) -> Found[T] | None:
    ordered = sorted(read, key=lambda facts: -(found.confidence if (found := field(facts)) else 0))
    return _first(ordered, field)


def _first(read: Sequence[_Facts], field: Callable[[_Facts], Candidate[T] | None]) -> Found[T] | None:
    return next((_found(facts, found) for facts in read if (found := field(facts)) is not None), None)


def _found(facts: _Facts, candidate: Candidate[T]) -> Found[T]:
    return Found(
        value=candidate.value,
        source=facts.place,
        confidence=round(candidate.confidence, 2),
        as_written=facts.reading.written[candidate.start : candidate.end],
    )


def _currency(read: Sequence[_Facts], language: str | None) -> Found[str] | None:
    """The currency beside the total; else the only one named; else what a FIK line or the VAT implies."""
    beside = _first(read, lambda facts: facts.amounts.currency)
    if beside is not None:
        return beside
    named = {code: (facts, place) for facts in reversed(read) for code, place in facts.currencies.items()}
    if len(named) == 1:
        ((code, (facts, place)),) = named.items()
        return _found(facts, Candidate(code, *place, _ONLY_CURRENCY))
    if named:
        return None
    line = _first(read, lambda facts: best(facts.payment.payment_lines))
    if line is not None:
        return line.model_copy(update={"value": "DKK", "confidence": _BY_PAYMENT_LINE})
    seller = _surest(read, lambda facts: best(facts.payment.vat_numbers))
    implied = currency_of_vat(None if seller is None else seller.value, language)
    vat = _first(read, lambda facts: facts.amounts.vat)
    if implied is None or vat is None or not vat.value:
        return None
    return Found(value=implied, source=vat.source, confidence=_BY_VAT, as_written=vat.as_written)


def _problems(read: Sequence[_Facts], issued: Found[date] | None, due: Found[date] | None) -> Iterator[InvoiceProblem]:
    for facts in read:
        if facts.amounts.problem is not None:
            yield InvoiceProblem(field="total", reason=facts.amounts.problem)
        yield from (InvoiceProblem(field=name, reason=reason) for name, reason in facts.payment.problems)
    if issued is not None and due is not None and due.value < issued.value:
        yield InvoiceProblem(field="due_date", reason=f"due {due.value}, before the date of issue {issued.value}")
    yield from _differences("number", read, lambda facts: facts.number)
    yield from _differences("total", read, lambda facts: facts.amounts.total)
    yield from _differences("iban", read, lambda facts: best(facts.payment.ibans))


def _differences(
    name: str, read: Sequence[_Facts], field: Callable[[_Facts], Candidate[T] | None]
) -> Iterator[InvoiceProblem]:
    values = {found.value: facts.place for facts in reversed(read) if (found := field(facts)) is not None}
    if len(values) > 1:
        said = ", ".join(f"{place} says {value}" for value, place in reversed(values.items()))
        yield InvoiceProblem(field=name, reason=said)
