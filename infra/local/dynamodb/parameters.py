"""Which parameters the operations take: what botocore checks before it sends, so that a typo is found here too."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ParamValidationError

from .errors import validation

_EXPRESSIONS = frozenset({"ExpressionAttributeNames", "ExpressionAttributeValues"})
_READ = frozenset({"ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames"})
_WRITE = _EXPRESSIONS | {"ConditionExpression", "ReturnValuesOnConditionCheckFailure"}
_METERED = frozenset({"ReturnConsumedCapacity", "ReturnItemCollectionMetrics"})
_PAGED = _READ | _EXPRESSIONS | {"FilterExpression", "IndexName", "Limit", "ExclusiveStartKey", "Select"} | _METERED

_REQUIRED: dict[str, tuple[str, ...]] = {
    "GetItem": ("TableName", "Key"),
    "PutItem": ("TableName", "Item"),
    "UpdateItem": ("TableName", "Key"),
    "DeleteItem": ("TableName", "Key"),
    "Query": ("TableName",),
    "Scan": ("TableName",),
    "BatchGetItem": ("RequestItems",),
    "BatchWriteItem": ("RequestItems",),
    "TransactWriteItems": ("TransactItems",),
    "TransactGetItems": ("TransactItems",),
    "Put": ("TableName", "Item"),
    "Update": ("TableName", "Key", "UpdateExpression"),
    "Delete": ("TableName", "Key"),
    "ConditionCheck": ("TableName", "Key", "ConditionExpression"),
    "Get": ("TableName", "Key"),
}
_OPTIONAL: dict[str, frozenset[str]] = {
    "GetItem": _READ | _METERED,
    "PutItem": _WRITE | _METERED | {"ReturnValues"},
    "UpdateItem": _WRITE | _METERED | {"ReturnValues", "UpdateExpression"},
    "DeleteItem": _WRITE | _METERED | {"ReturnValues"},
    "Query": _PAGED | {"KeyConditionExpression", "ScanIndexForward"},
    "Scan": _PAGED | {"Segment", "TotalSegments"},
    "BatchGetItem": _METERED,
    "BatchWriteItem": _METERED,
    "TransactWriteItems": _METERED | {"ClientRequestToken"},
    "TransactGetItems": _METERED,
    "Put": _WRITE,
    "Update": _WRITE,
    "Delete": _WRITE,
    "ConditionCheck": _WRITE,
    "Get": _READ,
}
_ALLOWED = {name: frozenset(_REQUIRED[name]) | optional for name, optional in _OPTIONAL.items()}
_LEGACY = frozenset(
    {
        "AttributesToGet",
        "AttributeUpdates",
        "ConditionalOperator",
        "Expected",
        "KeyConditions",
        "QueryFilter",
        "ScanFilter",
    }
)


def check_parameters(operation: str, params: Mapping[str, Any]) -> None:
    """Refuse missing and unknown parameters as botocore would; operations not listed are checked by moto."""
    _check(operation, params)
    for action in params.get("TransactItems", ()):
        for kind, request in action.items():
            _check(kind, request)


def _check(name: str, params: Mapping[str, Any]) -> None:
    allowed = _ALLOWED.get(name)
    if allowed is None:
        return
    for required in _REQUIRED[name]:
        if required not in params:
            raise ParamValidationError(report=f'Missing required parameter in input: "{required}"')
    if params.keys() <= allowed:
        return
    legacy = sorted(_LEGACY & params.keys())
    if legacy:
        raise validation(f"The legacy parameters {{{', '.join(legacy)}}} are not kept locally; use expressions")
    unknown = sorted(params.keys() - allowed)[0]
    raise ParamValidationError(
        report=f'Unknown parameter in input: "{unknown}", must be one of: {", ".join(sorted(allowed))}'
    )
