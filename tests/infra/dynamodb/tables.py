"""The table most of these tests use, and ways to write items and keys for it."""

from __future__ import annotations

from typing import Any

Item = dict[str, Any]


def definition(name: str = "things") -> dict[str, Any]:
    """A table with a range key, two global indexes and a local one, each with another projection."""
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": _keys("pk", "sk"),
        "AttributeDefinitions": [
            {"AttributeName": attribute, "AttributeType": kind}
            for attribute, kind in (("pk", "S"), ("sk", "N"), ("g", "S"), ("gn", "N"), ("when", "S"))
        ],
        "GlobalSecondaryIndexes": [
            {"IndexName": "by_g", "KeySchema": _keys("g", "gn"), "Projection": {"ProjectionType": "ALL"}},
            {"IndexName": "by_when", "KeySchema": _keys("when"), "Projection": {"ProjectionType": "KEYS_ONLY"}},
        ],
        "LocalSecondaryIndexes": [
            {
                "IndexName": "local",
                "KeySchema": _keys("pk", "when"),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["n"]},
            }
        ],
    }


def _keys(hash_name: str, range_name: str | None = None) -> list[dict[str, str]]:
    keys = [{"AttributeName": hash_name, "KeyType": "HASH"}]
    return [*keys, {"AttributeName": range_name, "KeyType": "RANGE"}] if range_name else keys


def key(pk: str, sk: Any = 1) -> Item:
    """A primary key of the table."""
    return {"pk": {"S": pk}, "sk": {"N": str(sk)}}


def item(pk: str, sk: Any = 1, **attributes: Any) -> Item:
    """An item of the table."""
    return {**key(pk, sk), **attributes}


def named(pk: str, sk: Any = 1, **attributes: Any) -> dict[str, Any]:
    """The parameters of a PutItem."""
    return {"TableName": "things", "Item": item(pk, sk, **attributes)}


def at(pk: str, sk: Any = 1, **parameters: Any) -> dict[str, Any]:
    """The parameters of an operation on one item."""
    return {"TableName": "things", "Key": key(pk, sk), **parameters}
