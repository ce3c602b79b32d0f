"""api: workflows made, changed and deleted."""

from typing import Any

import pytest

from postroom.ids import ROOT_TENANT, WorkflowId
from postroom_adapters import keys
from postroom_adapters.workflows_table import WorkflowsTable
from tests.functions.api_client import Answer, Api
from tests.functions.samples import mail
from tests.functions.world import World

FLAT = {
    "name": "Invoices",
    "classification_trigger": "invoice",
    "confidence_threshold": 0.5,
    "workflow_steps": [{"action": "mark_as_processed"}],
}
WRONG = {**FLAT, "workflow_steps": [{"action": "fly"}, {"action": "create_ticket", "when": "email."}]}


def create(api: Api, **changes: Any) -> Answer:
    return api("create_workflow", body={**FLAT, **changes})


def replace(api: Api, workflow_id: str, body: Any, if_match: str | None = None) -> Answer:
    return api("replace_workflow", id=workflow_id, body=body, headers={"if-match": if_match})


def delete(api: Api, workflow_id: str, if_match: str | None = None) -> Answer:
    return api("delete_workflow", id=workflow_id, headers={"if-match": if_match})


def run(world: World, api: Api, number: int) -> list[dict[str, Any]]:
    """What ran for one more mail."""
    event = world.receive(mail(Message_ID=f"<{number}@supplier.example>"), f"ses-{number}")
    world.dispatch(event)
    ran: list[dict[str, Any]] = api("list_workflow_executions", query={"email_id": event}).body["items"]
    return ran


def test_a_new_workflow_is_off_and_found_where_the_answer_says(api: Api) -> None:
    answer = create(api)
    made = answer.body
    assert (answer.status, answer.headers["etag"]) == (201, '"1"')
    assert (made["enabled"], made["version"], made["revision"], made["shipped"]) == (False, 1, 1, False)
    assert answer.headers["location"] == f"/api/v1/workflows/{made['id']}"
    assert api("get_workflow", id=made["id"]).body == made


def test_the_flat_form_is_one_trigger_for_mail(api: Api) -> None:
    [trigger] = create(api).body["triggers"]
    assert (trigger["type"], trigger["classification"], trigger["confidence_threshold"]) == ("email", "invoice", 0.5)


def test_one_that_is_made_switched_on_takes_the_next_mail(world: World, api: Api) -> None:
    assert run(world, api, 1) == []
    made = create(api, enabled=True).body
    [ran] = run(world, api, 2)
    assert (ran["workflow_id"], ran["status"]) == (made["id"], "completed")


@pytest.mark.parametrize("enabled", [True, False])
def test_everything_wrong_is_named_and_nothing_is_stored(world: World, api: Api, enabled: bool) -> None:
    before = world.items("workflows")
    answer = api("create_workflow", body={**WRONG, "name": "", "enabled": enabled})
    assert (answer.status, answer.type) == (422, "application/problem+json")
    assert answer.body["detail"] == "the workflow has 3 problems"
    assert set(answer.problems) == {"name", "workflow_steps.0.action", "workflow_steps.1.when"}
    assert world.items("workflows") == before


@pytest.mark.parametrize(
    ("body", "paths"),
    [
        ({**FLAT, "enabled": "yes"}, {"enabled"}),
        ({**WRONG, "enabled": 1}, {"enabled", "workflow_steps.0.action", "workflow_steps.1.when"}),
        ({**FLAT, "colour": "red"}, {"colour"}),
        ({}, {"name", "triggers", "workflow_steps"}),
    ],
)
def test_what_is_no_workflow_is_refused_by_field(api: Api, body: Any, paths: set[str]) -> None:
    answer = api("create_workflow", body=body)
    assert (answer.status, set(answer.problems)) == (422, paths)


def test_saving_makes_a_version_and_keeps_the_one_before(world: World, api: Api) -> None:
    made = create(api).body
    world.move(60)
    saved = replace(api, made["id"], {**FLAT, "name": "Better", "priority": 3})
    assert (saved.status, saved.headers["etag"]) == (200, '"2"')
    assert {name: saved.body[name] for name in ("name", "priority", "version", "revision", "enabled")} == {
        "name": "Better",
        "priority": 3,
        "version": 2,
        "revision": 2,
        "enabled": False,
    }
    assert (saved.body["created_at"], saved.body["updated_at"]) == (made["created_at"], "2026-03-02T09:01:00.000Z")
    assert WorkflowsTable("workflows").version(ROOT_TENANT, made["id"], 1).name == "Invoices"


@pytest.mark.parametrize("changes", [{}, {"enabled": True}, {"name": "Invoices", "description": None}])
def test_a_patch_that_changes_nothing_saves_nothing(world: World, api: Api, changes: dict[str, Any]) -> None:
    made = create(api, enabled=True)
    before = world.items("workflows")
    world.move(60)
    answer = api("change_workflow", id=made.body["id"], body=changes, headers={"if-match": '"1"'})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, made.body, '"1"')
    assert world.items("workflows") == before


