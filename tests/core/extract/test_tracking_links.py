"""Tracking numbers in links: those of a carrier's own page are its numbers, those of any other page are nobody's."""

import pytest

from postroom.extract.tracking.catalogue import carriers
from postroom.extract.tracking.find import find_tracking_numbers
from postroom.extract.tracking.links import links_to_carriers
from tests.core.extract.test_tracking import GENUINE, found
from tests.cpu_time import assert_in_proportion

GLS = [("GLS", "59181234567")]
UPS = [("UPS", "1Z5R89390357567127")]


@pytest.mark.parametrize("number", [number for number, carrier in GENUINE.items() if carrier != "S10"])
def test_each_carriers_own_link_states_its_number(number: str) -> None:
    [one] = find_tracking_numbers(f"Sent with {GENUINE[number]}, tracking number {number}.")
    [linked] = find_tracking_numbers(f"On its way: {one.link}.")
    assert linked == one


def test_no_two_carriers_share_a_web_site() -> None:
    hosts = [host for carrier in carriers() for host in carrier.hosts]
    assert len(set(hosts)) == len(hosts)
    assert all(carrier.hosts for carrier in carriers())


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Følg pakken: https://gls-group.com/DK/da/find-pakke?match=59181234567", GLS),
        ("<https://gls-group.eu/DE/de/paketverfolgung?match=59181234567&postcode=10115>", GLS),
        ("(www.gls-group.com/track/59181234567)", GLS),
        ("https://gls-group.com/track?match=59181234567%2CZXF9K2M1.", [*GLS, ("GLS", "ZXF9K2M1")]),
        ("https://www.ups.com/track?loc=da_DK&amp;tracknum=1z5r89390357567127", UPS),
        ("https://www.dhl.de/de/privatkunden.html?piececode=00340434161094903100", [("DHL", "00340434161094903100")]),
        ("https://portal.postnord.com/tracking/details/LX473124829US", [("USPS", "LX473124829US")]),
        (
            "https://www.royalmail.com/track-your-item#/tracking-results/RB123456785GB",
            [("Royal Mail", "RB123456785GB")],
        ),
    ],
)
def test_a_number_that_only_stands_in_a_link_to_a_carrier_is_found(text: str, numbers: list[tuple[str, str]]) -> None:
    assert found(text) == numbers


@pytest.mark.parametrize(
    "link",
    [
        "https://eur01.safelinks.example/?url=https%3A%2F%2Fwww.ups.com%2Ftrack%3Ftracknum%3D1Z5R89390357567127&data=05",
        "https://urldefense.example/v3/__https://www.ups.com/track?tracknum=1Z5R89390357567127__;!!x",
    ],
)
def test_a_link_inside_another_ones_is_read(link: str) -> None:
    assert found(link) == UPS


@pytest.mark.parametrize(
    "text",
    [
        "https://shop.example/track?match=59181234567",
        "https://gls-group.com.shop.example/track?match=59181234567",
        "https://notgls-group.com/track?match=59181234567",
        "https://gls-group.com@shop.example/track?match=59181234567",
        "https://gls-group.com/DK/da/find-pakke?customer=59181234567",
        "https://gls-group.com/news/59181234567",
        "https://gls-group.com/track?match=5918123456",
        "https://www.ups.com/track?tracknum=1Z5R89390357567128",
        "https://www.dhl.com/track?tracking-id=4820193771",
        "https://www.fedex.com/fedextrack/?cntry_code=us",
        "https://www.dhl.com/",
    ],
)
def test_another_page_or_another_parameter_states_no_number(text: str) -> None:
    assert found(text) == []


def test_a_number_in_text_and_link_is_told_once_where_it_stands_first_and_by_the_links_carrier() -> None:
    text = "Sendt med DHL: 370730254912345676\nhttps://tracking.postnord.com/?id=370730254912345676"
    [one] = find_tracking_numbers(text)
    assert (one.carrier, one.start) == ("PostNord", text.index("37073"))


def test_links_and_numbers_are_told_in_the_order_of_the_text() -> None:
    text = "GLS 59181234567, https://www.ups.com/track?tracknum=1Z5R89390357567127 and GLS 59181234568"
    assert found(text) == [*GLS, *UPS, ("GLS", "59181234568")]


def test_links_to_carriers_are_told_from_others() -> None:
    ours = "https://www.dhl.com/track"
    assert links_to_carriers(["https://shop.example/dhl.com", ours, "mailto:a@dhl.com", ""]) == [ours]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "https://gls-group.com/track/12345678901 ",
            "https://gls-group.com/track?match=12345678901&",
            "www.",
            "https://",
        ),
        *(
            "https://gls-group.com?id=1,",
            "https://gls-group.com/track" + "/1" * 900 + " ",
            "https://a@",
            "%2",
            "www.ups.com ",
        ),
    ],
)
def test_reading_links_takes_time_in_proportion_to_the_text(piece: str) -> None:
    assert_in_proportion(lambda size: find_tracking_numbers((piece * size)[:size]), 256 * 1024)
