"""The state folder of a running stack: one at a time, its addresses told to whoever looks, forgotten on demand."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

LOCK = "lock"
RUNNING = "running.json"


class StateInUse(Exception):
    """Another process runs on this state folder."""


class NotOurs(Exception):
    """The folder to be forgotten does not look like a state folder."""


class NotRunning(Exception):
    """Nothing runs on this state folder."""


@dataclass(frozen=True, slots=True)
class Running:
    """Where a running stack can be reached, and by which token."""

    pid: int
    api: str
    token: str
    smtp_host: str
    smtp_port: int
    outbox: str
    slack: str
    domains: list[str]
    default_address: str


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """Keep the folder to this process; the kernel lets go of it when the process ends, however it ends.

    Raises StateInUse, with where the other one answers if that is known.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOCK).open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StateInUse(_in_use(folder)) from None
        (folder / RUNNING).unlink(missing_ok=True)
        try:
            yield
        finally:
            (folder / RUNNING).unlink(missing_ok=True)


def forget(folder: Path) -> None:
    """Empty a state folder, before it is held. Raises StateInUse; NotOurs for a folder that is something else."""
    if not folder.exists():
        return
    if not (folder / LOCK).exists() and any(folder.iterdir()):
        raise NotOurs(f"{folder} holds files but no {LOCK} of a local stack; it is not deleted")
    with held(folder):
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            elif entry.name != LOCK:
                entry.unlink()


def tell(folder: Path, running: Running) -> None:
    """Write down where the stack answers; only its owner may read it, for the token."""
    fresh = folder / f"{RUNNING}.fresh"
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as out:
        json.dump(asdict(running), out, indent=2)
    fresh.replace(folder / RUNNING)


def running_at(folder: Path) -> Running:
    """Where the stack of this folder answers. Raises NotRunning."""
    try:
        with (folder / LOCK).open() as lock:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        raise NotRunning(f"no local stack has run on {folder} yet; `make up` starts one") from None
    except BlockingIOError:
        return _told(folder)
    raise NotRunning(f"no local stack runs on {folder}; `make up` starts one")


def _told(folder: Path) -> Running:
    try:
        return Running(**json.loads((folder / RUNNING).read_text()))
    except FileNotFoundError:
        raise NotRunning(f"the local stack on {folder} is still starting") from None


def _in_use(folder: Path) -> str:
    try:
        running = _told(folder)
    except NotRunning:
        return f"another local stack is starting on {folder}"
    return f"a local stack already runs on {folder}: process {running.pid}, API {running.api}"
