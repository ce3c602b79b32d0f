"""Which workflows a mail starts, in which order, and what is said of those it does not start."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom import limits
from postroom.match.answers import Rule
from postroom.match.decision import Decision, WorkflowDecision
from tests.core.match.rules import EVENT, NOW, decide, email, naive_match, rule


def numbers(answers: tuple[WorkflowDecision, ...]) -> list[int]:
    return [int(one.workflow_id.removeprefix("wfl_")) for one in answers]


def test_workflows_match_in_order_of_priority_and_then_of_age() -> None:
    decision = decide([rule(4, priority=20), rule(3, priority=10), rule(2, priority=20), rule(1, priority=30)])
    assert numbers(decision.matched) == [3, 2, 4, 1]


def test_the_decision_names_what_was_asked_by_which_rules_and_what_the_mail_was_taken_for() -> None:
    decision = decide([rule(1, {"classification": "invoice"}), rule(2, {"classification": "spam"})])
    assert (decision.event, decision.at, decision.rules, decision.considered) == (EVENT, NOW, "rules-7", 2)
    assert (decision.classification.category, decision.classification.confidence) == ("invoice", 0.9)
    [matched] = decision.matched
    assert (matched.name, matched.version, matched.priority, matched.outcome) == ("Workflow 1", 3, 100, "matched")


def test_an_installation_without_workflows_matches_nothing() -> None:
    decision = decide([])
    assert (decision.considered, decision.matched, decision.near_misses) == (0, (), ())


def test_stop_on_match_is_for_the_run_to_heed_and_hides_no_match() -> None:
    decision = decide([rule(1, stop_on_match=True), rule(2)])
    assert [one.stop_on_match for one in decision.matched] == [True, False]


def test_beyond_the_limit_workflows_that_match_are_named_as_not_reached() -> None:
    decision = decide([rule(number, priority=number) for number in range(limits.WORKFLOWS_PER_EVENT + 3)])
    assert numbers(decision.matched) == list(range(limits.WORKFLOWS_PER_EVENT))
    assert numbers(decision.not_reached) == [20, 21, 22]
    assert {one.outcome for one in decision.not_reached} == {"not_reached"}
    assert {one.reason for one in decision.not_reached} == {"an event starts at most 20 workflows"}


def test_near_misses_come_closest_first_and_among_equals_in_order_of_priority() -> None:
    far, near, nearest = (
        {"classification": "spam"},
        {"classification": "invoice", "confidence_threshold": 0.95},
        {"classification": "invoice", "subject_pattern": "order"},
    )
    decision = decide([rule(1, far, priority=1), rule(2, near), rule(3, nearest), rule(4, near, priority=2)])
    assert numbers(decision.near_misses) == [3, 4, 2, 1]
    assert [len(one.clauses) for one in decision.near_misses] == [3, 2, 2, 1]


def test_of_many_near_misses_only_the_closest_are_kept() -> None:
    far = [rule(number, {"classification": "spam"}, priority=1) for number in range(limits.NEAR_MISSES + 5)]
    decision = decide([*far, rule(999, {"classification": "invoice", "confidence_threshold": 1.0})])
    assert decision.considered == limits.NEAR_MISSES + 6
    assert len(decision.near_misses) == limits.NEAR_MISSES
    assert numbers(decision.near_misses)[:2] == [999, 0]


def test_a_workflow_matches_if_any_of_its_triggers_does() -> None:
    [matched] = decide([rule(1, {"classification": "spam"}, {"subject_pattern": "invoice"})]).matched
    assert [one.clause for one in matched.clauses] == ["subject_pattern"]


def test_a_near_miss_is_told_by_the_trigger_that_came_closest() -> None:
    triggers = ({"classification": "spam"}, {"classification": "invoice", "sender_pattern": "^dhl"})
    [missed] = decide([rule(1, *triggers)]).near_misses
    assert missed.outcome == "not_matched"
    assert [(one.clause, one.passed) for one in missed.clauses] == [
        ("classification", True),
        ("confidence_threshold", True),
        ("sender_pattern", False),
    ]


@pytest.mark.parametrize(
    ("trigger", "mail", "reason"),
    [
        ({}, email(), "it takes every mail"),
        (
            {"classification": "invoice"},
            email(),
            "classification 'invoice' fits 'invoice' and confidence_threshold 0.90 fits at least 0.70",
        ),
        ({"subject_pattern": "^inv"}, email(), "subject_pattern 'Invoice 7' fits '^inv'"),
    ],
)
def test_a_match_says_why_in_words(trigger: dict[str, Any], mail: dict[str, Any], reason: str) -> None:
    [matched] = decide([rule(1, trigger)], mail).matched
    assert matched.reason == reason


@pytest.mark.parametrize(
    ("trigger", "mail", "reason"),
    [
        ({"classification": "spam"}, email(), "classification is 'invoice', wanted 'spam'"),
        (
            {"classification": "invoice"},
            email(confidence=0.5),
            "confidence_threshold is 0.50, wanted at least 0.70",
        ),
        (
            {"classification": "invoice"},
            email(confidence=0.699),
            "confidence_threshold is 0.699, wanted at least 0.7",
        ),
        ({"subject_pattern": "order"}, email(), "subject_pattern is 'Invoice 7', wanted 'order'"),
        (
            {"sender_pattern": "dhl"},
            email(),
            "sender_pattern is 'Nordisk Papir <faktura@nordisk.example>', wanted 'dhl'",
        ),
    ],
)
def test_a_miss_says_what_was_found_and_what_was_wanted(
    trigger: dict[str, Any], mail: dict[str, Any], reason: str
) -> None:
    [missed] = decide([rule(1, trigger)], mail).near_misses
    assert missed.reason == reason


def test_a_decision_survives_being_stored() -> None:
    decision = decide([rule(1), rule(2, {"classification": "spam"})])
    assert Decision.model_validate_json(decision.model_dump_json()) == decision


WORDS = st.sampled_from(["faktura", "FAKTURA", "nordisk", "order", "7", ""])
TRIGGERS = st.fixed_dictionaries(
    {},
    optional={
        "classification": st.sampled_from(["invoice", "spam", "general"]),
        "confidence_threshold": st.sampled_from([0.0, 0.5, 0.7, 1.0]),
        "sender_pattern": WORDS,
        "subject_pattern": WORDS,
    },
)
RULES = st.lists(st.tuples(st.lists(TRIGGERS, min_size=1, max_size=3), st.sampled_from([10, 20])), max_size=30).map(
    lambda drawn: [rule(number, *one, priority=priority) for number, (one, priority) in enumerate(drawn)]
)
MAILS = st.builds(
    email,
    category=st.sampled_from(["invoice", "spam"]),
    confidence=st.sampled_from([0.0, 0.5, 0.69, 0.7, 1.0]),
    subject=st.sampled_from(["Faktura 7", "your ORDER", ""]),
    name=st.sampled_from(["Nordisk Papir", ""]),
    address=st.sampled_from(["faktura@nordisk.example", "a@b.example"]),
)


@given(RULES, MAILS)
def test_the_index_decides_as_asking_every_workflow_plainly_would(rules: list[Rule], mail: dict[str, Any]) -> None:
    decision = decide(rules, mail)
    fitting = [one for one in rules if any(naive_match(trigger, mail) for trigger in one.triggers)]
    expected = [one.workflow_id for one in sorted(fitting, key=lambda one: (one.priority, one.workflow_id))]
    assert [one.workflow_id for one in (*decision.matched, *decision.not_reached)] == expected
    missed = {one.workflow_id for one in rules} - set(expected)
    assert {one.workflow_id for one in decision.near_misses} == missed
    assert all(not one.clauses[-1].passed for one in decision.near_misses)
    assert all(clause.passed for one in decision.matched for clause in one.clauses)


@given(RULES, MAILS)
def test_the_order_in_which_workflows_were_made_known_changes_nothing(rules: list[Rule], mail: dict[str, Any]) -> None:
    assert decide(rules, mail) == decide(rules[::-1], mail)
