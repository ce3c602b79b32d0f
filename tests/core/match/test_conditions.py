"""Conditions: what they mean, how each is explained, and what is refused at save, by path and reason."""

from typing import Any

import pytest
from hypothesis import given, settings
from pydantic import ValidationError

from postroom.match.conditions import Condition
from postroom.match.evaluation import clause_of, holds
from postroom.models import refusal
from postroom.plain import plain
from postroom.triggers.base import Clause
from postroom.triggers.email import EmailTrigger
from tests.core.match.naive import CONDITIONS, EVENTS, naive_holds

EVENT = {
    "subject": "Faktura 7",
    "from": {"domain": "nordisk.example"},
    "attachments": [{"filename": "a.PDF", "size": 1_000}],
    "date": None,
}


def condition(data: Any) -> Condition:
    return Condition.model_validate(data)


def problems(conditions: Any) -> dict[str, str]:
    with pytest.raises(ValidationError) as refused:
        EmailTrigger.model_validate({"conditions": conditions})
    return {one.path: one.reason for one in refusal(refused.value).problems}


@settings(max_examples=1_500)
@given(CONDITIONS, EVENTS)
def test_conditions_hold_as_somebody_else_reads_them(data: dict[str, Any], event: dict[str, Any]) -> None:
    parsed = condition(data)
    assert holds(parsed, event) == naive_holds(data, event)
    assert clause_of(parsed, event, "conditions.0").passed == naive_holds(data, event)


@given(CONDITIONS)
def test_conditions_are_the_same_after_being_stored(data: dict[str, Any]) -> None:
    assert condition(plain(condition(data))) == condition(data)


def test_a_condition_is_explained_with_what_was_wanted_and_found_in_each_part() -> None:
    parts = [
        {"field": "subject", "operator": "contains", "value": "rykker"},
        {"not": {"field": "from.domain", "operator": "equals", "value": "nordisk.example"}},
        {"field": "attachments[0].size", "operator": "greater_than", "value": 999},
    ]
    clause = clause_of(condition({"any": parts}), EVENT, "conditions.2")
    assert (clause.clause, clause.operator, clause.passed) == ("conditions.2", "any", True)
    first, second, third = clause.parts
    assert first == Clause(
        clause="conditions.2.any.0",
        field="subject",
        operator="contains",
        wanted="rykker",
        found="Faktura 7",
        passed=False,
    )
    assert (second.passed, second.parts[0].clause, second.parts[0].passed) == (False, "conditions.2.any.1.not", True)
    assert (third.found, third.wanted, third.passed) == (1_000, 999, True)


def test_a_type_error_is_false_with_its_reason() -> None:
    clause = clause_of(condition({"field": "subject", "operator": "greater_than", "value": 5}), EVENT, "conditions.0")
    assert (clause.passed, clause.reason) == (False, "is text, a number is wanted")
    clause = clause_of(condition({"expression": "length(date) > `1`"}), EVENT, "conditions.0")
    assert clause.passed is False
    assert clause.reason is not None
    assert "invalid type for value: None" in clause.reason


def test_long_values_are_cut() -> None:
    event = {"subject": "é" * 1_000}
    clause = clause_of(condition({"field": "subject", "operator": "equals", "value": "x" * 1_000}), event, "c")
    assert clause.found == "é" * 80 + "…"
    assert clause.wanted == "x" * 160 + "…"


def test_an_expression_is_true_as_jmespath_counts_truth() -> None:
    assert holds(condition({"expression": "attachments[?size > `500`].filename"}), EVENT)
    assert not holds(condition({"expression": "attachments[?size > `5000`]"}), EVENT)
    assert holds(condition({"expression": "`0`"}), EVENT)


@pytest.mark.parametrize(
    ("conditions", "path", "reason"),
    [
        ([{}], "conditions.0", "give one of field, all, any, not, expression, not none"),
        ([{"field": "a", "operator": "exists", "all": [{"expression": "a"}]}], "conditions.0", "not field and all"),
        ([{"field": "a"}], "conditions.0", "a field needs an operator"),
        ([{"operator": "exists", "expression": "a"}], "conditions.0", "an operator needs a field"),
        ([{"field": "a", "operator": "equals"}], "conditions.0", "equals needs a value; null is one"),
        ([{"all": []}], "conditions.0.all", "at least one condition"),
        ([{"field": "a[*]", "operator": "exists"}], "conditions.0.field", "names and indices"),
        ([{"field": "a", "operator": "is"}], "conditions.0.operator", "Input should be"),
        ([{"field": "a", "operator": "in", "value": "b"}], "conditions.0.value", "in: must be a list of values"),
        (
            [{"any": [{"expression": "a"}, {"field": "a", "operator": "matches", "value": "(?=a)"}]}],
            "conditions.0.any.1.value",
            "invalid perl operator",
        ),
        ({"not": {"expression": "a ="}}, "conditions.0.not.expression", "no JMESPath"),
        ([{"expression": "a"}] * 101, "conditions", "at most 100 conditions, this one 101"),
        ([{"surprise": 1}], "conditions.0.surprise", "no such field"),
        ("subject", "conditions", "be a list"),
    ],
)
def test_what_is_wrong_is_told_by_path_and_reason(conditions: Any, path: str, reason: str) -> None:
    assert reason in problems(conditions)[path]


@pytest.mark.parametrize("depth", [7, 200, 5_000])
def test_conditions_nested_too_deeply_are_refused_however_deep(depth: int) -> None:
    nested: dict[str, Any] = {"expression": "a"}
    for _ in range(depth - 1):
        nested = {"not": nested}
    assert problems(nested)


def test_every_problem_is_told_at_once() -> None:
    found = problems([{"field": "a", "operator": "before", "value": "soon"}, {"field": "", "operator": "exists"}])
    assert set(found) == {"conditions.0.value", "conditions.1.field"}


def test_one_condition_stands_for_a_list_of_one_and_null_for_none() -> None:
    assert len(EmailTrigger.model_validate({"conditions": {"expression": "a"}}).conditions) == 1
    assert EmailTrigger.model_validate({"conditions": None}).conditions == ()
