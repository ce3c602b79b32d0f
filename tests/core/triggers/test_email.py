"""The trigger `email`, clause by clause, and what conditions see of a mail."""

from typing import Any, get_args

import pytest
from pydantic import ValidationError

from postroom.mail.model import Address, Mail
from postroom.mail.parse import parse_mail
from postroom.triggers.email import AskedMail, EmailTrigger, clauses, sender_text
from postroom.triggers.email_view import email_view
from postroom.triggers.event import VerdictStatus
from tests.core.triggers.samples import stored_event

DEFAULT = 0.7
EMAIL = {
    "classification": {"category": "invoice", "confidence": 0.8},
    "subject": "Faktura 7",
    "from": {"name": "Smørrebrød ApS", "address": "faktura@smoer.example"},
}


def asked(email: dict[str, Any], **trigger: Any) -> list[tuple[str, Any, Any, bool]]:
    found = clauses(EmailTrigger.model_validate(trigger), AskedMail(email, "evt_1", DEFAULT))
    return [(one.clause, one.wanted, one.found, one.passed) for one in found]


def test_a_trigger_without_clauses_asks_nothing() -> None:
    assert asked(EMAIL) == []


def test_a_category_is_asked_with_the_default_threshold() -> None:
    assert asked(EMAIL, classification="invoice") == [
        ("classification", "invoice", "invoice", True),
        ("confidence_threshold", 0.7, 0.8, True),
    ]


@pytest.mark.parametrize(("threshold", "passed"), [(0.0, True), (0.79, True), (0.8, True), (0.81, False), (1.0, False)])
def test_a_threshold_given_stands_for_the_default_and_includes_its_own_value(threshold: float, passed: bool) -> None:
    [_, clause] = asked(EMAIL, classification="invoice", confidence_threshold=threshold)
    assert clause == ("confidence_threshold", threshold, 0.8, passed)


def test_a_threshold_without_a_category_holds_for_any_category() -> None:
    assert asked(EMAIL, confidence_threshold=0.9) == [("confidence_threshold", 0.9, 0.8, False)]


def test_a_mail_not_yet_classified_has_no_category_and_no_confidence() -> None:
    assert asked({}, classification="invoice", confidence_threshold=0.0) == [
        ("classification", "invoice", None, False),
        ("confidence_threshold", 0.0, 0.0, True),
    ]


@pytest.mark.parametrize(
    ("pattern", "passed"),
    [
        ("@smoer\\.example", True),
        ("^SMØRREBRØD", True),
        ("aps <faktura@", True),
        ("^faktura", False),
        ("faktura@smoer.example$", False),
    ],
)
def test_a_sender_pattern_is_searched_in_name_and_address(pattern: str, passed: bool) -> None:
    sender = "Smørrebrød ApS <faktura@smoer.example>"
    assert asked(EMAIL, sender_pattern=pattern) == [("sender_pattern", pattern, sender, passed)]


def test_a_sender_without_a_name_is_its_bare_address_and_no_sender_is_empty() -> None:
    assert sender_text({"from": {"name": "", "address": "a@b.example"}}) == "a@b.example"
    assert sender_text({"from": None}) == ""
    assert sender_text({}) == ""


def test_a_subject_pattern_is_searched_in_the_decoded_subject() -> None:
    raw = b"From: a@b.example\r\nSubject: =?utf-8?q?Kreditnota_p=C3=A5_k=C3=B8b?=\r\n\r\nx"
    view = email_view(stored_event(), parse_mail(raw).mail, None)
    assert asked(view, subject_pattern="PÅ KØB$") == [
        ("subject_pattern", "PÅ KØB$", "Kreditnota på køb", True),
    ]


