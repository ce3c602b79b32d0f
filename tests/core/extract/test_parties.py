"""Whose a tax number is: only the seller's is returned, and none where nothing tells which that is."""

import pytest

from tests.core.extract.invoices import read, stated

OF_SELLER, OF_BUYER = "DK25313763", "DK13585628"


@pytest.mark.parametrize(
    "text",
    [
        "Kunde: Acme A/S, CVR 13585628\nLeverandør: Nord ApS, CVR 25313763",
        "Faktureres til:\nAcme ApS\nCVR: 13585628\n\nNord ApS · CVR-nr. 25313763",
        "Nord ApS CVR-nr. 25313763\n\nFaktureres til:\n\nAcme ApS\nVej 1\nCVR: 13585628",
        "Bill To: Acme, VAT ID DK13585628\n\nFrom: Nord, VAT DK25313763",
        "Kunden-USt-ID: DK13585628\nUID: DK25313763",
        "Rechnung an:\nAcme GmbH\nUSt-IdNr.: DK13585628\n\nRechnung Nr. 4711\nUSt-IdNr. DK25313763",
        "VAT ID customer: DK13585628\nVAT ID: DK25313763",
        "Kundens CVR-nr.: 13585628\nCVR-nr.: 25313763",
        "Customer VAT ID DK13585628\nOur VAT ID DK25313763",
        "Bill To\tFrom\nAcme\tNord\nVAT ID DK13585628\tVAT ID DK25313763",
        "Bill To                 From\nAcme                    Nord\nVAT ID DK13585628       VAT ID DK25313763",
        "购买方：某公司\n纳税人识别号：DK13585628\n\n销售方：另一公司\n纳税人识别号：DK25313763",
        "Kunde: Acme A/S\nFaktura nr. 4711\nCVR-nr. 25313763",
        "Kunde: Acme A/S\n\nCVR-nr. 25313763",
        "Kunde: Acme A/S, CVR 13585628\nNord ApS, CVR 25313763",
        "Kundennummer: 4711\nUSt-IdNr. DK25313763",
    ],
)
def test_the_sellers_number_is_taken_and_the_buyers_is_not(text: str) -> None:
    data = read(text)
    assert stated(data)["vat_number"] == OF_SELLER
    assert data.problems == ()


@pytest.mark.parametrize("text", ["Kunde: Acme A/S, CVR 13585628", "Bill to:\nAcme A/S\nVej 1\nVAT no. DK13585628"])
def test_where_only_the_buyers_is_stated_there_is_none(text: str) -> None:
    assert "vat_number" not in stated(read(text))


def test_of_two_numbers_that_nothing_tells_apart_neither_is_taken_and_that_is_told() -> None:
    data = read("Acme A/S, CVR 13585628\nNord ApS, CVR 25313763")
    assert data.vat_number is None
    (problem,) = data.problems
    assert (problem.field, problem.reason) == (
        "vat_number",
        "DK13585628 and DK25313763: which is the seller's is not said",
    )


def test_one_number_stated_twice_is_one() -> None:
    assert stated(read("CVR 25313763\nFaktura\nVAT no. DK25313763"))["vat_number"] == OF_SELLER
