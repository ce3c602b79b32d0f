"""Swiss QR references and ISO 11649 creditor references, verified; other long numbers are neither."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.extract.references import find_references, is_creditor_reference, is_qr_reference
from tests.core.extract.invoices import read

PUBLISHED = "21 00000 00003 13947 14300 09017"


def test_the_reference_of_the_published_sample_bill_is_valid() -> None:
    assert is_qr_reference(PUBLISHED.replace(" ", ""))


@given(st.integers(min_value=0, max_value=10**26 - 1))
def test_of_ten_last_digits_exactly_one_is_right(number: int) -> None:
    assert sum(is_qr_reference(f"{number:026}{digit}") for digit in range(10)) == 1


@pytest.mark.parametrize("value", ["RF18539007547034", "RF19539007547034"])
def test_a_creditor_reference_is_verified(value: str) -> None:
    assert is_creditor_reference(value) is (value == "RF18539007547034")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        (f"Referenz\n{PUBLISHED}", "210000000003139471430009017"),
        (f"QR-Referenz: {PUBLISHED.replace(' ', '')}", "210000000003139471430009017"),
        (f"Zahlbar an Muster AG   Référence   {PUBLISHED}", "210000000003139471430009017"),
        ("Reference RF18 5390 0754 7034 please", "RF18539007547034"),
        ("RF18539007547034", "RF18539007547034"),
    ],
)
def test_a_reference_is_found(text: str, value: str) -> None:
    assert [(one.value, one.is_valid) for one in find_references(text)] == [(value, True)]


@pytest.mark.parametrize(
    "text",
    [
        PUBLISHED.replace(" ", ""),
        "00 00000 00000 00000 00000 00000",
        f"1{PUBLISHED}",
        f"{PUBLISHED} 4",
        "RF19 5390 0754 7034",
        "XRF18539007547034",
        "RF 18",
    ],
)
def test_what_only_looks_like_a_reference_is_none(text: str) -> None:
    assert [one for one in find_references(text) if one.is_valid] == []


def test_an_invoice_states_it_and_a_wrong_one_is_told() -> None:
    data = read(f"Rechnung Nr. 77\nKonto CH44 3199 9123 0008 8901 2\nReferenz {PUBLISHED}\nTotal CHF 1'949.75")
    assert data.qr_reference is not None
    assert data.iban is not None
    assert data.total is not None
    assert data.qr_reference.value == "210000000003139471430009017"
    assert (data.iban.value, str(data.total.value)) == ("CH4431999123000889012", "1949.75")
    wrong = read(f"Referenz {PUBLISHED[:-1]}8")
    assert wrong.qr_reference is None
    assert [one.field for one in wrong.problems] == ["qr_reference"]
