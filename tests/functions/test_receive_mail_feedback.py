"""receive_mail_feedback: SES's events, one by one, and what the suppression list then holds."""

import json
from typing import Any

import pytest

from postroom.ids import ROOT_TENANT
from postroom.mail.suppressions import Suppression
from postroom_adapters import keys
from tests.functions.samples import sample
from tests.functions.world import World, sqs_event

OK: dict[str, Any] = {"batchItemFailures": []}


def told(world: World, name: str) -> Any:
    return world.invoke("receive_mail_feedback", sample(f"receive_mail_feedback/{name}"))


def suppressed(world: World, tenant: str = ROOT_TENANT) -> list[Suppression]:
    rows = [row for row in world.items("directory", "#suppressed") if row["pk"] == f"{tenant}#suppressed"]
    return [Suppression.model_validate(keys.model_fields(row)) for row in rows]


def test_who_bounced_for_good_is_on_the_list_with_what_the_other_side_said(world: World) -> None:
    assert told(world, "permanent_bounce") == OK
    [one] = suppressed(world)
    assert (one.address, one.reason, one.detail) == ("recipient@example.com", "bounce", "smtp; 550 5.1.1 user unknown")
    assert one.message_id == "EXAMPLE7c191be45-e9aedb9a-02f9-4d12-a87d-dd0099a07f8a-000000"
    assert one.execution == "exe_01KJPTJA00000000000000000E"


def test_who_complained_is_on_the_list(world: World) -> None:
    assert told(world, "complaint") == OK
    assert [(one.address, one.reason, one.detail) for one in suppressed(world)] == [
        ("recipient@example.com", "complaint", "abuse")
    ]


@pytest.mark.parametrize("name", ["transient_bounce", "not_ours", "ses_setup"])
def test_a_full_mailbox_a_foreign_mail_and_ses_own_test_put_nobody_on_the_list(world: World, name: str) -> None:
    assert told(world, name) == OK
    assert world.items("directory", "#suppressed") == []


def test_a_report_that_it_was_no_spam_is_no_complaint(world: World) -> None:
    event = sample("receive_mail_feedback/complaint")
    event["Records"][0]["body"] = event["Records"][0]["body"].replace('"abuse"', '"not-spam"')
    assert world.invoke("receive_mail_feedback", event) == OK
    assert suppressed(world) == []


def test_told_twice_the_first_reason_stays(world: World) -> None:
    assert [told(world, name) for name in ("permanent_bounce", "permanent_bounce", "complaint")] == [OK, OK, OK]
    assert [one.reason for one in suppressed(world)] == ["bounce"]


def test_each_tenant_has_a_list_of_its_own(world: World) -> None:
    event = sample("receive_mail_feedback/permanent_bounce")
    event["Records"][0]["body"] = event["Records"][0]["body"].replace('"tenant": ["root"]', '"tenant": ["acme"]')
    world.invoke("receive_mail_feedback", event)
    assert (len(suppressed(world)), len(suppressed(world, "acme"))) == (0, 1)


def test_a_message_that_cannot_be_read_comes_again_and_the_others_do_not(world: World) -> None:
    good = json.loads(sample("receive_mail_feedback/complaint")["Records"][0]["body"])
    answer = world.invoke("receive_mail_feedback", sqs_event({"eventType": "Bounce"}, good))
    assert answer == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert len(suppressed(world)) == 1


def test_addresses_stay_out_of_the_log(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    world.setting("POWERTOOLS_LOG_LEVEL", "DEBUG")
    told(world, "permanent_bounce")
    [line] = map(json.loads, capsys.readouterr().out.splitlines())
    assert (line["message"], line["tenant"], line["added"], line["MailBounce"]) == ("mail_feedback", "root", 1, 1)
    assert "recipient@example.com" not in json.dumps(line)
