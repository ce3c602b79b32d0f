"""How the contact of a mail is found: what names one party, what may be shared, and what is never guessed."""

from typing import Any

import pytest
from pydantic import ValidationError

from postroom.actions.link_to_vendor import ACTION
from postroom.contacts.mail_providers import SHARED_DOMAINS
from postroom.effects import FindRecords, FoundRecord, SaveRecord
from postroom.errors import Refused
from postroom.ids import RecordId
from tests.core.actions.drive import EMAIL, Driven, drive


def contact(number: int, name: str = "", *roles: str) -> FoundRecord:
    return FoundRecord(RecordId(f"con_{number}"), {"name": name or f"C {number}", "roles": list(roles or ("vendor",))})


def mail(name: str = "", address: str = "", text: str = "") -> dict[str, Any]:
    return {
        **EMAIL,
        "from": {"name": name, "address": address, "domain": address.rpartition("@")[2]},
        "text": text,
    }


def linked(given: dict[str, Any], *answers: Any, email: dict[str, Any]) -> Driven:
    return drive(ACTION, given, *answers, email=email)


def test_an_address_of_a_mail_provider_is_looked_up_whole_and_never_by_domain() -> None:
    driven = linked({"match_by": "domain"}, (contact(1),), email=mail("Ali", "ali@gmail.com"))
    assert driven.effects == [FindRecords("contact", "email", "ali@gmail.com")]
    assert (driven.output["vendor_id"], driven.output["matched_by"]) == ("con_1", "email")


def test_a_contact_made_from_a_mail_providers_address_does_not_own_the_domain() -> None:
    driven = linked({"match_by": "domain", "auto_create": True}, (), "con_9", email=mail("Ali", "ali@qq.com"))
    saved = driven.effects[-1]
    assert isinstance(saved, SaveRecord)
    assert (saved.fields["emails"], saved.fields["domains"]) == (["ali@qq.com"], [])


@pytest.mark.parametrize("domain", ["GMAIL.com", "@163.com"])
def test_a_mail_providers_domain_given_as_the_value_finds_nobody(domain: str) -> None:
    driven = linked({"match_by": "domain", "value": domain}, email=mail("Ali", "ali@a.example"))
    assert driven.effects == []
    assert driven.output["vendor_id"] is None


def test_the_list_of_mail_providers_holds_domains_only() -> None:
    assert all(domain == domain.lower() and "." in domain for domain in SHARED_DOMAINS)


def test_a_domain_that_is_nobodys_own_is_looked_for_among_addresses() -> None:
    driven = linked({"match_by": "domain"}, (), (contact(1),), email=mail("", "new@firm.example"))
    assert driven.effects[1] == FindRecords("contact", "address_domain", "firm.example")
    assert driven.output["vendor_id"] == "con_1"


@pytest.mark.parametrize("value", ["billing@vendor.example", "Vendor <Billing@Vendor.example>"])
def test_who_is_made_by_an_address_that_was_given_has_that_address_and_not_the_senders(value: str) -> None:
    given = {"match_by": "email", "value": value, "auto_create": True}
    driven = linked(given, (), "con_9", email=mail("Portal", "noreply@portal.example"))
    assert driven.effects == [
        FindRecords("contact", "email", "billing@vendor.example"),
        SaveRecord(
            "contact",
            {
                "name": "billing@vendor.example",
                "roles": ["vendor"],
                "emails": ["billing@vendor.example"],
                "domains": [],
                "vat_numbers": [],
            },
        ),
    ]


@pytest.mark.parametrize("value", ["nonsense", "@vendor.example", "billing@", "a b@vendor.example"])
def test_a_value_that_is_no_address_is_refused(value: str) -> None:
    with pytest.raises(Refused, match="is no address") as refused:
        linked(
            {"match_by": "email", "value": value, "auto_create": True}, email=mail("Portal", "noreply@portal.example")
        )
    assert [problem.path for problem in refused.value.problems] == ["params.value"]


@pytest.mark.parametrize("auto_create", [False, True])
def test_of_two_vendors_at_one_domain_neither_is_guessed_nor_a_third_made(auto_create: bool) -> None:
    given = {"match_by": "domain", "auto_create": auto_create}
    driven = linked(given, (contact(1), contact(2)), email=mail("", "x@firm.example"))
    assert driven.output["vendor_id"] is None
    assert [one["id"] for one in driven.output["candidates"]] == ["con_1", "con_2"]
    assert driven.output["reason"] == "several vendors fit the domain 'firm.example' equally well"
    assert not any(isinstance(effect, SaveRecord) for effect in driven.effects)


