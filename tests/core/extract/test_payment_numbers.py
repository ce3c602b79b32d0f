"""IBAN, BIC, Danish payment lines and tax numbers: what has a check digit is believed only with the right one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.extract.bic import find_bic
from postroom.extract.fik import find_payment_lines
from postroom.extract.iban import IBAN_LENGTHS, find_ibans, is_iban
from postroom.extract.vat_numbers import find_vat_numbers, is_vat_number

# The examples of the ISO 13616 registry.
IBANS = [
    "DK5000400440116243",
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "CH9300762011623852957",
    "NO9386011117947",
    "SE4550000000058398257466",
    "NL91ABNA0417164300",
    "FR1420041010050500013M02606",
    "AT611904300234573201",
    "MT84MALT011000012345MTLCAST001S",
]


@pytest.mark.parametrize("iban", IBANS)
def test_the_registrys_examples_are_ibans(iban: str) -> None:
    assert is_iban(iban)
    assert len(iban) == IBAN_LENGTHS[iban[:2]]


@given(iban=st.sampled_from(IBANS), data=st.data())
def test_any_single_changed_digit_is_refused(iban: str, data: st.DataObject) -> None:
    place = data.draw(st.sampled_from([at for at in range(2, len(iban)) if iban[at].isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != iban[place]]))
    assert not is_iban(iban[:place] + other + iban[place + 1 :])


@given(iban=st.sampled_from(IBANS), data=st.data())
def test_two_neighbouring_digits_exchanged_are_refused(iban: str, data: st.DataObject) -> None:
    places = [at for at in range(2, len(iban) - 1) if iban[at : at + 2].isdigit() and iban[at] != iban[at + 1]]
    place = data.draw(st.sampled_from(places))
    assert not is_iban(iban[:place] + iban[place + 1] + iban[place] + iban[place + 2 :])


@pytest.mark.parametrize(
    "value", ["", "DK", "dk5000400440116243", "XX5000400440116243", "DK50004004401162431", "DK５000400440116243"]
)
def test_what_has_not_the_shape_is_no_iban(value: str) -> None:
    assert not is_iban(value)


@pytest.mark.parametrize(
    ("text", "value", "written"),
    [
        ("IBAN: DE89 3704 0044 0532 0130 00, BIC COBADEFFXXX", "DE89370400440532013000", "DE89 3704 0044 0532 0130 00"),
        ("DK50 0040 0440 1162 43 BIC DABADKKK", "DK5000400440116243", "DK50 0040 0440 1162 43"),
        ("DK50-0040-0440-1162-43", "DK5000400440116243", "DK50-0040-0440-1162-43"),
        ("iban dk5000400440116243.", "DK5000400440116243", "dk5000400440116243"),
    ],
)
def test_an_iban_is_found_whatever_follows(text: str, value: str, written: str) -> None:
    (found,) = find_ibans(text)
    assert (found.value, text[found.start : found.end], found.is_valid) == (value, written, True)


def test_an_iban_with_a_wrong_digit_is_found_and_told() -> None:
    (found,) = find_ibans("IBAN DK51 0040 0440 1162 43")
    assert (found.value, found.is_valid) == ("DK5100400440116243", False)


@pytest.mark.parametrize(
    "text", ["DK50 0040 0440 1162 4", "XDK5000400440116243", "DK50004004401162439", "order GB12 3456"]
)
def test_what_is_longer_shorter_or_part_of_a_word_is_not_found(text: str) -> None:
    assert list(find_ibans(text)) == []


@given(st.text(alphabet="DKEGB0123456789 -iban:\n", max_size=300))
def test_any_text_is_searched_for_ibans_in_order(text: str) -> None:
    end = 0
    for found in find_ibans(text):
        assert end <= found.start < found.end <= len(text)
        end = found.end


@pytest.mark.parametrize(
    ("text", "bic"),
    [
        ("BIC COBADEFFXXX", "COBADEFFXXX"),
        ("BIC/SWIFT: DABADKKK", "DABADKKK"),
        ("Swift-kode: NDEADKKK", "NDEADKKK"),
        ("SWIFT code NWBKGB2L.", "NWBKGB2L"),
    ],
)
def test_a_bic_is_found_behind_its_name(text: str, bic: str) -> None:
    found = find_bic(text)
    assert found is not None
    assert found[0] == bic
    assert text[found[1] : found[2]] == bic


@pytest.mark.parametrize("text", ["RECHNUNG", "BIC follows", "SWIFT delivery", "BIC DABADKK"])
def test_words_are_no_bics(text: str) -> None:
    assert find_bic(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("+71<000000090340027+86001177<", "+71<000000090340027+86001177<"),
        ("+71< 000000090340027 +86001177<", "+71<000000090340027+86001177<"),
        ("+75<0000000202501136+85110023<", "+75<0000000202501136+85110023<"),
        ("+73<+85123456<", "+73<+85123456<"),
        ("+73<000000000000018+85110023<", "+73<000000000000018+85110023<"),
        ("+01<+1234567<", "+01<+1234567<"),
        ("+04<0000000202501136+1234567<", "+04<0000000202501136+1234567<"),
    ],
)
def test_a_payment_line_is_found(text: str, value: str) -> None:
    (line,) = find_payment_lines(f"Betales på {text} senest i morgen")
    assert (line.value, line.is_valid) == (value, True)


@given(st.integers(min_value=0, max_value=10**14 - 1), st.data())
def test_of_ten_last_digits_exactly_one_makes_a_valid_payment_id(number: int, data: st.DataObject) -> None:
    valid = [digit for digit in range(10) if next(find_payment_lines(f"+71<{number:014}{digit}+86001177<")).is_valid]
    assert len(valid) == 1


def test_a_payment_id_of_the_wrong_length_is_not_valid() -> None:
    assert [line.is_valid for line in find_payment_lines("+71<0090340027+86001177<")] == [False]


@pytest.mark.parametrize(
    "number",
    [
        "DK13585628",
        "DE136695976",
        "GB980780684",
        "CHE107787577",
        "ATU13585627",
        "BE0428759497",
        "NL004495445B01",
        "SE556188840401",
        "NO995525828",
        "FI20774740",
        "FR40303265045",
        "IT00743110157",
        "LU15027442",
        "PL8567346215",
        "CN91110000600037341L",
    ],
)
def test_published_tax_numbers_are_valid(number: str) -> None:
    assert is_vat_number(number)


@given(
    number=st.sampled_from(
        ["DK13585628", "DE136695976", "CHE107787577", "SE556188840401", "NO995525828", "FI20774740"]
    ),
    data=st.data(),
)
def test_a_tax_number_with_one_wrong_digit_is_refused(number: str, data: st.DataObject) -> None:
    start = 3 if number.startswith("CHE") else 2
    end = len(number) - (2 if number.startswith("SE") else 0)
    place = data.draw(st.integers(min_value=start, max_value=end - 1))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    assert not is_vat_number(number[:place] + other + number[place + 1 :])


def test_tax_numbers_are_found_with_their_countrys_letters() -> None:
    text = "CVR DK 13 58 56 28 · CHE-107.787.577 MWST · USt-IdNr. DE136695976 · DE136695977"
    assert [found.value for found in find_vat_numbers(text)] == ["DK13585628", "CHE107787577", "DE136695976"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Kortart 71, betalings-ID 000000090340027, kreditornr. 86001177", "+71<000000090340027+86001177<"),
        ("Korttype: +71\nIdentifikation: 000 000 090 340 027\nFI-kreditor: 86001177", "+71<000000090340027+86001177<"),
        ("+71< 000 000 090 340 027 +86001177<", "+71<000000090340027+86001177<"),
    ],
)
def test_a_payment_line_in_words_or_in_groups_is_the_same_line(text: str, value: str) -> None:
    assert [(line.value, line.is_valid) for line in find_payment_lines(text)] == [(value, True)]


def test_a_payment_line_in_words_with_a_wrong_digit_is_not_valid() -> None:
    (line,) = find_payment_lines("Kortart 71, betalings-ID 000000090340028, kreditornr. 86001177")
    assert not line.is_valid


@pytest.mark.parametrize("text", ["BIC\nRECHNUNG", "SWIFT: MELDUNGX"])
def test_a_word_behind_the_name_of_a_bic_is_none(text: str) -> None:
    assert find_bic(text) is None
