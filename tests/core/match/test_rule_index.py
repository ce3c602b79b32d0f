"""Which workflows a mail starts, in which order, and what is said of those it does not start."""

from typing import Any

import pytest

from postroom import limits
from postroom.classify.decision import Classification
from postroom.errors import Broken
from postroom.match.answers import Rule
from postroom.match.decision import Decision, WorkflowDecision
from postroom.match.rule_index import RuleIndex
from postroom.match.verdict import Verdict, unpacked
from tests.core.match.rules import EVENT, NOW, decide, email, rule


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


def test_named_groups_of_the_trigger_that_matched_are_kept_for_the_steps() -> None:
    spam = {"classification": "spam", "subject_pattern": "(?P<never>.*)"}
    fits = {"subject_pattern": r"(?P<kind>invoice|order) (?P<number>\d+)(?P<rest>x)?", "sender_pattern": "@(?P<at>.+)>"}
    [matched] = decide([rule(1, spam, fits)]).matched
    assert matched.match == {"at": "nordisk.example", "kind": "Invoice", "number": "7", "rest": None}


def test_what_a_named_group_holds_is_cut() -> None:
    [matched] = decide([rule(1, {"subject_pattern": "(?P<all>.*)"})], email(subject="ø" * 1_000)).matched
    assert matched.match == {"all": "ø" * limits.GROUP_CHARACTERS}


def test_of_very_many_that_match_the_first_beyond_the_limit_are_named_and_all_are_counted() -> None:
    decision = decide([rule(number, priority=number) for number in range(500)])
    assert (decision.matching, len(decision.matched), len(decision.not_reached)) == (500, 20, limits.NOT_REACHED)
    assert numbers(decision.not_reached) == list(range(20, 20 + limits.NOT_REACHED))


def test_a_decision_fits_an_item_whatever_the_workflows_and_the_mail() -> None:
    long = "😀" * 250
    leaf = {"field": "subject", "operator": "contains", "value": long}
    groups = "".join(f"(?P<g{number}>.*)" for number in range(10))
    trigger = {"subject_pattern": f"😀{groups}", "sender_pattern": "😀" * 500, "conditions": [{"any": [leaf] * 49}] * 2}
    hits = [rule(number, trigger, priority=1) for number in range(150)]
    misses = [
        rule(number, {**trigger, "conditions": [leaf] * 90 + [{**leaf, "operator": "not_contains"}]})
        for number in range(200, 400)
    ]
    decision = decide([*hits, *misses], email(subject="😀" * 1_000, name="😀" * 600))
    assert (len(decision.matched), decision.matching) == (20, 150)
    assert len(decision.model_dump_json().encode()) < 390_000
    assert all(len(one.clauses) <= limits.DECISION_CLAUSES for one in (*decision.matched, *decision.near_misses))
    assert all(not one.clauses[-1].passed for one in decision.near_misses)


@pytest.mark.parametrize(
    ("trigger", "reason"),
    [
        (
            {"conditions": [{"field": "from.domain", "operator": "in", "value": ["a.example"]}]},
            "from.domain is 'nordisk.example', wanted in ['a.example']",
        ),
        (
            {"conditions": [{"field": "subject", "operator": "less_than", "value": 5}]},
            "subject is 'Invoice 7', wanted less_than 5 (is text, a number is wanted)",
        ),
        (
            {"conditions": [{"any": [{"field": "nothing", "operator": "exists"}] * 2}]},
            "conditions.0: none of 2 holds; the first: nothing is None, wanted exists None",
        ),
        (
            {"conditions": [{"not": {"field": "subject", "operator": "exists"}}]},
            "conditions.0: what must not hold does",
        ),
        (
            {"conditions": [{"expression": "length(subject) > `99`"}]},
            "length(subject) > `99` is False, wanted something true",
        ),
        (
            {"sender_trust": "PASS"},
            "sender_trust is 'FAIL', wanted at least 'PASS' (the worst verdict is about spam)",
        ),
    ],
)
def test_a_miss_by_a_condition_says_what_was_found_and_wanted(trigger: dict[str, Any], reason: str) -> None:
    [missed] = decide([rule(1, trigger)], email(spam="FAIL")).near_misses
    assert missed.reason == reason


@pytest.mark.parametrize("operator", ["equals", "in"])
def test_a_day_wanted_is_found_in_every_moment_of_it(operator: str) -> None:
    day: Any = "2026-03-02" if operator == "equals" else ["2026-03-02"]
    on_that_day = {"conditions": [{"field": "date", "operator": operator, "value": day}]}
    decision = decide([rule(1, on_that_day)], {**email(), "date": "2026-03-02T09:30:00.000Z"})
    assert numbers(decision.matched) == [1]


def test_an_explanation_has_every_clause_of_every_trigger_also_after_one_that_failed() -> None:
    index = RuleIndex("x", [rule(1, {"classification": "spam", "subject_pattern": "7"}, {}), rule(2)], 0.7)
    [explained] = index.explain(EVENT, email(), [rule(1).workflow_id])
    first, second = explained.triggers
    assert [(one.clause, one.passed) for one in first.clauses] == [
        ("classification", False),
        ("confidence_threshold", True),
        ("subject_pattern", True),
    ]
    assert (first.passed, second.passed, second.clauses) == (False, True, ())
    assert (explained.decision.outcome, explained.decision.reason) == ("matched", "it takes every mail")


def judge(rules: list[Rule], mail: dict[str, Any]) -> Verdict:
    taken_for = Classification(category="invoice", confidence=0.9, layer="keywords")
    return RuleIndex("rules", rules, 0.7).judge(EVENT, mail, taken_for, NOW)


def test_near_misses_are_stored_packed_and_read_in_the_same_words() -> None:
    grouped = {"any": [{"field": "subject", "operator": "contains", "value": "Rechnung"}]}
    many = [{"field": "subject", "operator": "contains", "value": "e"} for _ in range(30)]
    triggers: list[dict[str, Any]] = [
        {"type": "email", "classification": "bankruptcy"},
        {"type": "email", "subject_pattern": "no such words"},
        {"type": "email", "sender_trust": "PASS"},
        {"type": "email", "conditions": [grouped]},
        {"type": "email", "conditions": [*many, {"field": "size", "operator": "greater_than", "value": 5}]},
    ]
    rules = [rule(number, trigger) for number, trigger in enumerate(triggers, 1)]
    made = judge(rules, email(spam="FAIL"))
    assert len(made.misses) == 5
    assert unpacked(made.packed()) == made.worded().near_misses
    assert made.head.near_misses == ()


def test_a_hundred_near_misses_are_a_few_kilobytes() -> None:
    trigger = {"type": "email", "classification": "invoice", "subject_pattern": "no such words"}
    made = judge([rule(number, trigger) for number in range(1_000)], email())
    assert len(unpacked(made.packed())) == limits.NEAR_MISSES
    assert len(made.packed()) < 4_000


@pytest.mark.parametrize(("data", "why"), [(b"", "empty"), (b"\x02x", "unknown format 02"), (b"\x01", "cut")])
def test_near_misses_of_an_unknown_form_are_told_so(data: bytes, why: str) -> None:
    with pytest.raises(Broken, match=why):
        unpacked(data)
