"""One operation done by plain moto and by the store, and what is to be equal about their answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from typing import Any

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError
from moto import mock_aws

from infra.local.dynamodb import LocalStore
from tests.infra.dynamodb.tables import definition

_TABLES = count()
Answer = dict[str, Any]


class Both:
    """Plain moto and a store, with a table of the same name in each; a new table for each use."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.store = LocalStore(lambda: datetime(2026, 1, 1, tzinfo=UTC))
        self.table = ""

    def fresh(self) -> None:
        """Start again with an empty table."""
        self.table = f"things{next(_TABLES)}"
        self.client.create_table(**definition(self.table))
        self.store.call("CreateTable", definition(self.table))

    def drop(self) -> None:
        """Let go of the table."""
        self.client.delete_table(TableName=self.table)
        self.store.call("DeleteTable", {"TableName": self.table})

    def moto(self, operation: str, params: Mapping[str, Any]) -> Answer:
        """What plain moto answers."""
        return _answer(lambda: getattr(self.client, xform_name(operation))(**self._named(params)))

    def ours(self, operation: str, params: Mapping[str, Any]) -> Answer:
        """What the store answers."""
        return _answer(lambda: self.store.call(operation, self._named(params)))

    def _named(self, params: Any) -> Any:
        """The same parameters with the table of this example in the place of `things`."""
        if isinstance(params, Mapping):
            return {self.table if name == "things" else name: self._named(value) for name, value in params.items()}
        if isinstance(params, list):
            return [self._named(value) for value in params]
        return self.table if params == "things" else params


@contextmanager
def both_stores() -> Iterator[Both]:
    """Plain moto and a store, side by side."""
    with mock_aws():
        yield Both(boto3.client("dynamodb", region_name="eu-central-1"))


def _answer(ask: Any) -> Answer:
    try:
        answered = ask()
    except ClientError as error:
        response: Answer = dict(error.response)
        shown: Answer = {name: response[name] for name in ("CancellationReasons", "Item") if name in response}
        message = error.response["Error"]["Message"].removeprefix("1 validation error detected: ")
        return _comparable({"Code": error.response["Error"]["Code"], "Message": message, **shown})
    return _comparable({name: value for name, value in answered.items() if name not in _NOT_COMPARED})


# moto's capacity is a constant; ours is reckoned and has tests of its own.
_NOT_COMPARED = ("ResponseMetadata", "ConsumedCapacity", "ItemCollectionMetrics")


def _comparable(answer: Answer) -> Answer:
    """The same answer with sets in one order, because a set has none."""
    return {name: _sorted_sets(name, content) for name, content in answer.items()}


def _sorted_sets(name: str, content: Any) -> Any:
    if name in ("SS", "NS", "BS"):
        return sorted(content)
    if isinstance(content, list):
        return [_sorted_sets("", element) for element in content]
    return _comparable(content) if isinstance(content, dict) else content
