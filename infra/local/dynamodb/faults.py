"""Faults on demand: conflicts, throttling, stale indexes, and hooks that can kill a call at any point of it."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from .errors import DynamoError, cancelled
from .operations.requests import Params
from .table import Lag

Predicate = Callable[[Params], bool]
Callback = Callable[[Params], None]

TRANSACTIONS = ("TransactWriteItems", "TransactGetItems")
CONFLICTING = ("PutItem", "UpdateItem", "DeleteItem", *TRANSACTIONS)
THROTTLED = (*CONFLICTING, "GetItem", "Query", "Scan", "BatchGetItem", "BatchWriteItem")
_CONFLICT = "Transaction is ongoing for the item"
_THROTTLE = (
    "The level of configured provisioned throughput for the table was exceeded. "
    "Consider increasing your provisioning level with the UpdateTable API."
)


@dataclass
class _Planned:
    kind: str
    left: int
    table: str | None
    operation: str | None

    def concerns(self, operation: str, params: Params) -> bool:
        affected = CONFLICTING if self.kind == "conflict" else THROTTLED
        return (
            self.left > 0
            and operation in affected
            and self.operation in (None, operation)
            and (self.table is None or self.table in tables_of(params))
        )


@dataclass(frozen=True)
class _Hook:
    point: str
    operation: str
    predicate: Predicate
    callback: Callback


@dataclass(frozen=True)
class _Chances:
    rng: random.Random
    conflict: float
    throttle: float


class Faults:
    """What is to go wrong. Nothing does until a test asks for it."""

    def __init__(self) -> None:
        self.lag: Lag | None = None
        self._planned: list[_Planned] = []
        self._hooks: list[_Hook] = []
        self._chances: _Chances | None = None
        self._lock = threading.Lock()

    def conflict_next(self, n: int = 1, *, table: str | None = None, operation: str | None = None) -> None:
        """The next n writes or transactions (on a table, of an operation) meet a conflict; nothing is applied."""
        self._planned.append(_Planned("conflict", n, table, operation))

    def throttle_next(self, n: int = 1, *, table: str | None = None, operation: str | None = None) -> None:
        """The next n calls (on a table, of an operation) exceed the throughput; nothing is applied."""
        self._planned.append(_Planned("throttle", n, table, operation))

    def at_random(self, rng: random.Random, *, conflict: float = 0.0, throttle: float = 0.0) -> None:
        """From now on calls fail with these chances."""
        self._chances = _Chances(rng, conflict, throttle)

    def lag_indexes(self, *, writes: int = 0, time: timedelta = timedelta(0)) -> None:
        """Global indexes answer from before the last writes to their table, or from that long ago by the clock."""
        self.lag = Lag(writes, time)

    def catch_up(self) -> None:
        """Global indexes are up to date again."""
        self.lag = None

    def before(self, operation: str, predicate: Predicate, callback: Callback) -> None:
        """Call back before the matching calls: what is raised leaves the store untouched."""
        self._hooks.append(_Hook("before", operation, predicate, callback))

    def during(self, operation: str, predicate: Predicate, callback: Callback) -> None:
        """Call back once conditions are met and nothing is applied yet, under the lock: only raise there."""
        self._hooks.append(_Hook("during", operation, predicate, callback))

    def after(self, operation: str, predicate: Predicate, callback: Callback) -> None:
        """Call back once the call is applied, before it is answered: what is raised is an answer that got lost."""
        self._hooks.append(_Hook("after", operation, predicate, callback))

    def clear(self) -> None:
        """Nothing goes wrong any more."""
        self.lag = None
        self._planned.clear()
        self._hooks.clear()
        self._chances = None

    def reach(self, point: str, operation: str, params: Params) -> None:
        """The store's call arrives at a point: run the hooks there, and before it, what was planned."""
        if self._hooks:
            for hook in list(self._hooks):
                if hook.point == point and hook.operation in (operation, "*") and hook.predicate(params):
                    hook.callback(params)
        if point == "before" and (self._planned or self._chances):
            with self._lock:
                self._fail(operation, params)

    def _fail(self, operation: str, params: Params) -> None:
        for planned in self._planned:
            if planned.concerns(operation, params):
                planned.left -= 1
                raise _error(planned.kind, operation, params, planned.table)
        chances = self._chances
        if chances is None:
            return
        for kind, chance, affected in (
            ("conflict", chances.conflict, CONFLICTING),
            ("throttle", chances.throttle, THROTTLED),
        ):
            if operation in affected and chances.rng.random() < chance:
                raise _error(kind, operation, params, None)


def tables_of(params: Params) -> set[str]:
    """The tables a call is about."""
    if "TableName" in params:
        return {params["TableName"]}
    if "RequestItems" in params:
        return set(params["RequestItems"])
    return {request["TableName"] for action in params.get("TransactItems", ()) for request in action.values()}


def _error(kind: str, operation: str, params: Params, table: str | None) -> DynamoError:
    conflict = kind == "conflict"
    message = _CONFLICT if conflict else _THROTTLE
    if operation not in TRANSACTIONS:
        code = "TransactionConflictException" if conflict else "ProvisionedThroughputExceededException"
        return DynamoError(code, message, message=message)
    reason = {"Code": "TransactionConflict" if conflict else "ProvisionedThroughputExceeded", "Message": message}
    actions: list[dict[str, Any]] = params["TransactItems"]
    hit = [table is None or next(iter(action.values()))["TableName"] == table for action in actions]
    # Without a table it is the first item that fails: one conflict is enough to cancel a transaction.
    first = hit.index(True)
    return cancelled([dict(reason) if at == first else {"Code": "None"} for at in range(len(actions))])
