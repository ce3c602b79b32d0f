"""What each operator of conditions means for numbers, dates, texts, lists and what is missing."""

import re
from decimal import Decimal
from typing import Any, get_args

import pytest

from postroom.match.operators import Operator, holds, problem_with
from postroom.match.typed import WrongType

TRUE: list[tuple[Operator, Any, Any]] = [
    ("equals", "Faktura", "FAKTURA"),
    ("equals", 5, 5),
    ("equals", 5.0, 5),
    ("equals", Decimal("0.1"), 0.1),
    ("equals", " 5.10 ", 5.1),
    ("equals", None, None),
    ("equals", True, True),
    ("equals", ["a"], ["a"]),
    ("equals", "2026-03-02T09:00:00.000Z", "2026-03-02"),
    ("equals", "2026-03-02T09:00:00.000Z", "2026-03-02T10:00:00+01:00"),
    ("equals", "Straße", "STRASSE"),
    ("not_equals", None, "x"),
    ("not_equals", "x", 5),
    ("not_equals", 1, True),
    ("not_equals", 5, "5"),
    ("contains", "Din Faktura 7", "faktura"),
    ("contains", "Order 117", 117),
    ("contains", ["A@b.example", "c"], "a@B.example"),
    ("contains", [1, 2], 2),
    ("not_contains", None, "x"),
    ("not_contains", ["ab"], "a"),
    ("starts_with", "RE: x", "re:"),
    ("ends_with", "scan.PDF", ".pdf"),
    ("matches", "No. 2026-117", r"\d{4}-\d+$"),
    ("in", "DK", ["de", "dk"]),
    ("in", 3, [1, 3]),
    ("not_in", None, ["a"]),
    ("not_in", "x", ["a"]),
    ("greater_than", 1001, 1000),
    ("greater_than", "5.1", 5),
    ("greater_than", Decimal("10.01"), 10),
    ("greater_than", "b", "A"),
    ("greater_than", "2026-03-03", "2026-03-02T12:00:00Z"),
    ("less_than", -1, 0),
    ("less_than", "2026-03-01T23:59:59Z", "2026-03-02"),
    ("between", 5, [5, 10]),
    ("between", 10, [5, 10]),
    ("between", "2026-03-31T23:59:59.999Z", ["2026-03-01", "2026-03-31"]),
    ("between", "m", ["a", "N"]),
    ("exists", "", None),
    ("exists", 0, None),
    ("is_empty", None, None),
    ("is_empty", "", None),
    ("is_empty", [], None),
    ("is_empty", {}, None),
    ("before", "2026-03-01T23:59:59Z", "2026-03-02"),
    ("before", "2026-03-02T08:59:59", "2026-03-02T10:00:00+01:00"),
    ("after", "2026-03-03T00:00:00Z", "2026-03-02"),
    ("after", "2026-03-03", "2026-03-02T23:00:00Z"),
]

FALSE: list[tuple[Operator, Any, Any]] = [
    ("equals", None, ""),
    ("equals", "5", "6"),
    ("equals", "x", 5),
    ("equals", 1, True),
    ("equals", float("nan"), 5),
    ("equals", "2026-03-03T00:00:00Z", "2026-03-02"),
    ("contains", None, "x"),
    ("contains", ["ab"], "a"),
    ("starts_with", None, "x"),
    ("matches", None, ".*"),
    ("matches", "faktura", "^aktura"),
    ("in", None, ["a"]),
    ("greater_than", None, 0),
    ("less_than", None, 0),
    ("greater_than", 5, 5),
    ("less_than", 5, 5),
    ("greater_than", "2026-03-02T12:00:00Z", "2026-03-02"),
    ("between", None, [0, 1]),
    ("between", 11, [5, 10]),
    ("exists", None, None),
    ("is_empty", 0, None),
    ("is_empty", False, None),
    ("before", None, "2026-03-02"),
    ("before", "2026-03-02T00:00:00Z", "2026-03-02"),
    ("after", "2026-03-02T23:59:59.999Z", "2026-03-02"),
    ("after", None, "2026-03-02"),
    ("before", "2026-03-02", "2026-03-02T12:00:00Z"),
    ("after", "2026-03-02", "2026-03-02T12:00:00Z"),
]


