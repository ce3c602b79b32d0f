"""How much of the labelled documents' data is found, and how much of what is found is right, beside invoice2data."""

import time
from collections.abc import Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, NamedTuple

from postroom.extract.invoice import extract_invoice
from postroom.extract.model import InvoiceData
from tests.bench import extraction_rival
from tests.bench.extraction_sets import Member, members, read

SETS = (
    "business-mails invoices tune",
    "business-mails invoices dev",
    "business-mails orders tune",
    "business-mails orders dev",
    "invoice-i2d",
)
OURS = "Postroom"
_AMOUNTS = frozenset({"net", "vat", "total"})
NOTES = (
    "all fields of mail and attached PDFs, from their bytes on; `all in text` and `all in pdf`: of what stands there",
    "orders: the total as the mail states it, net where it states no other; time sheets: the bench time_entries",
    "invoice-i2d: only labelled fields count, a template's own labels (a # before a number aside): one number is the "
    "letter F, one a booking's; invoice2data with its built-in templates, on its own PDFium reader's text and "
    "on ours, which is laid out as its templates want it (pdftotext is not on PyPI); these are its own test files",
)


class Outcome(NamedTuple):
    """One field of one document: what is stated and where, and what was found."""

    file: str
    field: str
    stated: str | None
    where: frozenset[str]
    found: str | None
    right: bool


def rows() -> list[dict[str, Any]]:
    """Per set, tool and field: stated, returned, right, precision, recall; CPU per document. Empty without data."""
    return [row for name in SETS if members(name) for row in _rows_of(name)]


def _rows_of(name: str) -> Iterator[dict[str, Any]]:
    ours = outcomes(name)
    milliseconds = round(milliseconds_each(name), 1)
    for field in (*dict.fromkeys(each.field for each in ours), "all"):
        yield _row(name, OURS, field, [each for each in ours if field in {each.field, "all"}], milliseconds)
    if len({place for each in ours for place in each.where}) > 1:
        for place in ("text", "pdf"):
            there = [each for each in ours if place in each.where]
            yield _row(name, OURS, f"all in {place}", there, milliseconds)
    for tool in (extraction_rival.NAME, extraction_rival.ON_OUR_TEXT):
        yield from _rival_rows(name, tool)


def _rival_rows(name: str, tool: str) -> Iterator[dict[str, Any]]:
    rival = extraction_rival.asked(name, tool)
    if rival.remark:
        yield {"set": name, "tool": tool, "remark": rival.remark}
        return
    theirs = [each for one, answer in zip(members(name), rival.answers, strict=True) for each in _of(one, answer)]
    for field in ("number", "issue_date", "total", "currency", "all") if "i2d" in name else ("all",):
        of_field = [each for each in theirs if field in {each.field, "all"}]
        yield _row(name, tool, field, of_field, round(rival.milliseconds, 1))


def _row(name: str, tool: str, field: str, members: Sequence[Outcome], milliseconds: float) -> dict[str, Any]:
    return {
        "set": name,
        "tool": tool,
        "field": field,
        "stated": sum(each.stated is not None for each in members),
        "returned": sum(each.found is not None for each in members),
        "right": sum(each.right for each in members),
        "precision": round(precision(members), 4),
        "recall": round(recall(members), 4),
        "ms_each": milliseconds,
    }


def precision(members: Sequence[Outcome]) -> float:
    """Of what was returned, the share that is right."""
    returned = [each for each in members if each.found is not None]
    return sum(each.right for each in returned) / (len(returned) or 1)


def recall(members: Sequence[Outcome]) -> float:
    """Of what is stated, the share that was found."""
    stated = [each for each in members if each.stated is not None]
    return sum(each.right for each in stated) / (len(stated) or 1)


@cache
def outcomes(name: str) -> list[Outcome]:
    """Every field of every document of a set, as we read it."""
    return [each for one in members(name) for each in _of(one, _found(extract_invoice(read(one)), one))]


def milliseconds_each(name: str) -> float:
    """CPU time of a document from its bytes on, the vocabulary being built and PDFium loaded."""
    extract_invoice(read(members(name)[0]))
    start = time.process_time()
    for one in members(name):
        extract_invoice(read(one))
    return (time.process_time() - start) * 1000 / len(members(name))


def _found(data: InvoiceData, member: Member) -> dict[str, str]:
    fields = {name: getattr(data, name) for name in InvoiceData.model_fields if name != "problems"}
    found = {name: str(each.value) for name, each in fields.items() if each is not None}
    is_line = (member.expected.get("iban_or_fik") or "").startswith("+")
    either = ("payment_reference", "iban") if is_line else ("iban", "payment_reference")
    paid = [found[name] for name in either if name in found]
    found |= {"iban_or_fik": paid[0]} if paid else {}
    if "number" not in member.expected and "net" in found:
        found.setdefault("total", found["net"])
    return found


def _of(member: Member, answer: dict[str, str]) -> Iterator[Outcome]:
    for field, expected in member.expected.items():
        if expected is None and not member.is_complete:
            continue
        found = answer.get(field)
        right = expected is not None and found is not None and _plain(field, found) == _plain(field, expected)
        yield Outcome(member.file, field, expected, member.where[field], found, right)


def _plain(field: str, value: str) -> Decimal | str:
    if field not in _AMOUNTS:
        return value.replace(" ", "").lstrip("#")
    try:
        return Decimal(value)
    except InvalidOperation:
        return value


if __name__ == "__main__":
    for row in rows():
        print(row)
    for each in (one for name in SETS for one in outcomes(name)):
        if not each.right and (each.stated or each.found):
            print(each)
