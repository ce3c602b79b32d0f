"""What functions print goes into a file of their own, as it goes into their log groups on AWS."""

from __future__ import annotations

import sys
import threading
from pathlib import Path
from typing import TextIO

from infra.local.aws_calls import caller


class FunctionOutput:
    """Stands in for standard output: lines of a function to its file, everything else where it went before.

    One object for the whole life of the process, because loggers keep the stream they were made with.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._files: dict[str, TextIO] = {}
        self._before: TextIO = sys.stdout

    def install(self, folder: Path) -> None:
        """Begin to write into `folder`."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        if sys.stdout is not self:
            self._before = sys.stdout
            sys.stdout = self

    def remove(self) -> None:
        """Let everything go where it went before."""
        with self._lock:
            self._folder = None
            for file in self._files.values():
                file.close()
            self._files.clear()
        if sys.stdout is self:
            sys.stdout = self._before

    def write(self, text: str) -> int:
        """Write where the calling thread's function has its log."""
        who = caller.get()
        if who is None:
            return self._before.write(text)
        with self._lock:
            if self._folder is None:
                return len(text)
            file = self._files.get(who.function)
            if file is None:
                path = self._folder / f"{who.function}.log"
                file = self._files[who.function] = path.open("a", encoding="utf-8")
            file.write(text)
            if text.endswith("\n"):
                file.flush()
            return len(text)

    def flush(self) -> None:
        """Nothing is held back that matters."""
        if caller.get() is None:
            self._before.flush()

    def __getattr__(self, name: str) -> object:
        return getattr(self._before, name)


OUTPUT = FunctionOutput()
