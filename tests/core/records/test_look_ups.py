"""What records are found by: names and VAT numbers as they are compared, and every look-up a possible key."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from postroom import limits
from postroom.contacts.names import normalised_name
from postroom.records.catalogue import KINDS, kind_named
from postroom.records.contact import Contact, normalised_vat
from postroom.records.ticket import Ticket

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CONTACT = kind_named("contact")
TICKET = kind_named("ticket")
RECORD_ID = "con_00000000000000000000000001"
STORED = {"id": "tim_1", "created_at": NOW, "updated_at": NOW}


def contact(**fields: Any) -> Contact:
    stored = {"id": "con_1", "created_at": NOW, "updated_at": NOW, "name": "Nordisk Papir A/S", "roles": ["vendor"]}
    return Contact.model_validate({**stored, **fields})


def ticket(**fields: Any) -> Ticket:
    return Ticket.model_validate({"id": "tic_1", "created_at": NOW, "updated_at": NOW, "title": "Invoice 7", **fields})


@pytest.mark.parametrize(
    ("name", "compared"),
    [
        ("Nordisk Papir A/S", "nordisk papir"),
        ("NORDISK PAPIR ApS", "nordisk papir"),
        ("  Nordisk   Papir,  ", "nordisk papir"),
        ("Müller GmbH & Co. KG", "muller"),
        ("Weiß AG", "weiss"),
        ("Café Crème Ltd.", "cafe creme"),
        ("ØRSTED A/S", "ørsted"),
        ("北京科技有限公司", "北京科技"),
        ("有限公司", "有限公司"),
        ("ＮＯＲＤＩＳＫ", "nordisk"),
        ("Tel ℡", "tel tel"),
        ("AB", "ab"),
        ("A/S", "a s"),
        ("...", ""),
        ("", ""),
    ],
)
def test_in_a_name_case_accents_punctuation_and_legal_form_do_not_count(name: str, compared: str) -> None:
    assert normalised_name(name) == compared


@given(st.text(max_size=60))
def test_a_name_already_as_it_is_compared_stays_so(name: str) -> None:
    once = normalised_name(name)
    assert normalised_name(once) == once


@given(st.text(max_size=60))
def test_a_name_is_compared_without_case_and_with_its_words_once_apart(name: str) -> None:
    assert normalised_name(name.casefold()) == normalised_name(name)
    assert "  " not in normalised_name(name)


@given(st.lists(st.sampled_from(["Nordisk", "Papir", "Müller"]), min_size=1), st.sampled_from(["A/S", "GmbH", "Ltd."]))
def test_a_legal_form_never_makes_another_name(words: list[str], form: str) -> None:
    name = " ".join(words)
    assert normalised_name(f"{name} {form}") == normalised_name(name) == normalised_name(f"{form} {name}")


@pytest.mark.parametrize(
    ("number", "compared"),
    [
        ("DK12345678", "DK12345678"),
        ("dk 12 34 56 78", "DK12345678"),
        ("CHE-123.456.788 MWST", "CHE123456788MWST"),
        ("ATU 1234 5675", "ATU12345675"),
        (" - ", ""),
    ],
)
def test_a_vat_number_is_compared_by_its_letters_and_digits(number: str, compared: str) -> None:
    assert normalised_vat(number) == compared


@given(st.text(alphabet="abzABZ019 .-/"))
def test_a_vat_number_is_the_same_however_it_is_written(number: str) -> None:
    compared = normalised_vat(number)
    assert normalised_vat(compared) == compared == normalised_vat(number.lower()) == normalised_vat(f" {number}.")
    assert compared.isalnum() or compared == ""


def test_a_contact_is_found_by_addresses_domains_vat_numbers_and_name() -> None:
    found_by = CONTACT.look_ups(
        contact(
            emails=["Faktura@Nordisk.example", "info@nordisk.example"],
            domains=["Nordisk.Example"],
            vat_numbers=["dk 12345678"],
        )
    )
    assert found_by == (
        ("email", "faktura@nordisk.example"),
        ("email", "info@nordisk.example"),
        ("domain", "nordisk.example"),
        ("address_domain", "nordisk.example"),
        ("vat", "DK12345678"),
        ("name", "nordisk papir"),
        ("name_key", "nord"),
        ("name_key", "papi"),
    )


def test_a_contact_is_not_found_by_the_domain_of_a_mail_provider() -> None:
    found_by = CONTACT.look_ups(contact(emails=["ali@gmail.com", "a@b.example", "c@b.example"]))
    assert [value for index, value in found_by if index == "address_domain"] == ["b.example"]


def test_a_contact_whose_name_is_only_punctuation_is_not_found_by_name() -> None:
    assert CONTACT.look_ups(contact(name="***")) == ()


NAMES = st.text(min_size=1, max_size=200)
ADDRESSES = st.lists(st.sampled_from(["a@b.example", "A@B.example", " a@b.example", "c@d.example"]), max_size=20)


@given(NAMES, ADDRESSES, st.lists(st.sampled_from(["dk 1", "DK1", "dk-2"]), max_size=10))
def test_every_look_up_is_there_once_and_fits_a_key(name: str, emails: list[str], vat_numbers: list[str]) -> None:
    found_by = CONTACT.look_ups(contact(name=name, emails=emails, vat_numbers=vat_numbers))
    assert len(set(found_by)) == len(found_by)
    assert all(0 < len(value) <= limits.LOOK_UP_CHARACTERS for _, value in found_by)


def test_a_name_that_grows_when_compared_still_fits_a_key() -> None:
    [value] = [value for index, value in CONTACT.look_ups(contact(name="ﷺ" * 200)) if index == "name"]
    assert len(value) == limits.LOOK_UP_CHARACTERS


def test_the_look_up_rows_of_a_contact_repeat_its_name_and_roles() -> None:
    assert CONTACT.summary(contact(roles=["customer", "vendor"])) == {
        "name": "Nordisk Papir A/S",
        "roles": ["customer", "vendor"],
    }


def test_a_ticket_is_found_by_the_event_it_was_made_from() -> None:
    assert TICKET.look_ups(ticket(event_id="evt_1")) == (("status", "open"), ("event", "evt_1"))
    assert TICKET.look_ups(ticket()) == (("status", "open"),)
    assert TICKET.look_ups(ticket(thread="T1"))[1:] == (("thread", "T1"),)
    assert TICKET.summary(ticket(type="billing", workflow_id="wfl_1")) == {
        "title": "Invoice 7",
        "type": "billing",
        "status": "open",
        "workflow_id": "wfl_1",
        "event_id": None,
    }


def test_a_time_entry_is_found_by_its_event_and_its_customer() -> None:
    entry = kind_named("time_entry")
    made = entry.model.model_validate({**STORED, "hours": "7.50", "event_id": "evt_1", "customer_id": RECORD_ID})
    assert entry.look_ups(made) == (("event", "evt_1"), ("customer", RECORD_ID))
    assert entry.summary(made)["hours"] == Decimal("7.50")


@pytest.mark.parametrize("hours", ["0", "-1", "1.234", "10001"])
def test_hours_that_nobody_worked_are_refused(hours: str) -> None:
    with pytest.raises(ValidationError, match="hours"):
        kind_named("time_entry").model.model_validate({**STORED, "hours": hours})


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("title", "x" * 301), ("description", "x" * 20_001), ("type", "holiday")]
)
def test_what_a_ticket_cannot_hold_is_refused(field: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ticket(**{field: value})
    assert [one["loc"] for one in refused.value.errors()] == [(field,)]


def test_ids_of_every_kind_begin_with_its_own_prefix() -> None:
    prefixes = [kind_named(name).prefix for name in KINDS]
    assert prefixes == ["con", "tic", "tms", "tim"]
