"""The index against asking every workflow in turn: the same matches, clauses, groups and near misses."""

from collections.abc import Mapping
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from postroom import limits
from postroom.match.answers import Rule, ask
from postroom.match.rule_index import RuleIndex
from postroom.triggers.email import AskedMail, EmailTrigger
from tests.core.match.rules import DEFAULT_THRESHOLD, EVENT, decide, email, naive_match, rule

WORDS = st.sampled_from(["faktura", "FAKTURA", "nordisk", "order", "7", "ß", ""])
EQUALS = st.sampled_from(["nordisk.example", "NORDISK.example", "b.example", "2026-03-02", "7"])
NOWHERE = {"field": "from.domain", "operator": "equals", "value": "b.example"}
SHOUTED = {"field": "from.domain", "operator": "equals", "value": "B.example", "case_sensitive": True}
CONDITION = st.one_of(
    EQUALS.map(lambda value: {"field": "from.domain", "operator": "equals", "value": value}),
    EQUALS.map(lambda value: {"field": "from.domain", "operator": "equals", "value": value, "case_sensitive": True}),
    st.lists(EQUALS, min_size=1, max_size=2).map(
        lambda values: {"all": [{"field": "email.from.domain", "operator": "in", "value": values}]}
    ),
    st.just({"not": {"field": "subject", "operator": "contains", "value": "order"}}),
)
TRIGGERS = st.fixed_dictionaries(
    {},
    optional={
        "classification": st.sampled_from(["invoice", "spam", "general"]),
        "confidence_threshold": st.sampled_from([0.0, 0.5, 0.7, 1.0]),
        "sender_trust": st.sampled_from(["PASS", "GRAY", "DISABLED"]),
        "sender_pattern": WORDS,
        "subject_pattern": WORDS,
        "conditions": st.lists(CONDITION, max_size=2),
    },
)
RULES = st.lists(st.tuples(st.lists(TRIGGERS, min_size=1, max_size=3), st.sampled_from([10, 20])), max_size=30).map(
    lambda drawn: [rule(number, *one, priority=priority) for number, (one, priority) in enumerate(drawn)]
)
MAILS = st.builds(
    email,
    category=st.sampled_from(["invoice", "spam", None]),
    confidence=st.sampled_from([0.0, 0.5, 0.69, 0.7, 1.0]),
    subject=st.sampled_from(["Faktura 7", "your ORDER", "GROSS ss", ""]),
    name=st.sampled_from(["Nordisk Papir", ""]),
    address=st.sampled_from(["faktura@nordisk.example", "a@b.example"]),
    spam=st.sampled_from(["PASS", "GRAY", "FAIL"]),
)


@settings(max_examples=400)
@given(RULES, MAILS)
def test_the_index_decides_as_asking_every_workflow_would(rules: list[Rule], mail: dict[str, Any]) -> None:
    decision = decide(rules, mail)
    in_order = sorted(rules, key=lambda one: (one.priority, one.workflow_id))
    fitting = [one for one in in_order if any(naive_match(trigger, mail) for trigger in one.triggers)]
    answers = {one.workflow_id: ask(one, AskedMail(mail, EVENT, DEFAULT_THRESHOLD)) for one in rules}
    assert list(decision.matched) == [answers[one.workflow_id] for one in fitting][: limits.WORKFLOWS_PER_EVENT]
    assert [one.workflow_id for one in decision.not_reached] == [
        one.workflow_id for one in fitting[limits.WORKFLOWS_PER_EVENT :]
    ]
    assert (decision.matching, decision.considered) == (len(fitting), len(rules))
    missed = [answers[one.workflow_id] for one in in_order if one not in fitting]
    assert {one.workflow_id for one in decision.near_misses} == {one.workflow_id for one in missed}
    assert all(one == answers[one.workflow_id] for one in decision.near_misses)


@settings(max_examples=400)
@given(RULES, MAILS, st.integers(1, 8))
@example(
    [rule(1, {"classification": "spam"}), rule(2, {"conditions": [NOWHERE]}), rule(3, {"conditions": [SHOUTED]})],
    email(),
    1,
)
def test_which_misses_are_near_is_as_the_index_says_of_itself(
    rules: list[Rule], mail: dict[str, Any], most: int
) -> None:
    missed = [
        one
        for one in sorted(rules, key=lambda one: (one.priority, one.workflow_id))
        if not any(naive_match(trigger, mail) for trigger in one.triggers)
    ]
    chosen = sorted(missed, key=lambda one: -max(_nearness(trigger, mail) for trigger in one.triggers))[:most]
    kept, limits.NEAR_MISSES = limits.NEAR_MISSES, most
    try:
        found = decide(rules, mail).near_misses
    finally:
        limits.NEAR_MISSES = kept
    assert {one.workflow_id for one in found} == {one.workflow_id for one in chosen}
    passed = [sum(clause.passed for clause in one.clauses) for one in found]
    assert passed == sorted(passed, reverse=True)


@given(RULES, MAILS)
def test_the_order_in_which_workflows_were_made_known_changes_nothing(rules: list[Rule], mail: dict[str, Any]) -> None:
    assert decide(rules, mail) == decide(rules[::-1], mail)


@given(RULES, MAILS)
def test_what_is_explained_is_what_was_decided(rules: list[Rule], mail: dict[str, Any]) -> None:
    index = RuleIndex("x", rules, DEFAULT_THRESHOLD)
    explained = index.explain(EVENT, mail)
    decision = decide(rules, mail)
    assert [one.decision.workflow_id for one in explained] == [one.workflow_id for one in index.rules]
    for one in explained:
        fires = any(answer.passed for answer in one.triggers)
        assert (one.decision.outcome == "matched") is fires
        assert len(one.triggers) == len(index.rule(one.decision.workflow_id).triggers)
    by_id = {one.decision.workflow_id: one.decision for one in explained}
    assert all(by_id[one.workflow_id] == one for one in (*decision.matched, *decision.near_misses))


def _nearness(trigger: EmailTrigger, mail: Mapping[str, Any]) -> int:
    """2: wants the category and one of what it cannot do without is there, or it has nothing such; 1: wants it; 0."""
    if trigger.classification not in (None, mail["classification"]["category"]):
        return 0
    sender = mail["from"]
    held = [
        (trigger.sender_pattern, f"{sender['name']} <{sender['address']}>" if sender["name"] else sender["address"]),
        (trigger.subject_pattern, mail["subject"]),
    ]
    anchors = [word.lower() in text.lower() for word, text in held if word is not None]
    for condition in trigger.conditions:
        for one in condition.all_ or [condition]:
            values = one.value if isinstance(one.value, list) else [one.value]
            if one.operator in {"equals", "in"} and not one.case_sensitive and "2026-03-02" not in values:
                anchors += [any(value.lower() == sender["domain"] for value in values)]
    return 2 if any(anchors) or not anchors else 1
