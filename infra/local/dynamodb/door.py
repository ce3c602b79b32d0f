"""The door through moto: boto3 inside `mock_aws()`, and the AWS CLI through moto's server, answered by a store."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore import xform_name
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult
from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.dynamodb.responses import DynamoHandler

from .definitions import DefinitionHandler, StoreBackend
from .errors import DynamoError
from .operations.catalogue import DEFINITIONS, OPERATIONS
from .store import LocalStore

_UNKEPT = (
    "BatchExecuteStatement",
    "CreateBackup",
    "ExecuteStatement",
    "ExecuteTransaction",
    "ExportTableToPointInTime",
    "ImportTable",
    "RestoreTableFromBackup",
    "RestoreTableToPointInTime",
)
_Method = Callable[[Any], Any]


@contextmanager
def install(store: LocalStore) -> Iterator[LocalStore]:
    """Let moto's DynamoDB of the store's account and region answer from the store; the others stay moto's."""
    backends = dynamodb_backends[store.backend.account_id]
    region = store.backend.region_name
    before = backends.get(region)
    originals = {
        xform_name(name): getattr(DynamoHandler, xform_name(name)) for name in (*OPERATIONS, *DEFINITIONS, *_UNKEPT)
    }
    for name in (*OPERATIONS, *DEFINITIONS, *_UNKEPT):
        setattr(DynamoHandler, xform_name(name), _through_store(name, originals[xform_name(name)]))
    backends[region] = store.backend
    try:
        yield store
    finally:
        for method, original in originals.items():
            setattr(DynamoHandler, method, original)
        del backends[region]
        if before is not None:
            backends[region] = before


def _through_store(operation: str, original: _Method) -> _Method:
    def method(handler: Any) -> Any:
        backend = handler.dynamodb_backend
        # The store itself asks moto about definitions: that request has been through here.
        if isinstance(handler, DefinitionHandler) or not isinstance(backend, StoreBackend):
            return original(handler)
        try:
            return ActionResult(backend.store.answer(operation, _with_bytes(handler.body)))
        except DynamoError as error:
            raise _for_moto(error) from None

    return method


def _for_moto(error: DynamoError) -> JsonRESTError:
    kind = ERROR_TYPE_PREFIX + error.code
    raised = JsonRESTError(kind, error.message)
    raised.description = dynamo_json_dump({"__type": kind, "message": error.message, **error.fields})
    return raised


def _with_bytes(value: Any) -> Any:
    """moto leaves binary values as the base64 they travelled in."""
    if isinstance(value, list):
        return [_with_bytes(element) for element in value]
    if not isinstance(value, Mapping):
        return value
    if len(value) == 1:
        ((kind, content),) = value.items()
        if kind == "B" and isinstance(content, str):
            return {"B": base64.b64decode(content)}
        if kind == "BS" and isinstance(content, list):
            return {"BS": [base64.b64decode(member) if isinstance(member, str) else member for member in content]}
    return {name: _with_bytes(content) for name, content in value.items()}
