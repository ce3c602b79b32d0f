"""Statements and reminders of several invoices: the sum is theirs, a number or date of one of them is not."""

import pytest

from tests.core.extract.invoices import read, stated

PLAIN = (
    "KONTOAUSZUG\nRechnung 1001 vom 01.09.2025  500,00 EUR\nRechnung 1002 vom 15.09.2025  700,00 EUR\n"
    "Mahngebühr 5,00 EUR\nSumme 1.205,00 EUR\nBitte bis 30.11.2025 überweisen."
)
TABLE = (
    "Faktura nr.\tDato\tForfald\tBeløb\n1001\t01-11-2025\t15-11-2025\t500,00\n1002\t02-11-2025\t16-11-2025\t700,00\n"
    "I alt\t1.200,00"
)


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        (PLAIN, {"due_date": "2025-11-30", "total": "1205.00", "currency": "EUR"}),
        (TABLE, {"total": "1200.00"}),
        (TABLE.replace("\t", " | "), {"total": "1200.00"}),
    ],
)
def test_of_several_listed_invoices_none_is_the_document_and_that_is_told(text: str, fields: dict[str, str]) -> None:
    data = read(text)
    assert stated(data) == fields
    assert [(each.field, each.reason) for each in data.problems] == [
        ("number", "2 invoices are listed, 1001, 1002: none is it")
    ]


def test_a_statements_own_number_and_date_stay() -> None:
    data = read("Statement no. S-55\nStatement date: 3 May 2025\nInvoice 1001  EUR 500.00\nInvoice 1002  EUR 700.00")
    assert stated(data)["number"] == "S-55"
    assert stated(data)["issue_date"] == "2025-05-03"
    assert data.problems == ()


@pytest.mark.parametrize(
    "text",
    [
        "Invoice 1001: EUR 500.00\nThanks for paying invoice 1000 (EUR 300.00) at once.",
        "Invoice 1001: EUR 500.00\n\n> Invoice 1000: EUR 300.00",
        "Invoice no.\tDate\tAmount\n1001\t01-11-2025\t500,00",
        "Invoice 1001  EUR 500.00\nInvoice RE-1001  EUR 500.00",
        "Invoice 1001\nInvoice period 1 May to 31 May  EUR 500.00\nTotal EUR 500.00",
    ],
)
def test_one_invoice_is_no_list(text: str) -> None:
    data = read(text)
    assert data.number is not None
    assert data.number.value.endswith("1001")
    assert not [problem for problem in data.problems if "listed" in problem.reason]
