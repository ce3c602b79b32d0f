"""A credit note has a number and a date of its own; those of the invoice it credits are not its."""

from datetime import date

import pytest

from tests.core.extract.invoices import read, stated


@pytest.mark.parametrize(
    ("text", "number", "issued"),
    [
        (
            "KREDITNOTA\nKreditnota nr. 5512\nKreditnotadato: 10.11.2026\nVedrører faktura nr. 20431 af 03.11.2026",
            "5512",
            "2026-11-10",
        ),
        ("Kreditnota\nTil faktura nr. 4711\nKreditnotanr. 8812\nDato: 20.10.2026", "8812", "2026-10-20"),
        ("Vedr. faktura 4431 af 1. maj 2026\nHermed kreditnota nr. 118 af 3. juni 2026.", "118", "2026-06-03"),
        (
            "Gutschrift\nGutschriftsnummer: 88\nDatum: 20.10.2026\nZu Rechnung Nr. 4711 vom 12.10.2026",
            "88",
            "2026-10-20",
        ),
        (
            "Gutschrift\nZu Ihrer Rechnung Nr. 4711 vom 12.10.2026\nGutschriftsnummer: 8812\n"
            "Gutschriftsdatum: 20.10.2026",
            "8812",
            "2026-10-20",
        ),
        (
            "Gutschrift\nRechnungsnummer: 4711\nRechnungsdatum: 12.10.2026\nGutschrift-Nr.: 8812\nDatum: 20.10.2026",
            "8812",
            "2026-10-20",
        ),
        (
            "CREDIT NOTE\nCredit note no: CN-77\nDate: 10 Nov 2026\nRelates to invoice INV-1003 of 1 Oct 2026",
            "CN-77",
            "2026-11-10",
        ),
        (
            "CREDIT NOTE CN-00231\nCredit note date: 5 Nov 2026\nOriginal invoice: INV-1003 dated 1 Oct 2026",
            "CN-00231",
            "2026-11-05",
        ),
        ("Credit memo # 42\nCredit memo date: 5 Nov 2026\nInvoice date: 1 Oct 2026", "42", "2026-11-05"),
    ],
)
def test_a_credit_notes_number_and_date_are_its_own(text: str, number: str, issued: str) -> None:
    assert stated(read(text)) == {"number": number, "issue_date": issued}


def test_the_credited_invoices_date_is_not_the_credit_notes() -> None:
    assert read("Gutschrift 8812\nzu Rechnung Nr. 4711 vom 12.10.2026").issue_date is None
    assert read("Credit note CN-7\nOriginal invoice: INV-1003 dated 1 Oct 2026").issue_date is None
    data = read("Gutschrift\nZu Rechnung Nr. 4711 vom 12.10.2026\nDatum: 20.10.2026")
    assert stated(data)["issue_date"] == "2026-10-20"


def test_a_credit_note_may_call_its_own_number_an_invoices_and_is_less_sure() -> None:
    data = read("KREDITNOTA\nFakturanr. 8812\nFakturadato 20.10.2026\nVedr. faktura nr. 4711 af 12.10.2026")
    assert data.number is not None
    assert (data.number.value, data.number.confidence) == ("8812", 0.76)
    assert data.issue_date is not None
    assert data.issue_date.value == date(2026, 10, 20)


def test_an_invoice_that_takes_a_credit_note_into_account_keeps_its_number() -> None:
    data = read("Rechnung Nr. 4711 vom 12.10.2026\nabzüglich Gutschrift Nr. 55 vom 01.10.2026")
    assert stated(data) == {"number": "4711", "issue_date": "2026-10-12"}


def test_a_date_behind_another_documents_number_is_that_ones() -> None:
    data = read("Faktura nr. 4711\nDato: 12.10.2026\nErstatter faktura 4700 af 01.10.2026")
    assert stated(data) == {"number": "4711", "issue_date": "2026-10-12"}


def test_a_reminder_states_number_and_date_of_the_invoice_it_is_about() -> None:
    data = read("Rykker vedr. faktura nr. 4711 af 12.10.2026")
    assert stated(data) == {"number": "4711", "issue_date": "2026-10-12"}
