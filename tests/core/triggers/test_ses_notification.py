"""What SES says of a mail becomes one event for each tenant it is for."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from postroom.ids import ROOT_TENANT, TenantId
from postroom.triggers.event import VerdictStatus
from postroom.triggers.ses_notification import SesNotification, events_for, is_setup_message
from tests.core.triggers.samples import OWNERS, message, notification, stored_event
from tests.shared_data import shared_data


def test_the_sample_is_an_event_with_all_that_ses_says_of_it() -> None:
    event = stored_event()
    assert (event.tenant, event.kind, event.state, event.dispatch) == (ROOT_TENANT, "email", "received", 1)
    assert event.source.model_dump() == {
        "ses_message_id": "o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
        "object_key": "inbound/o3vrnil0e2ic28trm7dfhrc2v0clambda4nbp0g1",
        "envelope_from": "sender@supplier.example",
        "recipients": ("faktura@postroom.test",),
        "verdicts": dict.fromkeys(("spam", "virus", "spf", "dkim", "dmarc"), "PASS"),
    }
    assert (event.mail.status, event.mail.sender, event.mail.subject) == (
        "received",
        "Supplier <sender@supplier.example>",
        "Invoice 2026-117",
    )


def test_the_same_notification_is_always_the_same_event() -> None:
    assert stored_event() == stored_event()


def test_another_message_and_another_tenant_are_other_events() -> None:
    [other] = events_for(notification(mail={"messageId": "m2"}), OWNERS, processing=True)
    [theirs] = events_for(notification(receipt={"recipients": ["a@other.test"]}), OWNERS, processing=True)
    assert len({stored_event().id, other.id, theirs.id}) == 3


@pytest.mark.parametrize("status", get_args(VerdictStatus))
@pytest.mark.parametrize("field", ["spam", "virus", "spf", "dkim", "dmarc"])
def test_every_verdict_is_kept_under_its_own_name(field: str, status: str) -> None:
    [event] = events_for(notification(receipt={f"{field}Verdict": {"status": status}}), OWNERS, processing=True)
    assert event.source.verdicts.model_dump() == {
        **dict.fromkeys(("spam", "virus", "spf", "dkim", "dmarc"), "PASS"),
        field: status,
    }


def test_a_verdict_that_ses_does_not_give_is_disabled() -> None:
    said = message()
    for field in ("spamVerdict", "virusVerdict"):
        del said["receipt"][field]
    said["receipt"]["spfVerdict"] = {}
    [event] = events_for(SesNotification.model_validate(said), OWNERS, processing=True)
    verdicts = event.source.verdicts
    assert (verdicts.spam, verdicts.virus, verdicts.spf, verdicts.dkim) == ("DISABLED", "DISABLED", "DISABLED", "PASS")


def test_a_mail_for_several_tenants_is_an_event_of_each_with_its_own_recipients() -> None:
    several = notification(receipt={"recipients": ["a@postroom.test", "b@other.test", "C@Other.test"]})
    one, other = events_for(several, OWNERS, processing=True)
    assert (one.tenant, one.source.recipients) == ("root", ("a@postroom.test",))
    assert (other.tenant, other.source.recipients) == ("ten_other", ("b@other.test", "C@Other.test"))
    assert one.id != other.id
    assert one.source.object_key == other.source.object_key


def test_recipients_of_nobody_are_kept_under_the_root_tenant_as_unrouted_and_done() -> None:
    mixed = notification(receipt={"recipients": ["b@other.test", "who@elsewhere.test"]})
    theirs, nobodys = events_for(mixed, OWNERS, processing=True)
    assert (theirs.mail.status, theirs.state, theirs.done_at) == ("received", "received", None)
    assert (nobodys.tenant, nobodys.source.recipients) == (ROOT_TENANT, ("who@elsewhere.test",))
    assert (nobodys.mail.status, nobodys.mail.status_reason) == ("unrouted", "no tenant has this address")
    assert (nobodys.state, nobodys.done_at) == ("done", nobodys.received_at)


def test_where_the_root_tenant_is_an_owner_the_mail_is_one_event_of_it() -> None:
    mixed = notification(receipt={"recipients": ["who@elsewhere.test", "a@postroom.test"]})
    [event] = events_for(mixed, OWNERS, processing=True)
    assert (event.tenant, event.mail.status) == (ROOT_TENANT, "received")
    assert event.source.recipients == ("a@postroom.test", "who@elsewhere.test")


def test_what_is_not_processed_is_listed_as_skipped_with_the_reason_and_done() -> None:
    virus = notification(receipt={"virusVerdict": {"status": "FAIL"}})
    [infected] = events_for(virus, OWNERS, processing=True)
    [switched_off] = events_for(notification(), OWNERS, processing=False)
    assert [(one.mail.status, one.mail.status_reason, one.state) for one in (infected, switched_off)] == [
        ("skipped", "virus", "done"),
        ("skipped", "processing_off", "done"),
    ]


def test_a_mail_without_readable_headers_is_listed_by_its_envelope() -> None:
    bare = notification(mail={"commonHeaders": {}, "source": "bounce@supplier.example"})
    [event] = events_for(bare, OWNERS, processing=True)
    assert (event.mail.sender, event.mail.subject) == ("bounce@supplier.example", "")
    nothing = notification(mail={"commonHeaders": {"from": []}, "source": ""})
    [event] = events_for(nothing, OWNERS, processing=True)
    assert (event.mail.sender, event.source.envelope_from) == ("", "")


def test_half_a_character_in_a_header_loses_no_mail() -> None:
    headers = {"from": ["Bo \udc00 <bo@supplier.example>"], "subject": "Paid \ud83d\ude00 \ud83d"}
    [event] = events_for(notification(mail={"commonHeaders": headers}), OWNERS, processing=True)
    assert (event.mail.sender, event.mail.subject) == ("Bo \ufffd <bo@supplier.example>", "Paid \U0001f600 \ufffd")


def test_endless_headers_are_cut_for_lists() -> None:
    endless = notification(mail={"commonHeaders": {"from": ["x" * 5_000], "subject": "y" * 5_000}})
    [event] = events_for(endless, OWNERS, processing=True)
    assert (len(event.mail.sender), len(event.mail.subject)) == (320, 1_000)


def test_set_up_messages_are_told_from_mails() -> None:
    assert is_setup_message(message("ses_setup"))
    assert not is_setup_message(message())
    assert not is_setup_message({})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("notificationType",), "Bounce"),
        (("receipt", "action", "type"), "Lambda"),
        (("receipt", "recipients"), None),
        (("mail", "timestamp"), "yesterday"),
        (("mail", "timestamp"), "2026-03-02T09:00:00"),
        (("mail", "messageId"), None),
    ],
)
def test_what_is_not_a_mails_notification_is_refused_naming_the_field(path: tuple[str, ...], value: Any) -> None:
    said = message()
    inner = said
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    with pytest.raises(ValidationError) as refused:
        SesNotification.model_validate(said)
    assert [one["loc"] for one in refused.value.errors()] == [path]


RECIPIENTS = st.lists(st.sampled_from([f"{name}@{domain}.test" for name in "ab" for domain in ("one", "two", "no")]))


@given(RECIPIENTS, st.sampled_from([ROOT_TENANT, TenantId("ten_one")]))
def test_events_of_a_mail_are_different_ones_and_hold_every_recipient_once(
    recipients: list[str], first: TenantId
) -> None:
    owners = {"domain#one.test": first, "domain#two.test": TenantId("ten_two")}
    events = events_for(notification(receipt={"recipients": recipients}), owners, processing=True)
    assert len({event.id for event in events}) == len({event.tenant for event in events}) == len(events)
    assert sorted(one for event in events for one in event.source.recipients) == sorted(recipients)


def test_samples_of_other_services_are_taken_or_refused_and_never_crash() -> None:
    folder = shared_data("lambda-powertools", "files", "tests", "events")
    seen = 0
    for path in sorted(folder.glob("*.json")):
        for said in _objects(json.loads(path.read_text("utf-8"))):
            seen += 1
            assert is_setup_message(said) is False, path.name
            with pytest.raises(ValidationError):
                SesNotification.model_validate(said)
    assert seen > 100


def test_a_sample_of_ses_is_taken_once_its_action_is_the_one_of_our_receipt_rule() -> None:
    path = shared_data("lambda-powertools", "files", "tests", "events", "sesEvent.json")
    [record] = json.loads(path.read_text("utf-8"))["Records"]
    said = {**record["ses"], "notificationType": "Received"}
    said["receipt"]["action"] = {"type": "S3", "bucketName": "mail", "objectKey": "inbound/o3vrnil0e2ic28tr"}
    [event] = events_for(SesNotification.model_validate(said), {}, processing=True)
    assert (event.mail.sender, event.mail.subject) == ("Jane Doe <janedoe@example.com>", "Test Subject")
    assert event.source.recipients == ("johndoe@example.com",)
    assert event.source.verdicts.model_dump() == dict.fromkeys(("spam", "virus", "spf", "dkim", "dmarc"), "PASS")


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Every JSON object in a sample, also those inside texts, as SNS and SQS carry them."""
    if isinstance(value, dict):
        yield value
        for inner in value.values():
            yield from _objects(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _objects(inner)
    elif isinstance(value, str) and value.startswith("{"):
        try:
            inner = json.loads(value)
        except ValueError:
            return
        yield from _objects(inner)
