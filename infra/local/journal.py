"""An append-only file of JSON lines, so that a killed process finds its state again.

A line is handed to the operating system before `append` returns: it survives the death of the process, at any point.
Surviving the machine's own power cut is not what a local stack is for, so nothing is forced onto the disk.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

Record = dict[str, Any]


class Journal:
    """One file. Whoever owns it replays it once, rewrites it with what still matters, and appends from then on."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: int | None = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def append(self, record: Record) -> None:
        """Add one record, whole or not at all."""
        line = _line(record)
        with self._lock:
            if self._file is not None:
                os.write(self._file, line)

    def replay(self) -> Iterator[Record]:
        """Every record so far; a last line that a kill cut short is as if it had never been begun."""
        with self._path.open("rb") as lines:
            for line in lines:
                if not line.endswith(b"\n"):
                    return
                yield json.loads(line)

    def rewrite(self, records: Iterable[Record]) -> None:
        """Put these records in the place of all others, in one step."""
        fresh = self._path.with_suffix(".fresh")
        with self._lock:
            with fresh.open("wb") as out:
                out.writelines(_line(record) for record in records)
            fresh.replace(self._path)
            if self._file is not None:
                os.close(self._file)
            self._file = os.open(self._path, os.O_WRONLY | os.O_APPEND)

    def close(self) -> None:
        """Keep nothing more."""
        with self._lock:
            if self._file is not None:
                os.close(self._file)
                self._file = None


def _line(record: Record) -> bytes:
    return json.dumps(record, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"
