"""An invoice's facts from its texts; nothing is invented, what is not stated is null.

1. each text is read once: labels, amounts, dates (reading.py)
2. each field's candidates are found in it (number_fields, date_fields, amount_fields, payment_fields)
3. of several attached documents the one that says most of an invoice is taken
4. over these texts the surest of each field is taken, and what does not fit is told in `problems`

Net, VAT and total are chosen within one text, because only there they add up.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import TypeVar

from .candidate import Candidate, best
from .currency_field import currency_of_vat
from .facts import Facts, read_facts
from .model import Found, InvoiceData, InvoiceProblem, InvoiceText

T = TypeVar("T")

_NAMED = 10
"""Of the invoices that a statement lists, so many are named in its problem."""
_ONLY_CURRENCY, _BY_PAYMENT_LINE, _BY_VAT = 0.8, 0.7, 0.6


def extract_invoice(text: InvoiceText) -> InvoiceData:
    """What the texts state of an invoice."""
    everything = list(read_facts(text))
    read = _of_one_document(everything)
    by_amounts = _by_amounts(read)
    issued, due = _surest(read, lambda facts: facts.issued), _surest(read, lambda facts: facts.due)
    problems = (*text.problems, *_other_invoices(everything, read), *_problems(read, issued, due))
    return InvoiceData(
        number=_surest(read, lambda facts: facts.number),
        issue_date=issued,
        due_date=due,
        net=_first(by_amounts, lambda facts: facts.amounts.net),
        vat=_first(by_amounts, lambda facts: facts.amounts.vat),
        total=_first(by_amounts, lambda facts: facts.amounts.total),
        currency=_currency(by_amounts),
        iban=_surest(read, lambda facts: best(facts.payment.ibans)),
        bic=_surest(read, lambda facts: best(facts.payment.bics)),
        payment_reference=_surest(read, lambda facts: best(facts.payment.payment_lines)),
        qr_reference=_surest(read, lambda facts: best(facts.payment.references)),
        order_number=_surest(read, lambda facts: facts.order),
        vat_number=_surest(read, lambda facts: best(facts.payment.vat_numbers)),
        problems=tuple(dict.fromkeys(problems)),
    )


def _of_one_document(read: Sequence[Facts]) -> list[Facts]:
    """The mail's own texts, and of its documents the one that says most of an invoice."""
    documents = [facts for facts in read if facts.source.attachment is not None]
    taken = max(documents, key=lambda facts: facts.weight, default=None)
    return [facts for facts in read if facts.source.attachment is None or facts is taken]


def _other_invoices(read: Sequence[Facts], taken: Sequence[Facts]) -> Iterator[InvoiceProblem]:
    """Documents left out that are invoices too: with another number, and a total."""
    numbers = {facts.number.value for facts in taken if facts.number is not None}
    for facts in read:
        number = facts.number
        if facts not in taken and number is not None and facts.amounts.total and number.value not in numbers:
            reason = f"states {number.value} and {facts.amounts.total.value}; only one invoice is read"
            yield InvoiceProblem(field=facts.source.attachment or "", reason=reason)


def _by_amounts(read: Sequence[Facts]) -> list[Facts]:
    """Amounts belong together: the text that states most of them first, and no other that states another total."""
    ordered = sorted(read, key=lambda facts: -facts.amounts_weight)
    total = next((facts.amounts.total.value for facts in ordered if facts.amounts.total), None)
    return [facts for facts in ordered if facts.amounts.total is None or facts.amounts.total.value == total]


def _surest(read: Sequence[Facts], field: Callable[[Facts], Candidate[T] | None]) -> Found[T] | None:
    ordered = sorted(read, key=lambda facts: -(found.confidence if (found := field(facts)) else 0))
    return _first(ordered, field)


def _first(read: Sequence[Facts], field: Callable[[Facts], Candidate[T] | None]) -> Found[T] | None:
    return next((_found(facts, found) for facts in read if (found := field(facts)) is not None), None)


def _found(facts: Facts, candidate: Candidate[T]) -> Found[T]:
    source, reading = facts.source, facts.reading
    return Found(
        value=candidate.value,
        source=source.place,
        confidence=round(candidate.confidence, 2),
        as_written=reading.written[candidate.start : candidate.end],
        around=reading.around(candidate.start, candidate.end),
        attachment=source.attachment,
        page=None if source.place != "pdf" else reading.written.count("\f", 0, candidate.start) + 1,
    )


def _currency(read: Sequence[Facts]) -> Found[str] | None:
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
    return _currency_by_vat(read)


def _currency_by_vat(read: Sequence[Facts]) -> Found[str] | None:
    seller = _surest(read, lambda facts: best(facts.payment.vat_numbers))
    stating = next((facts for facts in read if facts.amounts.vat is not None), None)
    if stating is None or stating.amounts.vat is None or not stating.amounts.vat.value:
        return None
    implied = currency_of_vat(None if seller is None else seller.value, stating.language)
    if implied is None:
        return None
    return _found(stating, Candidate(implied, stating.amounts.vat.start, stating.amounts.vat.end, _BY_VAT))


def _problems(read: Sequence[Facts], issued: Found[date] | None, due: Found[date] | None) -> Iterator[InvoiceProblem]:
    for facts in read:
        if facts.amounts.problem is not None:
            yield InvoiceProblem(field="total", reason=facts.amounts.problem)
        yield from (InvoiceProblem(field=name, reason=reason) for name, reason in facts.payment.problems)
        if facts.listed and facts.number is None:
            several = ", ".join(facts.listed[:_NAMED])
            yield InvoiceProblem(
                field="number", reason=f"{len(facts.listed)} invoices are listed, {several}: none is it"
            )
    if issued is not None and due is not None and due.value < issued.value:
        yield InvoiceProblem(field="due_date", reason=f"due {due.value}, before the date of issue {issued.value}")
    yield from _differences("number", read, lambda facts: facts.number)
    yield from _differences("total", read, lambda facts: facts.amounts.total)
    yield from _differences("iban", read, lambda facts: best(facts.payment.ibans))


def _differences(
    name: str, read: Sequence[Facts], field: Callable[[Facts], Candidate[T] | None]
) -> Iterator[InvoiceProblem]:
    values = {
        found.value: facts.source.attachment or facts.source.place
        for facts in reversed(read)
        if (found := field(facts)) is not None
    }
    if len(values) > 1:
        said = ", ".join(f"{place} says {value}" for value, place in reversed(values.items()))
        yield InvoiceProblem(field=name, reason=said)
