"""The outbox: everything that went out, as numbered files that people and tests can read."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

_FILE = re.compile(r"(\d+)-.*\.json")
_UNSAFE = re.compile(r"[^A-Za-z0-9._@#-]+")


class Outbox:
    """Entries `{number, kind, to, at, …}`, numbered from 1 and kept over restarts; the newest is the last.

    A mail lies beside its entry as .eml, so that any mail program opens it.
    """

    def __init__(self, folder: Path, clock: Callable[[], datetime]) -> None:
        self.folder = folder
        self._clock = clock
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        folder.mkdir(parents=True, exist_ok=True)
        self._files = {int(found[1]): path for path in folder.iterdir() if (found := _FILE.fullmatch(path.name))}
        self._last = max(self._files, default=0)

    def add(self, kind: str, to: str, content: dict[str, Any], mail: bytes | None = None) -> int:
        """Keep what went out to `to`; its number."""
        with self._lock:
            self._last = number = self._last + 1
            name = f"{number:04d}-{kind}-{_UNSAFE.sub('_', to)[:60] or 'nobody'}"
            entry = {"number": number, "kind": kind, "to": to, "at": self._clock().isoformat()}
            if mail is not None:
                (self.folder / f"{name}.eml").write_bytes(mail)
                entry["file"] = f"{name}.eml"
            fresh = self.folder / f"{name}.fresh"
            fresh.write_text(json.dumps(entry | content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
            self._files[number] = fresh.rename(self.folder / f"{name}.json")
            self._arrived.notify_all()
            return number

    def entry(self, number: int) -> dict[str, Any] | None:
        """One entry; None if there is none of this number."""
        path = self._files.get(number)
        if path is None:
            return None
        entry: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return entry

    def mail(self, number: int) -> bytes | None:
        """A mail as it was sent; None if the entry is none."""
        entry = self.entry(number)
        return (self.folder / entry["file"]).read_bytes() if entry and "file" in entry else None

    def entries(self, kind: str | None = None, after: int = 0, limit: int | None = None) -> list[dict[str, Any]]:
        """Entries in order, with a greater number than `after`; the newest `limit` of them."""
        with self._lock:
            numbers = sorted(self._numbers(kind, after))
        shown = numbers if limit is None else numbers[len(numbers) - min(limit, len(numbers)) :]
        return [entry for number in shown if (entry := self.entry(number)) is not None]

    def wait_for(self, count: int, kind: str | None = None, timeout: float = 10.0) -> list[dict[str, Any]]:
        """The entries as soon as there are `count` of them. Raises TimeoutError."""
        with self._arrived:
            if not self._arrived.wait_for(lambda: self._count(kind) >= count, timeout):
                raise TimeoutError(f"{self._count(kind)} of {count} entries are in the outbox after {timeout} seconds")
        return self.entries(kind)

    def _count(self, kind: str | None) -> int:
        return sum(1 for _ in self._numbers(kind, 0))

    def _numbers(self, kind: str | None, after: int) -> Iterator[int]:
        """Kinds are read from the names of the files, so that a list opens no more of them than it shows."""
        for number, path in self._files.items():
            if number > after and kind in (None, path.name.split("-", 2)[1]):
                yield number
