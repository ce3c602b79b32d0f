"""Rows under sorted keys: what a table and each of its indexes are made of."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from .schema import Key, KeySchema
from .values import Item, order

Entry = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A stored item and the bytes it is charged for."""

    item: Item
    size: int


class Ordered:
    """Rows by primary key, and for each partition its entries in order: the range values, then the primary key.

    Partitions are walked in the order of a hash of their key, as DynamoDB walks them: a scan that happens to come
    sorted would hide code that relies on it.
    """

    def __init__(self, keys: KeySchema) -> None:
        self.keys = keys
        self.rows: dict[Key, Row] = {}
        self._partitions: dict[Key, list[Entry]] = {}
        self._walk: list[tuple[int, Key]] = []

    def place(self, key: Key, row: Row) -> None:
        """Insert or replace the row of a primary key; a row without all key attributes is left out."""
        old = self.rows.get(key)
        place = self._place_of(key, row.item)
        if old is not None:
            if self._place_of(key, old.item) == place:
                self.rows[key] = row
                return
            self.remove(key)
        if place is None:
            return
        partition, entry = place
        entries = self._partitions.get(partition)
        if entries is None:
            self._partitions[partition] = [entry]
            insort(self._walk, (position(partition), partition))
        else:
            insort(entries, entry)
        self.rows[key] = row

    def remove(self, key: Key) -> None:
        """Forget the row of a primary key, if there is one."""
        old = self.rows.pop(key, None)
        place = self._place_of(key, old.item) if old is not None else None
        if place is None:
            return
        partition, entry = place
        entries = self._partitions[partition]
        del entries[bisect_left(entries, entry)]
        if not entries:
            del self._partitions[partition]
            del self._walk[bisect_left(self._walk, (position(partition), partition))]

    def entries(self, partition: Key) -> list[Entry]:
        """The sorted entries of one partition; not to be changed."""
        return self._partitions.get(partition, [])

    def partitions(self, first: int, end: int) -> Iterator[tuple[int, Key]]:
        """The partitions whose position is in [first, end), in the order of a scan."""
        start = bisect_left(self._walk, (first,))
        for index in range(start, len(self._walk)):
            if self._walk[index][0] >= end:
                return
            yield self._walk[index]

    def partition_of(self, item: Item) -> Key:
        """The partition an item belongs to."""
        return tuple([order(item[name]) for name in self.keys.hash_names])

    def entry_of(self, key: Key, item: Item) -> Entry:
        """The entry of an item in its partition."""
        return tuple([order(item[name]) for name in self.keys.range_names]) + key

    def row(self, entry: Entry) -> Row:
        """The row an entry stands for."""
        return self.rows[entry[len(self.keys.range_names) :]]

    def _place_of(self, key: Key, item: Item) -> tuple[Key, Entry] | None:
        if any(name not in item for name in self.keys.names):
            return None
        return self.partition_of(item), self.entry_of(key, item)


def position(partition: Key) -> int:
    """Where a partition stands in a scan: 64 bits of a hash of its key."""
    return int.from_bytes(blake2b(repr(partition).encode(), digest_size=8).digest())


def lower(entries: list[Entry], prefix: Entry) -> int:
    """The first entry at or after everything that starts with `prefix`."""
    return bisect_left(entries, prefix)


def upper(entries: list[Entry], prefix: Entry) -> int:
    """The first entry after everything that starts with `prefix`."""
    length = len(prefix)
    return bisect_right(entries, prefix, key=lambda entry: entry[:length])
