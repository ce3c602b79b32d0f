"""One stack a state folder, its addresses, and forgetting."""

import json
import multiprocessing
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from infra.local.doors.state_folder import NotOurs, NotRunning, Running, StateInUse, forget, held, running_at, tell

RUNNING = Running(1, "http://127.0.0.1:8787", "t", "127.0.0.1", 2525, "o", "s", ["postroom.test"], "f@postroom.test")


def _hold(folder: Path, ready: Connection) -> None:
    with held(folder):
        tell(folder, RUNNING)
        ready.send(True)
        signal.pause()


def test_a_second_one_is_refused_and_told_where_the_first_answers(tmp_path: Path) -> None:
    with held(tmp_path):
        with pytest.raises(StateInUse, match="another local stack is starting"), held(tmp_path):
            pass
        tell(tmp_path, RUNNING)
        with (
            pytest.raises(StateInUse, match=r"already runs .* process 1, API http://127\.0\.0\.1:8787"),
            held(tmp_path),
        ):
            pass
        assert running_at(tmp_path) == RUNNING
    with held(tmp_path):
        pass


def test_after_a_kill_the_folder_is_free_and_nobody_is_said_to_run(tmp_path: Path) -> None:
    ours, theirs = multiprocessing.get_context("spawn").Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_hold, args=(tmp_path, theirs))
    process.start()
    assert ours.recv()
    assert running_at(tmp_path) == RUNNING
    os.kill(process.pid or 0, signal.SIGKILL)
    process.join()
    assert (tmp_path / "running.json").exists()
    with pytest.raises(NotRunning, match="no local stack runs"):
        running_at(tmp_path)
    with held(tmp_path):
        assert not (tmp_path / "running.json").exists()


def test_the_token_is_for_its_owner_only(tmp_path: Path) -> None:
    tell(tmp_path, RUNNING)
    assert (tmp_path / "running.json").stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "running.json").read_text())["token"] == "t"


def test_asking_where_nothing_ever_ran_says_how_to_start(tmp_path: Path) -> None:
    with pytest.raises(NotRunning, match="make up"):
        running_at(tmp_path / "never")


def test_while_it_starts_there_is_no_address_yet(tmp_path: Path) -> None:
    with held(tmp_path), pytest.raises(NotRunning, match="still starting"):
        running_at(tmp_path)


def test_forgetting_empties_a_state_folder(tmp_path: Path) -> None:
    with held(tmp_path):
        (tmp_path / "objects" / "bucket").mkdir(parents=True)
        (tmp_path / "tables.journal").write_text("x")
    forget(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_nothing_is_forgotten_under_a_running_stack(tmp_path: Path) -> None:
    with held(tmp_path):
        (tmp_path / "tables.journal").write_text("x")
        with pytest.raises(StateInUse):
            forget(tmp_path)
    assert (tmp_path / "tables.journal").exists()


def test_a_folder_of_something_else_is_never_emptied(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(NotOurs, match="not deleted"):
        forget(tmp_path)
    assert (tmp_path / "thesis.tex").exists()
    forget(tmp_path / "never")
