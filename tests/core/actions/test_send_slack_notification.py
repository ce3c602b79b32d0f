"""send_slack_notification: one call, with the mail it is about as its context line."""

from typing import Any

import pytest
from pydantic import ValidationError

from postroom.actions.send_slack_notification import ACTION
from postroom.effects import CallConnection
from tests.core.actions.drive import EMAIL, drive

POSTED = {"channel": "#invoices"}


def sent(email: dict[str, Any] | None, **given: str) -> CallConnection:
    driven = drive(ACTION, {"channel": "#invoices", "message": "Hello", **given}, POSTED, email=email)
    [call] = driven.effects
    assert isinstance(call, CallConnection)
    assert driven.output == {"channel": "#invoices"}
    return call


def test_it_is_one_call_of_the_slack_connection() -> None:
    assert sent(dict(EMAIL)) == CallConnection(
        "slack", {"channel": "#invoices", "message": "Hello", "context": "Invoice 7 · faktura@nordisk.example"}
    )


@pytest.mark.parametrize("channel", ["invoices", "#invoices"])
def test_a_channel_may_be_written_with_or_without_its_sign(channel: str) -> None:
    assert sent(dict(EMAIL), channel=channel).request["channel"] == "#invoices"


@pytest.mark.parametrize(
    ("email", "context"),
    [
        (None, ""),
        ({"subject": "Only this"}, "Only this"),
        ({"subject": "", "from": {"address": "a@b.example"}}, "a@b.example"),
        ({"subject": None, "from": None}, ""),
    ],
)
def test_the_context_holds_what_there_is(email: dict[str, Any] | None, context: str) -> None:
    assert sent(email).request["context"] == context


def test_an_endless_subject_is_cut_in_the_context_and_an_endless_message_is_slacks_to_cut() -> None:
    call = sent({"subject": "s" * 5_000}, message="m" * 10_000)
    assert (len(call.request["context"]), len(call.request["message"])) == (300, 10_000)


def test_it_happens_at_most_once_because_slack_takes_no_key() -> None:
    assert ACTION.effects == "at_most_once"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("channel", ""),
        ("channel", "#"),
        ("channel", "two words"),
        ("channel", "##x"),
        ("channel", "x\n"),
        ("channel", "x" * 81),
        ("message", ""),
        ("message", None),
    ],
)
def test_what_slack_cannot_take_is_refused_naming_the_field(field: str, value: object) -> None:
    with pytest.raises(ValidationError) as refused:
        ACTION.input.model_validate({"channel": "invoices", "message": "x", field: value})
    assert [one["loc"] for one in refused.value.errors()] == [(field,)]
