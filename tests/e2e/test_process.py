"""The local stack as a process: killed in the middle of everything, interrupted, started again on the same state."""

import json
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from postroom import limits
from tests.e2e.client import Client
from tests.e2e.exactly_once import assert_exactly_once, records
from tests.e2e.installation import INVOICE_PROCESSING, samples, step_of
from tests.e2e.process import Up, eventually, move_clock

INVOICE = next(one for one in samples() if one.file == "invoice_en.eml")
NUMBER = b"HL-2026-0417"
LONG_ENOUGH = limits.EFFECT_LEASE_SECONDS + limits.SWEEP_AFTER_SECONDS
"""After so long, who was at something when it died counts as gone, and the sweeper looks after what is silent."""


def send_invoices(up: Up, first: int, count: int) -> None:
    """Invoices that differ in number, subject and Message-ID."""
    assert INVOICE.raw.count(NUMBER) > 1
    for number in range(first, first + count):
        raw = INVOICE.raw.replace(NUMBER, b"HL-2026-%04d" % number)
        raw = raw.replace(b"Message-ID: <", b"Message-ID: <%d." % number, 1)
        up.send(raw, INVOICE.sender, INVOICE.recipient)


def hold_slack(up: Up, times: int) -> None:
    """Slack takes so many messages and is silent about them."""
    plan = json.dumps({"name": "slow", "times": times}).encode()
    with urlopen(Request(f"{up.running.slack}/misbehave", data=plan, method="POST"), timeout=30) as answer:
        assert answer.status == 200


def all_done(client: Client) -> bool:
    return all(mail["state"] == "done" for mail in client.emails())


def unfinished(client: Client) -> list[tuple[str, str, str]]:
    """The mails that are not done."""
    return [(mail["id"], mail["state"], mail["status"]) for mail in client.emails() if mail["state"] != "done"]


def statuses_of_slack(client: Client) -> dict[str, list[Any]]:
    """Execution → how its Slack step came out, and whether that is sure."""
    steps = {one["id"]: step_of(one, "slack") for one in client.executions()}
    return {name: [step["status"], step["outcome_unknown"]] for name, step in steps.items()}


@pytest.mark.parametrize("kills", [1, pytest.param(4, marks=pytest.mark.slow)])
def test_killed_in_the_middle_of_executions_it_goes_on_and_nothing_is_lost_or_done_twice(
    tmp_path: Path, kills: int
) -> None:
    """Three executions hang in Slack and thirty mails have just been accepted when the process is killed."""
    for life in range(kills):
        with Up(tmp_path) as up:
            if life == 0:
                up.enable(INVOICE_PROCESSING)
            hold_slack(up, 3)
            send_invoices(up, life * 33, 3)
            eventually(lambda: len(up.posts()) >= 3)
            send_invoices(up, life * 33 + 3, 30)
            up.kill()
        move_clock(tmp_path, LONG_ENOUGH)
    sent = kills * 33
    with Up(tmp_path) as up:
        eventually(lambda: len(up.emails()) == sent and all_done(up), lambda: unfinished(up))
        mails = up.emails()
        assert [mail["status"] for mail in mails] == ["processed"] * sent
        assert len({mail["message_id"] for mail in mails}) == sent
        assert len(up.executions()) == len(records(up, "ticket")) == sent
        told = list(statuses_of_slack(up).values())
        assert told.count(["failed", True]) >= 3, "what was posted and never recorded is flagged"
        assert_exactly_once(up)


def test_ctrl_c_in_the_middle_ends_it_cleanly_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        up.enable(INVOICE_PROCESSING)
        send_invoices(up, 0, 30)
        assert (up.interrupt(), up.has_left_processes()) == (0, False)
    with Up(tmp_path) as up:
        eventually(lambda: len(up.emails()) == 30 and all_done(up), lambda: unfinished(up))
        assert list(statuses_of_slack(up).values()) == [["completed", False]] * 30
        assert len(up.posts()) == len(records(up, "ticket")) == 30
        assert_exactly_once(up)


def test_it_starts_no_process_of_its_own(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        send_invoices(up, 0, 1)
        eventually(lambda: len(up.emails()) == 1 and all_done(up))
        children = Path(f"/proc/{up.process.pid}/task/{up.process.pid}/children").read_text()
        assert children.split() == []
        assert up.interrupt() == 0


def test_a_killed_one_does_not_keep_the_next_from_its_state_and_a_running_one_does(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        up.kill()
    with Up(tmp_path) as up, pytest.raises(AssertionError, match=f"a local stack already runs on .*{up.process.pid}"):
        Up(tmp_path)
