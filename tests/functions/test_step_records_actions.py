"""step_records, action by action: what each leaves behind in the store and says on record."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from postroom import limits
from postroom.ids import ROOT_TENANT
from postroom_adapters import keys
from tests.functions.samples import mail
from tests.functions.world import World

SAMPLES = Path(__file__).parents[2] / "events/mail"


def run(world: World, raw: bytes, *steps: dict[str, Any]) -> dict[str, Any]:
    """The outputs of a workflow of these steps, by step id; every step has completed."""
    world.add_workflow({"name": "Tried", "triggers": [{"type": "email"}], "workflow_steps": list(steps)})
    event = world.receive(raw)
    assert world.dispatch(event)[2:][-1] == "step:records"
    [execution] = world.event(event).executions
    outputs = {}
    for step in steps:
        row = world.item("executions", keys.execution(ROOT_TENANT, execution.id, f"step#{step['id']}"))
        assert row is not None
        assert row["status"] == "completed", row["error"]
        outputs[step["id"]] = row["output"]
    return outputs


def records(world: World, kind: str) -> list[dict[str, Any]]:
    return [item for item in world.items("records") if item["pk"] == f"{ROOT_TENANT}#{kind}"]


def test_a_time_confirmation_leaves_exact_hours_for_the_customer_it_is_from(world: World) -> None:
    outputs = run(
        world,
        (SAMPLES / "time_confirmation.eml").read_bytes(),
        {"id": "customer", "action": "link_to_customer", "params": {"match_by": "domain", "auto_create": True}},
        {
            "id": "time",
            "action": "create_time_entry",
            "params": {"customer_id": "{{ steps.customer.customer_id }}", "project": "Warehouse"},
        },
    )
    entries = records(world, "time_entry")
    assert sorted(one["hours"] for one in entries) == [Decimal("4.5"), 6, Decimal("7.5"), Decimal("7.5"), 8]
    assert {one["customer_id"] for one in entries} == {outputs["customer"]["customer_id"]}
    assert {one["project"] for one in entries} == {"Warehouse"}
    assert (outputs["time"]["hours"], len(outputs["time"]["entries"])) == (Decimal("33.5"), 5)


def test_a_freight_notes_number_names_its_ticket(world: World) -> None:
    outputs = run(
        world,
        (SAMPLES / "freight_note.eml").read_bytes(),
        {"id": "tracking", "action": "extract_tracking_number"},
        {
            "id": "ticket",
            "action": "create_ticket",
            "params": {"title": "{{ steps.tracking.carrier }} {{ steps.tracking.number }}"},
        },
    )
    assert outputs["ticket"]["title"] == "PostNord 00370733490012345674"


def test_a_mail_flagged_with_a_reason_keeps_it_when_it_is_flagged_and_processed_again(world: World) -> None:
    run(
        world,
        mail(),
        {"id": "flag", "action": "flag_for_review", "params": {"reason": "Bankrupt: {{ email.subject }}"}},
        {"id": "again", "action": "mark_as_processed", "params": {"status": "flagged"}},
        {"id": "processed", "action": "mark_as_processed"},
    )
    [event] = [item for item in world.items("executions") if item.get("mail", {}) and "status_reason" in item["mail"]]
    assert event["mail"]["status"] == "flagged"
    assert event["mail"]["status_reason"] == "Bankrupt: Invoice 2026-117"


def test_fields_that_are_set_keep_their_types_for_later_steps(world: World) -> None:
    outputs = run(
        world,
        mail(),
        {"id": "set", "action": "set_fields", "params": {"fields": {"n": 1.5, "words": ["a", None], "who": "x"}}},
        {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ steps.set.n }} {{ steps.set.words[0] }}"}},
    )
    assert outputs["set"] == {"n": Decimal("1.5"), "words": ["a", None], "who": "x"}
    assert outputs["ticket"]["title"] == "1.5 a"


@pytest.mark.parametrize(
    ("match_by", "sender", "found"),
    [
        ("email", "Bob <bob@firm.example>", "email"),
        ("domain", "Eve <eve@firm.example>", "domain"),
        ("domain", "Eve <eve@mail-only.example>", "domain"),
        ("name", "Nordisk Pappir ApS <new@else.example>", "name"),
        ("vat", "Someone <x@y.example>", "vat"),
        ("domain", "Stranger <s@gmail.com>", None),
        ("name", "Nordisk <x@y.example>", None),
    ],
)
def test_a_vendor_is_found_in_the_store_by_each_of_its_look_ups(
    world: World, match_by: str, sender: str, found: str | None
) -> None:
    from postroom.records.contact import Contact
    from postroom_adapters.records_table import RecordsTable

    vendor = Contact(
        id="con_1",
        created_at=world.now,
        updated_at=world.now,
        name="Nordisk Papir A/S",
        roles=("vendor",),
        emails=("bob@firm.example", "a@mail-only.example", "someone@gmail.com"),
        domains=("firm.example",),
        vat_numbers=("DK 25313763",),
    )
    RecordsTable("records").add(ROOT_TENANT, "contact", vendor)
    outputs = run(
        world,
        mail(text="Yours DK13585628, ours DK25313763", From=sender),
        {"id": "vendor", "action": "link_to_vendor", "params": {"match_by": match_by}},
    )
    assert outputs["vendor"]["matched_by"] == found
    assert outputs["vendor"]["vendor_id"] == ("con_1" if found else None)


@pytest.mark.parametrize(("rows", "status"), [(18, "completed"), (19, "failed")])
def test_the_last_step_of_a_workflow_that_stops_nineteen_others_fits_its_transaction_or_is_refused_by_name(
    world: World, rows: int, status: str
) -> None:
    hours = "\n".join(f"{number + 1}.02.2026  1 h" for number in range(rows))
    raw = mail("Hours in February", f"{hours}\nTotal  {rows} h")
    steps = [
        {"id": "customer", "action": "link_to_customer", "params": {"match_by": "domain", "auto_create": True}},
        {
            "id": "time",
            "action": "create_time_entry",
            "params": {"customer_id": "{{ steps.customer.customer_id }}"},
        },
    ]
    anything = {"triggers": [{"type": "email"}]}
    world.add_workflow({"name": "First", "stop_on_match": True, "priority": 1, **anything, "workflow_steps": steps})
    for number in range(limits.WORKFLOWS_PER_EVENT - 1):
        world.add_workflow({"name": f"Later {number}", "priority": 2, **anything})
    sizes: list[int] = []
    count = lambda params: sizes.append(len(params["TransactItems"]))  # noqa: E731
    world.store.faults.before("TransactWriteItems", lambda _params: True, count)
    event = world.receive(raw)
    world.dispatch(event)
    executions = world.event(event).executions
    assert len(executions) == limits.WORKFLOWS_PER_EVENT
    time = world.item("executions", keys.execution(ROOT_TENANT, executions[0].id, "step#time"))
    assert time is not None
    heads = [world.item("executions", keys.execution(ROOT_TENANT, one.id)) or {} for one in executions]
    assert time["status"] == status
    assert 90 < max(sizes) <= limits.TRANSACTION_ITEMS if status == "completed" else "more than 55 rows" in str(time)
    assert len(records(world, "time_entry")) == (rows if status == "completed" else 0)
    assert {one["status"] for one in heads[1:]} == ({"skipped"} if status == "completed" else {"completed"})
