"""The door through moto: boto3 inside `mock_aws()`, and whatever else calls moto, answered by a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore import xform_name
from moto.core.exceptions import JsonRESTError
from moto.dynamodb.exceptions import ERROR_TYPE_PREFIX
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.models.utilities import dynamo_json_dump
from moto.dynamodb.responses import DynamoHandler

from .definitions import DefinitionHandler, StoreBackend
from .errors import DynamoError
from .operations.catalogue import DEFINITIONS, OPERATIONS
from .store import LocalStore
from .wire import CONTENT_TYPE, error_body

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
            response = backend.store.answer(operation, handler.body)
            # Written here, because moto's own serializer takes 13 ms for a page of 20 items.
            return 200, {"Content-Type": CONTENT_TYPE}, dynamo_json_dump(response)
        except DynamoError as error:
            raise _for_moto(error) from None

    return method


def _for_moto(error: DynamoError) -> JsonRESTError:
    raised = JsonRESTError(ERROR_TYPE_PREFIX + error.code, error.message)
    raised.description = error_body(error)
    return raised
