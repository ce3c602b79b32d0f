"""From a stored event to an understood one, and the two other ways an event can end early."""

from datetime import UTC, datetime

from postroom.classify.decision import Classification
from postroom.ids import EventId
from postroom.mail.model import Address, Mail
from postroom.triggers.event import dispatch_input
from postroom.triggers.intake import Repeat
from postroom.triggers.understanding import given_up, understood, without_workflows
from tests.core.triggers.samples import stored_event

LATER = datetime(2026, 3, 2, 9, 0, 3, tzinfo=UTC)
INVOICE = Classification(category="invoice", confidence=0.93, layer="keywords")
MAIL = Mail.model_validate(
    {
        "from": Address(name="Nordisk Papir", address="faktura@nordisk.example", domain="nordisk.example"),
        "subject": "Faktura 7",
        "message_id": "7@nordisk.example",
    }
)
EARLIER = EventId("evt_00000000000000000000000001")


def test_a_new_mail_is_classified_and_goes_on() -> None:
    event = understood(stored_event(), MAIL, INVOICE, Repeat("new"), LATER)
    assert (event.state, event.done_at) == ("dispatched", None)
    assert event.mail.model_dump() == {
        "status": "classified",
        "status_reason": None,
        "sender": "Nordisk Papir <faktura@nordisk.example>",
        "sender_address": "faktura@nordisk.example",
        "subject": "Faktura 7",
        "message_id": "7@nordisk.example",
        "category": "invoice",
        "confidence": 0.93,
        "duplicate_of": None,
        "reused_message_id": False,
        "reading": None,
        "thread": None,
        "own": None,
    }


def test_a_duplicate_is_done_and_names_the_mail_it_repeats() -> None:
    event = understood(stored_event(), MAIL, INVOICE, Repeat("duplicate", EARLIER), LATER)
    assert (event.state, event.done_at, event.mail.status) == ("done", LATER, "duplicate")
    assert (event.mail.duplicate_of, event.mail.status_reason) == (EARLIER, f"the same mail came before as {EARLIER}")
    assert not event.mail.reused_message_id


def test_a_reused_message_id_is_marked_and_goes_on() -> None:
    event = understood(stored_event(), MAIL, INVOICE, Repeat("reused", EARLIER), LATER)
    assert (event.state, event.mail.status) == ("dispatched", "classified")
    assert (event.mail.reused_message_id, event.mail.duplicate_of) == (True, None)


def test_a_mail_without_a_sender_and_with_an_endless_subject_is_listed_all_the_same() -> None:
    event = understood(stored_event(), Mail(subject="x" * 5_000), INVOICE, Repeat("new"), LATER)
    assert (event.mail.sender, len(event.mail.subject), event.mail.message_id) == ("", 1_000, None)


def test_how_the_mail_came_stays_as_it_was() -> None:
    before = stored_event()
    event = understood(before, MAIL, INVOICE, Repeat("new"), LATER)
    assert (event.id, event.source, event.received_at) == (before.id, before.source, before.received_at)


def test_an_event_whose_dispatches_were_given_up_is_done_and_its_mail_failed() -> None:
    event = given_up(understood(stored_event(), MAIL, INVOICE, Repeat("new"), LATER), "dispatch 3 failed", LATER)
    assert (event.state, event.done_at, event.failure) == ("done", LATER, "dispatch 3 failed")
    assert (event.mail.status, event.mail.status_reason, event.mail.category) == (
        "failed",
        "dispatch 3 failed",
        "invoice",
    )


def test_with_workflows_switched_off_a_mail_ends_classified() -> None:
    event = without_workflows(understood(stored_event(), MAIL, INVOICE, Repeat("new"), LATER), LATER)
    assert (event.state, event.done_at, event.mail.status) == ("done", LATER, "classified")
    assert event.mail.status_reason == "workflows are switched off"


def test_a_dispatch_is_named_by_its_event_and_number_and_its_input_follows_from_its_name() -> None:
    event = stored_event().model_copy(update={"dispatch": 2})
    assert event.dispatch_name == f"{event.id}-2"
    assert dispatch_input(event.tenant, event.id, 2) == {
        "format": 1,
        "tenant": "root",
        "event": event.id,
        "dispatch": f"{event.id}-2",
        "next": "classify",
    }
