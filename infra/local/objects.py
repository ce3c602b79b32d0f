"""The object store: each S3 object is one file, a line of JSON about it and then its bytes, written in one step."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

_NAME_LIMIT = 180
"""Longer parts of a key are shortened and told apart by a hash: file systems stop at 255 bytes."""

_FILE = "="
"""Ends the name of a file; quoted in keys, so that the objects `a` and `a/b` do not meet."""


@dataclass(frozen=True, slots=True)
class Head:
    """What S3 knows about an object besides its bytes."""

    key: str
    etag: str
    size: int
    modified: str
    headers: dict[str, str] = field(default_factory=dict)
    """ContentType, ContentDisposition and so on, under botocore's names."""
    metadata: dict[str, str] = field(default_factory=dict)

    @property
    def modified_at(self) -> datetime:
        """When it was put."""
        return datetime.fromisoformat(self.modified)


class ObjectStore:
    """Buckets as folders. What was put is there after a kill, whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def create_bucket(self, bucket: str) -> None:
        """Make a bucket; one that is there stays as it is."""
        (self._folder / bucket).mkdir(parents=True, exist_ok=True)

    def buckets(self) -> list[str]:
        """Every bucket, sorted."""
        return sorted(entry.name for entry in self._folder.iterdir()) if self._folder.exists() else []

    def has_bucket(self, bucket: str) -> bool:
        """Whether there is a bucket of this name."""
        return (self._folder / bucket).is_dir()

    def put(
        self,
        bucket: str,
        key: str,
        body: bytes,
        modified: datetime,
        headers: dict[str, str] | None = None,
        metadata: dict[str, str] | None = None,
    ) -> Head:
        """Store an object in the place of what was there."""
        etag = hashlib.md5(body, usedforsecurity=False).hexdigest()
        head = Head(key, etag, len(body), modified.isoformat(), headers or {}, metadata or {})
        path = self._path(bucket, key)
        content = json.dumps(asdict(head)).encode() + b"\n" + body
        try:
            _write(path, content)
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, content)
        return head

    def head(self, bucket: str, key: str) -> Head | None:
        """What is known about an object; None if there is none."""
        path = self._path(bucket, key)
        try:
            with path.open("rb") as file:
                return Head(**json.loads(file.readline()))
        except FileNotFoundError:
            return None

    def get(self, bucket: str, key: str) -> tuple[Head, bytes] | None:
        """An object; None if there is none."""
        try:
            with self._path(bucket, key).open("rb") as file:
                return Head(**json.loads(file.readline())), file.read()
        except FileNotFoundError:
            return None

    def delete(self, bucket: str, key: str) -> None:
        """Remove an object; one that is not there is no error, as in S3."""
        self._path(bucket, key).unlink(missing_ok=True)

    def heads(self, bucket: str, prefix: str = "") -> Iterator[Head]:
        """Every object whose key begins with `prefix`, by key."""
        found = []
        for path in (self._folder / bucket).rglob(f"*{_FILE}"):
            with path.open("rb") as file:
                head = Head(**json.loads(file.readline()))
            if head.key.startswith(prefix):
                found.append(head)
        return iter(sorted(found, key=lambda head: head.key))

    def _path(self, bucket: str, key: str) -> Path:
        *folders, name = (_part(part) for part in key.split("/"))
        return self._folder.joinpath(bucket, *folders, name + _FILE)


def _write(path: Path, content: bytes) -> None:
    fresh = path.with_name(f"{os.urandom(8).hex()}.fresh")
    fresh.write_bytes(content)
    fresh.replace(path)


def _part(part: str) -> str:
    quoted = quote(part, safe="@+,") or "%"
    if quoted in (".", ".."):
        return quoted.replace(".", "%2E")
    if len(quoted) <= _NAME_LIMIT:
        return quoted
    return quoted[: _NAME_LIMIT - 40] + "!" + hashlib.sha256(part.encode()).hexdigest()[:32]
