"""The last day of a discount for early payment is not the day the invoice is due."""

from datetime import date

import pytest

from tests.core.extract.invoices import read

EARLY, DUE = date(2026, 11, 12), date(2026, 12, 2)


@pytest.mark.parametrize(
    "text",
    [
        "Bei Zahlung bis 12.11.2026 gewähren wir 2 % Skonto (47,60 EUR).\nSpätestens zahlbar am 02.12.2026.",
        "Bei Zahlung bis 12.11.2026 gewähren\nwir 2 % Skonto.\nZahlbar bis 02.12.2026",
        "Zahlbar bis 12.11.2026 abzgl. 2 % Skonto, bis 02.12.2026 netto.",
        "Zahlbar bis 12.11.2026 mit 2 % Skonto oder bis 02.12.2026 ohne Abzug.",
        "Zahlbar bis 12.11.2026 abzgl. 2 %, spätestens zahlbar bis 02.12.2026.",
        "Bei Zahlung bis 12.11.2026 2 % Skonto = 47,60, Zahlbetrag 2.332,40\nZahlbar bis 02.12.2026 ohne Abzug",
        "Wenn Sie bis zum 12.11.2026 zahlen, ziehen Sie 2 % Skonto ab. Zahlbar bis 02.12.2026",
        "2 % Skonto, wenn Sie bis zum 12.11.2026 zahlen. Zahlbar bis 02.12.2026",
        "Zahlbar bis 02.12.2026 (bis 12.11.2026 mit 2 % Skonto zu zahlen).",
        "Pay by 12 Nov 2026 to receive a 2% early payment discount. Due date: 2 Dec 2026",
        "Pay by November 12, 2026 for a 2% discount.\nDue date: December 2, 2026",
        "We offer a 2% discount if you pay by 12 Nov 2026. Payment due 2 Dec 2026",
        "Payment by\t12 Nov 2026 (2% discount)\nPayment due\t2 Dec 2026",
        "Ved betaling senest 12.11.2026 ydes 2 % kontantrabat. Forfaldsdato 02.12.2026",
        "Hvis du betaler senest 12.11.2026, får du 2 % rabat. Forfaldsdato 02.12.2026",
    ],
)
def test_an_invoice_is_due_after_its_discount_has_ended(text: str) -> None:
    due = read(f"Invoice 8001\n{text}").due_date
    assert due is not None
    assert due.value == DUE


def test_the_last_day_of_a_discount_alone_is_due_with_little_confidence() -> None:
    due = read("Rechnung 4711\nZahlbar bis 12.11.2026 mit 2 % Skonto").due_date
    assert due is not None
    assert (due.value, due.confidence) == (EARLY, 0.57)


@pytest.mark.parametrize(
    "text",
    [
        "Zahlbar bis 02.12.2026 ohne Abzug von Skonto",
        "Due date: 2 Dec 2026, no discount",
        "10 Tage 2 % Skonto / 30 Tage netto, fällig 02.12.2026",
        "Rabatt 10 %\t-100,00\nZahlbar bis\t02.12.2026",
        "Discount 10.00\nDue date 2 Dec 2026",
        "Forfaldsdato: 02.12.2026 - ved senere betaling tilskrives renter på 1,5 % pr. måned",
    ],
)
def test_a_discount_elsewhere_takes_nothing_from_a_due_date(text: str) -> None:
    due = read(f"Invoice 8001\n{text}").due_date
    assert due is not None
    assert (due.value, due.confidence) == (DUE, 0.95)
