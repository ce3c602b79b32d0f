"""Credit notes: amounts that are negative however bookkeeping programs write the minus."""

import pytest

from postroom.extract.amounts import find_amounts
from tests.core.extract.invoices import read, stated

THREE = {"net": "-200.00", "vat": "-40.00", "total": "-240.00"}


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("Subtotal (200.00)\nVAT (40.00)\nTotal GBP (240.00)", THREE | {"currency": "GBP"}),
        ("Subtotal\t(200.00)\nVAT\t(40.00)\nTotal\t($240.00)", THREE | {"currency": "USD"}),
        ("Total: $(240.00)", {"total": "-240.00", "currency": "USD"}),
        ("Total credit USD (1,240.00)", {"total": "-1240.00", "currency": "USD"}),
        ("Netto 200,00-\nMwSt 40,00-\nGesamt 240,00-", THREE),
        ("Gesamtbetrag EUR 119,00-", {"total": "-119.00", "currency": "EUR"}),
        ("Gesamtbetrag 119,00- EUR", {"total": "-119.00", "currency": "EUR"}),
        ("Netto 200,00-  40,00-  240,00-", {"net": "-200.00"}),
        ("Subtotal −200,00\nMoms −40,00\nI alt DKK −240,00", THREE | {"currency": "DKK"}),
    ],
)
def test_a_credit_is_negative(text: str, amounts: dict[str, str]) -> None:
    assert stated(read(text)) == amounts


@pytest.mark.parametrize(
    "text",
    [
        "Total 1,190.00\nVAT (190.00)",
        "Net (1,000.00)\nVAT (190.00)\nTotal 1,190.00",
        "The invoice and its\ntotal, as we agreed (1,190.00)\nare below.",
        "Total (1,190.00 EUR)",
        "Total 1.190,-",
        "Kun 1.190,00,- i alt",
    ],
)
def test_brackets_and_dashes_that_are_no_minus_leave_an_amount_as_it_is(text: str) -> None:
    data = read(text)
    assert data.total is not None
    assert data.total.value == 1190


def test_the_brackets_belong_to_the_amount_as_written() -> None:
    data = read("Invoice 12-7\nTotal (1,240.00)")
    assert data.total is not None
    assert data.total.as_written == "(1,240.00)"


def test_a_hyphen_between_two_amounts_is_no_minus() -> None:
    assert [str(each.value) for each in find_amounts("10,00- 20,00 EUR and 10,00-20,00")][:2] == ["10.00", "20.00"]


def test_the_credit_itself_is_taken_and_not_the_nothing_that_is_to_pay() -> None:
    data = read("Netto -200,00\nMwSt -40,00\nGesamtbetrag -240,00 EUR\nZu zahlen 0,00 EUR")
    assert stated(data) == THREE | {"currency": "EUR"}
