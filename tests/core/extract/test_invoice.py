"""Where each fact of an invoice comes from, how sure it is, and what does not fit."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from postroom.extract.invoice import extract_invoice
from postroom.extract.model import InvoiceData, InvoiceText, TextSource
from postroom.extract.sources import invoice_text
from postroom.limits import INVOICE_TEXT_CHARACTERS
from postroom.mail.model import Mail
from tests.core.extract.invoices import read, stated
from tests.cpu_time import assert_in_proportion

LIST = "Faktura nr. 4711\nNetto 1.000,00 kr.\nMoms 250,00 kr.\nI alt 1.250,00 kr."


def test_an_empty_invoice_states_nothing() -> None:
    assert read("") == InvoiceData()
    assert extract_invoice(InvoiceText(sources=())) == InvoiceData()


def test_every_fact_says_where_it_stands_and_how() -> None:
    data = read(LIST, subject="Faktura 4711")
    assert data.total is not None
    assert (data.total.value, data.total.source, data.total.as_written) == (Decimal("1250.00"), "text", "1.250,00 kr.")
    assert data.number is not None
    assert (data.number.value, data.number.source, data.number.as_written) == ("4711", "text", "4711")


def test_as_written_is_the_text_as_it_was_and_not_as_it_was_read() -> None:
    data = read("价税合计：￥１，２６０．００")
    assert data.total is not None
    assert (data.total.value, data.total.as_written) == (Decimal("1260.00"), "￥１，２６０．００")


def test_amounts_are_decimals_and_decimal_strings_in_json() -> None:
    data = read(LIST)
    assert data.model_dump(mode="json")["total"]["value"] == "1250.00"


def test_what_adds_up_is_surer_than_what_stands_alone() -> None:
    together, alone = read(LIST), read("I alt 1.250,00 kr.")
    assert together.total is not None
    assert alone.total is not None
    assert together.total.confidence == 0.99 > alone.total.confidence


def test_what_does_not_add_up_is_less_sure_and_told() -> None:
    data = read("Netto 1.000,00 kr.\nMoms 250,00 kr.\nI alt 1.300,00 kr.")
    assert data.total is not None
    assert (data.total.value, data.total.confidence) == (Decimal("1300.00"), 0.54)
    (problem,) = data.problems
    assert (problem.field, problem.reason) == (
        "total",
        "net 1000.00 and VAT 250.00 make 1250.00, the total says 1300.00",
    )


def test_a_fee_that_makes_the_difference_is_no_problem() -> None:
    data = read("Netto 1.000,00 kr.\nMoms 250,00 kr.\nRykkergebyr 100,00 kr.\nI alt at betale 1.350,00 kr.")
    assert stated(data)["total"] == "1350.00"
    assert data.problems == ()


def test_several_fees_together_may_make_the_difference() -> None:
    text = "Netto 1.000,00 kr.\nMoms 250,00 kr.\nFragt 60,00 kr.\nGebyr 40,00 kr.\nI alt 1.350,00 kr."
    assert read(text).problems == ()
    assert read(text.replace("60,00", "61,00")).problems != ()


def test_the_amount_that_vat_is_reckoned_of_is_not_the_vat() -> None:
    data = read("I alt 1.250,00 kr., heraf moms af 1.000,00 kr. udgør 250,00 kr.")
    assert stated(data) == {"net": "1000.00", "vat": "250.00", "total": "1250.00", "currency": "DKK"}


def test_payments_on_account_do_not_reduce_the_total() -> None:
    data = read("Brutto 5.712,00 €\nbereits gezahlt 5.400,00 €\nNoch zu zahlen 312,00 €")
    assert stated(data)["total"] == "5712.00"


def test_a_fee_in_the_sum_to_pay_raises_the_total() -> None:
    data = read("Netto 100,00 €\nUSt. 19,00 €\nRechnungsbetrag 119,00 €\nMahngebühr 5,00 €\nZu zahlen 124,00 €")
    assert stated(data) == {"net": "100.00", "vat": "19.00", "total": "124.00", "currency": "EUR"}


def test_net_is_never_taken_for_the_total() -> None:
    assert stated(read("I alt ekskl. moms 1.000,00 kr.")) == {"net": "1000.00", "currency": "DKK"}
    assert stated(read("Gesamtbetrag netto: 1.000,00 €")) == {"net": "1000.00", "currency": "EUR"}
    assert stated(read("Total (excl. VAT) £1,000.00")) == {"net": "1000.00", "currency": "GBP"}


def test_the_only_amount_with_a_currency_is_the_total_with_little_confidence() -> None:
    data = read("Just a nudge about the assessments (£540.00), thanks.")
    assert data.total is not None
    assert (data.total.value, data.total.confidence) == (Decimal("540.00"), 0.55)
    assert read("The first is £540.00 and the second £12.00.").total is None
    assert read("Lunch is £5.00 per person.").total is None


def test_a_wrong_check_digit_is_told_and_the_number_left_out() -> None:
    data = read("IBAN DK51 0040 0440 1162 43\n+71<000000090340028+86001177<")
    assert stated(data) == {}
    assert [(problem.field, problem.reason) for problem in data.problems] == [
        ("iban", "DK5100400440116243 has a wrong check digit"),
        ("payment_reference", "+71<000000090340028+86001177< has a wrong check digit"),
    ]


def test_a_danish_payment_line_is_paid_in_kroner() -> None:
    data = read("I alt at betale 3.225,00\n+71<000000090340027+86001177<")
    assert data.currency is not None
    assert (data.currency.value, data.currency.confidence) == ("DKK", 0.7)


def test_vat_is_in_the_money_of_the_country_that_levies_it() -> None:
    data = read("Fakturanr. 312\nNetto 7.000,00\n25% moms 1.750,00\nTil betaling 8.750,00")
    assert data.currency is not None
    assert (data.currency.value, data.currency.confidence) == ("DKK", 0.6)
    swiss = read("Rechnung 4711\nMWST 8.1% 8.10\nTotal 108.10\nCHE-107.787.577 MWST")
    assert stated(swiss)["currency"] == "CHF"


def test_a_currency_nothing_implies_is_not_invented() -> None:
    assert read("Rechnung 4711\nGesamtbetrag 119,00").currency is None
    assert read("Total 119.00\nWe accept EUR and USD").currency is None


def test_due_before_issue_is_told() -> None:
    data = read("Invoice date: 5 May 2025\nDue date: 4 May 2025")
    assert [(problem.field, problem.reason) for problem in data.problems] == [
        ("due_date", "due 2025-05-04, before the date of issue 2025-05-05")
    ]


def test_sources_that_differ_are_told() -> None:
    data = read("Invoice no. 4711\nTotal £10.00", html="Invoice no. 4712\nTotal £10.00")
    assert stated(data)["number"] == "4711"
    assert [(problem.field, problem.reason) for problem in data.problems] == [
        ("number", "text says 4711, html says 4712")
    ]


def test_what_only_the_subject_states_is_taken_from_it() -> None:
    data = read("Thanks for being a customer.", subject="Your receipt and invoice #QS-000812774")
    assert data.number is not None
    assert (data.number.value, data.number.source) == ("QS-000812774", "subject")


def test_the_surer_source_is_taken_before_the_earlier_one() -> None:
    data = read("Reference: 9912-X", subject="Invoice no. 4711")
    assert data.number is not None
    assert (data.number.value, data.number.source) == ("4711", "subject")


def test_a_pdfs_text_is_one_more_source() -> None:
    sources = (TextSource(place="text", text="Please find it attached."), TextSource(place="pdf", text=LIST))
    data = extract_invoice(InvoiceText(sources=sources))
    assert data.total is not None
    assert (data.total.value, data.total.source) == (Decimal("1250.00"), "pdf")


def test_a_date_without_a_year_is_completed_by_the_mails_date_and_less_sure() -> None:
    data = read("Faktura nr. 4711\nForfald den 16/9", written_on=date(2024, 9, 2))
    assert data.due_date is not None
    assert (data.due_date.value, data.due_date.confidence) == (date(2024, 9, 16), 0.85)


@pytest.mark.parametrize(
    "text",
    [
        "Faktura 2025",
        "Ihre Rechnung 05/2025",
        "Invoice for 3 consignments",
        "Rechnung vom 12.03.2025",
        "faktura på 1.250,00 kr.",
        "Kundenr. 4711",
        "See https://example.com/invoice/88121",
    ],
)
def test_years_months_counts_dates_amounts_and_other_numbers_are_no_invoice_number(text: str) -> None:
    assert read(text).number is None


def test_a_term_without_a_day_is_no_due_date() -> None:
    assert read("Betaling: netto 14 dage").due_date is None
    assert read("Invoice date 5 May 2025\nPayable within 30 days").due_date is None


def test_a_delivery_date_is_neither_date_of_the_invoice() -> None:
    assert stated(read("Leveringsdato: 03.06.2025\nOrdredato: 01.06.2025")) == {}


def test_the_date_of_a_forwarded_mail_is_not_the_invoices() -> None:
    text = "From: Anna <anna@example.com>\nDate: 5 May 2025\nSubject: Invoice 4711\nTo: Bo"
    assert read(text).issue_date is None


def test_the_buyers_tax_number_is_not_the_sellers() -> None:
    assert stated(read("Your VAT no. GB980780684")) == {}
    assert stated(read("Jeres CVR-nr. DK13585628\nCVR-nr. 25313763"))["vat_number"] == "DK25313763"


def test_quoted_lines_are_the_other_sides_words() -> None:
    mail = Mail(text="Hej\n\n> Faktura nr. 4711\n> I alt 10,00 kr.", subject="SV: tak")
    assert extract_invoice(invoice_text(mail)) == InvoiceData()


def test_the_model_is_frozen_and_takes_no_unknown_field() -> None:
    data = read(LIST)
    with pytest.raises(ValidationError):
        data.number = None  # type: ignore[misc]
    with pytest.raises(ValidationError):
        InvoiceData.model_validate({"colour": "red"})


def test_text_beyond_the_limit_is_not_read() -> None:
    assert read("x" * INVOICE_TEXT_CHARACTERS + "\nInvoice no. 4711").number is None


@given(st.text(max_size=400))
@settings(max_examples=150)
def test_any_text_is_read_without_an_error(text: str) -> None:
    read(text)


WORDS = (
    "faktura nr.",
    "total",
    "inkl. moms",
    "1.234,56 kr.",
    "25 %",
    "2.9.2024",
    "due by",
    "\t",
    "\n",
    "DK50",
    "+71<",
    "合计",
    "4711",
)


@given(st.lists(st.sampled_from(WORDS), max_size=60))
def test_any_mixture_of_an_invoices_words_is_read_and_each_fact_stands_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    data = read(text)
    for name in stated(data):
        assert getattr(data, name).as_written in text


# Each is what one of the patterns or searches would stumble over if it went back and forth.
STUMBLING = """
1万|1 mio. |1,00- |total (1,00)\n|invoice 4711 of EUR 5,00 |kunde: cvr 13585628\n|cvr 13585628  |
faktura nr.\tbeløb\t|faktura nr.\tbeløb\n|faktura 4711 5,00\n|
1|1.|1 111|1/|total |inkl. moms |DK50 0040 |iban DE12|ABCD|+71<|a@|a.|1.1.2024 |total 1.234,56 |total\n|due by |
betales inden |faktura nr. |buchen am 1.1.2024 |A1-|合计|发票号码1|VAT DK1|inkl. 25 % |> \n| |1.1.2024前|nr. 12\n|
BIC SWIFT |http://a|cvr 1234|zahlbar bis 1.1.2024 skonto, |no a a discount bis 1.1.2024 |
gutschrift zu rechnung nr. 123 vom 1.1.2024 |二〇二四年十月
"""


@pytest.mark.parametrize("piece", [piece.lstrip("\n").replace("\\n", "\n") for piece in STUMBLING.split("|")])
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    assert_in_proportion(lambda size: read((piece * size)[:size]), 60_000)
