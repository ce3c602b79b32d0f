"""For scale: others on runs of five light steps with a history; Celery with Redis beside us in the same run."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.bench.measuring import BUILD

LOADS = ("100@1", "300@10", "300@100")
PEER = BUILD / "peer"
PYTHON = PEER / "venv" / "bin" / "python"
PACKAGES = ("celery", "packaging", "redis")
DEBIAN = ("redis-server", "redis-tools", "libjemalloc2", "liblzf1", "libatomic1")
WORKERS = 2
ISSUE = "measured elsewhere: from the issue, 2 cores, a webhook with five light steps"
NOTES = (
    f"Celery: a chain of five tasks that each return a dict, {WORKERS} prefork workers, every step's start and "
    "result kept "
    "in Redis (without its journal). Unlike our five steps it reads no mail, classifies and matches nothing, writes no "
    "transaction and calls nobody.",
    "It is no part of the project's environment: it is installed under build/bench/peer.",
)
_ELSEWHERE = (
    ("n8n", "7", "0.9–1.7 GB, ready in 15 s"),
    ("n8n, legacy expression engine", "31", "0.9–1.7 GB, ready in 15 s"),
    ("Celery with Redis", "20–30", ""),
    ("Node-RED, records no history", "300–620", ""),
)


def rows() -> list[dict[str, Any]]:
    """What the issue says of others, and Celery measured here if it can be installed."""
    elsewhere = [
        {"peer": peer, "runs_per_s": rate, "what": ISSUE, "remark": remark} for peer, rate, remark in _ELSEWHERE
    ]
    return [*elsewhere, *_measured()]


def _measured() -> list[dict[str, Any]]:
    peer = "Celery with Redis"
    try:
        redis = _installed()
        with _redis(redis) as port, _workers(port):
            run = _client("measure", port, *LOADS)
    except (OSError, subprocess.SubprocessError, RuntimeError) as error:
        said = getattr(error, "stderr", None) or error
        return [{"peer": peer, "runs_per_s": "-", "what": "skipped", "remark": str(said).strip()[-200:]}]
    return [
        {
            "peer": peer,
            "runs_per_s": str(round(load["runs"] / load["seconds"], 1)),
            "what": f"measured here, now: {load['at_once']} at once",
            "remark": f"Celery {run['celery']}, {load['steps']} step results kept",
        }
        for load in run["loads"]
    ]


def _installed() -> list[str]:
    """Celery in an environment of its own; the command of Redis: the machine's, or Debian's package unpacked."""
    if not PYTHON.exists():
        _do(sys.executable, "-m", "venv", str(PYTHON.parents[1]))
    if subprocess.run(
        [str(PYTHON), "-c", "import celery, packaging, redis"], capture_output=True, check=False
    ).returncode:
        _do(str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
    if found := shutil.which("redis-server"):
        return [found]
    root = PEER / "debian"
    server = root / "usr" / "bin" / "redis-check-rdb"  # the same program by another name, and the one that is a file
    if not server.exists():
        if shutil.which("apt-get") is None or shutil.which("dpkg") is None:
            raise RuntimeError("there is no redis-server, and no apt-get to fetch it with")
        root.mkdir(parents=True, exist_ok=True)
        _do("apt-get", "download", "-q", *DEBIAN, cwd=root)
        for package in sorted(root.glob("*.deb")):
            _do("dpkg", "-x", str(package), str(root))
    named = root / "redis-server"
    if not named.exists():
        shutil.copy2(server, named)
    return [str(named)]


@contextmanager
def _redis(command: list[str]) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    libraries = ":".join(str(path) for path in (PEER / "debian").glob("usr/lib/*-linux-*"))
    environment = {**os.environ, "LD_LIBRARY_PATH": libraries} if libraries else dict(os.environ)
    options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(PEER)]
    with _running([*command, *options], environment):
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        else:
            raise RuntimeError("Redis does not answer")
        yield port


@contextmanager
def _workers(port: int) -> Iterator[None]:
    command = [str(PYTHON), "-m", "celery", "-A", "celery_peer", "worker", "-c", str(WORKERS), "-l", "error"]
    with _running([*command, "--without-gossip", "--without-mingle", "--without-heartbeat"], _peer_environment(port)):
        _client("ready", port)
        yield


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[None]:
    process = subprocess.Popen(
        command, env=environment, cwd=PEER, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _client(what: str, port: int, *loads: str) -> dict[str, Any]:
    command = [str(PYTHON), "-m", "celery_peer", what, *loads]
    run = subprocess.run(
        command, env=_peer_environment(port), cwd=PEER, capture_output=True, text=True, check=True, timeout=120
    )
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


def _peer_environment(port: int) -> dict[str, str]:
    here = str(Path(__file__).parent)
    return {**os.environ, "PYTHONPATH": here, "PEER_REDIS": f"redis://127.0.0.1:{port}/0", "C_FORCE_ROOT": "1"}


def _do(*command: str, cwd: Path | None = None) -> None:
    subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True, timeout=120)
