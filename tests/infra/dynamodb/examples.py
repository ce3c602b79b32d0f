"""Strategies for operations on the table: those parts of DynamoDB on which moto and AWS agree."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from tests.infra.dynamodb.tables import key

Operation = tuple[str, dict[str, Any]]

# Each attribute keeps one type: moto answers a comparison across types with a TypeError of Python.
_NUMBERS = st.sampled_from(["-3", "0", "1", "2", "10", "1.5", "12345678901234567890"])
_TEXTS = st.sampled_from(["a", "b", "ab", "abc", "é", "zz"])
_ATTRIBUTES: dict[str, SearchStrategy[dict[str, Any]]] = {
    "n": _NUMBERS.map(lambda number: {"N": number}),
    "s": _TEXTS.map(lambda text: {"S": text}),
    "flag": st.booleans().map(lambda flag: {"BOOL": flag}),
    "nothing": st.just({"NULL": True}),
    "data": st.binary(max_size=3).map(lambda data: {"B": data}),
    "tags": st.sets(_TEXTS, min_size=1, max_size=3).map(lambda tags: {"SS": sorted(tags)}),
    "parts": st.lists(_NUMBERS.map(lambda number: {"N": number}), max_size=3).map(lambda parts: {"L": parts}),
    "doc": st.fixed_dictionaries({"x": _TEXTS.map(lambda text: {"S": text})}).map(lambda doc: {"M": doc}),
    "g": st.sampled_from(["g1", "g2"]).map(lambda text: {"S": text}),
    "gn": _NUMBERS.map(lambda number: {"N": number}),
    "when": st.sampled_from(["w1", "w2", "w3"]).map(lambda text: {"S": text}),
}
KEYS = st.builds(key, st.sampled_from(["a", "b"]), st.sampled_from(["1", "2", "10", "-1.5"]))
_ITEMS = st.builds(lambda keys, rest: {**keys, **rest}, KEYS, st.fixed_dictionaries({}, optional=_ATTRIBUTES))

_VALUES: dict[str, SearchStrategy[dict[str, Any]]] = {
    ":n": _ATTRIBUTES["n"], ":m": _ATTRIBUTES["n"], ":s": _ATTRIBUTES["s"], ":t": _ATTRIBUTES["s"],
    ":flag": _ATTRIBUTES["flag"], ":tags": _ATTRIBUTES["tags"], ":parts": _ATTRIBUTES["parts"],
    ":doc": _ATTRIBUTES["doc"], ":type": st.sampled_from(["S", "N", "L", "M", "SS"]).map(lambda kind: {"S": kind}),
}  # fmt: skip
_NAMES = {"#n": "n", "#s": "s", "#when": "when"}

_SIMPLE_CONDITIONS = st.sampled_from([
    "attribute_exists(pk)", "attribute_not_exists(pk)", "attribute_exists(doc.x)", "attribute_not_exists(#when)",
    "attribute_type(tags, :type)", "attribute_type(doc, :type)", "#n = :n", "#n <> :n", "n < :n", "#n <= :n",
    "n > :n", "n >= :m", "#s = :s", "s < :s", "flag = :flag", "tags = :tags", "doc = :doc", "doc.x = :s",
    "begins_with(s, :s)", "begins_with(doc.x, :t)", "contains(s, :s)", "contains(tags, :s)", "contains(parts, :n)",
    "n IN (:n, :m)", "s IN (:s)", "parts[0] = :n",
])  # fmt: skip
_SIZES = st.sampled_from(["size(s) > :n", "size(parts) = :n", "size(tags) >= :m", "size(doc) < :n"])
CONDITIONS = st.one_of(
    _SIMPLE_CONDITIONS,
    _SIZES.map(lambda size: f"attribute_exists({size[5 : size.index(')')]}) AND {size}"),
    st.builds("({}) AND ({})".format, _SIMPLE_CONDITIONS, _SIMPLE_CONDITIONS),
    st.builds("{} OR {} and {}".format, _SIMPLE_CONDITIONS, _SIMPLE_CONDITIONS, _SIMPLE_CONDITIONS),
    st.builds("NOT ({} OR {}) and not {}".format, _SIMPLE_CONDITIONS, _SIMPLE_CONDITIONS, _SIMPLE_CONDITIONS),
)
_SAFE_UPDATES = st.sampled_from([
    "SET #n = :n", "SET #n = :n, s = :s", "SET n = if_not_exists(n, :n) + :m", "SET s = if_not_exists(s, :t)",
    "SET parts = :parts", "SET parts = list_append(if_not_exists(parts, :parts), :parts)", "SET doc = :doc",
    "SET g = :s, gn = :n", "REMOVE s", "REMOVE n, s", "REMOVE g", "REMOVE #when", "ADD n :n", "ADD tags :tags",
    "DELETE tags :tags", "SET s = :s REMOVE n ADD tags :tags", "SET #when = :t",
])  # fmt: skip
# What an item may refuse is left out of transactions: there moto does not give it as a reason to cancel.
_UPDATES = _SAFE_UPDATES | st.sampled_from([
    "SET n = n + :n", "SET n = n - :m", "SET parts = list_append(parts, :parts)", "SET doc.x = :s", "SET doc.y = :n",
    "SET parts[1] = :n", "REMOVE doc.x, n", "REMOVE parts[0]", "SET s = absent", "SET absent.x = :s",
])  # fmt: skip
_PROJECTIONS = st.sampled_from(
    ["pk", "pk, sk, #n", "doc.x, s", "#when", "parts[1], n", "tags, doc", "g, gn, tags, parts, flag, #s"]
)


@st.composite
def _placeholders(draw: DrawFn, params: dict[str, Any], *expressions: str) -> dict[str, Any]:
    """The parameters with just the names and values that the expressions use."""
    text = " ".join(expressions).replace(",", " ").replace("(", " ").replace(")", " ").split()
    names = {word: _NAMES[word] for word in text if word in _NAMES}
    values = {word: draw(_VALUES[word]) for word in dict.fromkeys(text) if word in _VALUES}
    return {
        **params,
        **({"ExpressionAttributeNames": names} if names else {}),
        **({"ExpressionAttributeValues": values} if values else {}),
    }


@st.composite
def _conditional(draw: DrawFn, params: dict[str, Any], *expressions: str) -> dict[str, Any]:
    condition = draw(st.none() | CONDITIONS)
    if condition is None:
        return draw(_placeholders(params, *expressions))
    shown = draw(st.sampled_from(["NONE", "ALL_OLD"]))
    params = {**params, "ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": shown}
    return draw(_placeholders(params, condition, *expressions))


@st.composite
def _put(draw: DrawFn) -> dict[str, Any]:
    return draw(_conditional({"TableName": "things", "Item": draw(_ITEMS)}))


@st.composite
def _delete(draw: DrawFn) -> dict[str, Any]:
    return draw(_conditional({"TableName": "things", "Key": draw(KEYS)}))


@st.composite
def _update(draw: DrawFn, updates: SearchStrategy[str] = _UPDATES) -> dict[str, Any]:
    update = draw(updates)
    return draw(_conditional({"TableName": "things", "Key": draw(KEYS), "UpdateExpression": update}, update))


@st.composite
def _check(draw: DrawFn) -> dict[str, Any]:
    condition = draw(CONDITIONS)
    params = {"TableName": "things", "Key": draw(KEYS), "ConditionExpression": condition}
    return draw(_placeholders(params, condition))


def _returning(params: SearchStrategy[dict[str, Any]], *kinds: str) -> SearchStrategy[dict[str, Any]]:
    return st.builds(lambda given, kind: {**given, "ReturnValues": kind}, params, st.sampled_from(["NONE", *kinds]))


@st.composite
def _get(draw: DrawFn) -> dict[str, Any]:
    params = {"TableName": "things", "Key": draw(KEYS)}
    projection = draw(st.none() | _PROJECTIONS)
    return (
        params
        if projection is None
        else draw(_placeholders({**params, "ProjectionExpression": projection}, projection))
    )


@st.composite
def _transaction(draw: DrawFn) -> dict[str, Any]:
    actions = st.one_of(
        _put().map(lambda params: {"Put": params}),
        _update(_SAFE_UPDATES).map(lambda params: {"Update": params}),
        _delete().map(lambda params: {"Delete": params}),
        _check().map(lambda params: {"ConditionCheck": params}),
    )
    return {"TransactItems": draw(st.lists(actions, min_size=1, max_size=4))}


_BATCH_WRITES = st.lists(
    _ITEMS.map(lambda item: {"PutRequest": {"Item": item}}) | KEYS.map(lambda each: {"DeleteRequest": {"Key": each}}),
    min_size=1, max_size=4, unique_by=lambda request: repr(_key_of(request)),
).map(lambda requests: {"RequestItems": {"things": requests}})  # fmt: skip


def _key_of(request: dict[str, Any]) -> dict[str, Any]:
    ((_, body),) = request.items()
    return {name: (body.get("Key") or body["Item"])[name] for name in ("pk", "sk")}


_BATCH_GETS = st.lists(KEYS, min_size=1, max_size=4).map(lambda keys: {"RequestItems": {"things": {"Keys": keys}}})


@st.composite
def _query(draw: DrawFn) -> dict[str, Any]:
    index, conditions = draw(st.sampled_from([
        (None, ["pk = :a", "pk = :a AND sk > :n", "sk <= :n AND pk = :a", "pk = :a and sk = :n",
         "pk = :a AND sk >= :n"]),
        ("by_g", ["g = :g", "g = :g AND gn < :n", "g = :g AND gn >= :n"]),
        ("by_when", ["#when = :w"]),
        ("local", ["pk = :a", "pk = :a AND begins_with(#when, :w)", "pk = :a AND #when > :w"]),
    ]))  # fmt: skip
    condition = draw(st.sampled_from(conditions))
    params: dict[str, Any] = {"TableName": "things", "KeyConditionExpression": condition}
    values = {":a": {"S": draw(st.sampled_from("ab"))}, ":g": {"S": "g1"}, ":n": draw(_ATTRIBUTES["n"]),
              ":w": draw(_ATTRIBUTES["when"])}  # fmt: skip
    used = [name for name in values if name in condition.replace(")", " ").split()]
    params["ExpressionAttributeValues"] = {name: values[name] for name in used}
    if "#when" in condition:
        params["ExpressionAttributeNames"] = {"#when": "when"}
    if index:
        params["IndexName"] = index
    if draw(st.booleans()):
        params["FilterExpression"] = "attribute_exists(n)"
    params["ScanIndexForward"] = draw(st.booleans())
    return params


_SCANS = st.sampled_from([
    {}, {"IndexName": "by_g"}, {"IndexName": "local"}, {"FilterExpression": "attribute_exists(s)"}, {"Select": "COUNT"},
]).map(lambda params: {"TableName": "things", **params})  # fmt: skip

OPERATIONS: SearchStrategy[Operation] = st.one_of(
    st.tuples(st.just("PutItem"), _returning(_put(), "ALL_OLD")),
    st.tuples(st.just("UpdateItem"), _returning(_update(), "ALL_OLD", "ALL_NEW")),
    st.tuples(st.just("DeleteItem"), _returning(_delete(), "ALL_OLD")),
    st.tuples(st.just("GetItem"), _get()),
    st.tuples(st.just("BatchGetItem"), _BATCH_GETS),
    st.tuples(st.just("BatchWriteItem"), _BATCH_WRITES),
    st.tuples(st.just("TransactWriteItems"), _transaction()),
    st.tuples(st.just("Query"), _query()),
    st.tuples(st.just("Scan"), _SCANS),
)
QUERIES = _query()
ITEMS = _ITEMS
