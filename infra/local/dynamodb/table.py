"""One table: its rows, its indexes, and what its global indexes have not seen yet."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from . import values
from .errors import UpdateRefusedError, validation
from .ordered import Ordered, Row
from .schema import IndexSchema, Key, TableSchema
from .values import Item


@dataclass(frozen=True)
class Lag:
    """How far global indexes are behind: by a number of writes, and by a time."""

    writes: int = 0
    time: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Change:
    """One item before and after a write; nothing is written where both are the same row."""

    table: Table
    key: Key
    old: Row | None
    new: Row | None

    @property
    def is_write(self) -> bool:
        """False for a condition check and for the deletion of what is not there."""
        return self.new is not self.old


@dataclass
class Table:
    """The rows of a table, kept in order for the table itself and for each of its indexes."""

    schema: TableSchema
    primary: Ordered = field(init=False)
    indexes: dict[str, Ordered] = field(init=False)
    _unseen: deque[tuple[datetime, Key, Row | None]] = field(init=False, default_factory=deque)

    def __post_init__(self) -> None:
        self.primary = Ordered(self.schema.keys)
        self.indexes = {name: Ordered(index.keys) for name, index in self.schema.indexes.items()}

    def get(self, key: Key) -> Row | None:
        """The row of a primary key."""
        return self.primary.rows.get(key)

    def row_of(self, item: Item, *, updated: bool = False) -> Row:
        """A row for a new or updated item, refused if it is too large."""
        size = values.item_size(item)
        if size > values.MAX_ITEM_BYTES:
            what = "Item size to update" if updated else "Item size"
            raise UpdateRefusedError(f"{what} has exceeded the maximum allowed size")
        return Row(item, size)

    def apply(self, change: Change, at: datetime, lag: Lag | None) -> None:
        """Carry out a decided write; with a lag, global indexes only hear of it."""
        _move(self.primary, change.key, change.new)
        for name, index in self.schema.indexes.items():
            if lag is None or not index.is_global:
                _move(self.indexes[name], change.key, change.new)
        if lag is not None:
            self._unseen.append((at, change.key, change.new))

    def settle(self, now: datetime, lag: Lag | None) -> None:
        """Let global indexes see what they have not seen, up to their lag."""
        while self._unseen:
            at, key, row = self._unseen[0]
            if lag is not None and (len(self._unseen) <= lag.writes or (lag.time and at + lag.time > now)):
                return
            self._unseen.popleft()
            for name, index in self.schema.indexes.items():
                if index.is_global:
                    _move(self.indexes[name], key, row)

    def redefine(self, schema: TableSchema) -> None:
        """Take another set of indexes and fill them from the rows."""
        rows = self.primary.rows
        self.schema = schema
        self.__post_init__()
        self._unseen.clear()
        for key, row in rows.items():
            self.primary.place(key, row)
            for index in self.indexes.values():
                index.place(key, row)

    def index(self, name: str) -> IndexSchema:
        """The definition of an index, refused by name if there is none."""
        index = self.schema.indexes.get(name)
        if index is None:
            raise validation(f"The table does not have the specified index: {name}")
        return index


def _move(ordered: Ordered, key: Key, row: Row | None) -> None:
    if row is None:
        ordered.remove(key)
    else:
        ordered.place(key, row)