def test_a_patch_that_only_switches_is_saved(api: Api) -> None:
    made = create(api, enabled=True).body
    answer = api("change_workflow", id=made["id"], body={"enabled": False}, headers={"if-match": None})
    assert (answer.body["enabled"], answer.headers["etag"]) == (False, '"2"')


def test_what_is_on_stays_on_and_the_next_mail_runs_the_new_version(world: World, api: Api) -> None:
    made = create(api, enabled=True).body
    [first] = run(world, api, 1)
    assert replace(api, made["id"], {**FLAT, "name": "Second"}).body["enabled"] is True
    [second] = run(world, api, 2)
    assert [(one["version"], one["workflow_name"]) for one in (first, second)] == [(1, "Invoices"), (2, "Second")]


def test_saving_can_switch_as_well(api: Api) -> None:
    made = create(api).body
    assert replace(api, made["id"], {**FLAT, "enabled": True}).body["enabled"] is True
    assert replace(api, made["id"], {**FLAT, "enabled": False}).body["enabled"] is False


def test_a_version_that_is_wrong_is_not_saved(api: Api) -> None:
    made = create(api, enabled=True).body
    answer = replace(api, made["id"], WRONG)
    assert (answer.status, set(answer.problems)) == (422, {"workflow_steps.0.action", "workflow_steps.1.when"})
    assert api("get_workflow", id=made["id"]).body == made


def test_saving_over_another_revision_is_412(api: Api) -> None:
    made = create(api).body
    assert replace(api, made["id"], FLAT, '"1"').status == 200
    answer = replace(api, made["id"], FLAT, '"1"')
    assert (answer.status, answer.body["detail"]) == (412, "the workflow is at revision 2; read it again")
    assert api("get_workflow", id=made["id"]).body["version"] == 2


def test_a_deleted_workflow_takes_no_mail_and_what_it_ran_can_still_be_read(world: World, api: Api) -> None:
    made = create(api, enabled=True).body
    [ran] = run(world, api, 1)
    answer = delete(api, made["id"])
    assert (answer.status, answer.body["id"]) == (200, made["id"])
    assert run(world, api, 2) == []
    assert api("get_workflow", id=made["id"]).status == 404
    assert made["id"] not in [one["id"] for one in api("list_workflows").body["items"]]
    assert api("get_workflow_execution", id=ran["id"]).body["steps"]
    assert WorkflowsTable("workflows").version(ROOT_TENANT, made["id"], 1).name == "Invoices"


def test_a_mail_already_decided_about_runs_to_its_end_though_its_workflow_is_deleted(world: World, api: Api) -> None:
    made = create(api, enabled=True).body
    event = world.receive(mail())
    turn = world.invoke("match_workflows", world.invoke("classify_event", world.turn(event)))
    delete(api, made["id"])
    assert world.invoke("step_records", turn)["next"] == "done"
    [ran] = api("list_workflow_executions", query={"email_id": event}).body["items"]
    assert ran["status"] == "completed"


def test_deleting_another_revision_is_412_and_twice_is_404(api: Api) -> None:
    made = create(api).body
    assert delete(api, made["id"], '"7"').status == 412
    assert delete(api, made["id"], '"1"').status == 200
    assert delete(api, made["id"]).status == 404
    assert replace(api, made["id"], FLAT).status == 404


def test_a_deletion_meets_a_change_by_somebody_else(world: World, api: Api) -> None:
    made = create(api).body

    def change(_params: Any) -> None:
        world.store.faults.clear()
        table = WorkflowsTable("workflows")
        head = table.head(ROOT_TENANT, WorkflowId(made["id"]))
        table.save_head(ROOT_TENANT, head.toggled(enabled=True, now=world.now), head.revision, world.now)

    world.store.faults.before("TransactWriteItems", lambda _params: True, change)
    assert delete(api, made["id"], '"1"').status == 412
    assert delete(api, made["id"]).status == 200


def test_every_change_is_in_the_numbered_log(world: World, api: Api) -> None:
    def log() -> list[dict[str, Any]]:
        return [row for row in world.items("workflows", "root#rules") if row["sk"] != "current"]

    before = len(log())
    made = create(api, enabled=True).body
    replace(api, made["id"], FLAT)
    delete(api, made["id"])
    new = log()[before:]
    assert [(row["version"], row["enabled"], row["deleted"]) for row in new] == [
        (1, True, False),
        (2, True, False),
        (2, False, True),
    ]
    current = world.item("workflows", keys.rules(ROOT_TENANT))
    assert current is not None
    assert new[-1]["sk"] == f"r{current['version']:010}"


def test_another_tenant_sees_and_changes_none_of_it(world: World, api: Api) -> None:
    made = create(api).body
    other = Api(world, "other")
    assert replace(other, made["id"], FLAT).status == 404
    assert delete(other, made["id"]).status == 404
