"""A small JSON document in the state folder, replaced as a whole in one step: for what changes rarely."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Kept:
    """One mapping from text to JSON values, remembered between runs."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._values: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def get(self, key: str) -> Any:
        """The value under a key, or None."""
        with self._lock:
            return self._values.get(key)

    def put(self, key: str, value: Any) -> None:
        """Keep a value; on the disk before this returns."""
        with self._lock:
            self._values[key] = value
            fresh = self._path.with_suffix(".fresh")
            fresh.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(self._values, indent=1, sort_keys=True))
            fresh.chmod(0o600)
            fresh.replace(self._path)

    def __iter__(self) -> Iterator[str]:
        with self._lock:
            return iter(sorted(self._values))
