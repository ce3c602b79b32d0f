"""create_time_entry: what the mail states or what is given, entry by entry; nothing where it does not say."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from postroom.actions.create_time_entry import ACTION
from postroom.effects import SaveRecord
from postroom.errors import Refused
from postroom.mail.parse import parse_mail
from postroom.plain import plain
from postroom.records.time_entry import TimeEntry
from tests.core.actions.drive import NOW, Driven, drive

CUSTOMER = "con_00000000000000000000000001"
SAMPLE = Path(__file__).parents[3] / "events/mail/time_confirmation.eml"


def mail(text: str, subject: str = "", **more: Any) -> dict[str, Any]:
    return {
        "subject": subject,
        "reply_text": text,
        "text": text,
        "html_as_text": "",
        "date": "2026-03-02T09:00Z",
        **more,
    }


def saved(driven: Driven) -> list[dict[str, Any]]:
    fields = [dict(effect.fields) for effect in driven.effects if isinstance(effect, SaveRecord)]
    for one in fields:
        stored = {"id": "tim_00000000000000000000000001", "created_at": NOW, "updated_at": NOW}
        TimeEntry.model_validate({**one, **stored})
    return fields


def test_the_sample_mails_five_days_are_five_entries_that_make_its_total() -> None:
    email = plain(parse_mail(SAMPLE.read_bytes()).mail)
    driven = drive(ACTION, {"customer_id": CUSTOMER}, *(f"tim_{n}" for n in range(5)), email=email)
    assert [(one["hours"], one["date_from"].day) for one in saved(driven)] == [
        (Decimal("7.5"), 9),
        (Decimal("7.5"), 10),
        (Decimal("6.0"), 11),
        (Decimal("8.0"), 12),
        (Decimal("4.5"), 13),
    ]
    assert (driven.output["hours"], driven.output["date_from"], driven.output["date_to"]) == (
        Decimal("33.5"),
        date(2026, 11, 9),
        date(2026, 11, 13),
    )
    assert {one["customer_id"] for one in saved(driven)} == {CUSTOMER}
    assert saved(driven)[0]["description"] == "Mon 9 Nov    7.5 h   Migration of the stock database"


def test_an_entry_says_what_was_written_on_what_and_for_whom() -> None:
    email = mail("Confirmed: 6,5 timer.\nProjekt: Havnevej 12", "den 27. februar 2026")
    [entry] = saved(drive(ACTION, {}, "tim_1", email=email))
    assert entry == {
        "hours": Decimal("6.5"),
        "date_from": date(2026, 2, 27),
        "date_to": date(2026, 2, 27),
        "project": "Havnevej 12",
        "description": "Confirmed: 6,5 timer.",
        "customer_id": None,
        "event_id": "evt_1",
    }


def test_what_is_given_stands_for_what_the_mail_says() -> None:
    given = {"hours": "2.25", "date_from": "2026-02-01", "project": "P", "description": "D"}
    [entry] = saved(drive(ACTION, given, "tim_1", email=mail("6,5 timer\nProjekt: Havnevej")))
    assert (entry["hours"], entry["date_from"], entry["date_to"]) == (
        Decimal("2.25"),
        date(2026, 2, 1),
        date(2026, 2, 1),
    )
    assert (entry["project"], entry["description"]) == ("P", "D")


def test_hours_given_are_booked_on_the_days_that_the_mail_names() -> None:
    [entry] = saved(drive(ACTION, {"hours": 3}, "tim_1", email=mail("uge 8")))
    assert (entry["date_from"], entry["date_to"]) == (date(2026, 2, 16), date(2026, 2, 22))


def test_days_given_are_those_of_the_hours_that_the_mail_states() -> None:
    given = {"date_from": "2026-02-01", "date_to": "2026-02-05"}
    [entry] = saved(drive(ACTION, given, "tim_1", email=mail("40 hours")))
    assert (entry["date_from"], entry["date_to"]) == (date(2026, 2, 1), date(2026, 2, 5))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("I confirm the hours.", "states no number of hours"),
        ("7 hours, then 5 hours", "several numbers of hours and no total: 7, 5"),
        ("", "states no number of hours"),
    ],
)
def test_hours_that_the_mail_does_not_tell_are_not_made_up(text: str, reason: str) -> None:
    with pytest.raises(Refused, match=reason) as refused:
        drive(ACTION, {}, email=mail(text))
    assert [one.path for one in refused.value.problems] == ["params.hours"]


def test_without_a_mail_hours_can_still_be_given() -> None:
    output = drive(ACTION, {"hours": "1.50"}, "tim_1", email=None).output
    assert (output["hours"], output["date_from"], output["project"]) == (Decimal("1.50"), None, None)


def test_a_span_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(Refused, match="before date_from"):
        drive(ACTION, {"hours": 1, "date_from": "2026-02-02", "date_to": "2026-02-01"}, email=None)


@pytest.mark.parametrize("hours", ["0", "-1", "1.234", "10001", "NaN", "many"])
def test_hours_that_nobody_worked_are_refused(hours: str) -> None:
    with pytest.raises(ValidationError, match="hours"):
        ACTION.input.model_validate({"hours": hours})