def test_a_pattern_is_found_in_nothing_only_if_it_fits_nothing() -> None:
    assert [one[3] for one in asked({}, sender_pattern="^$", subject_pattern="a")] == [True, False]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("confidence_threshold", 1.1),
        ("confidence_threshold", -0.1),
        ("sender_pattern", "("),
        ("subject_pattern", "(?=a)"),
        ("subject_pattern", "a" * 513),
        ("type", "webhook"),
        ("recipient_pattern", "a"),
    ],
)
def test_a_trigger_that_cannot_be_is_refused_naming_the_field(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as refused:
        EmailTrigger.model_validate({field: value})
    assert [one["loc"] for one in refused.value.errors()] == [(field,)]


def test_a_refused_pattern_says_what_is_wrong_with_it() -> None:
    with pytest.raises(ValidationError, match="RE2 cannot compile the pattern '\\(': missing \\)"):
        EmailTrigger(sender_pattern="(")


def test_conditions_see_the_mail_with_how_it_came_and_what_it_was_taken_for() -> None:
    mail = Mail.model_validate({"from": Address(name="N", address="a@b.example"), "subject": "S"})
    view = email_view(stored_event(), mail, {"category": "invoice", "confidence": 0.8})
    assert view["from"] == {"name": "N", "address": "a@b.example", "domain": ""}
    assert (view["subject"], view["attachments"], view["date"]) == ("S", [], None)
    assert view["classification"] == {"category": "invoice", "confidence": 0.8}
    assert view["received_at"] == "2026-03-02T09:00:00.000Z"
    assert view["recipients"] == ["faktura@postroom.test"]
    assert view["verdicts"]["spam"] == "PASS"
    assert view["status"] == "received"


def test_of_an_event_whose_mail_is_not_understood_how_it_came_is_still_seen() -> None:
    assert sorted(email_view(stored_event(), None, None)) == [
        "classification",
        "own",
        "received_at",
        "recipients",
        "status",
        "verdicts",
    ]


VERDICTS = {"spam": "PASS", "virus": "PASS", "spf": "GRAY", "dkim": "PASS", "dmarc": "PASS"}


@pytest.mark.parametrize(
    ("worst", "enough"),
    [
        ("PASS", ["PASS", "GRAY", "PROCESSING_FAILED", "DISABLED", "FAIL"]),
        ("GRAY", ["GRAY", "PROCESSING_FAILED", "DISABLED", "FAIL"]),
        ("PROCESSING_FAILED", ["PROCESSING_FAILED", "DISABLED", "FAIL"]),
        ("DISABLED", ["PROCESSING_FAILED", "DISABLED", "FAIL"]),
        ("FAIL", ["FAIL"]),
    ],
)
def test_a_sender_is_trusted_as_far_as_the_worst_verdict(worst: str, enough: list[str]) -> None:
    mail = {"verdicts": {**VERDICTS, "spf": worst}}
    answers = {wanted: asked(mail, sender_trust=wanted) for wanted in get_args(VerdictStatus)}
    assert [wanted for wanted, [one] in answers.items() if one[3]] == enough
    assert {one[2] for [one] in answers.values()} == {worst}


def test_a_mail_without_verdicts_is_trusted_as_if_nobody_had_looked() -> None:
    assert [one[3] for one in asked({}, sender_trust="DISABLED")] == [True]
    assert [one[3] for one in asked({}, sender_trust="GRAY")] == [False]


def test_a_failed_trust_says_which_verdict_it_was() -> None:
    trigger = EmailTrigger(sender_trust="PASS")
    [clause] = clauses(trigger, AskedMail({"verdicts": VERDICTS}, "evt_1", DEFAULT))
    assert (clause.found, clause.reason) == ("GRAY", "the worst verdict is about spf")


def test_conditions_are_rooted_at_the_mail_at_email_and_at_event() -> None:
    view = {**EMAIL, "received_at": "2026-03-02T09:00:00.000Z"}
    fields = {
        "subject": "faktura 7",
        "email.subject": "faktura 7",
        "classification.category": "invoice",
        "event.id": "evt_1",
        "event.kind": "email",
        "event.received_at": "2026-03-02",
    }
    conditions = [{"field": field, "operator": "equals", "value": value} for field, value in fields.items()]
    found = asked(view, conditions=[*conditions, {"expression": "email.subject == subject && event.id == 'evt_1'"}])
    assert [one[3] for one in found] == [True] * 7
    assert [one[0] for one in found] == [f"conditions.{number}" for number in range(7)]


def test_a_value_found_that_is_long_is_cut() -> None:
    [(_, wanted, found, passed)] = asked({"subject": "x" * 4_000}, subject_pattern="x{200}" + "x" * 200)
    assert (wanted, found, passed) == ("x{200}" + "x" * 154 + "…", "x" * 160 + "…", True)


@pytest.mark.parametrize(
    ("sender", "subject", "reason"),
    [
        ("(?P<id>a)", "(?P<id>b)", "both patterns name a group id"),
        (
            "".join(f"(?P<a{number}>a)" for number in range(6)),
            "".join(f"(?P<b{number}>a)" for number in range(5)),
            "11 gr",
        ),
    ],
)
def test_named_groups_are_few_and_each_named_once(sender: str, subject: str, reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        EmailTrigger(sender_pattern=sender, subject_pattern=subject)
