"""The store: one lock, tables of rows, a journal, faults, and the short cut past botocore's wire format."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from .definitions import StoreBackend, define, refuse_unkept
from .errors import DynamoError, not_found, validation
from .faults import Faults
from .journal import Journal
from .operations.catalogue import DEFINITIONS, OPERATIONS
from .operations.pages import View
from .operations.requests import Params, Response
from .parameters import check_parameters
from .schema import TableSchema
from .table import Change, Table
from .tokens import TokenEntry, Tokens
from .values import Item

Observer = Callable[[str, Params], None]

ACCOUNT = "123456789012"
REGION = "eu-central-1"


class LocalStore:
    """DynamoDB for one account and region, inside the process.

    Every call is decided and applied under one lock, so reads are consistent and transactions isolated. `observers`
    hear of each call before it is made; `faults` can make it fail. Tables restored from a journal stay dormant until
    CreateTable claims them by name, as the local stack does with all its resources whenever it starts.
    """

    def __init__(
        self,
        clock: Callable[[], datetime],
        journal: Journal | None = None,
        *,
        region: str = REGION,
        account: str = ACCOUNT,
    ) -> None:
        self.clock = clock
        self.journal = journal
        self.lock = threading.RLock()
        self.faults = Faults()
        self.observers: list[Observer] = []
        self.tables: dict[str, Table] = {}
        self.tokens = Tokens()
        self.backend = StoreBackend(region, account, self)
        self._dormant: dict[str, dict[str, Item]] = {}
        self._current: tuple[str, Params] = ("", {})
        if journal is not None:
            self._dormant = journal.replay.tables
            for entry, at in journal.replay.tokens:
                self.tokens.remember(entry, at)

    def call(self, operation: str, params: Mapping[str, Any]) -> Response:
        """What boto3's client answers to an operation: the same parameters, response and ClientError."""
        try:
            response = self.answer(operation, params)
        except DynamoError as error:
            raise error.as_client_error(operation) from None
        response["ResponseMetadata"] = {
            "HTTPStatusCode": 200,
            "HTTPHeaders": {},
            "RetryAttempts": 0,
            "RequestId": "LOCAL",
        }
        return response

    def answer(self, operation: str, params: Params) -> Response:
        """The same without metadata, and with errors as DynamoError; both doors come through here."""
        for observer in self.observers:
            observer(operation, params)
        check_parameters(operation, params)
        self.faults.reach("before", operation, params)
        response = self._perform(operation, params)
        self.faults.reach("after", operation, params)
        return response

    def _perform(self, operation: str, params: Params) -> Response:
        perform = OPERATIONS.get(operation)
        if perform is not None:
            with self.lock:
                self._current = (operation, params)
                return perform(self, params)
        method = DEFINITIONS.get(operation)
        if method is None:
            raise refuse_unkept(operation)
        with self.lock:
            return define(self.backend, method, params)

    def table(self, name: str) -> Table:
        """A table by its name or ARN."""
        table = self.tables.get(name) or self.tables.get(name.rpartition(":table/")[2])
        if table is None:
            raise not_found()
        return table

    def view(self, params: Params) -> View:
        """What a Query or Scan reads: the table, or the index it names as far as that has caught up."""
        table = self.table(params["TableName"])
        name = params.get("IndexName")
        if name is None:
            return View(table, None, table.primary)
        index = table.index(name)
        if index.is_global and params.get("ConsistentRead"):
            raise validation("Consistent reads are not supported on global secondary indexes")
        table.settle(self.clock(), self.faults.lag)
        return View(table, index, table.indexes[name])

    def commit(self, changes: Sequence[Change], token: TokenEntry | None = None) -> None:
        """Carry out what has been decided, all of it: first in the journal, then in the tables."""
        self.faults.reach("during", *self._current)
        now = self.clock()
        writes = [change for change in changes if change.is_write]
        if self.journal is not None and (writes or token):
            self.journal.append(
                ((_name(each), _key(each), each.new.item if each.new else None) for each in writes), token, now
            )
        for change in writes:
            change.table.settle(now, self.faults.lag)
            change.table.apply(change, now, self.faults.lag)
        if token is not None:
            self.tokens.remember(token, now)

    def create(self, schema: TableSchema) -> None:
        """Add a table; rows that a journal has for it become its rows."""
        table = Table(schema)
        for item in self._dormant.get(schema.name, {}).values():
            row = table.row_of(item)
            table.apply(Change(table, schema.key_of_item(item), None, row), self.clock(), None)
        self._dormant.pop(schema.name, None)
        self.tables[schema.name] = table

    def drop(self, name: str) -> None:
        """Remove a table and its rows."""
        del self.tables[name]
        if self.journal is not None:
            self.journal.drop(name)


def _name(change: Change) -> str:
    return change.table.schema.name


def _key(change: Change) -> Item:
    row = change.new or change.old
    assert row is not None, "a write has an item before or after it"
    return change.table.schema.key_attributes(row.item)
