"""api: held mail is seen with its reason, released by a run of its own, or discarded; nothing of it is lost."""

from postroom.mail.budgets import MailBudgets
from tests.functions.api_client import Api
from tests.functions.holding import held_mails, set_budgets
from tests.functions.samples import mail
from tests.functions.test_step_records import records
from tests.functions.world import World

TICKET = {
    "name": "Ticket",
    "triggers": [{"type": "email", "classification": "invoice"}],
    "workflow_steps": [{"action": "create_ticket"}, {"action": "mark_as_processed"}],
}


def test_a_held_mail_is_shown_with_why_and_what_it_says(world: World, api: Api) -> None:
    world.add_workflow(TICKET)
    [held] = held_mails(world, 1)
    shown = api("get_email", id=held).body
    assert (shown["status"], shown["state"], shown["category"]) == ("held", "done", "invoice")
    assert shown["status_reason"] == "a loop is feared, after 1 mail from this sender within an hour"
    assert (shown["mail"]["subject"], shown["executions"]) == ("Invoice 2026-117", [])
    assert len(records(world, "ticket")) == 1


def test_a_released_mail_runs_its_workflows_and_says_who_released_it(world: World, api: Api) -> None:
    world.add_workflow(TICKET)
    [held] = held_mails(world, 1)
    answer = api("release_email", id=held)
    assert (answer.status, answer.body["status"], answer.body["workflows_succeeded"]) == (200, "executed", 1)
    assert len(records(world, "ticket")) == 2
    assert world.event(held).mail.status == "processed"
    event = api("get_manual_event", id=answer.body["event_id"]).body
    assert (event["asks"], event["asked_by"], event["email_id"]) == ("release", "installation", held)


def test_a_release_sent_again_under_its_key_answers_as_the_first_did(world: World, api: Api) -> None:
    world.add_workflow(TICKET)
    [held] = held_mails(world, 1)
    first, again = (api("release_email", id=held, headers={"idempotency-key": "k1"}) for _ in range(2))
    assert (again.status, again.body) == (200, first.body)
    assert len(records(world, "ticket")) == 2
    assert api("release_email", id=held, headers={"idempotency-key": "k2"}).status == 409


def test_a_released_mail_without_a_workflow_for_it_is_classified(world: World, api: Api) -> None:
    [held] = held_mails(world, 1)
    assert api("release_email", id=held).body["status"] == "no_match"
    head = world.event(held).mail
    assert (head.status, head.status_reason) == ("classified", "released by installation")


def test_a_discarded_mail_is_kept_and_runs_nothing(world: World, api: Api) -> None:
    world.add_workflow(TICKET)
    [held] = held_mails(world, 1)
    answer = api("discard_email", id=held)
    assert (answer.status, answer.body["id"], answer.body["status"]) == (200, held, "skipped")
    reason = "discarded by installation; it was held: "
    assert api("get_email", id=held).body["status_reason"].startswith(reason)
    assert world.object(world.event(held).source.object_key)
    assert len(records(world, "ticket")) == 1


def test_what_is_decided_is_decided_once(world: World, api: Api) -> None:
    first, second = held_mails(world, 2)
    assert api("release_email", id=first).status == 200
    assert api("discard_email", id=second).status == 200
    for name in ("release_email", "discard_email"):
        for email, status in ((first, "classified"), (second, "skipped")):
            answer = api(name, id=email)
            assert (answer.status, answer.body["detail"]) == (409, f"the mail is not held; it is {status}")


def test_a_mail_that_is_not_held_or_not_there_can_be_neither(world: World, api: Api) -> None:
    event = world.receive(mail())
    assert api("release_email", id=event).status == 409
    assert api("discard_email", id="evt_01KJQCX8G0E4KV55RZ3FNTGY0G").status == 404


def test_the_hour_is_over_and_what_comes_then_is_not_held(world: World, api: Api) -> None:
    [held] = held_mails(world, 1)
    set_budgets(MailBudgets(sender=1))
    world.move(3_600)
    event = world.receive(mail(From="busy@sender.example", Message_ID="<later@sender.example>"), "ses-later")
    world.dispatch(event)
    assert world.event(event).mail.status == "classified"
    assert api("get_email", id=held).body["status"] == "held"
