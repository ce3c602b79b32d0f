"""Query and Scan: order, pages, indexes and segments."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.tables import item, named


def _query(store: LocalStore, condition: str, values: dict[str, Any], **more: Any) -> dict[str, Any]:
    params = {"TableName": "things", "KeyConditionExpression": condition, "ExpressionAttributeValues": values}
    return store.call("Query", {**params, **more})


def _pages(store: LocalStore, operation: str, params: dict[str, Any]) -> list[dict[str, Any]]:
    pages = [store.call(operation, params)]
    while "LastEvaluatedKey" in pages[-1]:
        pages.append(store.call(operation, {**params, "ExclusiveStartKey": pages[-1]["LastEvaluatedKey"]}))
    return pages


def _order(response: dict[str, Any]) -> list[str]:
    return [each["sk"]["N"] for each in response["Items"]]


A = {":a": {"S": "a"}}


@pytest.fixture
def numbered(store: LocalStore) -> LocalStore:
    for number in (10, 9, -1.5, 100, 2):
        store.call("PutItem", named("a", number, g={"S": "g"}, gn={"N": str(number)}, n={"N": "1"}))
    return store


def test_numbers_sort_by_value_and_backwards_on_request(numbered: LocalStore) -> None:
    assert _order(_query(numbered, "pk = :a", A)) == ["-1.5", "2", "9", "10", "100"]
    assert _order(_query(numbered, "pk = :a", A, ScanIndexForward=False)) == ["100", "10", "9", "2", "-1.5"]


@pytest.mark.parametrize(("condition", "found"), [
    ("sk = :low", ["9"]), ("sk < :low", ["-1.5", "2"]), ("sk <= :low", ["-1.5", "2", "9"]),
    ("sk > :low", ["10", "100"]),
    ("sk >= :low", ["9", "10", "100"]), (":low < sk", ["10", "100"]),
])  # fmt: skip
def test_a_condition_on_the_range_key_selects_a_stretch(numbered: LocalStore, condition: str, found: list[str]) -> None:
    assert _order(_query(numbered, f"(pk = :a) AND ({condition})", {**A, ":low": {"N": "9"}})) == found


def test_between_includes_both_ends(numbered: LocalStore) -> None:
    values = {**A, ":low": {"N": "2"}, ":high": {"N": "10"}}
    assert _order(_query(numbered, "pk = :a AND sk BETWEEN :low AND :high", values)) == ["2", "9", "10"]


def test_a_prefix_selects_all_that_begin_with_it_whatever_their_characters(store: LocalStore) -> None:
    for number, when in enumerate(["2026", "2026-01", "2026-\U0010ffff", "2027", "202"]):
        store.call("PutItem", named("a", number, when={"S": when}))
    found = _query(store, "pk = :a AND begins_with(#w, :w)", {**A, ":w": {"S": "2026"}}, IndexName="local",
                   ExpressionAttributeNames={"#w": "when"})  # fmt: skip
    assert _order(found) == ["0", "1", "2"]


def test_an_index_returns_what_it_carries_and_leaves_out_what_has_no_key(store: LocalStore) -> None:
    store.call("PutItem", named("a", 1, when={"S": "w"}, n={"N": "1"}, s={"S": "not carried"}))
    store.call("PutItem", named("a", 2, n={"N": "2"}))
    carried = item("a", 1, when={"S": "w"})
    by_when = _query(store, "#w = :w", {":w": {"S": "w"}}, IndexName="by_when", ExpressionAttributeNames={"#w": "when"})
    local = _query(store, "pk = :a", A, IndexName="local")
    assert by_when["Items"] == [carried]
    assert local["Items"] == [{**carried, "n": {"N": "1"}}]


def test_pages_follow_each_other_in_both_directions(numbered: LocalStore) -> None:
    for forward, order in ((True, ["-1.5", "2", "9", "10", "100"]), (False, ["100", "10", "9", "2", "-1.5"])):
        pages = _pages(numbered, "Query", {
            "TableName": "things", "IndexName": "by_g", "KeyConditionExpression": "g = :g",
            "ExpressionAttributeValues": {":g": {"S": "g"}}, "Limit": 2, "ScanIndexForward": forward,
        })  # fmt: skip
        assert [_order(page) for page in pages] == [order[:2], order[2:4], order[4:]]
    assert set(pages[0]["LastEvaluatedKey"]) == {"pk", "sk", "g", "gn"}


def test_a_page_ends_after_a_megabyte(store: LocalStore) -> None:
    for number in range(5):
        store.call("PutItem", named("a", number, big={"S": "x" * 300_000}))
    pages = _pages(store, "Query", {
        "TableName": "things", "KeyConditionExpression": "pk = :a", "ExpressionAttributeValues": A,
    })  # fmt: skip
    assert [page["Count"] for page in pages] == [4, 1]


def test_the_limit_counts_what_is_read_before_the_filter(numbered: LocalStore) -> None:
    found = _query(numbered, "pk = :a", {**A, ":n": {"N": "2"}}, FilterExpression="n = :n", Limit=3)
    assert (found["Count"], found["ScannedCount"], found["Items"]) == (0, 3, [])
    assert found["LastEvaluatedKey"] == item("a", 9)


def test_counting_returns_no_items(numbered: LocalStore) -> None:
    found = _query(numbered, "pk = :a", A, Select="COUNT")
    assert found["Count"] == 5
    assert "Items" not in found


@pytest.mark.parametrize(("condition", "more", "message"), [
    ("sk = :n", {}, "Query condition missed key schema element: pk"),
    ("pk > :a", {}, "Query key condition not supported"),
    ("pk = :a AND s = :a", {}, "Query condition missed key schema element: sk"),
    ("pk = :a AND pk = :a", {}, "KeyConditionExpressions must only contain one condition per key"),
    ("pk = :a OR sk = :n", {}, "Invalid operator used in KeyConditionExpression: OR"),
    ("pk = :n", {}, "One or more parameter values were invalid: Condition parameter type does not match schema type"),
    ("g = :a", {"IndexName": "by_g", "ConsistentRead": True},
     "Consistent reads are not supported on global secondary indexes"),
    ("pk = :a", {"IndexName": "none"}, "The table does not have the specified index: none"),
    ("pk = :a", {"Select": "COUNT", "ProjectionExpression": "sk"},
     "1 validation error detected: Cannot specify the ProjectionExpression when choosing to get only the Count"),
    ("pk = :a", {"ExclusiveStartKey": {"pk": {"S": "b"}, "sk": {"N": "1"}}},
     "The provided starting key is outside query boundaries based on provided conditions"),
    ("pk = :a", {"ExclusiveStartKey": {"pk": {"S": "a"}}},
     "The provided starting key is invalid: The provided key element does not match the schema"),
    ("pk = :a", {"Limit": 0}, "1 validation error detected: Value '0' at 'limit' failed to satisfy constraint: Member "
     "must have value greater than or equal to 1"),
])  # fmt: skip
def test_a_wrong_query_is_refused(store: LocalStore, condition: str, more: dict[str, Any], message: str) -> None:
    known = {":a": {"S": "a"}, ":n": {"N": "1"}}
    values = {name: value for name, value in known.items() if name in condition}
    with pytest.raises(ClientError) as refused:
        _query(store, condition, values, **more)
    assert refused.value.response["Error"]["Message"] == message


def test_a_scan_reads_everything_once_page_by_page_and_is_not_in_key_order(store: LocalStore) -> None:
    for number in range(40):
        store.call("PutItem", named(f"p{number:02}", number))
    pages = _pages(store, "Scan", {"TableName": "things", "Limit": 7})
    found = [each["pk"]["S"] for page in pages for each in page["Items"]]
    assert sorted(found) == [f"p{number:02}" for number in range(40)]
    assert found != sorted(found)


def test_the_segments_of_a_scan_share_out_the_table(store: LocalStore) -> None:
    for number in range(60):
        store.call("PutItem", named(f"p{number}", number))
    segments = []
    for segment in range(4):
        params = {"TableName": "things", "Segment": segment, "TotalSegments": 4, "Limit": 5}
        segments.append([each["pk"]["S"] for page in _pages(store, "Scan", params) for each in page["Items"]])
    assert sorted(itertools.chain(*segments)) == sorted(f"p{number}" for number in range(60))
    assert all(segments)


def test_a_partition_stays_in_one_segment(store: LocalStore) -> None:
    for number in range(10):
        store.call("PutItem", named("only", number))
    counts = [
        store.call("Scan", {"TableName": "things", "Segment": segment, "TotalSegments": 3})["Count"]
        for segment in range(3)
    ]
    assert sorted(counts) == [0, 0, 10]