@pytest.mark.parametrize(("operator", "found", "wanted"), TRUE)
def test_it_holds(operator: Operator, found: Any, wanted: Any) -> None:
    assert holds(operator, found, wanted) is True


@pytest.mark.parametrize(("operator", "found", "wanted"), FALSE)
def test_it_does_not_hold(operator: Operator, found: Any, wanted: Any) -> None:
    assert holds(operator, found, wanted) is False


@pytest.mark.parametrize(
    ("operator", "found", "wanted"),
    [
        ("equals", "a", "A"),
        ("contains", "xay", "A"),
        ("contains", ["a"], "A"),
        ("starts_with", "a", "A"),
        ("ends_with", "a", "A"),
        ("matches", "a", "A"),
        ("in", "a", ["A"]),
    ],
)
def test_upper_and_lower_case_differ_only_where_that_is_asked(operator: Operator, found: Any, wanted: Any) -> None:
    assert holds(operator, found, wanted)
    assert not holds(operator, found, wanted, case_sensitive=True)


@pytest.mark.parametrize(
    ("operator", "found", "wanted", "reason"),
    [
        ("contains", 5, "x", "is a number, text is wanted"),
        ("not_contains", True, "x", "is true or false, text is wanted"),
        ("starts_with", ["a"], "a", "is a list, text is wanted"),
        ("matches", {"a": 1}, "a", "is an object, text is wanted"),
        ("greater_than", "many", 5, "is text, a number is wanted"),
        ("less_than", True, 5, "is true or false, a number is wanted"),
        ("between", [], [1, 2], "is a list, a number is wanted"),
        ("greater_than", float("inf"), 5, "is a number, a number is wanted"),
        ("before", "yesterday", "2026-03-02", "is no date"),
        ("after", "2026-02-30", "2026-03-02", "is no date"),
        ("after", 20260302, "2026-03-02", "is no date"),
        ("greater_than", "tomorrow", "2026-03-02", "is no date"),
    ],
)
def test_what_cannot_be_compared_is_told_with_its_reason(
    operator: Operator, found: Any, wanted: Any, reason: str
) -> None:
    with pytest.raises(WrongType, match=reason):
        holds(operator, found, wanted)


@pytest.mark.parametrize(
    ("operator", "value", "reason"),
    [
        ("equals", {"a": 1}, "not an object"),
        ("equals", float("nan"), "not a finite number"),
        ("equals", "x" * 1_001, "has 1001 characters, 1000 are allowed"),
        ("contains", None, "not nothing"),
        ("starts_with", 5, "must be text, not a number"),
        ("starts_with", "", "must be text, not empty"),
        ("matches", "(", r"RE2 cannot compile the pattern '\(': missing \)"),
        ("matches", 5, "must be a pattern, not a number"),
        ("in", "a", "must be a list of values, not text"),
        ("in", [], "not an empty one"),
        ("in", ["a", ["b"]], "value 1: must be text"),
        ("in", ["a"] * 201, "has 201 values, 200 are allowed"),
        ("greater_than", True, "must be text, not true or false"),
        ("between", [1], "a list of two"),
        ("between", [1, "b"], "two of one kind"),
        ("between", ["2026-03-02", "b"], "two of one kind"),
        ("between", [2, 1], "the lowest, 2, is above the highest, 1"),
        ("before", "soon", "must be a date such as"),
        ("after", 5, "must be a date such as"),
        ("exists", True, "takes no value"),
        ("is_empty", "", "takes no value"),
    ],
)
def test_a_value_that_an_operator_cannot_be_given_is_refused(operator: Operator, value: Any, reason: str) -> None:
    problem = problem_with(operator, value)
    assert problem is not None
    assert re.search(reason, problem)


def test_every_operator_is_known_with_the_values_it_takes() -> None:
    assert {operator for operator, _, _ in TRUE} == set(get_args(Operator))
    assert [one for one in TRUE if problem_with(one[0], one[2])] == []
