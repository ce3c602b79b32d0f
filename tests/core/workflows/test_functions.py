"""JMESPath over our values: amounts count as numbers, and whatever goes wrong is a refusal of that one step."""

from decimal import Decimal
from typing import Any

import pytest

from postroom.errors import Refused
from postroom.workflows.rendering import condition_holds, evaluate, expression_references
from tests.core.engine.memory_edge import MemoryEdge, workflow

SCOPE: dict[str, Any] = {
    "total": Decimal("12.50"),
    "lines": [{"amount": Decimal("2.50")}, {"amount": 10}],
    "name": "abc",
}


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("sum(lines[].amount)", Decimal("12.50")),
        ("avg(lines[].amount)", Decimal("6.25")),
        ("avg(`[]`)", None),
        ("sum([total, `0.5`])", Decimal("13.00")),
        ("max(lines[].amount)", 10),
        ("min_by(lines, &amount).amount", Decimal("2.50")),
        ("sort_by(lines, &amount)[-1].amount", 10),
        ("ceil(total)", 13),
        ("abs(total)", Decimal("12.50")),
        ("type(total)", "number"),
        ("type(name)", "string"),
        ("to_number(total)", Decimal("12.50")),
        ("to_number('7')", 7),
        ("to_string(total)", "12.50"),
        ("to_string(`[1]`)", "[1]"),
        ("total == `12.5`", True),
    ],
)
def test_an_amount_is_a_number_to_every_function(expression: str, value: Any) -> None:
    assert evaluate(expression, SCOPE, "params.title") == value


FAULTY = ["`1` > 'a'", "lines[::0]", "contains(name, `1`)", "sum(name)", "length(total)", "((", "", "(" * 5_000]


@pytest.mark.parametrize("expression", FAULTY)
def test_a_faulty_expression_is_refused_in_parameters_and_false_in_conditions(expression: str) -> None:
    with pytest.raises(Refused) as refused:
        evaluate(expression, SCOPE, "params.title")
    assert refused.value.problems[0].path == "params.title"
    holds, why = condition_holds(expression, SCOPE)
    assert not holds
    assert why is not None
    assert "cannot be evaluated" in why


@pytest.mark.parametrize("expression", ["((", "", "(" * 5_000])
def test_what_cannot_be_compiled_reads_no_step(expression: str) -> None:
    assert expression_references(expression) == frozenset()


def test_an_expression_that_cannot_be_compiled_fails_its_step_and_the_rest_goes_on() -> None:
    edge = MemoryEdge(
        workflow({"action": "create_ticket", "params": {"title": "{{ (( }}"}}, {"action": "mark_as_processed"})
    )
    edge.run()
    error = edge.steps()["create_ticket"].error
    assert error is not None
    assert (error.code, error.path) == ("refused", "params.title")
    assert (edge.status(), edge.event.mail.status) == ("completed_with_errors", "processed")
