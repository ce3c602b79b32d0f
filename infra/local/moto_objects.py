"""The object store as moto's S3 sees it, for whoever comes the long way: the AWS CLI, or without the short cut."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from moto.s3.models import FakeKey, s3_backends

from infra.local.names import ACCOUNT
from infra.local.objects import Head, ObjectStore

_HEADERS = {
    "Content-Type": "ContentType",
    "Content-Disposition": "ContentDisposition",
    "Content-Encoding": "ContentEncoding",
    "Content-Language": "ContentLanguage",
    "Cache-Control": "CacheControl",
}
_METADATA = "x-amz-meta-"


def show_in_moto(store: ObjectStore, region: str) -> None:
    """Give moto's S3 the buckets of the store, whose objects stay where they are."""
    backend = s3_backends[ACCOUNT]["aws"]
    for name in store.buckets():
        bucket: Any = backend.create_bucket(name, region)
        bucket.keys = _Objects(store, name, region)


class _Objects:
    """A bucket's keys, as far as moto uses them: read from the store on every look, written through to it."""

    def __init__(self, store: ObjectStore, bucket: str, region: str) -> None:
        self._store = store
        self._bucket = bucket
        self._region = region

    def __contains__(self, key: object) -> bool:
        return self._store.head(self._bucket, str(key)) is not None

    def __len__(self) -> int:
        return sum(1 for _ in self._store.heads(self._bucket))

    def __bool__(self) -> bool:
        return any(True for _ in self._store.heads(self._bucket))

    def __iter__(self) -> Iterator[str]:
        return (head.key for head in self._store.heads(self._bucket))

    def __getitem__(self, key: str) -> FakeKey:
        found: FakeKey | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, value: FakeKey) -> None:
        self.setlist(key, [value])

    def get(self, key: str, default: Any = None) -> Any:
        """One object, or the default."""
        found = self._store.get(self._bucket, key)
        return default if found is None else self._key(*found)

    def getlist(self, key: str, default: Any = None) -> Any:
        """One version: the buckets of the template keep no others."""
        found = self.get(key)
        return default if found is None else [found]

    def setlist(self, _: str, list_: list[FakeKey]) -> None:
        """Write the newest; its headers follow by `set_metadata`, which moto calls after this."""
        newest = list_[-1]
        self._save(newest)
        set_metadata = newest.set_metadata

        def saved(metadata: Any, replace: bool = False) -> None:
            set_metadata(metadata, replace)
            self._save(newest)

        newest.set_metadata = saved  # type: ignore[method-assign] # the one hook that comes after the headers

    def pop(self, key: str) -> None:
        """Delete."""
        self._store.delete(self._bucket, key)

    def items(self) -> Iterator[tuple[str, FakeKey]]:
        """Every key with what is known of its object; the bytes stay on the disk."""
        return ((head.key, self._key(head, b"")) for head in self._store.heads(self._bucket))

    def values(self) -> Iterator[FakeKey]:
        """The same without the keys."""
        return (value for _, value in self.items())

    def lists(self) -> Iterator[tuple[str, list[FakeKey]]]:
        """Versions by key."""
        return ((key, [value]) for key, value in self.items())

    iteritems, itervalues, iterlists = items, values, lists

    def item_size(self) -> int:
        """How many bytes there are."""
        return sum(head.size for head in self._store.heads(self._bucket))

    def _key(self, head: Head, body: bytes) -> FakeKey:
        key = FakeKey(
            head.key, body, ACCOUNT, self._region, etag=head.etag, version_id="null", bucket_name=self._bucket
        )
        key.contentsize = head.size
        key.last_modified = head.modified_at.astimezone(UTC).replace(tzinfo=None)
        key.set_metadata({name: head.headers[ours] for name, ours in _HEADERS.items() if ours in head.headers})
        key.set_metadata({f"{_METADATA}{name}": value for name, value in head.metadata.items()})
        return key

    def _save(self, key: FakeKey) -> None:
        known = {name.lower(): value for name, value in key.metadata.items()}
        headers = {ours: known[name.lower()] for name, ours in _HEADERS.items() if name.lower() in known}
        metadata = {name.removeprefix(_METADATA): str(v) for name, v in known.items() if name.startswith(_METADATA)}
        self._store.put(self._bucket, key.name, key.value, datetime.now(UTC), headers, metadata)
