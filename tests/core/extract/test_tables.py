"""Tables of one row: each head's value is the one in its own column, and no other."""

import pytest

from tests.core.extract.invoices import read, stated


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Netto\tMwSt 19%\tBrutto\n1.000,00\t190,00\t1.190,00 EUR",
            {"net": "1000.00", "vat": "190.00", "total": "1190.00", "currency": "EUR"},
        ),
        (
            "Pris ekskl. moms\tMoms 25%\tI alt\n800,00 kr.\t200,00 kr.\t1.000,00 kr.",
            {"net": "800.00", "vat": "200.00", "total": "1000.00", "currency": "DKK"},
        ),
        (
            "Subtotal\tVAT 20%\tTotal\n£500.00\t£100.00\t£600.00",
            {"net": "500.00", "vat": "100.00", "total": "600.00", "currency": "GBP"},
        ),
        ("Moms 25%\tI alt DKK\n200,00\t1.000,00", {"total": "1000.00", "currency": "DKK"}),
        (
            "Rechnungsdatum\tZahlbar bis\n01.11.2026\t15.11.2026\nZahlungsart\tÜberweisung",
            {"issue_date": "2026-11-01", "due_date": "2026-11-15"},
        ),
    ],
)
def test_a_heads_value_stands_in_its_own_column(text: str, expected: dict[str, str]) -> None:
    assert stated(read("", html=text)) == expected


@pytest.mark.parametrize("drawn", ["", "---------------|--------------|------------|-------\n"])
def test_bars_part_columns_whatever_their_width(drawn: str) -> None:
    head = "Invoice Number | Invoice Date | Due Date | Amount\n"
    assert stated(read(f"{head}{drawn}INV-77 | 03-Nov-2026 | 03-Dec-2026 | €1.299,00")) == {
        "number": "INV-77",
        "issue_date": "2026-11-03",
        "due_date": "2026-12-03",
        "total": "1299.00",
        "currency": "EUR",
    }


@pytest.mark.parametrize("between", ["\t", " | "])
def test_the_first_value_of_the_next_line_is_no_later_heads(between: str) -> None:
    text = f"Ordered 3{between}Due date\n1 May 2025{between}9 May 2025"
    assert stated(read(text)) == {}
