"""create_ticket: what the ticket says, given or from the mail."""

from typing import Any

import pytest
from pydantic import ValidationError

from postroom.actions.base import Context
from postroom.actions.create_ticket import ACTION
from postroom.effects import ChangeRecord, FindRecords, FoundRecord, ReadRecord, SaveRecord
from postroom.ids import RecordId
from postroom.records.ticket import Ticket
from tests.core.actions.drive import EMAIL, NOW, drive

CONTACT = "con_00000000000000000000000001"
FROM_MAIL = {"thread": None, "requester": "faktura@nordisk.example", "workflow_id": None}


def ticket(given: dict[str, Any], email: dict[str, Any] | None = None) -> dict[str, Any]:
    [saved] = drive(ACTION, given, "tic_1", email=EMAIL if email is None else email).effects
    assert isinstance(saved, SaveRecord)
    assert saved.kind == "ticket"
    return dict(saved.fields)


def test_a_ticket_says_what_it_is_given() -> None:
    given = {
        "title": "Invoice 7",
        "description": "Pay it",
        "type": "billing",
        "priority": "high",
        "contact_id": CONTACT,
    }
    assert ticket(given) == {**given, "event_id": "evt_1", **FROM_MAIL}


def test_what_is_not_given_comes_from_the_mail() -> None:
    assert ticket({}) == {
        "title": "Invoice 7",
        "description": "Please pay.",
        "type": "general",
        "priority": "normal",
        "contact_id": None,
        "event_id": "evt_1",
        **FROM_MAIL,
    }


def test_its_output_is_the_id_it_was_saved_under() -> None:
    driven = drive(ACTION, {"title": " Invoice 7 ", "type": "billing"}, "tic_9")
    assert driven.output == {
        "id": "tic_9",
        "title": "Invoice 7",
        "type": "billing",
        "appended": False,
        "message_id": None,
        "verified": None,
    }


@pytest.mark.parametrize(
    ("email", "description"),
    [
        ({"reply_text": "new", "text": "new\n> old", "html_as_text": "<new>"}, "new"),
        ({"reply_text": "", "text": "all", "html_as_text": "html"}, "all"),
        ({"reply_text": "", "text": "", "html_as_text": "html"}, "html"),
        ({}, ""),
    ],
)
def test_the_text_is_the_senders_new_words_else_all_else_the_html(email: dict[str, Any], description: str) -> None:
    assert ticket({}, email)["description"] == description


@pytest.mark.parametrize("email", [{}, {"subject": ""}, {"subject": "  "}, {"subject": None}])
def test_a_mail_without_a_subject_still_has_a_title(email: dict[str, Any]) -> None:
    assert ticket({"title": "  "}, email)["title"] == "(no subject)"


def test_endless_texts_are_cut_so_that_the_ticket_is_made() -> None:
    long = ticket({}, {"subject": "s" * 1_000, "reply_text": "t" * 100_000})
    assert (len(long["title"]), len(long["description"])) == (300, 4_000)
    given = ticket({"title": "s" * 1_000, "description": "t" * 60_000})
    assert (len(given["title"]), len(given["description"])) == (300, 20_000)
    stored = {**given, "event_id": None, "id": "tic_00000000000000000000000001", "created_at": NOW, "updated_at": NOW}
    assert Ticket.model_validate(stored).status == "open"


TICKET = Ticket.model_validate(
    {
        "id": "tic_00000000000000000000000001",
        "created_at": NOW,
        "updated_at": NOW,
        "title": "Invoice 7",
        "type": "billing",
        "requester": "faktura@nordisk.example",
        "thread": "T1",
        "messages": 2,
        "status": "closed",
    }
)
PASS = {"dmarc": "PASS", "spf": "PASS", "dkim": "PASS"}
ANSWER = {**EMAIL, "thread": {"id": "T1", "is_answer": True, "people": ["ann@b.example"]}, "verdicts": PASS}
FOUND = FoundRecord(TICKET.id, {"workflow_id": None})


def appended(email: dict[str, Any]) -> tuple[SaveRecord, ChangeRecord, dict[str, Any]]:
    elsewhere = FoundRecord(RecordId("tms_0"), {"ticket_id": "tic_other"})
    driven = drive(ACTION, {}, (FOUND,), TICKET, (elsewhere,), "tms_1", TICKET, email=email)
    find, read, look, message, change = driven.effects
    assert look == FindRecords("ticket_message", "event", "evt_1", 50)
    assert find == FindRecords("ticket", "thread", "T1", 50)
    assert read == ReadRecord("ticket", TICKET.id)
    assert isinstance(message, SaveRecord)
    assert isinstance(change, ChangeRecord)
    return message, change, driven.output


