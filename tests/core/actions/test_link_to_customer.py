"""link_to_customer: a vendor's file with other words; how contacts are found stands in tests/core/contacts."""

from postroom.actions.link_to_customer import ACTION
from postroom.effects import FindRecords, FoundRecord, SaveRecord
from postroom.ids import RecordId
from tests.core.actions.drive import drive


def contact(number: int, *roles: str) -> FoundRecord:
    return FoundRecord(RecordId(f"con_{number}"), {"name": f"Contact {number}", "roles": list(roles)})


def test_a_customer_is_found_by_domain_and_told_with_its_name() -> None:
    driven = drive(ACTION, {"match_by": "domain"}, (contact(1, "customer"),))
    assert driven.effects == [FindRecords("contact", "domain", "nordisk.example")]
    output = driven.output
    assert (output["customer_id"], output["name"], output["matched_by"]) == ("con_1", "Contact 1", "domain")


def test_a_vendor_of_the_same_address_is_no_customer_but_told_of() -> None:
    output = drive(ACTION, {}, (contact(1, "vendor"),)).output
    assert output["customer_id"] is None
    assert [(one["id"], one["roles"]) for one in output["candidates"]] == [("con_1", ("vendor",))]


def test_auto_create_makes_a_customer() -> None:
    driven = drive(ACTION, {"auto_create": True}, (), "con_9")
    saved = driven.effects[-1]
    assert isinstance(saved, SaveRecord)
    assert saved.fields["roles"] == ["customer"]
    assert (driven.output["customer_id"], driven.output["matched_by"]) == ("con_9", "created")
