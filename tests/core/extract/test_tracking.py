"""Tracking numbers: found with their carrier, wrong check digits never taken, other numbers left alone."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.extract.tracking.base import shape
from postroom.extract.tracking.catalogue import CARRIERS, carriers
from postroom.extract.tracking.find import find_tracking_numbers
from tests.bench import tracking
from tests.cpu_time import assert_in_proportion
from tests.shared_data import shared_data

GENUINE = {
    "00370730254912345676": "PostNord",
    "CN447188208DK": "PostNord",
    "00057151271000044180": "DAO",
    "00340434161094903100": "DHL",
    "4820193770": "DHL",
    "501188207439": "GLS",
    "1Z5R89390357567127": "UPS",
    "K1506235620": "UPS",
    "799531274483": "FedEx",
    "041441760228964": "FedEx",
    "1001921334250001000300779017972697": "FedEx",
    "9622001560001234567100794808390594": "FedEx",
    "9611020987654312345672": "FedEx",
    "9400111206206406260787": "USPS",
    "420787459400111206206406260787": "USPS",
    "4201002334249200190132607600833457": "USPS",
    "03071790000523483741": "USPS",
    "RB123456785US": "USPS",
    "008182709980000020033350276C": "DPD",
    "09980000020033F": "DPD",
    "370438101268058536": "Bring",
    "RB123456785NO": "Bring",
    "RB123456785GB": "Royal Mail",
    "RB123456785BR": "S10",
}
"""Numbers with a check digit: those of public test vectors, of labelled mails, and some with the digit worked out."""


def found(text: str, sender: str = "") -> list[tuple[str, str]]:
    return [(one.carrier, one.number) for one in find_tracking_numbers(text, sender)]


@pytest.mark.parametrize(("number", "carrier"), GENUINE.items())
def test_a_number_is_found_with_its_carrier_and_a_link_that_holds_it(number: str, carrier: str) -> None:
    [one] = find_tracking_numbers(f"Sent with {carrier}, tracking number {number}.")
    assert (one.carrier, one.number, one.verified) == (carrier, number, True)
    assert (one.link is None) == (carrier == "S10")
    assert one.link is None or (number in one.link and one.link.startswith("https://"))


@pytest.mark.parametrize("number", GENUINE)
def test_with_another_digit_it_is_no_number_of_that_carrier(number: str) -> None:
    at = -3 if number[-2:].isalpha() else -1
    for other in string.digits:
        wrong = number[:at] + other + (number[at + 1 :] if at != -1 else "")
        if wrong != number:
            named = {"S10": "Posten", "Royal Mail": "post"}.get(GENUINE[number], GENUINE[number])
            assert found(f"Sent with {named}, tracking number {wrong}.") == []


@pytest.mark.parametrize("name", CARRIERS)
def test_every_carrier_of_the_catalogue_has_its_file_and_a_number_here(name: str) -> None:
    assert name in {carrier.name for carrier in carriers()}
    assert name in GENUINE.values()


def test_what_has_no_check_digit_must_name_what_it_needs_beside_it() -> None:
    with pytest.raises(ValueError, match="needs a word"):
        shape("[0-9]{14}", None, "nothing")
    assert all(one.needs == "name" for each in carriers() for one in each.shapes if one.check is None)


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("0307 1790 0005 2348 3741", "03071790000523483741"),
        ("00 37073 0254 9123 4567 6", "00370730254912345676"),
        ("RB 123 456 785 GB", "RB123456785GB"),
        ("1z5r89390357567127", "1Z5R89390357567127"),
        ("1Z 5R8 939 03 5756 7127", "1Z5R89390357567127"),
        ("１Z5R89390357567127", "1Z5R89390357567127"),
        ("1Z5R89390357567127, 2 kolli", "1Z5R89390357567127"),
        ("1Z5R89390357567127 2 kolli", "1Z5R89390357567127"),
    ],
)
def test_a_number_may_be_written_in_groups(written: str, number: str) -> None:
    assert [each for _, each in found(f"UPS, USPS or PostNord, parcel {written}\n")] == [number]


@pytest.mark.parametrize(
    "text",
    [
        "IBAN DE89 3704 0044 0532 0130 00, DHL parcel",
        "DHL called, phone +45 4820193770",
        "Our order 15501188209441 was due on Monday; we use DPD. " + "x " * 100,
        "Tracking number 15501188209441",
        "Tracking number 501188207438",
        "Our number is 501188207439",
        "Invoice 4820193770 of 02.03.2026, total 1,250.00",
        "see https://example.com/t/1Z5R89390357567127",
        "write to 1Z5R89390357567127@parcels.example",
        "DHL 4820193771 parcel",
        "GLS INSURED parcel",
        "G L S  P A R C E L S  S E N T  T O D A Y",
        "part 1Z5R89390357567127A",
        "",
    ],
)
def test_a_number_of_something_else_is_left_alone(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "called",
    [
        *("Ordrenr.: {}", "Ordrenummer\n{}", "Bestilling {}", "Faktura {} forfalder", "Kundenr. {}", "Konto {}"),
        *("Tlf. {}", "Telefax: {}", "Reservedel nr. {}", "CVR-nr. {}", "Fakturanr\t{}", "i alt kr. {}"),
        *("Bestellnummer {}", "Ihre Bestellung ({}) ist da", "Auftrags-Nr.: {}", "Rechnung Nr. {}", "Kundennummer {}"),
        *("Telefon {}", "Ersatzteil-Nr. {}", "Rechnungen 20261234567, 20261234568 und {}", "USt-IdNr. {}"),
        *("Your order number is {}", "order #{}", "Invoice no | {}", "account: {}", "customer ID {}", "Phone {}"),
        *("part number {}", "PO {}", "call {}", "total USD {}", "Tracking of invoice number {}"),
        *("Kundennummer bei uns lautet {}", "Bestellung mit der Nummer {}", "ring til os på {}", "Fakturanummer: F {}"),
        *("Your reference {}", "Deres ref.: {}", "RMA {}", "Auftragsbestätigung {}", "S/N {}", "Gavekort {}"),
        *("订单号:{}", "订单编号是{}", "发票号码 {}", "客户号:{}", "电话:{}"),
    ],
)
@pytest.mark.parametrize(
    ("carrier", "number"),
    [("GLS", "59181234567"), ("GLS", "ZXF9K2M1"), ("DPD", "15501188209441"), ("DHL", "4820193770")],
)
def test_a_number_that_is_called_something_else_is_not_its_named_carriers(
    called: str, carrier: str, number: str
) -> None:
    assert found(f"Your {carrier} parcel. {called.format(number)}") == []


@pytest.mark.parametrize("number", ["7590 1234567", "1234 59181234567", "59 18 12 34 567"])
def test_an_account_or_telephone_in_groups_is_no_number_either(number: str) -> None:
    assert found(f"GLS pakke. Konto {number}") == found(f"GLS pakke. TLF {number}") == []


@pytest.mark.parametrize(
    "called",
    [
        *(
            "Tracking number for your order: {}",
            "Sporingsnummer til din ordre: {}",
            "Paketnummer zu Ihrer Bestellung: {}",
        ),
        *(
            "Order 4711, parcel {}",
            "Ordre 4711: pakke {}",
            "Auftrag 4711 / Paketnr. {}",
            "Rechnung folgt. {}",
            "订单的运单号:{}",
        ),
        *("Order no. 4711 GLS {}", "hotel {}", "counterpart {}", "Track your order\n{}"),
    ],
)
def test_a_parcels_number_is_taken_though_an_order_is_spoken_of_before_it(called: str) -> None:
    assert found(f"GLS. {called.format('59181234567')}") == [("GLS", "59181234567")]


def test_a_number_that_only_its_carrier_can_have_issued_is_taken_whatever_it_is_called() -> None:
    assert found("Invoice number 1Z5R89390357567127") == [("UPS", "1Z5R89390357567127")]


def test_a_number_without_check_digit_is_taken_beside_its_carriers_name_and_said_to_be_unverified() -> None:
    [one] = find_tracking_numbers("Paket mit DPD, Sendungsnummer 15501188209441")
    assert (one.carrier, one.verified) == ("DPD", False)


def test_a_senders_address_may_name_the_carrier() -> None:
    assert found("Ihre Sendung 780441182038", "avis@gls-hinweis.example") == [("GLS", "780441182038")]
    assert found("Ihre Sendung 780441182038", "avis@hinweis.example") == []


def test_where_two_carriers_fit_the_one_named_nearest_before_it_has_it() -> None:
    text = "We send with GLS. The rest comes with DHL: parcel 370730254912345676 and PostNord"
    assert found(text) == [("DHL", "370730254912345676")]


@pytest.mark.parametrize(
    ("text", "carrier"),
    [
        ("Tracking number: 3318810025", "DHL"),
        ("Sendungsnummer 799531274483", "FedEx"),
        ("Sporingsnummer: 501188207439", "GLS"),
        ("运单号:3318810025", "DHL"),
        ("3318810025\n", "DHL"),
    ],
)
def test_where_no_carrier_is_named_a_number_called_one_belongs_to_the_only_one_it_fits(text: str, carrier: str) -> None:
    assert [name for name, _ in found(text)] == [carrier]


@pytest.mark.parametrize(
    "text",
    [
        "Tracking number: 3318810026",
        "Invoice number: 3318810025",
        "Hello 3318810025",
        "Sent with Hermes, tracking number 3318810025",
        "Tracking number: 370730254912345676",
        "Tracking number: 60120174971147",
    ],
)
def test_without_a_carriers_name_nothing_is_guessed(text: str) -> None:
    assert [one for one in found(text) if one[0] != "PostNord"] == []


@pytest.mark.parametrize(
    ("number", "carrier"),
    {
        "73891051146": "DHL",
        "LX123456789012": "DHL",
        "60120174971147": "DHL",
        "61299998820821171811": "FedEx",
        "9261299998820821171811": "FedEx",
        "33810799560000004380417923803212": "FedEx",
        "000123450000000027": "FedEx",
        "12345678901": "GLS",
    }.items(),
)
def test_rarer_shapes_are_taken_beside_their_carriers_name(number: str, carrier: str) -> None:
    assert found(f"Sent with {carrier}, tracking number {number}.") == [(carrier, number)]


def test_a_number_spaced_out_is_read_whatever_spaces_stand_around_it() -> None:
    assert found("FedEx:  5 6 8 2   8 3 6 1   0 0 1 2   0 0 0 \n") == [("FedEx", "568283610012000")]


def test_each_number_is_told_once_in_the_order_of_the_text() -> None:
    text = "UPS 1Z5E2R390103188438, 1Z5E2R390103188429, again 1Z5E2R390103188438"
    assert [number for _, number in found(text)] == ["1Z5E2R390103188438", "1Z5E2R390103188429"]


def test_numbers_are_counted_up_to_a_limit() -> None:
    text = "\n".join(f"{number:08d}" for number in range(3_000))
    numbers = "\n".join(one for number in range(99_000_000, 99_003_000) if (one := _s10(f"{number:08d}")) is not None)
    assert len(find_tracking_numbers(f"{text}\n{numbers}")) == limits.TRACKING_NUMBERS


def _s10(digits: str) -> str | None:
    return next((one for check in string.digits if found(one := f"RR{digits}{check}SE")), None)


@given(st.text(alphabet="0123456789ABZ -.\n", max_size=400))
def test_whatever_is_found_stands_in_the_text(text: str) -> None:
    bare = "".join(character for character in text.upper() if character.isalnum())
    assert all(one.number in bare for one in find_tracking_numbers(f"{text} DHL DPD GLS parcel"))


@pytest.mark.parametrize(
    "piece",
    [
        *("1", "A", "1 ", "1A", "1-", "A1 ", "1Z", "dhl ", "dhl 1234567890 ", "0000000000 ", " ", "1  ", "a1_"),
        # A carrier named before each number: 38 and 15 seconds, when every name was looked at for every number.
        *("GLS 12345678901 ", "1 h = GLS 12345678901 "),
        *("GLS ordrenr. 12345678901 ", "GLS 12345678901, ", "GLS tracking number for order 12345678901 "),
    ],
)
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    assert_in_proportion(lambda size: find_tracking_numbers((piece * size)[:size]), 256 * 1024)


def test_public_test_numbers_are_found_and_invalid_ones_and_other_couriers_are_not() -> None:
    shared_data("tracking-jkeen", "numbers.json")
    valid = tracking.figures(tracking.valid_numbers())
    assert (valid["stated"], valid["right"], valid["precision"]) == (47, 47, 1.0)
    assert tracking.figures(tracking.invalid_numbers())["returned"] == 0
    assert tracking.figures(tracking.other_couriers())["returned"] == 0


@pytest.mark.parametrize(("split", "stated"), [("tune", 10), ("dev", 9)])
def test_labelled_mails_numbers_are_all_found_and_nothing_else(split: str, stated: int) -> None:
    shared_data("business-mails")
    figures = tracking.figures(tracking.freight_notes(split))
    assert (figures["stated"], figures["returned"], figures["right"]) == (stated, stated, stated)


def test_mails_of_other_kinds_hold_no_tracking_number() -> None:
    shared_data("business-mails")
    assert tracking.figures(tracking.other_mails())["returned"] == 0