def test_an_answer_in_a_tickets_thread_is_appended_to_it_and_opens_it_again() -> None:
    message, change, output = appended(ANSWER)
    assert message.fields == {
        "ticket_id": TICKET.id,
        "event_id": "evt_1",
        "sender": "faktura@nordisk.example",
        "subject": "Invoice 7",
        "text": "Please pay.",
        "automatic": "none",
        "verified": True,
        "reason": "",
    }
    assert change.record is TICKET
    assert change.changes == {"messages": 3, "last_message_at": NOW, "last_event_id": "evt_1", "status": "open"}
    assert output == {
        "id": TICKET.id,
        "title": "Invoice 7",
        "type": "billing",
        "appended": True,
        "message_id": "tms_1",
        "verified": True,
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"from": {"address": "eve@c.example"}}, "its sender has taken no part in this thread"),
        (
            {"verdicts": {**PASS, "dmarc": "FAIL"}},
            "it is not proven that its sender sent it: dmarc FAIL, spf PASS, dkim PASS",
        ),
    ],
)
def test_a_strangers_answer_is_appended_as_unverified_and_opens_nothing(changes: dict[str, Any], reason: str) -> None:
    message, change, output = appended({**ANSWER, **changes})
    assert (message.fields["verified"], message.fields["reason"], output["verified"]) == (False, reason, False)
    assert "status" not in change.changes


def test_somebody_we_wrote_to_in_the_thread_is_of_it() -> None:
    assert appended({**ANSWER, "from": {"address": "Ann@b.example"}})[0].fields["verified"] is True


def test_what_a_machine_answers_opens_nothing() -> None:
    message, change, _ = appended({**ANSWER, "automatic": {"kind": "auto_reply"}})
    assert message.fields["automatic"] == "auto_reply"
    assert "status" not in change.changes


@pytest.mark.parametrize(
    ("given", "email", "answers"),
    [
        ({"append": False}, ANSWER, ["tic_9"]),
        ({}, {**ANSWER, "thread": {"id": "T1", "is_answer": False}}, ["tic_9"]),
        ({}, ANSWER, [(), "tic_9"]),
        ({}, ANSWER, [(FOUND,), None, "tic_9"]),
    ],
)
def test_without_a_ticket_in_its_thread_or_if_asked_for_a_new_one_is_made_there(
    given: dict[str, Any], email: dict[str, Any], answers: list[Any]
) -> None:
    driven = drive(ACTION, given, *answers, email=email)
    saved = driven.effects[-1]
    assert isinstance(saved, SaveRecord)
    assert (saved.kind, saved.fields["thread"], driven.output["appended"]) == ("ticket", "T1", False)


def test_a_mail_that_another_step_has_appended_is_not_appended_again() -> None:
    done = TICKET.model_copy(update={"last_event_id": "evt_1"})
    driven = drive(ACTION, {}, (FOUND,), done, email=ANSWER)
    assert [type(effect) for effect in driven.effects] == [FindRecords, ReadRecord]
    assert (driven.output["appended"], driven.output["message_id"]) == (True, None)


def test_a_mail_that_an_earlier_run_has_appended_is_not_appended_again_though_others_came_after_it() -> None:
    later = TICKET.model_copy(update={"last_event_id": "evt_2"})
    message = FoundRecord(RecordId("tms_1"), {"ticket_id": TICKET.id})
    driven = drive(ACTION, {}, (FOUND,), later, (message,), email=ANSWER)
    assert [type(effect) for effect in driven.effects] == [FindRecords, ReadRecord, FindRecords]
    assert (driven.output["appended"], driven.output["message_id"]) == (True, None)


def test_a_ticket_that_this_very_mail_made_is_not_the_one_it_answers() -> None:
    own = FoundRecord(TICKET.id, {"workflow_id": None, "event_id": "evt_1"})
    driven = drive(ACTION, {}, (own,), "tic_9", email=ANSWER)
    assert (driven.output["id"], driven.output["appended"]) == ("tic_9", False)


def test_of_several_tickets_the_newest_of_the_same_workflow_is_meant() -> None:
    found = tuple(
        FoundRecord(RecordId(f"tic_{number}"), {"workflow_id": workflow})
        for number, workflow in enumerate(["wfl_1", "wfl_1", "wfl_2"])
    )
    for workflow, meant in (("wfl_1", "tic_1"), ("wfl_2", "tic_2"), ("wfl_3", "tic_2")):
        scope = {"email": ANSWER, "workflow": {"id": workflow}, "event": {"id": "evt_1"}}
        plan = ACTION.plan(ACTION.input(), Context(scope, NOW))
        next(plan)
        assert plan.send(found) == ReadRecord("ticket", RecordId(meant))


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "holiday"), ("priority", "asap"), ("colour", "red"), ("title", None)],
)
def test_what_a_ticket_cannot_be_is_refused_naming_the_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ACTION.input.model_validate({field: value})
    assert {one["loc"][0] for one in refused.value.errors()} == {field}
