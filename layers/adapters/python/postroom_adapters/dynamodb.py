"""DynamoDB's wire form and its errors: plain values to attributes and back, expressions from plain conditions."""

import random
import time
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal, TypeVar

from postroom import limits
from postroom.errors import Broken, NotNow
from postroom_adapters.aws import client

Comparison = Literal["=", "<>", "<", "<=", ">", ">=", "absent or <=", "absent or ="]
Condition = tuple[str, Comparison, Any] | tuple[str, Literal["absent", "present", "unset"]]
"""A dotted path compared with a value, or there or not, or unset: not there, or null. All of an item's must hold."""

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


def to_attribute(value: Any) -> dict[str, Any]:
    """One plain value as DynamoDB writes it. Floats are stored by their shortest decimal form."""
    if type(value) is str:  # most are
        return {"S": value}
    match value:
        case None:
            return {"NULL": True}
        case bool():
            return {"BOOL": value}
        case str():
            return {"S": value}
        case float():
            return {"N": repr(value)}
        case int() | Decimal():
            return {"N": str(value)}
        case bytes():
            return {"B": value}
        case Mapping():
            return {"M": {str(key): to_attribute(item) for key, item in value.items()}}
        case list() | tuple():
            return {"L": [to_attribute(item) for item in value]}
    raise TypeError(f"{type(value).__name__} cannot be stored")


def from_attribute(attribute: Mapping[str, Any]) -> Any:
    """The plain value; a number without a fraction is an int, else a Decimal."""
    [(kind, value)] = attribute.items()
    if kind == "S":
        return value
    match kind:
        case "BOOL" | "B":
            return value
        case "N":
            return int(value) if value.lstrip("-").isdigit() else Decimal(value)
        case "M":
            return {key: from_attribute(item) for key, item in value.items()}
        case "L":
            return [from_attribute(item) for item in value]
        case "NULL":
            return None
    raise TypeError(f"attributes of type {kind} are not used here")


def to_item(values: Mapping[str, Any]) -> dict[str, Any]:
    """An item from plain values."""
    return {name: to_attribute(value) for name, value in values.items()}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """Plain values of an item."""
    return {name: from_attribute(value) for name, value in item.items()}


def put(table: str, item: Mapping[str, Any], *conditions: Condition) -> dict[str, Any]:
    """A Put for a transaction or, unpacked, for put_item."""
    names = _Names()
    values: dict[str, Any] = {}
    request: dict[str, Any] = {"TableName": table, "Item": to_item(item)}
    if conditions:
        request["ConditionExpression"] = _condition(conditions, names, values)
        request |= _placeholders(names, values)
    return request


def update(
    table: str,
    key: Mapping[str, str],
    *conditions: Condition,
    sets: Mapping[str, Any] | None = None,
    removes: Iterable[str] = (),
    adds: Mapping[str, int] | None = None,
    keeps: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """An Update for a transaction or, unpacked, for update_item; paths are dotted. `keeps` sets what is not there."""
    names = _Names()
    values: dict[str, Any] = {}
    clauses = []
    setting = [f"{names(path)} = {_value(item, values)}" for path, item in (sets or {}).items()]
    for path, item in (keeps or {}).items():
        setting.append(f"{names(path)} = if_not_exists({names(path)}, {_value(item, values)})")
    if setting:
        clauses.append("SET " + ", ".join(setting))
    if gone := [names(path) for path in removes]:
        clauses.append("REMOVE " + ", ".join(gone))
    if adds:
        clauses.append("ADD " + ", ".join(f"{names(path)} {_value(item, values)}" for path, item in adds.items()))
    request: dict[str, Any] = {"TableName": table, "Key": to_item(key), "UpdateExpression": " ".join(clauses)}
    if conditions:
        request["ConditionExpression"] = _condition(conditions, names, values)
    return request | _placeholders(names, values)


def delete(table: str, key: Mapping[str, str], *conditions: Condition) -> dict[str, Any]:
    """A Delete for a transaction or, unpacked, for delete_item."""
    names = _Names()
    values: dict[str, Any] = {}
    request: dict[str, Any] = {"TableName": table, "Key": to_item(key)}
    if conditions:
        request["ConditionExpression"] = _condition(conditions, names, values)
    return request | _placeholders(names, values)


def check(table: str, key: Mapping[str, str], *conditions: Condition) -> dict[str, Any]:
    """A ConditionCheck for a transaction."""
    names = _Names()
    values: dict[str, Any] = {}
    condition = _condition(conditions, names, values)
    return {"TableName": table, "Key": to_item(key), "ConditionExpression": condition, **_placeholders(names, values)}


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
    """(table, pk, sk) → item, strongly consistent; what is not there is left out. One call for up to 100 keys."""
    wanted: Any = {
        table: {"Keys": [to_item(key) for key in some], "ConsistentRead": True} for table, some in keys.items() if some
    }
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


class _Names:
    """#-placeholders for attribute names, one per name, so that no reserved word matters."""

    def __init__(self) -> None:
        self.used: dict[str, str] = {}

    def __call__(self, path: str) -> str:
        parts = path.split(".")
        self.used.update({f"#{part}": part for part in parts})
        return ".".join(f"#{part}" for part in parts)


def _value(value: Any, values: dict[str, Any]) -> str:
    placeholder = f":v{len(values)}"
    values[placeholder] = to_attribute(value)
    return placeholder


def _condition(conditions: Iterable[Condition], names: _Names, values: dict[str, Any]) -> str:
    def one(condition: Condition) -> str:
        if len(condition) == 2:
            if condition[1] == "unset":
                path, null = names(condition[0]), _value(None, values)
                return f"(attribute_not_exists({path}) OR {path} = {null})"
            function = "attribute_exists" if condition[1] == "present" else "attribute_not_exists"
            return f"{function}({names(condition[0])})"
        path, comparison, value = names(condition[0]), condition[1], _value(condition[2], values)
        if comparison.startswith("absent or "):
            return f"(attribute_not_exists({path}) OR {path} {comparison.removeprefix('absent or ')} {value})"
        return f"{path} {comparison} {value}"

    return " AND ".join(one(condition) for condition in conditions)


def _placeholders(names: _Names, values: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if names.used:
        found["ExpressionAttributeNames"] = names.used
    if values:
        found["ExpressionAttributeValues"] = dict(values)
    return found
