"""`python -m infra.local up` in a process group of its own, to be killed and started again on the same state."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from botocore.session import get_session

from infra.local.doors.sending import Envelope, deliver, with_crlf
from infra.local.doors.state_folder import RUNNING, Running
from infra.local.kept import Kept
from tests.e2e.client import Client

ROOT = Path(__file__).resolve().parents[2]
READY = "Ctrl-C ends it"
LONGEST = 120.0


class Up(Client):
    """A running stack; `with` makes sure that nothing of it is left."""

    def __init__(self, folder: Path) -> None:
        ports = ["--http-port", "0", "--smtp-port", "0", "--slack-port", "0"]
        command = [sys.executable, "-m", "infra.local", "up", "--state", str(folder), *ports]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        assert self.process.stdout is not None
        said: list[str] = []
        for line in self.process.stdout:
            said.append(line)
            if READY in line:
                break
        else:
            raise AssertionError("".join(said))
        self.running = Running(**json.loads((folder / RUNNING).read_text()))
        super().__init__(self.running.api, self.running.token, _dynamodb(self.running.api))

    def __enter__(self) -> "Up":
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.kill()
        if self.process.stdout is not None:
            self.process.stdout.close()

    def send(self, raw: bytes, sender: str, to: str) -> None:
        """Deliver a mail over SMTP; once this returns, it is the stack's."""
        deliver(with_crlf(raw), Envelope(sender, (to,)), self.running.smtp_host, self.running.smtp_port)

    def kill(self) -> None:
        """kill -9, of everything it has started too."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def interrupt(self) -> int:
        """Ctrl-C, and wait; its exit status."""
        self.process.send_signal(signal.SIGINT)
        self.process.communicate(timeout=LONGEST)
        return self.process.returncode

    def has_left_processes(self) -> bool:
        """Whether anything of its process group still lives."""
        try:
            os.killpg(self.process.pid, 0)
        except ProcessLookupError:
            return False
        return True


def move_clock(folder: Path, seconds: float) -> None:
    """Let time pass while nothing runs."""
    kept = Kept(folder / "clock.json")
    kept.put("offset", float(kept.get("offset") or 0) + seconds)


def eventually(holds: Callable[[], bool], instead: Callable[[], object] = lambda: "") -> None:
    """Ask until it holds: another process can only be asked, so this is the one place that polls.

    `instead` says what is to be seen when it never does.
    """
    end = time.monotonic() + LONGEST
    while not holds():
        assert time.monotonic() < end, f"not after {LONGEST} seconds: {instead()}"
        time.sleep(0.05)


def _dynamodb(url: str) -> object:
    return get_session().create_client(
        "dynamodb", endpoint_url=url, region_name="eu-west-1", aws_access_key_id="x", aws_secret_access_key="x"
    )
