"""api: contacts and tickets."""

from typing import Any

import pytest

from postroom.effects import FindRecords
from postroom.ids import ROOT_TENANT
from postroom_adapters.records_table import RecordsTable
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.world import World


def names(answer: Any) -> list[str]:
    return [one["name"] for one in answer.body["items"]]


def create(api: Api, name: str, **fields: Any) -> Any:
    return api("create_contact", body={"name": name, "roles": ["vendor"], **fields})


def test_a_contact_is_made_and_cleaned_and_then_found_by_all_it_is_known_by(world: World, api: Api) -> None:
    answer = create(api, "Papir A/S", emails=["Faktura@Papir.example"], domains=["papir.example"], vat_numbers=["DK 1"])
    contact = answer.body
    assert answer.status == 201
    assert contact == {
        "id": contact["id"],
        "created_at": "2026-03-02T09:00:00.000Z",
        "updated_at": "2026-03-02T09:00:00.000Z",
        "made_by": None,
        "name": "Papir A/S",
        "roles": ["vendor"],
        "emails": ["faktura@papir.example"],
        "domains": ["papir.example"],
        "vat_numbers": ["DK1"],
    }
    table = RecordsTable("records")
    for index, value in {
        "email": "faktura@papir.example",
        "domain": "papir.example",
        "vat": "DK1",
        "name": "papir",
    }.items():
        [found] = table.find(ROOT_TENANT, FindRecords("contact", index, value))
        assert found.id == contact["id"]


def test_a_workflow_links_a_mail_to_a_contact_made_over_the_api(world: World, api: Api) -> None:
    contact = create(api, "Supplier A/S", emails=["sender@supplier.example"]).body
    steps = {"workflow_steps": [{"action": "link_to_vendor"}]}
    world.add_workflow({"name": "Link", "classification_trigger": "invoice", **steps})
    world.dispatch(world.receive(mail()))
    [execution] = api("list_workflow_executions", query={}).body["items"]
    [step] = api("get_workflow_execution", id=execution["id"]).body["steps"]
    assert step["output"]["vendor_id"] == contact["id"]


def test_two_equal_contacts_are_two(api: Api) -> None:
    first, second = create(api, "Twin"), create(api, "Twin")
    assert (first.status, second.status) == (201, 201)
    assert first.body["id"] != second.body["id"]
    assert len(api("list_contacts").body["items"]) == 2


def test_contacts_come_in_pages_newest_first(world: World, api: Api) -> None:
    for number in range(5):
        world.move(1)
        create(api, f"Contact {number}")
    page = api("list_contacts", query={"limit": 3})
    world.move(1)
    create(api, "Newer")
    rest = api("list_contacts", query={"limit": 3, "cursor": page.body["next_cursor"]})
    assert names(page) + names(rest) == [f"Contact {number}" for number in (4, 3, 2, 1, 0)]
    assert rest.body["next_cursor"] is None


@pytest.mark.parametrize("field", ["id", "created_at", "updated_at", "made_by"])
def test_what_we_set_ourselves_cannot_be_given(api: Api, field: str) -> None:
    answer = create(api, "Contact", **{field: "2026-03-02T09:00:00Z"})
    assert (answer.status, answer.problems) == (422, {field: "Extra inputs are not permitted"})


def test_tickets_of_workflows_are_listed(world: World, api: Api) -> None:
    steps = {"workflow_steps": [{"action": "create_ticket", "params": {"title": "Pay", "type": "billing"}}]}
    world.add_workflow({"name": "Ticket", "classification_trigger": "invoice", **steps})
    email = world.receive(mail())
    world.dispatch(email)
    [ticket] = api("list_tickets").body["items"]
    assert (ticket["title"], ticket["type"], ticket["status"], ticket["event_id"]) == ("Pay", "billing", "open", email)
