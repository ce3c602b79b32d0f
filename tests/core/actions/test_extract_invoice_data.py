"""extract_invoice_data: the mail read whole, every field with its source, nothing invented."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from postroom.actions.extract_invoice_data import ACTION, FIELDS
from postroom.effects import ReadObject
from postroom.errors import Refused
from tests.core.actions.drive import drive

MAILS = Path(__file__).parents[3] / "events" / "mail"
INVOICE = b"""From: Supplier <sender@supplier.example>
Subject: Invoice 2026-117
Content-Type: text/plain; charset=utf-8

Invoice no.: 2026-117
Invoice date: 2026-03-01
Due date: 2026-03-15

Subtotal   1,000.00
VAT 25 %     250.00
Total EUR 1,250.00

IBAN DE89 3704 0044 0532 0130 00
"""


def test_it_reads_the_raw_mail_and_states_what_the_invoice_states() -> None:
    driven = drive(ACTION, {}, INVOICE)
    assert driven.effects == [ReadObject("raw")]
    assert {name: driven.output[name] for name in FIELDS} == {
        "number": "2026-117",
        "issue_date": date(2026, 3, 1),
        "due_date": date(2026, 3, 15),
        "net": Decimal("1000.00"),
        "vat": Decimal("250.00"),
        "total": Decimal("1250.00"),
        "currency": "EUR",
        "iban": "DE89370400440532013000",
        "bic": None,
        "payment_reference": None,
        "qr_reference": None,
        "order_number": None,
        "vat_number": None,
    }
    assert (driven.output["read_by"], driven.output["problems"]) == ("regex", ())


def test_every_field_found_has_its_source_and_no_other_has() -> None:
    output = drive(ACTION, {}, INVOICE).output
    assert set(output["sources"]) == {name for name in FIELDS if output[name] is not None}
    assert output["sources"]["total"]["place"] == "text"
    assert output["sources"]["total"]["as_written"] in INVOICE.decode()
    assert all(0 < one["confidence"] <= 1 for one in output["sources"].values())


@pytest.mark.parametrize("raw", [b"", b"\xff\x00\xfe", b"Subject: Hello\n\nHow are you?"])
def test_a_mail_that_states_nothing_has_every_field_null(raw: bytes) -> None:
    output = drive(ACTION, {}, raw).output
    assert {output[name] for name in FIELDS} == {None}
    assert (output["sources"], output["problems"]) == ({}, ())


def test_what_does_not_add_up_is_told() -> None:
    raw = INVOICE.replace(b"Due date: 2026-03-15", b"Due date: 2026-02-15")
    [problem] = drive(ACTION, {}, raw).output["problems"]
    assert problem == "due_date: due 2026-02-15, before the date of issue 2026-03-01"


@pytest.mark.parametrize("path", sorted(MAILS.glob("invoice_*.eml")), ids=lambda path: path.stem)
def test_of_every_sample_invoice_number_total_and_currency_are_read(path: Path) -> None:
    output = drive(ACTION, {}, path.read_bytes()).output
    assert None not in (output["number"], output["total"], output["currency"])


def test_without_rules_and_without_a_provider_it_is_refused_naming_the_field() -> None:
    with pytest.raises(Refused, match="no AI provider is set up") as refused:
        drive(ACTION, {"fallback_to_regex": False})
    assert [one.path for one in refused.value.problems] == ["params.fallback_to_regex"]


def test_its_schema_and_output_are_plain_json() -> None:
    assert ACTION.input.model_json_schema()["properties"].keys() == {"ai_provider", "fallback_to_regex"}
    assert ACTION.output.model_validate(drive(ACTION, {}, INVOICE).output).model_dump_json()
