"""link_to_vendor: found by what is asked for, the oldest of several, made only where asked to."""

from typing import Any

import pytest

from postroom import limits
from postroom.actions.link_to_vendor import ACTION
from postroom.effects import FindRecords, FoundRecord, SaveRecord
from postroom.errors import Refused
from postroom.ids import RecordId
from postroom.records.contact import ContactFields
from tests.core.actions.drive import EMAIL, drive

NONE = {
    "vendor_id": None,
    "name": None,
    "matched_by": None,
    "candidates": (),
    "reason": "no contact has the address 'faktura@nordisk.example'",
}


def contact(number: int, *roles: str) -> FoundRecord:
    return FoundRecord(RecordId(f"con_{number}"), {"name": f"Contact {number}", "roles": list(roles or ("vendor",))})


def shown(number: int, *roles: str, likeness: float = 1.0) -> dict[str, Any]:
    return {"id": f"con_{number}", "name": f"Contact {number}", "roles": roles or ("vendor",), "likeness": likeness}


def from_(**sender: str) -> dict[str, Any]:
    return {**EMAIL, "from": {"name": "", "address": "", "domain": "", **sender}}


@pytest.mark.parametrize(
    ("match_by", "value"),
    [
        ("email", "faktura@nordisk.example"),
        ("domain", "nordisk.example"),
        ("name", "nordisk papir"),
        ("vat", "DK13585628"),
    ],
)
def test_a_vendor_is_looked_up_by_what_is_asked_for(match_by: str, value: str) -> None:
    email = {**EMAIL, "text": "Our number is DK 13 58 56 28, yours DK 25313763."}
    driven = drive(ACTION, {"match_by": match_by}, (contact(1),), email=email)
    assert driven.effects == [FindRecords("contact", match_by, value)]
    assert driven.output == {
        "vendor_id": "con_1",
        "name": "Contact 1",
        "matched_by": match_by,
        "candidates": (shown(1),),
        "reason": None,
    }


def test_it_is_looked_up_by_address_if_nothing_else_is_asked_for() -> None:
    assert drive(ACTION, {}, ()).effects == [FindRecords("contact", "email", "faktura@nordisk.example")]


def test_a_vat_number_is_found_in_html_where_there_is_no_text() -> None:
    email = {**EMAIL, "text": "", "html_as_text": "CVR: DK13585628"}
    assert drive(ACTION, {"match_by": "vat"}, (), email=email).effects == [FindRecords("contact", "vat", "DK13585628")]


def test_of_several_vendors_of_one_address_the_oldest_is_taken_and_all_are_told() -> None:
    output = drive(ACTION, {}, (contact(3), contact(2), contact(5))).output
    assert (output["vendor_id"], output["candidates"]) == ("con_2", (shown(2), shown(3), shown(5)))


def test_a_contact_that_is_only_a_customer_is_not_taken() -> None:
    assert drive(ACTION, {}, (contact(1, "customer"),)).output == {
        **NONE,
        "candidates": (shown(1, "customer"),),
        "reason": "who has the address 'faktura@nordisk.example' is no vendor",
    }
    output = drive(ACTION, {}, (contact(1, "customer"), contact(2, "customer", "vendor"))).output
    assert (output["vendor_id"], len(output["candidates"])) == ("con_2", 2)


def test_without_auto_create_an_unknown_vendor_is_none_and_nothing_is_made() -> None:
    assert drive(ACTION, {}, ()).output == NONE


@pytest.mark.parametrize(
    ("match_by", "more"),
    [
        ("email", {}),
        ("name", {}),
        ("domain", {"domains": ["nordisk.example"]}),
        ("vat", {"vat_numbers": ["DK13585628"]}),
    ],
)
def test_auto_create_makes_a_vendor_that_will_be_found_the_next_time(match_by: str, more: dict[str, Any]) -> None:
    email = {**EMAIL, "text": "DK13585628"}
    searches = {"domain": 2, "name": 3}.get(match_by, 1)
    answers = [()] * searches
    driven = drive(ACTION, {"match_by": match_by, "auto_create": True}, *answers, "con_9", email=email)
    saved = driven.effects[-1]
    assert isinstance(saved, SaveRecord)
    assert saved.fields == {
        "name": "Nordisk Papir A/S",
        "roles": ["vendor"],
        "emails": ["faktura@nordisk.example"],
        "domains": [],
        "vat_numbers": [],
        **more,
    }
    assert ContactFields.model_validate(saved.fields)
    assert driven.output == {
        "vendor_id": "con_9",
        "name": "Nordisk Papir A/S",
        "matched_by": "created",
        "candidates": (),
        "reason": None,
    }


def test_a_customer_of_the_same_address_does_not_keep_the_vendor_from_being_made() -> None:
    driven = drive(ACTION, {"auto_create": True}, (contact(1, "customer"),), "con_9")
    assert (driven.output["vendor_id"], driven.output["matched_by"]) == ("con_9", "created")


def test_a_vendor_without_a_name_is_called_by_its_address() -> None:
    output = drive(ACTION, {"auto_create": True}, (), "con_9", email=from_(address="a@b.example")).output
    assert output["name"] == "a@b.example"


def test_an_endless_name_is_cut_and_told_as_it_was_saved() -> None:
    driven = drive(ACTION, {"auto_create": True}, (), "con_9", email=from_(name="x" * 900, address="a@b.example"))
    saved = driven.effects[-1]
    assert isinstance(saved, SaveRecord)
    assert saved.fields["name"] == driven.output["name"] == "x" * 200


@pytest.mark.parametrize("match_by", ["name", "vat"])
def test_with_nothing_to_match_by_no_vendor_is_made_twice(match_by: str) -> None:
    given = {"match_by": match_by, "auto_create": True}
    email = {**from_(address="a@b.example"), "text": "no number here"}
    first = drive(ACTION, given, (), "con_9", email=email)
    assert first.effects[0] == FindRecords("contact", "email", "a@b.example")
    assert first.output["matched_by"] == "created"
    again = drive(ACTION, given, (contact(9),), email=email)
    assert (again.output["vendor_id"], again.output["matched_by"]) == ("con_9", "email")
    assert (again.output["candidates"], again.output["reason"]) == ((shown(9),), None)


@pytest.mark.parametrize("match_by", ["email", "domain", "name", "vat"])
def test_a_mail_that_does_not_say_is_linked_to_nobody_without_a_look_up(match_by: str) -> None:
    silent = drive(ACTION, {"match_by": match_by}, email={"from": None, "text": ""})
    assert silent == drive(ACTION, {"match_by": match_by}, email=None)
    sought = {"email": "address", "vat": "VAT number"}.get(match_by, match_by)
    assert silent.output == {**NONE, "reason": f"there is no {sought} that could be looked for"}
    assert silent.effects == []


def test_a_vendor_cannot_be_made_of_a_mail_without_a_sender() -> None:
    with pytest.raises(Refused, match="no sender") as refused:
        drive(ACTION, {"auto_create": True}, email={"from": None})
    assert [one.path for one in refused.value.problems] == ["email.from"]


def test_an_address_longer_than_any_that_is_stored_is_not_looked_up() -> None:
    email = from_(address="a" * limits.LOOK_UP_CHARACTERS + "@b.example")
    driven = drive(ACTION, {}, email=email)
    assert driven.effects == []
    assert driven.output == {**NONE, "reason": "there is no address that could be looked for"}