def test_each_vat_number_of_the_mail_is_tried_since_one_may_be_our_own() -> None:
    email = mail("", "a@b.example", "Your VAT no. DK25313763, ours DK13585628")
    driven = linked({"match_by": "vat"}, (), (contact(1),), email=email)
    assert [effect.value for effect in driven.effects if isinstance(effect, FindRecords)] == [
        "DK25313763",
        "DK13585628",
    ]
    assert driven.output["vendor_id"] == "con_1"
    nobody = linked({"match_by": "vat"}, (), (), email=email).output
    assert nobody["reason"] == "no contact has the VAT number 'DK25313763' or 'DK13585628'"


def test_of_two_vat_numbers_none_is_written_down_as_the_vendors_own() -> None:
    email = mail("B", "a@b.example", "Your VAT no. DK25313763, ours DK13585628")
    driven = linked({"match_by": "vat", "auto_create": True}, (), (), "con_9", email=email)
    saved = driven.effects[-1]
    assert isinstance(saved, SaveRecord)
    assert saved.fields["vat_numbers"] == []


def test_a_value_stands_for_what_the_mail_says_and_null_leaves_it_to_the_mail() -> None:
    email = mail("", "a@b.example", "DK13585628")
    given = {"match_by": "vat", "value": "dk 25 31 37 63"}
    assert linked(given, (), email=email).effects == [FindRecords("contact", "vat", "DK25313763")]
    assert linked({"match_by": "vat", "value": None}, (), email=email).effects == [
        FindRecords("contact", "vat", "DK13585628")
    ]


def test_a_name_that_is_nearly_the_same_is_linked_with_how_alike_it_is() -> None:
    driven = linked(
        {"match_by": "name"},
        (),
        (contact(1, "Nordisk Metal"), contact(2, "Nordisk Papir A/S")),
        (),
        email=mail("Nordisk Pappir", "a@b.example"),
    )
    assert [effect.by for effect in driven.effects if isinstance(effect, FindRecords)] == [
        "name",
        "name_key",
        "name_key",
    ]
    [candidate] = driven.output["candidates"]
    assert driven.output["vendor_id"] == candidate["id"] == "con_2"
    assert 0.9 <= candidate["likeness"] < 1


def test_a_threshold_of_one_takes_only_the_same_name() -> None:
    driven = linked({"match_by": "name", "name_threshold": 1}, (), email=mail("Nordisk Pappir", "a@b.example"))
    assert driven.effects == [FindRecords("contact", "name", "nordisk pappir")]


@pytest.mark.parametrize("auto_create", [False, True])
def test_two_names_as_alike_are_candidates_and_neither_is_linked(auto_create: bool) -> None:
    found = (contact(2, "Nordisk Papir Ost"), contact(1, "Nordisk Papir Est"))
    given = {"match_by": "name", "name_threshold": 0.8, "auto_create": auto_create}
    driven = linked(given, (), found, (), (), email=mail("Nordisk Papir Ast", "a@b.example"))
    assert driven.output["vendor_id"] is None
    assert [one["id"] for one in driven.output["candidates"]] == ["con_1", "con_2"]


def test_two_vendors_of_the_very_same_name_are_not_told_apart() -> None:
    output = linked({"match_by": "name"}, (contact(1, "Hansen"), contact(2, "Hansen")), email=mail("Hansen")).output
    assert (output["vendor_id"], len(output["candidates"])) == (None, 2)


def test_a_customer_as_alike_does_not_stand_in_a_vendors_way() -> None:
    found = (contact(1, "Hansen", "customer"), contact(2, "Hansen"))
    output = linked({"match_by": "name"}, found, email=mail("Hansen")).output
    assert (output["vendor_id"], len(output["candidates"])) == ("con_2", 2)


def test_a_name_given_is_the_name_of_who_is_made() -> None:
    given = {"match_by": "name", "value": "Firm", "auto_create": True}
    driven = linked(given, (), (), "con_9", email=mail("Bob", "bob@firm.example"))
    assert driven.output["name"] == "Firm"


@pytest.mark.parametrize("threshold", [0.4, 1.1])
def test_a_threshold_that_means_nothing_is_refused(threshold: float) -> None:
    with pytest.raises(ValidationError, match="name_threshold"):
        ACTION.input.model_validate({"name_threshold": threshold})
