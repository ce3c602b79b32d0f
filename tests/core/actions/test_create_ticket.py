"""create_ticket: what the ticket says, given or from the mail."""

from typing import Any

import pytest
from pydantic import ValidationError

from postroom.actions.create_ticket import ACTION
from postroom.effects import SaveRecord
from postroom.records.ticket import Ticket
from tests.core.actions.drive import EMAIL, NOW, drive

CONTACT = "con_00000000000000000000000001"


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
    assert ticket(given) == {**given, "event_id": "evt_1"}


def test_what_is_not_given_comes_from_the_mail() -> None:
    assert ticket({}) == {
        "title": "Invoice 7",
        "description": "Please pay.",
        "type": "general",
        "priority": "normal",
        "contact_id": None,
        "event_id": "evt_1",
    }


def test_its_output_is_the_id_it_was_saved_under() -> None:
    driven = drive(ACTION, {"title": " Invoice 7 ", "type": "billing"}, "tic_9")
    assert driven.output == {"id": "tic_9", "title": "Invoice 7", "type": "billing"}


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


@pytest.mark.parametrize(
    ("field", "value"),
    [("type", "holiday"), ("priority", "asap"), ("colour", "red"), ("title", None)],
)
def test_what_a_ticket_cannot_be_is_refused_naming_the_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ACTION.input.model_validate({field: value})
    assert {one["loc"][0] for one in refused.value.errors()} == {field}
