"""Amounts in sentences: which the document's own is, and which is that of something else."""

import pytest

from tests.core.extract.invoices import read, stated


@pytest.mark.parametrize(
    "text",
    [
        "Your invoice 7002 is attached. A late payment is subject to a charge of EUR 15.00.",
        "Invoice 7003 attached. Deposits of EUR 250.00 have been received.",
        "Faktura 7005 er vedhæftet. Vi har en kampagne med gavekort på 500,00 kr. til nye kunder.",
        "Invoice 7006 is attached. Refer a friend for a credit of $25.00 off.",
        "Rechnung 7007 liegt bei. Wir erinnern an die Kaution von 300,00 EUR.",
        "Den totale omsætning steg. Total omsætning i oktober var 1.200.000,00 kr.",
    ],
)
def test_the_amount_of_something_else_is_no_total(text: str) -> None:
    assert "total" not in stated(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "Hermed faktura 2024-117 på kr. 500,00, og et gebyr på kr. 40,00",
        "Faktura nr. 7012 dateret 04/11-2024 på 500,00 kr. og gavekort på 40,00 kr.",
        "Unsere Rechnung RE-204 vom 3. Mai 2025 über 500,00 EUR, dazu Kaution von 40,00 EUR",
        "We sent invoice INV-7 of 3 May 2025 for EUR 500.00, not deposits of EUR 40.00.",
        "The amount of EUR 500.00 is open; deposits of EUR 40.00 are not.",
    ],
)
def test_the_amount_right_behind_the_documents_name_or_number_is_its_total(text: str) -> None:
    assert stated(read(text))["total"] == "500.00"


def test_a_fee_is_not_taken_for_the_balance() -> None:
    data = read("Outstanding balance: EUR 980.00 of EUR 1,480.00. Please pay now to avoid fees of EUR 40.00.")
    assert stated(data)["total"] == "980.00"


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("Invoice 2026-118 over EUR 4,500.00 plus 19% VAT (EUR 855.00), EUR 5,355.00 in total, dated today", "5355.00"),
        ("Det bliver 1.250,00 kr. i alt, betal gerne 200,00 kr. nu", "1250.00"),
        ("Das macht 99,00 EUR in Summe.", "99.00"),
    ],
)
def test_a_total_may_be_named_behind_its_amount(text: str, total: str) -> None:
    assert stated(read(text))["total"] == total


def test_an_indian_invoice_adds_up_over_both_its_taxes() -> None:
    text = (
        "Taxable Value: INR 1,25,000.00\nCGST 9%: INR 11,250.00\nSGST 9%: INR 11,250.00\nGrand Total: INR 1,47,500.00"
    )
    assert stated(read(text)) == {"net": "125000.00", "vat": "22500.00", "total": "147500.00", "currency": "INR"}
