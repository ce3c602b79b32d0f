"""Expressions: what they mean beyond what the comparison with moto covers, and how they are refused."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.tables import at, named

DOC: dict[str, Any] = {
    "n": {"N": "5"}, "s": {"S": "hello"}, "bits": {"B": b"abc"}, "flag": {"BOOL": True}, "nil": {"NULL": True},
    "tags": {"SS": ["x", "y"]}, "numbers": {"NS": ["1", "2.5"]}, "parts": {"L": [{"N": "1"}, {"S": "two"}, {"N": "3"}]},
    "doc": {"M": {"deep": {"M": {"lst": {"L": [{"M": {"k": {"S": "v"}}}]}}}, "odd name": {"N": "7"}}},
}  # fmt: skip
VALUES = {
    ":n": {"N": "5"}, ":half": {"N": "2.5"}, ":ten": {"N": "10"}, ":s": {"S": "hello"}, ":ll": {"S": "ll"},
    ":data": {"B": b"ab"}, ":v": {"S": "v"}, ":x": {"S": "x"}, ":swapped": {"SS": ["y", "x"]}, ":M": {"S": "M"},
    ":two": {"S": "two"}, ":zero": {"N": "0"},
}  # fmt: skip


@pytest.fixture
def filled(store: LocalStore) -> LocalStore:
    store.call("PutItem", named("a", **DOC))
    return store


def _used(text: str) -> dict[str, Any]:
    words = text.replace("(", " ").replace(")", " ").replace(",", " ").replace("[", ".").split()
    parts = {part for word in words for part in word.split(".")}
    names = {name: value for name, value in {"#odd": "odd name", "#n": "n"}.items() if name in parts}
    values = {name: value for name, value in VALUES.items() if name in words}
    return {
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": values} if values else {}),
    }


@pytest.mark.parametrize(("condition", "holds"), [
    ("doc.deep.#l", None),
    ("doc.deep.lst[0].k = :v", True), ("doc.deep.lst[1].k = :v", False), ("doc.#odd > :n", True),
    ("size(doc) = :n", False), ("size(s) = :n", True), ("size(parts) < :n", True), ("size(n) < :ten", False),
    ("size(bits) < :n", True), ("size(doc.deep.lst) < size(parts)", True), (":n = n", True), ("n = s", False),
    ("n <> absent", True), ("absent = :n", False), ("NOT absent = :n", True), ("n BETWEEN :half AND :ten", True),
    ("s BETWEEN :ll AND :two", False), (":n IN (n, s)", True), ("contains(numbers, :half)", True),
    ("contains(parts, :two)", True), ("contains(s, :ll)", True), ("contains(tags, :n)", False),
    ("tags = :swapped", True),
    ("begins_with(bits, :data)", True), ("begins_with(n, :s)", False), ("attribute_type(doc.deep, :M)", True),
    ("flag = :n OR n = :n AND s = :ll", False), ("(flag = :n OR n = :n) AND s = :s", True),
    ("n > :s", False), ("flag < :n", False), ("NOT NOT n = :n", True), ("attribute_exists(nil)", True),
])  # fmt: skip
def test_a_condition_holds_or_not(filled: LocalStore, condition: str, holds: bool | None) -> None:
    params = at("a", ConditionExpression=condition, **_used(condition))
    if holds:
        filled.call("DeleteItem", params)
        return
    with pytest.raises(ClientError) as refused:
        filled.call("DeleteItem", params)
    expected = "ValidationException" if holds is None else "ConditionalCheckFailedException"
    assert refused.value.response["Error"]["Code"] == expected


@pytest.mark.parametrize(("update", "name", "after"), [
    ("SET doc.deep.lst[0].k = :n", "doc",
     {"M": {"deep": {"M": {"lst": {"L": [{"M": {"k": {"N": "5"}}}]}}}, "odd name": {"N": "7"}}}),
    ("REMOVE doc.#odd, doc.deep.lst[0].k", "doc", {"M": {"deep": {"M": {"lst": {"L": [{"M": {}}]}}}}}),
    ("SET parts[9] = :n, parts[8] = :s", "parts",
     {"L": [{"N": "1"}, {"S": "two"}, {"N": "3"}, {"S": "hello"}, {"N": "5"}]}),
    ("REMOVE parts[0], parts[2], parts[7]", "parts", {"L": [{"S": "two"}]}),
    ("SET parts = list_append(parts, parts)", "parts", {"L": [*DOC["parts"]["L"], *DOC["parts"]["L"]]}),
    ("SET n = parts[0] - n", "n", {"N": "-4"}),
    ("SET n = n + :half", "n", {"N": "7.5"}),
    ("SET n = s, s = n", "n", {"S": "hello"}),
    ("SET n = if_not_exists(doc.deep.absent, if_not_exists(n, :ten))", "n", {"N": "5"}),
    ("SET n = (n + :ten)", "n", {"N": "15"}),
    ("ADD doc.#odd :n", "doc", {"M": {**DOC["doc"]["M"], "odd name": {"N": "12"}}}),
    ("ADD fresh :n", "fresh", {"N": "5"}),
    ("ADD tags :swapped", "tags", {"SS": ["x", "y"]}),
    ("DELETE tags :swapped", "tags", None),
    ("DELETE absent :swapped", "absent", None),
    ("REMOVE n SET s = :ten DELETE tags :swapped ADD tally :n", "tally", {"N": "5"}),
])  # fmt: skip
def test_an_update_does_what_it_says(filled: LocalStore, update: str, name: str, after: dict[str, Any] | None) -> None:
    response = filled.call("UpdateItem", at("a", UpdateExpression=update, ReturnValues="ALL_NEW", **_used(update)))
    assert response["Attributes"].get(name) == after
    assert filled.call("GetItem", at("a"))["Item"] == response["Attributes"]


def test_an_update_of_an_absent_item_makes_it(store: LocalStore) -> None:
    store.call("UpdateItem", at("new"))
    store.call("UpdateItem", at("new", UpdateExpression="ADD hits :n", ExpressionAttributeValues={":n": {"N": "2"}}))
    assert store.call("GetItem", at("new"))["Item"] == {"pk": {"S": "new"}, "sk": {"N": "1"}, "hits": {"N": "2"}}


@pytest.mark.parametrize(("wanted", "returned"), [
    ("UPDATED_OLD", {"doc": {"M": {"odd name": {"N": "7"}}}}),
    ("UPDATED_NEW", {"doc": {"M": {"odd name": {"N": "12"}}}, "fresh": {"S": "hello"}}),
])  # fmt: skip
def test_updated_returns_just_the_paths_that_were_touched(
    filled: LocalStore, wanted: str, returned: dict[str, Any]
) -> None:
    update = "SET fresh = :s ADD doc.#odd :n"
    response = filled.call("UpdateItem", at("a", UpdateExpression=update, ReturnValues=wanted, **_used(update)))
    assert response["Attributes"] == returned


def test_a_projection_picks_parts_and_closes_the_gaps_of_lists(filled: LocalStore) -> None:
    projection = "doc.deep.lst[0].k, parts[2], parts[0], absent, #n"
    response = filled.call("GetItem", at("a", ProjectionExpression=projection, ExpressionAttributeNames={"#n": "n"}))
    assert response["Item"] == {
        "doc": {"M": {"deep": {"M": {"lst": {"L": [{"M": {"k": {"S": "v"}}}]}}}}},
        "parts": {"L": [{"N": "1"}, {"N": "3"}]},
        "n": {"N": "5"},
    }


@pytest.mark.parametrize(("parameter", "text", "message"), [
    ("ConditionExpression", "", "Invalid ConditionExpression: The expression can not be empty;"),
    ("ConditionExpression", "n = ", 'Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="'),
    ("ConditionExpression", "n ! :n", 'Invalid ConditionExpression: Syntax error; token: "!", near: "n ! :n"'),
    ("ConditionExpression", "n = :n s", 'Invalid ConditionExpression: Syntax error; token: "s", near: ":n s"'),
    ("ConditionExpression", "name = :n",
     "Invalid ConditionExpression: Attribute name is a reserved keyword; reserved keyword: name"),
    ("ConditionExpression", "((n = :n))", "Invalid ConditionExpression: The expression has redundant parentheses"),
    ("ConditionExpression", "exists(n)", "Invalid ConditionExpression: Invalid function name; function: exists"),
    ("ConditionExpression", "begins_with(s)", "Invalid ConditionExpression: Incorrect number of operands for operator "
     "or function; operator or function: begins_with, number of operands: 1"),
    ("ConditionExpression", "begins_with(s, :n)", "Invalid ConditionExpression: Incorrect operand type for operator or "
     "function; operator or function: begins_with, operand type: N"),
    ("ConditionExpression", "n = n", "Invalid ConditionExpression: The first operand must be distinct from the "
     "remaining operands for this operator or function; operator: =, first operand: [n]"),
    ("ConditionExpression", "attribute_exists(:n)", "Invalid ConditionExpression: Operator or function requires a "
     "document path; operator or function: attribute_exists"),
    ("ConditionExpression", "attribute_type(n, :s)", "Invalid ConditionExpression: Invalid attribute type name found; "
     "type: hello, valid types: {B,BOOL,BS,L,M,N,NS,NULL,S,SS}"),
    ("UpdateExpression", "SET n = :n, n = :ten", "Invalid UpdateExpression: Two document paths overlap with each "
     "other; must remove or rewrite one of these paths; path one: [n], path two: [n]"),
    ("UpdateExpression", "SET doc.x = :n REMOVE doc", "Invalid UpdateExpression: Two document paths overlap with each "
     "other; must remove or rewrite one of these paths; path one: [doc, x], path two: [doc]"),
    ("UpdateExpression", "SET n = :n SET s = :s",
     'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;'),
    ("UpdateExpression", "SET s = s + :n", "An operand in the update expression has an incorrect data type"),
    ("UpdateExpression", "SET n = n + :s", "Invalid UpdateExpression: Incorrect operand type for operator or function; "
     "operator or function: +, operand type: S"),
    ("UpdateExpression", "SET absent.x = :n",
     "The document path provided in the update expression is invalid for update"),
    ("UpdateExpression", "ADD s :n", "An operand in the update expression has an incorrect data type"),
    ("UpdateExpression", "ADD n :s", "Invalid UpdateExpression: Incorrect operand type for operator or function; "
     "operator: ADD, operand type: STRING, typeSet: ALLOWED_FOR_ADD_OPERAND"),
    ("UpdateExpression", "SET sk = :n",
     "One or more parameter values were invalid: Cannot update attribute sk. This attribute is part of the key"),
])  # fmt: skip
def test_a_wrong_expression_is_refused_in_dynamodbs_words(
    filled: LocalStore, parameter: str, text: str, message: str
) -> None:
    with pytest.raises(ClientError) as refused:
        filled.call("UpdateItem", {**at("a"), parameter: text, **_used(text)})
    assert refused.value.response["Error"] == {"Code": "ValidationException", "Message": message}


@pytest.mark.parametrize(("extra", "message"), [
    ({"ExpressionAttributeNames": {}}, "ExpressionAttributeNames must not be empty"),
    ({"ExpressionAttributeValues": {}}, "ExpressionAttributeValues must not be empty"),
    ({"ExpressionAttributeNames": {"n": "n"}}, 'ExpressionAttributeNames contains invalid key: Syntax error; key: "n"'),
    ({"ExpressionAttributeNames": {"#n": "n"}},
     "Value provided in ExpressionAttributeNames unused in expressions: keys: {#n}"),
    ({"ExpressionAttributeValues": {":n": {"N": "1"}}},
     "Value provided in ExpressionAttributeValues unused in expressions: keys: {:n}"),
])  # fmt: skip
def test_names_and_values_must_fit_the_expressions(filled: LocalStore, extra: dict[str, Any], message: str) -> None:
    with pytest.raises(ClientError) as refused:
        filled.call("UpdateItem", {**at("a"), "ConditionExpression": "attribute_exists(pk)", **extra})
    assert refused.value.response["Error"]["Message"] == message


def test_the_same_text_with_other_names_is_another_expression(filled: LocalStore) -> None:
    def read(attribute: str) -> Any:
        params = at("a", ProjectionExpression="#x", ExpressionAttributeNames={"#x": attribute})
        return filled.call("GetItem", params)["Item"]

    assert (read("n"), read("s")) == ({"n": {"N": "5"}}, {"s": {"S": "hello"}})
