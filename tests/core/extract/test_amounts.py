"""Amounts in the forms of five countries, into exact decimals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.extract.amounts import find_amounts, number_value, parse_amount


@pytest.mark.parametrize(
    ("written", "language", "value", "currency"),
    [
        ("4.625,00", "da", "4625.00", None),
        ("4.625,00 kr.", "da", "4625.00", "DKK"),
        ("kr. 200", "da", "200", "DKK"),
        ("kr 200", "sv", "200", "SEK"),
        ("200 kr", "no", "200", "NOK"),
        ("1.017,-", "da", "1017", None),
        ("1.017,- DKK", "da", "1017", "DKK"),
        ("4,625.00", "en", "4625.00", None),
        ("£4,690.60", "en", "4690.60", "GBP"),
        ("US$1,299.00", "en", "1299.00", "USD"),
        ("$19.00", "en", "19.00", "USD"),
        ("EUR 49.00", "en", "49.00", "EUR"),
        ("4 625,00 €", "de", "4625.00", "EUR"),
        ("4\u202f625,00 €", "de", "4625.00", "EUR"),
        ("29,99 Euro", "de", "29.99", "EUR"),
        ("CHF 4'625.00", "de", "4625.00", "CHF"),
        ("CHF 4’625.00", "de", "4625.00", "CHF"),
        ("Fr. 120.-", "de", "120", "CHF"),
        ("¥4,625.00", "zh", "4625.00", "CNY"),
        ("￥４，６２５．００", "zh", "4625.00", "CNY"),
        ("3,600元", "zh", "3600", "CNY"),
        ("人民币3,600元", "zh", "3600", "CNY"),
        ("-500,00 kr.", "da", "-500.00", "DKK"),
        ("-$50.00", "en", "-50.00", "USD"),
        ("0,05", "de", "0.05", None),
        ("12.345.678,90", "da", "12345678.90", None),
        ("INR 1,25,000.00", "en", "125000.00", "INR"),
        ("₹1,23,45,678", "en", "12345678", "INR"),
    ],
)
def test_an_amount_is_read_exactly(written: str, language: str, value: str, currency: str | None) -> None:
    amount = parse_amount(written, language)
    assert amount is not None
    assert amount.value == Decimal(value)
    assert str(amount.value) == value
    assert amount.currency == currency


@pytest.mark.parametrize(
    ("written", "language"),
    [("kr. 200", None), ("kr. 200", "en"), ("kr. 200", "de"), ("¥200", None), ("¥200", "en")],
)
def test_a_sign_of_several_currencies_names_none_where_the_language_does_not_tell(
    written: str, language: str | None
) -> None:
    amount = parse_amount(written, language)
    assert amount is not None
    assert amount.currency is None
    assert amount.marked


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1.234", "1234"),
        ("1,234", "1234"),
        ("0.234", "0.234"),
        ("1.23", "1.23"),
        ("1,2", "1.2"),
        ("1.234.567", "1234567"),
    ],
)
def test_one_sign_before_three_digits_groups_thousands_and_before_fewer_it_parts_cents(
    written: str, value: str
) -> None:
    assert number_value(written) == Decimal(value)


@pytest.mark.parametrize(
    "written",
    ["1.23.456,00", "1,234,56", "12,34,56.00", "12.34.567", "007", "1.2.3", "1234567890123456", "1.234,567", "1'23.00"],
)
def test_a_number_that_breaks_the_rules_is_no_amount(written: str) -> None:
    assert number_value(written) is None


@pytest.mark.parametrize(
    "text",
    [
        "25%",
        "25 %",
        "A4711",
        "SK-55812",
        "192.168.1.1",
        "02.09.2024",
        "10:30",
        "#4711",
        "24117000000123456789",
        "12/2024",
    ],
)
def test_rates_identifiers_dates_and_times_are_no_amounts(text: str) -> None:
    assert list(find_amounts(text, "da")) == []


def test_amounts_are_found_in_their_places() -> None:
    text = "Beløb 1.000,00 kr., moms 250,00 kr."
    found = [(str(amount.value), text[amount.start : amount.end]) for amount in find_amounts(text, "da")]
    assert found == [("1000.00", "1.000,00 kr."), ("250.00", "250,00 kr.")]


def test_a_currency_between_two_amounts_is_the_seconds_where_the_first_has_its_own() -> None:
    found = [(str(amount.value), amount.currency) for amount in find_amounts("kr. 200 kr. 300 and $19.00 AUD", "da")]
    assert found == [("200", "DKK"), ("300", "DKK"), ("19.00", "AUD")]


def test_numbers_in_a_row_stay_apart_where_joined_they_are_none() -> None:
    assert [str(amount.value) for amount in find_amounts("2 1.250,00 312,50")] == ["2", "1250.00", "312.50"]


@pytest.mark.parametrize(
    ("written", "value", "currency"),
    [
        ("1.2万元", "12000", "CNY"),
        ("人民币1.25万元", "12500", "CNY"),
        ("3亿元", "300000000", "CNY"),
        ("5千元", "5000", "CNY"),
        ("USD 1.2 million", "1200000", "USD"),
        ("1,5 Mio. EUR", "1500000", "EUR"),
        ("1,5 Mio EUR", "1500000", "EUR"),
        ("2,4 mio. kr.", "2400000", "DKK"),
        ("2,4 millioner kroner", "2400000", "DKK"),
        ("3,25 Mrd. EUR", "3250000000", "EUR"),
        ("250 tusind kr.", "250000", "DKK"),
        ("INR 2.5 lakh", "250000", "INR"),
    ],
)
def test_a_scale_word_multiplies_exactly(written: str, value: str, currency: str) -> None:
    amount = parse_amount(written, "da")
    assert amount is not None
    assert (str(amount.value), amount.currency) == (value, currency)


@pytest.mark.parametrize("text", ["USD 1.2 billion", "1万2千元", "EUR 9,999,999,999 million", "EUR 1.234 million"])
def test_an_amount_whose_scale_is_not_understood_is_none(text: str) -> None:
    assert list(find_amounts(text, "zh")) == []


def test_a_kilowatt_hour_is_no_thousand() -> None:
    assert [str(amount.value) for amount in find_amounts("312千瓦时", "zh")] == ["312"]


CENTS = st.integers(min_value=0, max_value=10**11)
FORMS = {
    "da": ("{}", ".", ","),
    "de": ("{} €", " ", ","),
    "en": ("${}", ",", "."),
    "ch": ("CHF {}", "'", "."),
    "zh": ("¥{}", ",", "."),
}


@given(cents=CENTS, form=st.sampled_from(sorted(FORMS)))
def test_whatever_is_written_in_a_countrys_form_is_read_back(cents: int, form: str) -> None:
    frame, group, point = FORMS[form]
    whole = f"{cents // 100:,}".replace(",", group)
    amount = parse_amount(frame.format(f"{whole}{point}{cents % 100:02}"), form)
    assert amount is not None
    assert amount.value == Decimal(cents) / 100


@given(st.text(alphabet="0123456789., '-kr.€$¥元%/:\n\tA", max_size=200))
def test_any_text_gives_amounts_in_order_that_do_not_overlap(text: str) -> None:
    end = 0
    for amount in find_amounts(text, "da"):
        assert end <= amount.start < amount.end <= len(text)
        end = amount.end
