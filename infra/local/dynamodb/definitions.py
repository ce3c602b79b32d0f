"""Tables as definitions: moto's own code for creating, describing and tagging them, told to keep rows in the store."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from moto.core.exceptions import JsonRESTError
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import Table as MotoTable
from moto.dynamodb.responses import DynamoHandler

from .errors import DynamoError, validation
from .schema import TableSchema

if TYPE_CHECKING:
    from .store import LocalStore


class StoreBackend(DynamoDBBackend):
    """moto's backend for one account and region whose tables have their rows in a store."""

    def __init__(self, region_name: str, account_id: str, store: LocalStore) -> None:
        super().__init__(region_name, account_id)
        self.store = store

    def reset(self) -> None:
        """Keep everything: moto resets its backends when mocking starts, and the rows belong to the store."""

    def create_table(self, name: str, *args: Any, **kwargs: Any) -> MotoTable:
        """Create a definition, and the table in the store."""
        if _wants_stream(kwargs.get("streams")):
            raise JsonRESTError("ValidationException", "Streams are not kept locally")
        table = super().create_table(name, *args, **kwargs)
        try:
            with self.store.lock:
                self.store.create(_schema(table))
        except BaseException:
            del self.tables[name]
            raise
        return table

    def delete_table(self, name: str) -> MotoTable:
        """Delete a definition, and the table with its rows."""
        table = super().delete_table(name)
        with self.store.lock:
            self.store.drop(table.name)
        return table

    def update_table(self, *args: Any, **kwargs: Any) -> MotoTable:
        """Change a definition; new indexes are filled from the rows."""
        if _wants_stream(kwargs.get("stream_spec")):
            raise JsonRESTError("ValidationException", "Streams are not kept locally")
        table = super().update_table(*args, **kwargs)
        with self.store.lock:
            self.store.tables[table.name].redefine(_schema(table))
        return table


class DefinitionHandler(DynamoHandler):
    """moto's request handler, with the parameters and the backend at hand instead of found by a request."""

    def __init__(self, backend: StoreBackend, body: Mapping[str, Any]) -> None:
        super().__init__()
        self._backend = backend
        self.body = body

    @property
    def dynamodb_backend(self) -> DynamoDBBackend:
        return self._backend


def define(backend: StoreBackend, method: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """What moto answers to an operation on definitions."""
    try:
        result = getattr(DefinitionHandler(backend, params), method)().result
    except JsonRESTError as error:
        raise DynamoError(error.relative_error_type, error.message, message=error.message) from None
    response: dict[str, Any] = dict(result or {})
    for part in ("Table", "TableDescription"):
        if part in response:
            response[part] = {**response[part], **_measured(backend.store, response[part]["TableName"])}
    return response


def _measured(store: LocalStore, name: str) -> dict[str, int]:
    table = store.tables.get(name)
    rows = table.primary.rows.values() if table else ()
    return {"ItemCount": len(rows), "TableSizeBytes": sum(row.size for row in rows)}


def _schema(table: MotoTable) -> TableSchema:
    def index(described: Any) -> dict[str, Any]:
        return {"IndexName": described.name, "KeySchema": described.schema, "Projection": described.projection}

    return TableSchema.of(
        {
            "TableName": table.name,
            "KeySchema": table.schema,
            "AttributeDefinitions": table.attr,
            "GlobalSecondaryIndexes": [index(each) for each in table.global_indexes],
            "LocalSecondaryIndexes": [index(each) for each in table.indexes],
        }
    )


def _wants_stream(specification: Mapping[str, Any] | None) -> bool:
    return bool(specification and specification.get("StreamEnabled"))


def refuse_unkept(operation: str) -> DynamoError:
    """The answer to operations that would show moto's empty tables instead of the store's rows."""
    return validation(f"{operation} is not kept locally")
