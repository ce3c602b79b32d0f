"""api: workflows, and their switch."""

from collections.abc import Mapping
from typing import Any

import pytest

from postroom.errors import Conflict
from postroom.ids import ROOT_TENANT, WorkflowId
from postroom_adapters.workflows_table import WorkflowsTable
from tests.functions.api_client import Answer, Api
from tests.functions.samples import mail
from tests.functions.world import World

NAMES = [
    "Bankruptcy Alert",
    "Invoice Processing",
    "Time Confirmation",
    "Freight Note Processing",
    "Low Confidence Review",
]


def id_of(api: Api, name: str) -> str:
    [found] = [one["id"] for one in api("list_workflows").body["items"] if one["name"] == name]
    return str(found)


def toggle(api: Api, workflow_id: str, body: Any = "", if_match: str | None = None) -> Answer:
    """The switch, without a body and a condition unless given."""
    return api("toggle_workflow", id=workflow_id, body=body, headers={"if-match": if_match})


def test_the_shipped_workflows_are_listed_by_priority_and_disabled(api: Api) -> None:
    items = api("list_workflows").body["items"]
    assert [one["name"] for one in items] == NAMES
    assert [one["priority"] for one in items] == [5, 10, 20, 30, 90]
    assert {one["enabled"] for one in items} == {False}
    invoice = items[1]
    [trigger] = invoice.pop("triggers")
    assert (trigger["type"], trigger["classification"], trigger["confidence_threshold"]) == ("email", "invoice", 0.7)
    assert invoice == {
        "id": invoice["id"],
        "name": "Invoice Processing",
        "description": "Links an invoice to its vendor, reads its figures, opens a billing ticket and tells #invoices.",
        "enabled": False,
        "paused": None,
        "priority": 10,
        "stop_on_match": False,
        "version": 1,
        "revision": 1,
        "steps": 5,
        "shipped": True,
        "created_at": "2026-03-02T09:00:00.000Z",
        "updated_at": "2026-03-02T09:00:00.000Z",
    }


def test_one_workflow_comes_with_its_definition_and_its_revision_as_etag(api: Api) -> None:
    answer = api("get_workflow", id=id_of(api, "Invoice Processing"))
    assert (answer.status, answer.headers["etag"]) == (200, '"1"')
    assert [step["action"] for step in answer.body["definition"]["workflow_steps"]] == [
        "link_to_vendor",
        "extract_invoice_data",
        "create_ticket",
        "send_slack_notification",
        "mark_as_processed",
    ]
    assert answer.body["definition"]["workflow_steps"][0] == {
        "id": "vendor",
        "action": "link_to_vendor",
        "params": {"match_by": "email"},
        "when": None,
        "on_error": "continue",
        "on_unknown": None,
        "retry": None,
        "timeout_seconds": None,
    }


def test_numbers_in_parameters_are_shown_as_they_were_written(world: World, api: Api) -> None:
    params = {"title": "x", "share": 0.85, "whole": 3, "list": [1.5, {"deep": 0.1}]}
    workflow = world.add_workflow(
        {"name": "Numbers", "classification_trigger": "invoice", "workflow_steps": [{"action": "a", "params": params}]}
    )
    assert api("get_workflow", id=workflow).body["definition"]["workflow_steps"][0]["params"] == params


def test_without_a_body_the_switch_is_turned(api: Api) -> None:
    workflow = id_of(api, "Invoice Processing")
    on, off = toggle(api, workflow), toggle(api, workflow)
    assert (on.status, on.body["enabled"], on.body["revision"], on.headers["etag"]) == (200, True, 2, '"2"')
    assert (off.status, off.body["enabled"], off.body["revision"]) == (200, False, 3)


def test_a_switched_on_workflow_takes_the_next_mail(world: World, api: Api) -> None:
    workflow = id_of(api, "Invoice Processing")
    before = world.receive(mail(), "ses-1")
    world.dispatch(before)
    assert toggle(api, workflow, {"enabled": True}).status == 200
    after = world.receive(mail(Message_ID="<118@supplier.example>"), "ses-2")
    world.dispatch(after)
    assert (world.event(before).executions, len(world.event(after).executions)) == ((), 1)


def test_switching_to_what_it_is_changes_nothing(world: World, api: Api) -> None:
    workflow = id_of(api, "Invoice Processing")
    first = toggle(api, workflow, {"enabled": True})
    world.move(60)
    assert toggle(api, workflow, {"enabled": True}).body == first.body
    assert toggle(api, id_of(api, "Bankruptcy Alert"), {"enabled": False}).body["revision"] == 1


