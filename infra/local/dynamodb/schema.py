"""What a table's definition says about keys: names, types, indexes and what an index carries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import values
from .errors import invalid_parameter, validation
from .values import Item, Value

MAX_HASH_BYTES = 2048
MAX_RANGE_BYTES = 1024
Key = tuple[Any, ...]


@dataclass(frozen=True)
class KeySchema:
    """The attributes a table or an index is keyed by; an index may have several of each kind."""

    hash_names: tuple[str, ...]
    range_names: tuple[str, ...]
    names: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", self.hash_names + self.range_names)

    @classmethod
    def of(cls, elements: list[Mapping[str, str]]) -> KeySchema:
        """From the KeySchema of CreateTable."""
        by_kind: dict[str, list[str]] = {"HASH": [], "RANGE": []}
        for element in elements:
            by_kind[element["KeyType"]].append(element["AttributeName"])
        return cls(tuple(by_kind["HASH"]), tuple(by_kind["RANGE"]))


@dataclass(frozen=True)
class IndexSchema:
    """A secondary index: its keys, whether it is global, and the attributes it carries (None: all)."""

    name: str
    keys: KeySchema
    is_global: bool
    carried: frozenset[str] | None

    def project(self, item: Item) -> Item:
        """The part of an item that the index holds."""
        if self.carried is None:
            return item
        return {name: value for name, value in item.items() if name in self.carried}


@dataclass(frozen=True)
class TableSchema:
    """A table: its keys, the types of all key attributes, its indexes by name."""

    name: str
    keys: KeySchema
    types: Mapping[str, str]
    indexes: Mapping[str, IndexSchema]
    range_names: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        ranges = [self.keys.range_names, *(index.keys.range_names for index in self.indexes.values())]
        object.__setattr__(self, "range_names", frozenset(name for names in ranges for name in names))

    @classmethod
    def of(cls, definition: Mapping[str, Any]) -> TableSchema:
        """From the parameters of CreateTable."""
        keys = KeySchema.of(definition["KeySchema"])
        indexes: dict[str, IndexSchema] = {}
        for parameter, is_global in (("GlobalSecondaryIndexes", True), ("LocalSecondaryIndexes", False)):
            for index in definition.get(parameter) or ():
                indexes[index["IndexName"]] = _index(index, keys, is_global=is_global)
        types = {each["AttributeName"]: each["AttributeType"] for each in definition["AttributeDefinitions"]}
        return cls(definition["TableName"], keys, types, indexes)

    def key_of(self, key: Mapping[str, Any]) -> Key:
        """The primary key in a `Key` parameter, checked to be that and nothing else."""
        names = self.keys.names
        if len(key) != len(names):
            raise validation("The provided key element does not match the schema")
        found = []
        for name in names:
            value = key.get(name)
            if value is None or self.types[name] not in value:
                raise validation("The provided key element does not match the schema")
            taken = values.take(value)
            if taken in ({"S": ""}, {"B": b""}):
                raise _empty_key(name)
            found.append(values.order(taken))
            self._check_length(name, taken)
        return tuple(found)

    def key_of_item(self, item: Item) -> Key:
        """The primary key of a new item, checked with the keys of all indexes it would enter."""
        for name in self.keys.names:
            if name not in item:
                raise invalid_parameter(f"Missing the key {name} in the item")
            if self.types[name] not in item[name]:
                (actual,) = item[name]
                raise invalid_parameter(f"Type mismatch for key {name} expected: {self.types[name]} actual: {actual}")
            if item[name] in ({"S": ""}, {"B": b""}):
                raise invalid_parameter(f"An AttributeValue may not contain an empty string. Key: {name}")
            self._check_length(name, item[name])
        self._check_index_keys(item)
        return tuple([values.order(item[name]) for name in self.keys.names])

    def key_attributes(self, item: Item) -> Item:
        """The primary key of a stored item as a `Key` parameter."""
        return {name: item[name] for name in self.keys.names}

    def _check_index_keys(self, item: Item) -> None:
        for index in self.indexes.values():
            for name in index.keys.names:
                value = item.get(name)
                if value is None:
                    continue
                if self.types[name] not in value:
                    (actual,) = value
                    raise invalid_parameter(
                        f"Type mismatch for Index Key {name} Expected: {self.types[name]} "
                        f"Actual: {actual} IndexName: {index.name}"
                    )
                if value in ({"S": ""}, {"B": b""}):
                    raise validation(
                        "One or more parameter values are not valid. A value specified for a secondary index key is "
                        "not supported. The AttributeValue for a key attribute cannot contain an empty string value. "
                        f"IndexName: {index.name}, IndexKey: {name}"
                    )
                self._check_length(name, value)

    def _check_length(self, name: str, value: Value) -> None:
        if name in self.range_names:
            if values.size(value) > MAX_RANGE_BYTES:
                raise invalid_parameter(
                    f"Aggregated size of all range keys has exceeded the size limit of {MAX_RANGE_BYTES} bytes"
                )
        elif values.size(value) > MAX_HASH_BYTES:
            raise invalid_parameter(f"Size of hashkey has exceeded the maximum size limit of{MAX_HASH_BYTES} bytes")


def _index(definition: Mapping[str, Any], table_keys: KeySchema, *, is_global: bool) -> IndexSchema:
    keys = KeySchema.of(definition["KeySchema"])
    projection = definition.get("Projection") or {}
    carried = None
    if projection.get("ProjectionType") != "ALL":
        carried = frozenset(keys.names + table_keys.names + tuple(projection.get("NonKeyAttributes") or ()))
    return IndexSchema(definition["IndexName"], keys, is_global, carried)


def _empty_key(name: str) -> Exception:
    return validation(
        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
        f"contain an empty string value. Key: {name}"
    )
