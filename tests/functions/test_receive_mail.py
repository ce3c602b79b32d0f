"""receive_mail: stored once whatever is repeated, whose it is, and what is not processed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from postroom import limits
from postroom.ids import ROOT_TENANT
from tests.functions.samples import mail, sample
from tests.functions.world import World, ses_notification, sqs_event

NOTICE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def notified_for(recipient: str) -> dict[str, Any]:
    return ses_notification("ses-1", "inbound/ses-1", NOTICE, recipients=[recipient])


def test_the_sample_event_is_stored_with_all_that_ses_says_and_its_dispatch_started(world: World) -> None:
    assert world.invoke("receive_mail", sample("receive_mail/invoice")) == {"batchItemFailures": []}
    [head] = world.items("executions", "#event#")
    event = world.event(head["id"])
    assert (event.tenant, event.kind, event.state, event.mail.status) == ("root", "email", "received", "received")
    assert (event.mail.sender, event.mail.subject) == ("Supplier <sender@supplier.example>", "Invoice 2026-117")
    assert event.source.model_dump() == {
        "ses_message_id": "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
        "object_key": "inbound/o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
        "envelope_from": "sender@supplier.example",
        "recipients": ("faktura@postroom.test",),
        "verdicts": dict.fromkeys(("spam", "virus", "spf", "dkim", "dmarc"), "PASS"),
    }
    assert world.started() == [f"{event.id}-1"]


def test_the_same_delivery_twice_is_one_event_and_one_dispatch(world: World) -> None:
    for _ in range(2):
        world.invoke("receive_mail", sample("receive_mail/invoice"))
    assert len(world.items("executions", "#event#")) == 1
    assert len(world.started()) == 1


def test_a_second_notification_of_one_message_adds_its_recipients(world: World) -> None:
    event = world.receive(mail(), recipients=["a@postroom.test"])
    assert world.receive(mail(), recipients=["b@postroom.test", "a@postroom.test"]) == event
    assert world.event(event).source.recipients == ("a@postroom.test", "b@postroom.test")


def test_recipients_that_another_notification_adds_at_the_same_moment_are_all_kept(world: World) -> None:
    event = world.receive(mail(), recipients=["a@postroom.test"])
    meanwhile = [notified_for("b@postroom.test"), notified_for("c@postroom.test")]

    def others_are_first(_: Any) -> None:
        if meanwhile:
            assert world.invoke("receive_mail", sqs_event(meanwhile.pop(0))) == {"batchItemFailures": []}

    world.store.faults.before("UpdateItem", lambda _: True, others_are_first)
    assert world.invoke("receive_mail", sqs_event(notified_for("d@postroom.test"))) == {"batchItemFailures": []}
    assert sorted(world.event(event).source.recipients) == [f"{one}@postroom.test" for one in "abcd"]


def test_a_notification_whose_recipients_cannot_be_added_for_all_the_others_comes_again(world: World) -> None:
    event = world.receive(mail(), recipients=["a@postroom.test"])
    adding = False

    def another_is_first(_: Any) -> None:
        nonlocal adding
        if not adding:
            adding = True
            added = len(world.event(event).source.recipients)
            world.invoke("receive_mail", sqs_event(notified_for(f"other{added}@postroom.test")))
            adding = False

    world.store.faults.before("UpdateItem", lambda _: True, another_is_first)
    answer = world.invoke("receive_mail", sqs_event(notified_for("b@postroom.test")))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert len(world.event(event).source.recipients) == 1 + limits.RECIPIENT_TRIES


def test_a_notification_with_another_time_starts_the_event_that_is_stored_and_no_other(world: World) -> None:
    event = world.receive(mail(), recipients=["a@postroom.test"])
    world.move(1)
    assert world.receive(mail(), recipients=["b@postroom.test"]) == event
    assert world.started() == [f"{event}-1"]
    world.work()
    assert world.event(event).state == "done"


def test_a_mail_that_was_skipped_is_not_started_by_a_later_notification(world: World) -> None:
    world.setting("EMAIL_TO_TICKET_ENABLED", "false")
    event = world.receive(mail(), recipients=["a@postroom.test"])
    world.setting("EMAIL_TO_TICKET_ENABLED", "true")
    assert world.receive(mail(), recipients=["b@postroom.test"]) == event
    assert (world.event(event).mail.status, world.started()) == ("skipped", [])


def test_a_crash_between_storing_and_starting_is_mended_by_the_next_delivery(world: World) -> None:
    world.break_step_functions()
    answer = world.invoke("receive_mail", sample("receive_mail/invoice"))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "059f36b4-87a3-44ab-83d2-661975830a7d"}]}
    [head] = world.items("executions", "#event#")
    world.mend_step_functions()
    world.invoke("receive_mail", sample("receive_mail/invoice"))
    assert world.started() == [f"{head['id']}-1"]


def test_mail_for_nobody_is_kept_under_the_root_tenant_as_unrouted_and_not_dispatched(world: World) -> None:
    event = world.event(world.receive(mail(), recipients=["who@elsewhere.test"]))
    assert (event.tenant, event.mail.status, event.state) == (ROOT_TENANT, "unrouted", "done")
    assert event.mail.status_reason == "no tenant has this address"
    assert world.started() == []


def test_a_second_notification_for_somebody_is_run_although_the_first_was_for_nobody(world: World) -> None:
    nobody = world.receive(mail(), recipients=["who@elsewhere.test"])
    somebody = world.receive(mail(), recipients=["faktura@postroom.test"])
    assert nobody != somebody
    assert world.event(nobody).source.recipients == ("who@elsewhere.test",)
    assert (world.event(somebody).mail.status, world.started()) == ("received", [f"{somebody}-1"])


@pytest.mark.parametrize("detail", ["", "+order-7"])
def test_a_mail_to_as_many_recipients_as_ses_takes_is_stored_with_all_of_them_and_run(
    world: World, detail: str
) -> None:
    recipients = [f"person{number}{detail}@postroom.test" for number in range(100)]
    event = world.receive(mail(), recipients=recipients)
    assert world.event(event).source.recipients == tuple(recipients)
    world.dispatch(event)
    assert (world.event(event).state, world.event(event).mail.status) == ("done", "classified")


def test_the_hundredth_recipient_of_a_mail_finds_its_tenant_when_no_other_has_one(world: World) -> None:
    strangers = [f"person@elsewhere{number}.test" for number in range(99)]
    event = world.event(world.receive(mail(), recipients=[*strangers, "faktura@postroom.test"]))
    assert (event.mail.status, event.source.recipients[0]) == ("received", "faktura@postroom.test")


def test_a_verdict_that_is_not_known_says_nothing_and_loses_no_mail(world: World) -> None:
    event = world.event(world.receive(mail(), spam="PENDING"))
    assert (event.source.verdicts.spam, event.mail.status) == ("DISABLED", "received")


def test_a_mail_with_a_virus_is_skipped_with_its_reason(world: World) -> None:
    event = world.event(world.receive(mail(), virus="FAIL"))
    assert (event.mail.status, event.mail.status_reason, event.state) == ("skipped", "virus", "done")
    assert event.source.verdicts.virus == "FAIL"
    assert world.started() == []


def test_with_processing_off_mail_is_stored_and_listed_as_skipped(world: World) -> None:
    world.setting("EMAIL_TO_TICKET_ENABLED", "false")
    event = world.event(world.receive(mail()))
    assert (event.mail.status, event.mail.status_reason) == ("skipped", "processing_off")
    assert world.started() == []


def test_ses_set_up_messages_are_accepted_and_dropped(world: World) -> None:
    assert world.invoke("receive_mail", sample("receive_mail/ses_setup")) == {"batchItemFailures": []}
    assert world.items("executions") == []


def test_one_bad_message_of_a_batch_comes_again_and_the_others_do_not(world: World) -> None:
    batch = sqs_event(ses_notification("ses-1", "inbound/ses-1", NOTICE), {"notificationType": "Nonsense"})
    assert world.invoke("receive_mail", batch) == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert len(world.items("executions", "#event#")) == 1


def test_throttled_tables_are_tried_again_and_nothing_is_lost(world: World) -> None:
    world.store.faults.throttle_next(2)
    world.store.faults.conflict_next(2)
    event = world.event(world.receive(mail()))
    assert event.mail.status == "received"
