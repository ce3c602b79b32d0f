"""The store on disk: a file of lines, one for each atomic batch of applied changes.

A line is written with one call before the caller is answered. That survives the death of the process, kill -9
included, because the operating system has the bytes; it is not forced to the platter, so the death of the machine may
lose the last moments. A line without its newline was never acknowledged: it is cut off when the file is opened.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from .tokens import TokenEntry
from .values import Item, Value

COMPACT_FACTOR = 2
COMPACT_MINIMUM = 1000

Image = tuple[str, Item, Item | None]
"""A table, a key and the item now under it, or None where it was deleted."""


@dataclass
class Replay:
    """What a journal held when it was opened."""

    tables: dict[str, dict[str, Item]] = field(default_factory=dict)
    tokens: list[tuple[TokenEntry, datetime]] = field(default_factory=list)


class JournalDamagedError(Exception):
    """A journal has a line in its midst that cannot be read: that is no torn tail, and nothing is guessed."""


class Journal:
    """An append-only file of item images."""

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.replay, lines = self._load()
        live = sum(map(len, self.replay.tables.values()))
        if lines > COMPACT_FACTOR * live + COMPACT_MINIMUM:
            self._compact()
        self._file = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def append(self, images: Iterable[Image], token: TokenEntry | None, at: datetime) -> None:
        """Write one atomic batch."""
        record: dict[str, Any] = {"items": [[table, _plain(key), _plain(item)] for table, key, item in images]}
        if token is not None:
            record["token"] = [token.token, token.fingerprint, at.isoformat()]
        self._write(record)

    def drop(self, table: str) -> None:
        """Write that a table was deleted with all its rows."""
        self._write({"drop": table})

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._file)

    def _write(self, record: dict[str, Any]) -> None:
        line = _line(record)
        before = os.fstat(self._file).st_size
        try:
            while line:
                line = line[os.write(self._file, line) :]
        except OSError:
            # A full disk must not leave half a line in the midst of the file: the caller is told, nothing is applied.
            os.ftruncate(self._file, before)
            raise

    def _load(self) -> tuple[Replay, int]:
        replay = Replay()
        if not self.path.exists():
            return replay, 0
        whole = 0
        lines = 0
        with self.path.open("rb") as file:
            for lines, line in enumerate(file, start=1):
                if not line.endswith(b"\n"):
                    break
                try:
                    _restore(replay, json.loads(line))
                except ValueError as error:
                    raise JournalDamagedError(f"{self.path}, line {lines}: {error}") from error
                whole += len(line)
        os.truncate(self.path, whole)
        return replay, lines

    def _compact(self) -> None:
        """Write what is live to a new file and put it in the place of the old one."""
        fresh = self.path.with_suffix(self.path.suffix + ".new")
        with fresh.open("wb") as file:
            for table, rows in self.replay.tables.items():
                for key, item in rows.items():
                    file.write(_line({"items": [[table, json.loads(key), _plain(item)]]}))
            for entry, at in self.replay.tokens:
                file.write(_line({"items": [], "token": [entry.token, entry.fingerprint, at.isoformat()]}))
        fresh.replace(self.path)


def _line(record: dict[str, Any]) -> bytes:
    return _JSON.encode(record).encode() + b"\n"


def _restore(replay: Replay, record: dict[str, Any]) -> None:
    if "drop" in record:
        replay.tables.pop(record["drop"], None)
        return
    for table, key, item in record["items"]:
        rows = replay.tables.setdefault(table, {})
        identity = json.dumps(key, sort_keys=True)
        if item is None:
            rows.pop(identity, None)
        else:
            rows[identity] = {name: _whole(value) for name, value in item.items()}
    if "token" in record:
        token, fingerprint, at = record["token"]
        replay.tokens.append((TokenEntry(token, fingerprint), datetime.fromisoformat(at)))


def _plain(item: Item | None) -> dict[str, Any] | None:
    return None if item is None else dict(item)


def _to_text(content: bytes) -> str:
    return base64.b64encode(content).decode()


_JSON = json.JSONEncoder(separators=(",", ":"), ensure_ascii=False, default=_to_text)
"""Made once: json.dumps makes an encoder for every call that wants anything of its own."""


def _whole(value: Value) -> Value:
    """The value with its binary parts as bytes again."""
    ((kind, content),) = value.items()
    if kind == "B":
        return {"B": base64.b64decode(content)}
    if kind == "BS":
        return {"BS": [base64.b64decode(member) for member in content]}
    if kind == "M":
        return {"M": {name: _whole(inner) for name, inner in content.items()}}
    if kind == "L":
        return {"L": [_whole(inner) for inner in content]}
    return value
