"""api: executions are cancelled before they begin, while they run, wait and between two tries; their mail goes on."""

import json
from typing import Any

import pytest

from postroom import limits
from postroom.engine.model import execution_dispatch
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import aws
from tests.functions.api_client import Answer, Api
from tests.functions.samples import mail, sample
from tests.functions.test_step_records import once, records
from tests.functions.world import World

TRIGGER = {"triggers": [{"type": "email", "classification": "invoice"}]}
WAIT = {"action": "wait", "params": {"for": "P3D"}}
TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
SLACK = {"action": "send_slack_notification", "params": {"channel": "#a", "message": "b"}}
PROCESSED = {"action": "mark_as_processed"}


def begun(world: World, *workflows: list[dict[str, Any]], **more: Any) -> tuple[EventId, dict[str, Any]]:
    """A mail that is matched with these workflows, in order, and the turn that comes next."""
    for number, steps in enumerate(workflows):
        world.add_workflow({"name": f"W{number}", **TRIGGER, "priority": number, "workflow_steps": steps, **more})
    email = world.receive(mail())
    return email, world.invoke("match_workflows", world.invoke("classify_event", world.turn(email)))


def execution(world: World, email: EventId, number: int = 0) -> str:
    return world.event(email).executions[number].id


def cancelled(api: Api, execution_id: str, **body: Any) -> Answer:
    return api("cancel_workflow_execution", id=execution_id, body=body or "")


def states(api: Api, email: EventId) -> list[str]:
    return [one["status"] for one in api("get_email", id=email).body["executions"]]


def dispatches(world: World) -> dict[str, str]:
    client = aws.client("stepfunctions")
    return {one["name"]: one["status"] for one in client.list_executions(stateMachineArn=world.machine)["executions"]}


def give_up(world: World, email: EventId) -> None:
    """All three dispatches of a mail fail."""
    for number in (1, 2, 3):
        turn = {**world.turn(email), "dispatch": f"{email}-{number}"}
        message = sample("record_failed_dispatch/failed")
        message["detail"] |= {"name": turn["dispatch"], "input": json.dumps(turn)}
        world.invoke("record_failed_dispatch", message)


def test_who_why_and_when_are_shown(world: World, api: Api) -> None:
    email, _ = begun(world, [WAIT])
    world.dispatch(email)
    world.move(60)
    answer = cancelled(api, execution(world, email), reason="A corrected invoice came.")
    assert answer.status == 200
    assert (answer.body["status"], answer.body["ended_at"]) == ("cancelled", "2026-03-02T09:01:00.000Z")
    assert answer.body["reason"] == "cancelled by installation: A corrected invoice came."
    wish = {"by": "installation", "reason": "A corrected invoice came.", "at": "2026-03-02T09:01:00.000Z"}
    assert answer.body["cancel"] == wish
    assert answer.body["waiting_until"] is None


def test_one_that_waits_is_cancelled_and_its_dispatch_stopped(world: World, api: Api) -> None:
    email, _ = begun(world, [WAIT, TICKET])
    world.dispatch(email)
    name = f"{execution(world, email)}-1"
    assert cancelled(api, execution(world, email)).body["status"] == "cancelled"
    assert dispatches(world)[name] == "ABORTED"
    [step] = api("get_workflow_execution", id=execution(world, email)).body["steps"]
    assert (step["id"], step["status"]) == ("wait", "cancelled")
    world.walk(execution_dispatch(ROOT_TENANT, email, world.event(email).executions[0].id, 1))
    assert records(world, "ticket") == []
    world.move(limits.SWEEP_AFTER_SECONDS + 1)
    assert world.invoke("sweep_events", sample("sweep_events/tick")) == {"start": 0, "leave": 0, "give_up": 0}


def test_one_that_has_not_begun_is_left_out(world: World, api: Api) -> None:
    email, turn = begun(world, [TICKET], [TICKET], [PROCESSED])
    assert cancelled(api, execution(world, email, 1)).body["status"] == "cancelled"
    while turn["next"] != "done":
        turn = world.invoke(f"step_{turn['next'].removeprefix('step:')}", turn)
    assert states(api, email) == ["completed", "cancelled", "completed"]
    assert len(records(world, "ticket")) == 1


def test_two_that_have_not_begun_are_both_left_out(world: World, api: Api) -> None:
    email, turn = begun(world, [TICKET], [TICKET], [TICKET])
    cancelled(api, execution(world, email, 2))
    cancelled(api, execution(world, email, 1))
    while turn["next"] != "done":
        turn = world.invoke(f"step_{turn['next'].removeprefix('step:')}", turn)
    assert states(api, email) == ["completed", "cancelled", "cancelled"]
    assert world.event(email).state == "done"


