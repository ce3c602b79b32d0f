"""match_workflows: the decision is stored with its reasons, executions are planned once, saves are seen at once."""

from typing import Any

import pytest

from postroom.ids import ROOT_TENANT, EventId
from postroom.plain import plain
from postroom_adapters import keys
from postroom_adapters.reading.emails import decision_of
from tests.functions.samples import mail, sample
from tests.functions.world import World


def matched(world: World, event: EventId) -> dict[str, Any]:
    turn = {**sample("match_workflows/classified"), "event": event, "dispatch": f"{event}-1"}
    world.invoke("classify_event", turn)
    answer: dict[str, Any] = world.invoke("match_workflows", turn)
    return answer


def decision(world: World, event: EventId) -> dict[str, Any]:
    stored = world.item("executions", keys.event(ROOT_TENANT, event, "decision"))
    assert stored is not None
    return stored


def test_a_matched_workflow_becomes_an_execution_and_its_first_step_is_next(world: World) -> None:
    world.enable("Invoice Processing")
    event = world.receive(mail())
    turn = matched(world, event)
    [head] = world.items("executions", "#execution#")[1:]
    assert (turn["next"], turn["execution"]) == ("step:records", head["id"])
    assert (head["status"], head["workflow_name"], head["steps_total"]) == ("running", "Invoice Processing", 5)


def test_the_decision_says_what_matched_and_why_the_others_did_not(world: World) -> None:
    world.enable("Invoice Processing", "Bankruptcy Alert")
    event = world.receive(mail())
    matched(world, event)
    stored = decision(world, event)
    [one] = stored["matched"]
    [missed] = plain(decision_of(stored).near_misses)
    assert (one["name"], [clause["passed"] for clause in one["clauses"]]) == ("Invoice Processing", [True, True])
    [clause] = missed["clauses"]
    assert (missed["name"], clause["clause"], clause["passed"]) == ("Bankruptcy Alert", "classification", False)
    assert (clause["wanted"], clause["found"]) == ("bankruptcy", "invoice")
    assert (stored["rules"], stored["considered"]) == ("root/rules/7", 2)


def test_without_a_match_the_event_is_done_and_its_mail_stays_classified(world: World) -> None:
    event = world.receive(mail())
    assert matched(world, event)["next"] == "done"
    head = world.event(event)
    assert (head.state, head.mail.status, head.executions) == ("done", "classified", ())


def test_a_repeated_invocation_plans_nothing_twice(world: World) -> None:
    world.enable("Invoice Processing")
    event = world.receive(mail())
    first = matched(world, event)
    before = world.items("executions")
    assert matched(world, event) == first
    assert world.items("executions") == before


def test_a_save_is_seen_by_the_next_match_of_a_warm_function(world: World) -> None:
    event = world.receive(mail(Message_ID="<1@x>"), "ses-1")
    assert matched(world, event)["next"] == "done"
    world.enable("Invoice Processing")
    later = world.receive(mail(Message_ID="<2@x>"), "ses-2")
    assert matched(world, later)["next"] == "step:records"


def test_a_warm_match_with_nothing_changed_costs_one_read_and_one_write(world: World) -> None:
    world.enable("Invoice Processing")
    matched(world, world.receive(mail(Message_ID="<1@x>"), "ses-1"))
    event = world.receive(mail(Message_ID="<2@x>"), "ses-2")
    turn = {**sample("match_workflows/classified"), "event": event, "dispatch": f"{event}-1"}
    world.invoke("classify_event", turn)
    calls: list[str] = []
    world.store.observers.append(lambda operation, _params: calls.append(operation))
    world.invoke("match_workflows", turn)
    assert calls == ["BatchGetItem", "TransactWriteItems"]


def test_with_workflows_off_mail_ends_classified_and_nothing_is_decided(world: World) -> None:
    world.enable("Invoice Processing")
    world.setting("EMAIL_WORKFLOWS_ENABLED", "false")
    event = world.receive(mail())
    assert matched(world, event)["next"] == "done"
    head = world.event(event)
    assert (head.mail.status, head.mail.status_reason) == ("classified", "workflows are switched off")
    assert (head.state, head.executions, head.decided_at) == ("done", (), None)


def test_a_duplicate_is_not_matched(world: World) -> None:
    world.enable("Invoice Processing")
    matched(world, world.receive(mail(), "ses-1"))
    assert matched(world, world.receive(mail(), "ses-2"))["next"] == "done"


@pytest.mark.parametrize("threshold", ["0.99999", "0.1"])
def test_the_default_threshold_is_the_installations(world: World, threshold: str) -> None:
    world.setting("EMAIL_AI_CONFIDENCE_THRESHOLD", threshold)
    world.add_workflow({"name": "Any invoice", "triggers": [{"type": "email", "classification": "invoice"}]})
    expected = "done" if threshold == "0.99999" else "step:records"
    assert matched(world, world.receive(mail()))["next"] == expected


def test_named_groups_of_a_pattern_reach_the_steps_as_match(world: World) -> None:
    steps = [{"action": "create_ticket", "params": {"title": "About {{ match.number }}"}}]
    trigger = {"type": "email", "subject_pattern": r"(?P<number>\d{4}-\d+)"}
    world.add_workflow({"name": "Numbers", "triggers": [trigger], "workflow_steps": steps})
    event = world.receive(mail())
    world.dispatch(event)
    [matched_one] = decision(world, event)["matched"]
    assert matched_one["match"] == {"number": "2026-117"}
    titles = {item["title"] for item in world.items("records") if item.get("title")}
    assert titles == {"About 2026-117"}
