"""What a call costs in capacity units, reckoned only when the caller asks (ReturnConsumedCapacity)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import values
from .errors import validation
from .ordered import Row
from .schema import IndexSchema
from .table import Change

READ_UNIT = 4096
WRITE_UNIT = 1024


class Meter:
    """The units one call used, by table and by index."""

    def __init__(self, detail: str) -> None:
        self._detail = detail
        self._tables: dict[str, dict[str, float]] = {}
        self._kinds: dict[str, dict[str, str]] = {}
        self._side: dict[str, set[str]] = {}

    def read(
        self, table: str, size: int, *, consistent: bool, times: int = 1, index: IndexSchema | None = None
    ) -> None:
        """One read of so many bytes: half a unit for each 4 KB begun, a whole one if consistent."""
        units = max(1, -(-size // READ_UNIT)) * (1.0 if consistent else 0.5) * times
        self._add(table, index, units, "ReadCapacityUnits")

    def write(self, change: Change, times: int = 1) -> None:
        """One write: a unit for each KB begun of the larger image, and what each index had to change."""
        schema = change.table.schema
        larger = max(row.size if row else 0 for row in (change.old, change.new))
        self._add(schema.name, None, _write_units(larger) * times, "WriteCapacityUnits")
        if change.is_write:
            for index in schema.indexes.values():
                units = _index_units(index, change.old, change.new) * times
                if units:
                    self._add(schema.name, index, units, "WriteCapacityUnits")

    def _add(self, table: str, index: IndexSchema | None, units: float, side: str) -> None:
        used = self._tables.setdefault(table, {"": 0.0})
        self._side.setdefault(table, set()).add(side)
        name = index.name if index else ""
        used[name] = used.get(name, 0.0) + units
        if index:
            kind = "GlobalSecondaryIndexes" if index.is_global else "LocalSecondaryIndexes"
            self._kinds.setdefault(table, {})[name] = kind

    def report(self, *, sides: bool = False) -> list[dict[str, Any]]:
        """ConsumedCapacity, a table each; transactions also say whether the units are of reads or of writes."""
        return [self._table(table, used, sides=sides) for table, used in self._tables.items()]

    def _table(self, table: str, used: Mapping[str, float], *, sides: bool) -> dict[str, Any]:
        side = self._side[table] if sides else set()

        def shown(units: float) -> dict[str, float]:
            return {"CapacityUnits": units, **dict.fromkeys(sorted(side), units)}

        answer: dict[str, Any] = {"TableName": table, **shown(sum(used.values()))}
        if self._detail == "INDEXES":
            answer["Table"] = shown(used[""])
            for name, kind in self._kinds.get(table, {}).items():
                answer.setdefault(kind, {})[name] = shown(used[name])
        return answer


def meter_for(params: Mapping[str, Any]) -> Meter | None:
    """A meter if the call asked for one."""
    detail = params.get("ReturnConsumedCapacity", "NONE")
    if detail not in ("NONE", "TOTAL", "INDEXES"):
        raise validation(
            f"1 validation error detected: Value '{detail}' at 'returnConsumedCapacity' failed to satisfy "
            "constraint: Member must satisfy enum value set: [INDEXES, TOTAL, NONE]"
        )
    return None if detail == "NONE" else Meter(detail)


def _write_units(size: int) -> int:
    return max(1, -(-size // WRITE_UNIT))


def _index_units(index: IndexSchema, old: Row | None, new: Row | None) -> int:
    before, after = _entry(index, old), _entry(index, new)
    if before is None or after is None:
        entry = after or before
        return _write_units(values.item_size(entry)) if entry is not None else 0
    if any(before[name] != after[name] for name in index.keys.names):
        return _write_units(values.item_size(before)) + _write_units(values.item_size(after))
    return _write_units(max(values.item_size(before), values.item_size(after))) if before != after else 0


def _entry(index: IndexSchema, row: Row | None) -> values.Item | None:
    if row is None or any(name not in row.item for name in index.keys.names):
        return None
    return index.project(row.item)
