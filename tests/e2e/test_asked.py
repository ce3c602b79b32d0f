"""What people ask for, over HTTP: workflows tried and run on a mail, the decision explained, an execution run again."""

from typing import Any

import pytest

from infra.local.doors.misbehaviour import garbage
from tests.e2e.client import Client
from tests.e2e.exactly_once import records
from tests.e2e.installation import INVOICE_PROCESSING, OURS, Installation, samples

INVOICE = next(one for one in samples() if one.file == "invoice_en.eml")
TICKET = {
    "name": "By hand",
    "classification_trigger": "invoice",
    "workflow_steps": [
        {"id": "ticket", "action": "create_ticket", "params": {"title": "By hand: {{ email.subject }}"}},
        {"id": "done", "action": "mark_as_processed"},
    ],
}


def received(installation: Installation) -> str:
    ses_id = installation.send(INVOICE.raw, INVOICE.sender, [OURS])
    installation.run()
    return str(installation.event_id(ses_id))


def made(installation: Client, name: str) -> list[dict[str, Any]]:
    return [one for one in records(installation, "ticket") if one["title"].startswith(name)]


def test_a_workflow_is_tried_then_run_on_a_mail_that_came_before_it(installation: Installation) -> None:
    email = received(installation)
    tried = installation.call("POST", f"/emails/{email}/match", {"workflow": TICKET})
    [rehearsed] = tried["executions"]
    assert rehearsed["steps"][0]["params"]["title"].startswith("By hand: Invoice HL-2026-0417")
    assert [one["effect"] for one in rehearsed["suppressed"]] == ["save_record", "set_mail_status"]
    assert made(installation, "By hand") == []
    workflow = installation.call("POST", "/workflows", TICKET)
    body = {"workflow_ids": [workflow["id"]], "include_disabled": True}
    run = installation.call("POST", f"/emails/{email}/execute-workflows", body)
    assert (run["status"], run["workflows_executed"], run["workflows_succeeded"]) == ("executed", 1, 1)
    assert run["details"][0]["steps_completed"] == 2
    assert len(made(installation, "By hand")) == 1
    asked = installation.get(f"/manual-events/{run['event_id']}")
    assert (asked["asks"], asked["asked_by"], asked["email_id"]) == ("execute", "installation", email)
    decision = installation.get(f"/emails/{email}/decision?event_id={run['event_id']}")
    assert [(one["name"], one["execution_status"]) for one in decision["workflows"]] == [("By hand", "completed")]


def test_the_decision_about_a_mail_is_explained(installation: Installation) -> None:
    email = received(installation)
    decision = installation.get(f"/emails/{email}/decision")
    [one] = decision["workflows"]
    assert (one["name"], one["outcome"], one["execution_status"]) == (INVOICE_PROCESSING, "matched", "completed")
    assert all(clause["passed"] for trigger in one["triggers"] for clause in trigger["clauses"])


def test_a_mail_is_read_and_matched_again(installation: Installation) -> None:
    email = received(installation)
    run = installation.call("POST", f"/emails/{email}/reprocess")
    assert (run["status"], [one["status"] for one in run["details"]]) == ("executed", ["completed"])
    shown = installation.get(f"/emails/{email}")
    assert (shown["reading"], shown["status"]) == (run["event_id"], "processed")


@pytest.mark.parametrize(("choice", "posts"), [("keep", 1), ("repeat", 2)])
def test_an_execution_is_run_again_as_its_confirmed_plan_says(
    installation: Installation, choice: str, posts: int
) -> None:
    installation.slack.misbehaviours.plan(garbage())
    email = received(installation)
    [first] = installation.get(f"/emails/{email}")["executions"]
    tickets = [one["id"] for one in records(installation, "ticket")]
    assert first["outcome_unknown"] is True
    plan = installation.get(f"/workflow-executions/{first['id']}/rerun/plan?steps_from=all")
    assert [step["id"] for step in plan["steps"] if step["asks"]] == ["slack"]
    body = {**{name: plan[name] for name in ("plan", "steps_from", "on_version")}, "outside": {"slack": choice}}
    started = installation.call("POST", f"/workflow-executions/{first['id']}/rerun", body)
    installation.run()
    again = installation.execution(started["execution"]["id"])
    assert (again["status"], again["rerun_of"]) == ("completed", first["id"])
    assert [one["id"] for one in records(installation, "ticket")] == tickets
    assert len(installation.slack.posts()) == posts
