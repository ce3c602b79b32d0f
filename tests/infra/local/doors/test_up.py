"""`python -m infra.local`, as people start it: in a process of its own."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.infra.local.doors.fakes import ask

ROOT = Path(__file__).resolve().parents[4]
MAIL = ROOT / "events" / "mail" / "invoice_da.eml"


class Started:
    """A running `up`, ready."""

    def __init__(self, state: Path, *options: str) -> None:
        ports = ["--http-port", "0", "--smtp-port", "0", "--slack-port", "0"]
        self.process = subprocess.Popen(
            _command("up", state, *ports, *options), cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        self.said: list[str] = []
        for line in self.process.stdout:
            self.said.append(line)
            if "Ctrl-C ends it" in line:
                break
        else:
            raise AssertionError(f"it did not start: {self.said}")
        self.running: dict[str, Any] = json.loads((state / "running.json").read_text())
        self.port = int(self.running["api"].rpartition(":")[2])

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """Send a signal; how it ended and what it said then."""
        self.process.send_signal(number)
        rest, _ = self.process.communicate(timeout=30)
        return self.process.returncode, rest.strip()


def _command(command: str, state: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "infra.local", command, "--state", str(state), *options]


def _run(command: str, state: Path, *options: str) -> subprocess.CompletedProcess[str]:
    arguments = _command(command, state, *options)
    return subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def state(tmp_path: Path, local_assembly: Path) -> Path:
    return tmp_path / "state"


@pytest.fixture
def started(state: Path) -> Iterator[Started]:
    started = Started(state)
    yield started
    started.process.kill()
    started.process.communicate()


def test_it_prints_where_everything_is_and_ends_on_sigterm(started: Started, state: Path) -> None:
    printed = "".join(started.said)
    for name in ("api", "token", "outbox"):
        assert started.running[name] in printed
    assert f"127.0.0.1:{started.running['smtp_port']}" in printed
    assert ask(started.port, "/outbox").json == []
    assert started.end(signal.SIGTERM) == (0, "ending\nended")
    assert not (state / "running.json").exists()


def test_ctrl_c_ends_it_and_leaves_no_process(started: Started) -> None:
    assert started.end(signal.SIGINT)[0] == 0
    with pytest.raises(ProcessLookupError):
        os.kill(started.running["pid"], 0)
    with pytest.raises(ConnectionRefusedError):
        ask(started.port, "/")


def test_a_second_one_on_the_same_state_is_refused(started: Started, state: Path) -> None:
    for options in ([], ["--fresh"]):
        second = _run("up", state, *options)
        assert second.returncode == 1
        assert second.stderr == (
            f"a local stack already runs on {state}: process {started.process.pid}, API {started.running['api']}\n"
        )
    assert ask(started.port, "/outbox").status == 200


def test_a_mail_survives_a_kill_and_the_token_stays(started: Started, state: Path) -> None:
    sent = _run("send", state, str(MAIL))
    assert sent.returncode == 0, sent.stderr
    message_id = re.findall(r"250 2\.0\.0 OK (\w+)", sent.stdout)[0]
    assert "from <bogholderi@nordlys-kontor.example> to faktura@postroom.test" in sent.stdout
    started.process.kill()
    started.process.wait()
    assert _run("send", state, str(MAIL)).stderr == f"no local stack runs on {state}; `make up` starts one\n"
    again = Started(state)
    assert again.running["token"] == started.running["token"]
    assert [path.name for path in (state / "objects").rglob(f"{message_id}*")]
    assert again.end(signal.SIGTERM)[0] == 0
    fresh = Started(state, "--fresh")
    assert fresh.running["token"] != started.running["token"]
    assert not list((state / "objects").rglob(f"{message_id}*"))
    assert fresh.end(signal.SIGTERM)[0] == 0


def test_sending_where_nothing_runs_says_how_to_start(tmp_path: Path) -> None:
    sent = _run("send", tmp_path / "never", str(MAIL))
    assert (sent.returncode, sent.stdout) == (1, "")
    assert "`make up` starts one" in sent.stderr