def test_a_workflow_with_unknown_actions_stays_off_and_each_is_named(world: World, api: Api) -> None:
    steps = {"workflow_steps": [{"action": "make_coffee"}, {"action": "mark_as_processed"}, {"action": "fly"}]}
    workflow = world.add_workflow({"name": "Breakfast", "classification_trigger": "invoice", **steps})
    toggle(api, workflow, {"enabled": False})
    before = api("get_workflow", id=workflow).body
    answer = toggle(api, workflow, {"enabled": True})
    assert (answer.status, answer.type) == (422, "application/problem+json")
    assert answer.body["detail"] == "the workflow 'Breakfast' cannot be enabled"
    assert answer.problems == {
        "workflow_steps.0.action": "there is no action named 'make_coffee'",
        "workflow_steps.2.action": "there is no action named 'fly'",
    }
    now = api("get_workflow", id=workflow).body
    assert (now["enabled"], now["revision"]) == (False, before["revision"])


@pytest.mark.parametrize("name", NAMES)
def test_every_shipped_workflow_can_be_switched_on(api: Api, name: str) -> None:
    assert toggle(api, id_of(api, name), {"enabled": True}).body["enabled"] is True


def test_a_workflow_whose_action_is_gone_can_still_be_switched_off(world: World, api: Api) -> None:
    steps = {"workflow_steps": [{"action": "mark_as_processed"}, {"action": "no_such_action"}]}
    workflow = world.add_workflow({"name": "Old", "classification_trigger": "invoice", **steps})
    assert toggle(api, workflow, {"enabled": False}).body["enabled"] is False
    answer = toggle(api, workflow, {"enabled": True})
    assert answer.problems == {"workflow_steps.1.action": "there is no action named 'no_such_action'"}


@pytest.mark.parametrize("if_match", ['"1"', 'W/"1"', '"7", "1"', "*"])
def test_the_revision_that_was_read_may_be_changed(api: Api, if_match: str) -> None:
    assert toggle(api, id_of(api, "Invoice Processing"), {"enabled": True}, if_match).status == 200


@pytest.mark.parametrize("if_match", ['"2"', "1", '"11"', ""])
def test_another_revision_is_412_and_nothing_changes(api: Api, if_match: str) -> None:
    workflow = id_of(api, "Invoice Processing")
    answer = toggle(api, workflow, {"enabled": True}, if_match)
    assert (answer.status, answer.body["code"]) == (412, "outdated")
    assert answer.body["detail"] == "the workflow is at revision 1; read it again"
    assert api("get_workflow", id=workflow).body["enabled"] is False


def meanwhile(world: World, workflow_id: str) -> None:
    """Somebody else changes the workflow between this request's reading and its writing."""

    def change(_params: Mapping[str, Any]) -> None:
        world.store.faults.clear()
        table = WorkflowsTable("workflows")
        head = table.head(ROOT_TENANT, WorkflowId(workflow_id))
        table.save_head(ROOT_TENANT, head.model_copy(update={"revision": head.revision + 1}), head.revision, world.now)

    world.store.faults.before("TransactWriteItems", lambda _params: True, change)


def test_a_change_by_somebody_else_in_between_is_412_for_who_named_a_revision(world: World, api: Api) -> None:
    workflow = id_of(api, "Invoice Processing")
    meanwhile(world, workflow)
    assert toggle(api, workflow, {"enabled": True}, '"1"').status == 412
    assert api("get_workflow", id=workflow).body["enabled"] is False


def test_a_change_by_somebody_else_in_between_is_seen_by_who_named_none(world: World, api: Api) -> None:
    workflow = id_of(api, "Invoice Processing")
    meanwhile(world, workflow)
    answer = toggle(api, workflow, {"enabled": True})
    assert (answer.status, answer.body["enabled"], answer.body["revision"]) == (200, True, 3)


def test_a_workflow_that_others_never_leave_alone_is_409(
    world: World, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(*_: object) -> None:
        raise Conflict("workflow was changed by somebody else; read it again")

    monkeypatch.setattr(WorkflowsTable, "save_head", always)
    answer = toggle(api, id_of(api, "Invoice Processing"), {"enabled": True})
    assert (answer.status, answer.body["code"]) == (409, "conflict")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"enabled": "yes"}, {"enabled"}),
        ({"enabled": 1}, {"enabled"}),
        ({"enabled": None}, {"enabled"}),
        ({"on": True}, {"enabled", "on"}),
    ],
)
def test_the_switch_takes_true_or_false_and_nothing_else(api: Api, body: Any, wrong: set[str]) -> None:
    answer = toggle(api, id_of(api, "Invoice Processing"), body)
    assert (answer.status, set(answer.problems)) == (422, wrong)


def test_the_steps_of_branches_are_shown_as_they_were_written(world: World, api: Api) -> None:
    inner = {"id": "inner", "action": "create_ticket", "params": {"title": "x", "amount": 1.5}}
    params = {"condition": "email.subject", "then": [inner]}
    steps = [{"action": "conditional_branch", "params": params}]
    workflow = world.add_workflow({"name": "Tree", "classification_trigger": "invoice", "workflow_steps": steps})
    [shown] = api("get_workflow", id=workflow).body["definition"]["workflow_steps"]
    assert shown["params"]["condition"] == "email.subject"
    assert {name: shown["params"]["then"][0][name] for name in inner} == inner
