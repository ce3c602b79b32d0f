"""Calls of DynamoDB: what is busy is tried again, its errors become ours."""

import random
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from postroom import limits
from postroom.errors import Broken, NotNow
from postroom_adapters.attributes import from_item, to_item
from postroom_adapters.aws import client

CONFLICT_RETRIES = 8
"""A step that performed an outside effect must get recorded, so conflicts are retried for several seconds."""
RETRY_AFTER_SECONDS = 2.0
_BUSY = frozenset(
    {
        "TransactionConflict",
        "TransactionConflictException",
        "TransactionInProgressException",
        "ThrottlingError",
        "ThrottlingException",
        "ProvisionedThroughputExceeded",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "InternalServerError",
    }
)
T = TypeVar("T")


class ConditionFailed(Exception):
    """A write's condition did not hold; `failed` are the numbers of the items, `old` the item that stood there."""

    def __init__(self, failed: Sequence[int], old: Mapping[str, Any] | None = None) -> None:
        super().__init__(f"condition failed on {list(failed)}")
        self.failed = tuple(failed)
        self.old = old


def call(operation: str, **request: Any) -> Any:
    """One call; busy answers become NotNow, failed conditions ConditionFailed."""
    return _retried(lambda: _call(operation, request))


def transact(writes: Sequence[Mapping[str, Any]]) -> None:
    """All writes or none. Raises ConditionFailed naming the items, NotNow if the table stays busy.

    One token for all tries of this call: a try that was applied and whose answer was lost is not applied again.
    """
    if len(writes) > limits.TRANSACTION_ITEMS:
        raise Broken(f"a transaction of {len(writes)} items; {limits.TRANSACTION_ITEMS} are the most there can be")
    request = {"TransactItems": list(writes), "ClientRequestToken": uuid.uuid4().hex}
    _retried(lambda: _call("transact_write_items", request))


def batch_get(keys: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    """(table, pk, sk) → item, strongly consistent; what is not there is left out. One call for every 100 keys."""
    places = [(table, key) for table, some in keys.items() for key in some]
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for begin in range(0, len(places), limits.BATCH_ITEMS):
        found |= _batch(places[begin : begin + limits.BATCH_ITEMS])
    return found


def _batch(places: Sequence[tuple[str, Mapping[str, Any]]]) -> dict[tuple[str, str, str], dict[str, Any]]:
    wanted: Any = {}
    for table, key in places:
        wanted.setdefault(table, {"Keys": [], "ConsistentRead": True})["Keys"].append(to_item(key))
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for attempt in range(CONFLICT_RETRIES):
        answer: Any = call("batch_get_item", RequestItems=wanted)
        for table, items in answer["Responses"].items():
            for stored in items:
                item = from_item(stored)
                found[table, item["pk"], item["sk"]] = item
        wanted = answer.get("UnprocessedKeys") or {}
        if not wanted:
            return found
        _pause(attempt)
    raise NotNow("the tables answer only in part; they are throttled", RETRY_AFTER_SECONDS)


def _call(operation: str, request: Mapping[str, Any]) -> Any:
    from botocore.exceptions import ClientError

    try:
        return getattr(client("dynamodb"), operation)(**request)
    except ClientError as error:
        code = error.response["Error"]["Code"]
        reasons = error.response.get("CancellationReasons") or []
        failed = [number for number, reason in enumerate(reasons) if reason.get("Code") == "ConditionalCheckFailed"]
        if code == "ConditionalCheckFailedException":
            old: Any = error.response.get("Item")
            raise ConditionFailed([0], from_item(old) if old else None) from error
        if failed:
            raise ConditionFailed(failed) from error
        if code in _BUSY or any(reason.get("Code") in _BUSY for reason in reasons):
            raise NotNow(f"DynamoDB is busy: {code}", RETRY_AFTER_SECONDS) from error
        raise


def _retried(attempt_call: Callable[[], T]) -> T:
    for attempt in range(CONFLICT_RETRIES):
        try:
            return attempt_call()
        except NotNow:
            if attempt == CONFLICT_RETRIES - 1:
                raise
            _pause(attempt)
    raise AssertionError("the last attempt returns or raises")


def _pause(attempt: int) -> None:
    """Full jitter: anything up to 25 ms, doubling to 1.6 s."""
    time.sleep(random.uniform(0, 0.025 * 2 ** min(attempt, 6)))  # noqa: S311 - jitter is no secret