def test_one_that_runs_is_marked_and_ends_before_its_next_step(world: World, api: Api) -> None:
    email, turn = begun(world, [TICKET, PROCESSED], [TICKET])
    answer = cancelled(api, execution(world, email))
    assert (answer.body["status"], answer.body["cancel"]["by"]) == ("running", "installation")
    assert cancelled(api, execution(world, email), reason="again").body["cancel"]["reason"] is None
    following = world.invoke("step_records", turn)
    assert states(api, email) == ["cancelled", "running"]
    world.invoke("step_records", following)
    assert states(api, email) == ["cancelled", "completed"]
    assert (world.event(email).state, world.event(email).mail.status) == ("done", "classified")


def test_one_between_two_tries_is_cancelled_and_the_mail_goes_on_at_once(world: World, api: Api) -> None:
    world.slack({})
    again = {"attempts": 3, "on": ["refused"], "backoff_seconds": 600}
    email, turn = begun(world, [{**SLACK, "retry": again}], [TICKET])
    assert world.invoke("step_notify", turn)["next"] == "wait"
    assert cancelled(api, execution(world, email)).body["status"] == "cancelled"
    assert dispatches(world) == {f"{email}-1": "ABORTED", f"{email}-2": "RUNNING"}
    world.dispatch(email, 2)
    assert states(api, email) == ["cancelled", "completed"]
    [step] = api("get_workflow_execution", id=execution(world, email)).body["steps"]
    assert (step["status"], len(step["attempts"])) == ("cancelled", 1)
    assert world.now.isoformat() == "2026-03-02T09:00:00+00:00"


def test_the_dispatch_that_goes_on_is_started_by_the_sweeper_if_nobody_did(world: World, api: Api) -> None:
    email, turn = begun(world, [WAIT], [TICKET], stop_on_match=True)
    assert world.invoke("step_records", turn)["next"] == "wait"
    world.break_step_functions()
    assert cancelled(api, execution(world, email)).status == 500
    world.mend_step_functions()
    assert states(api, email)[0] == "cancelled"
    world.move(limits.SWEEP_AFTER_SECONDS + 1)
    assert world.invoke("sweep_events", sample("sweep_events/tick"))["start"] == 1
    assert f"{email}-2" in dispatches(world)
    world.dispatch(email, 2)
    assert states(api, email) == ["cancelled", "completed"]


def test_one_that_has_ended_is_a_conflict(world: World, api: Api) -> None:
    email, _ = begun(world, [PROCESSED])
    world.dispatch(email)
    answer = cancelled(api, execution(world, email))
    assert (answer.status, answer.body["code"]) == (409, "conflict")
    assert answer.body["detail"] == "the execution has ended as completed; only one that has not is cancelled"


def test_cancelled_twice_is_a_conflict(world: World, api: Api) -> None:
    email, _ = begun(world, [WAIT])
    world.dispatch(email)
    cancelled(api, execution(world, email))
    answer = cancelled(api, execution(world, email))
    assert (answer.status, "ended as cancelled" in answer.body["detail"]) == (409, True)


def test_nobody_cancels_what_is_not_theirs(world: World, api: Api) -> None:
    email, _ = begun(world, [WAIT])
    world.dispatch(email)
    assert cancelled(Api(world, "other"), execution(world, email)).status == 404
    assert states(api, email) == ["waiting"]


@pytest.mark.parametrize(
    ("body", "path"), [({"reason": "x" * (limits.REASON_CHARACTERS + 1)}, "reason"), ({"why": "x"}, "why")]
)
def test_a_wrong_body_is_refused(world: World, api: Api, body: dict[str, str], path: str) -> None:
    email, _ = begun(world, [WAIT])
    answer = cancelled(api, execution(world, email), **body)
    assert (answer.status, list(answer.problems)) == (422, [path])


def test_marked_and_then_given_up_it_ends_as_cancelled(world: World, api: Api) -> None:
    email, _ = begun(world, [TICKET], [TICKET])
    cancelled(api, execution(world, email))
    give_up(world, email)
    assert states(api, email) == ["cancelled", "failed"]
    assert world.event(email).mail.status == "failed"


def test_who_is_still_at_it_commits_nothing_after_it_was_given_up(world: World, api: Api) -> None:
    email, turn = begun(world, [TICKET])
    dies = once(lambda: give_up(world, email))
    world.store.faults.before("TransactWriteItems", lambda params: "create_ticket" in str(params), dies)
    assert world.invoke("step_records", turn)["next"] == "done"
    assert (states(api, email), records(world, "ticket")) == (["failed"], [])
