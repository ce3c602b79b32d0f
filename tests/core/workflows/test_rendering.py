"""Parameters with expressions: types kept, errors named by path, references told."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.errors import Refused
from postroom.workflows.rendering import (
    condition_holds,
    expression_references,
    expressions_in,
    render,
    step_references,
    unclosed_braces,
)
from tests.cpu_time import assert_in_proportion

SCOPE: dict[str, Any] = {
    "email": {"subject": "Invoice 7", "to": ["a", "b"]},
    "steps": {"invoice": {"total": Decimal("1250.50"), "count": 3, "paid": False}, "skipped": None},
}


@pytest.mark.parametrize(
    ("given_", "rendered"),
    [
        ("{{ steps.invoice.total }}", Decimal("1250.50")),
        ("{{ steps.invoice.count }}", 3),
        ("{{ email.to }}", ["a", "b"]),
        ("{{ steps.skipped.anything }}", None),
        ("{{ steps.invoice.paid }}", False),
        ("No. {{ email.subject }}!", "No. Invoice 7!"),
        ("{{ email.subject }}: {{ steps.invoice.total }}", "Invoice 7: 1250.50"),
        ("to {{ email.to }}", 'to ["a","b"]'),
        ("nothing: {{ steps.skipped }}.", "nothing: ."),
        ("{{ email.missing || 'none' }}", "none"),
        ("no expression", "no expression"),
        (7, 7),
        ({"a": ["{{ email.subject }}"]}, {"a": ["Invoice 7"]}),
    ],
)
def test_a_text_that_is_one_expression_keeps_its_type_and_a_longer_one_is_text(given_: Any, rendered: Any) -> None:
    assert render(given_, SCOPE) == rendered


def test_an_expression_that_cannot_be_evaluated_is_refused_with_its_path() -> None:
    with pytest.raises(Refused) as refusal:
        render({"lines": ["fine", "{{ length(steps.invoice.count) }}"]}, SCOPE)
    assert refusal.value.problems[0].path == "params.lines.1"


def test_a_template_placeholder_without_a_value_is_refused_by_name() -> None:
    with pytest.raises(Refused, match="placeholder 'channel' has no value"):
        render("{{KEY:channel}}", SCOPE)


def test_a_rendered_text_that_is_too_long_is_refused() -> None:
    with pytest.raises(Refused, match="longer than"):
        render("x{{ email.long }}", {"email": {"long": "y" * 70_000}})


@pytest.mark.parametrize("piece", ["{{", "{{ ", " ", "{{a", "}}", "{{KEY:", "{", "{{'"])
def test_looking_for_expressions_takes_time_in_proportion_to_the_text(piece: str) -> None:
    """`{{` and 1,200 spaces took two and a half seconds, twice as many eight times as long."""

    def looked(times: int) -> None:
        text = "{{" + piece * times
        assert render(text[:2_000].replace("}", ""), {}) == text[:2_000].replace("}", "")
        list(expressions_in(text, "p"))
        list(unclosed_braces(text, "p"))

    assert_in_proportion(looked, 400_000)


def test_what_stands_in_braces_that_are_not_closed_is_text_and_is_told_by_its_path() -> None:
    params = {"a": ["{{ email.subject }} and {{ email.subject }", "{{ email.to }}"], "b": "}} {{"}
    assert render("{{ email.subject }} and {{ email.subject }", SCOPE) == "Invoice 7 and {{ email.subject }"
    assert list(unclosed_braces(params, "params")) == ["params.a.0", "params.b"]


@pytest.mark.parametrize(
    ("amount", "currency", "shown"),
    [
        (Decimal("2988"), "GBP", "2988.00 GBP"),
        (2988, "GBP", "2988.00 GBP"),
        (Decimal("1250.5"), None, "1250.50"),
        (Decimal("0.125"), "EUR", "0.125 EUR"),
        (Decimal("9800"), "JPY", "9800 JPY"),
        (Decimal("-1E+3"), "DKK", "-1000.00 DKK"),
        (None, "DKK", "unknown"),
    ],
)
def test_money_shows_an_amount_as_people_write_it(amount: Any, currency: str | None, shown: str) -> None:
    scope = {"amount": amount, "currency": currency}
    assert render("{{ money(amount, currency) || 'unknown' }}", scope) == shown


@pytest.mark.parametrize(
    ("expression", "holds"),
    [
        ("steps.invoice.total > `1000`", True),
        ("steps.invoice.total > `2000`", False),
        ("steps.invoice.paid", False),
        ("steps.invoice.count", True),
        ("email.missing", False),
        ("`0`", True),
        ("''", False),
    ],
)
def test_conditions_count_truth_as_jmespath_does(expression: str, holds: bool) -> None:
    assert condition_holds(expression, SCOPE) == (holds, None)


def test_references_are_told_from_the_expressions() -> None:
    params = {"a": "{{ steps.invoice.total }} and {{ steps.vendor }}", "b": ["{{ email.subject }}"]}
    assert step_references(params) == frozenset({"invoice", "vendor"})
    assert expression_references("steps.*.total") is None
    for read in ("[0].x", "[*].x.y", "[].x", "[?a == `1`].x", "[0:2]", "[-1][0].x", " | [0]", ".x[*]"):
        assert expression_references(f"steps.loop{read}") == frozenset({"loop"}), read
    assert step_references({"a": "{{ keys(steps) }}"}) is None


@given(st.dictionaries(st.sampled_from("abc"), st.integers() | st.text(alphabet="xyz{}"), max_size=3))
def test_values_without_expressions_come_out_as_they_went_in(values: dict[str, Any]) -> None:
    plain_values = {key: value for key, value in values.items() if "{{" not in str(value)}
    assert render(plain_values, SCOPE) == plain_values
