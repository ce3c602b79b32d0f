"""The store and plain moto give the same answers, operation by operation."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.infra.dynamodb.both import Answer, Both
from tests.infra.dynamodb.examples import ITEMS, OPERATIONS, QUERIES, Operation

_SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@given(operations=st.lists(OPERATIONS, min_size=1, max_size=8))
@settings(deadline=None, suppress_health_check=_SHARED)
def test_any_operations_have_the_same_answers_and_leave_the_same_items(both: Both, operations: list[Operation]) -> None:
    _compare(both, operations)


@pytest.mark.slow
@given(operations=st.lists(OPERATIONS, min_size=1, max_size=25))
@settings(deadline=None, max_examples=1500, suppress_health_check=_SHARED)
def test_many_long_operation_lists_have_the_same_answers(both: Both, operations: list[Operation]) -> None:
    _compare(both, operations)


@given(items=st.lists(ITEMS, max_size=12), query=QUERIES, limit=st.integers(1, 4))
@settings(deadline=None, max_examples=40, suppress_health_check=_SHARED)
def test_the_pages_of_a_query_add_up_to_the_same_items(
    both: Both, items: list[dict[str, Any]], query: dict[str, Any], limit: int
) -> None:
    both.fresh()
    for item in items:
        both.moto("PutItem", {"TableName": "things", "Item": item})
        both.ours("PutItem", {"TableName": "things", "Item": item})
    params = {**query, "Limit": limit}
    assert _pages(both.ours, params) == _pages(both.moto, params)
    both.drop()


def _compare(both: Both, operations: list[Operation]) -> None:
    both.fresh()
    for operation, params in operations:
        ours, moto = (_sorted(operation, ask(operation, params)) for ask in (both.ours, both.moto))
        assert _same_numbers(ours) == _same_numbers(moto)
    everything = ("Scan", {"TableName": "things"})
    ours, moto = (_sorted("Scan", ask(*everything)) for ask in (both.ours, both.moto))
    assert _same_numbers(ours) == _same_numbers(moto)
    both.drop()


def _sorted(operation: str, answer: Answer) -> Answer:
    """A scan has no order worth comparing."""
    if operation == "Scan" and "Items" in answer:
        return {**answer, "Items": sorted(answer["Items"], key=lambda item: (item["pk"]["S"], float(item["sk"]["N"])))}
    return answer


def _pages(ask: Any, params: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    while True:
        page = ask("Query", params)
        items += page["Items"]
        if "LastEvaluatedKey" not in page:
            return items
        params = {**params, "ExclusiveStartKey": page["LastEvaluatedKey"]}


def _same_numbers(content: Any) -> Any:
    """Numbers by their value: moto keeps the zero of 1.5 + 1.5 = 3.0; the right form has a test of its own."""
    if isinstance(content, dict):
        return {name: Decimal(one) if name == "N" else _same_numbers(one) for name, one in content.items()}
    return [_same_numbers(one) for one in content] if isinstance(content, list) else content
