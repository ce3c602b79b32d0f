"""Slack's double, called as the adapters call Slack: by urllib over real sockets."""

import http.client
import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.misbehaviour import cut, garbage, server_error, slow, too_many_requests
from infra.local.doors.outbox import Outbox
from infra.local.doors.slack import SlackDouble
from tests.infra.local.doors.fakes import Clock, Reply, ask

MESSAGE = {"text": "Invoice 17", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "Invoice 17"}}]}


@pytest.fixture
def outbox(tmp_path: Path) -> Outbox:
    return Outbox(tmp_path / "outbox", Clock())


@pytest.fixture
def slack(outbox: Outbox) -> Iterator[SlackDouble]:
    slack = SlackDouble(outbox)
    slack.start()
    yield slack
    slack.stop()


def _post(slack: SlackDouble, payload: Any = MESSAGE, path: str = "/slack/invoices") -> Reply:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return ask(slack.port, path, "POST", {"Content-Type": "application/json"}, body)


def test_a_post_is_ok_and_lies_in_the_outbox(slack: SlackDouble, outbox: Outbox) -> None:
    webhook = slack.webhooks()["#invoices"]
    request = urllib.request.Request(webhook, json.dumps(MESSAGE).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert (answer.status, answer.read()) == (200, b"ok")
        assert answer.headers["Content-Type"].startswith("text/plain")
    (entry,) = slack.posts()
    assert (entry["to"], entry["answered"], entry["payload"]) == ("#invoices", "200 ok", MESSAGE)
    assert [path.name for path in outbox.folder.iterdir()] == ["0001-slack-#invoices.json"]


@pytest.mark.parametrize(
    ("path", "payload", "status", "word"),
    [
        ("/slack/nowhere", MESSAGE, 404, "channel_not_found"),
        ("/services/T0/B0/x", MESSAGE, 404, "no_service"),
        ("/slack/invoices", b"text=hello", 400, "invalid_payload"),
        ("/slack/invoices", ["text"], 400, "invalid_payload"),
        ("/slack/invoices", {"text": 5}, 400, "invalid_payload"),
        ("/slack/invoices", {"blocks": []}, 400, "no_text"),
        ("/slack/invoices", {"text": "x" * 40_001}, 400, "msg_too_long"),
        ("/slack/invoices", {"text": "x", "blocks": [{"text": "no type"}]}, 400, "invalid_blocks"),
        ("/slack/invoices", {"text": "x", "blocks": [{"type": "divider"}] * 51}, 400, "invalid_blocks"),
        (
            "/slack/invoices",
            {"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3_001}}]},
            400,
            "invalid_blocks",
        ),
        (
            "/slack/invoices",
            {"text": "x", "blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": ""}}]},
            400,
            "invalid_blocks",
        ),
    ],
)
def test_what_slack_refuses_is_refused_in_its_words(
    slack: SlackDouble, path: str, payload: Any, status: int, word: str
) -> None:
    reply = _post(slack, payload, path)
    assert (reply.status, reply.body.decode()) == (status, word)
    assert slack.posts() == []


def test_too_many_requests_come_with_a_time_to_wait_then_it_works(slack: SlackDouble, outbox: Outbox) -> None:
    slack.misbehaviours.plan(too_many_requests(retry_after=7), times=2)
    for _ in range(2):
        reply = _post(slack)
        assert (reply.status, reply.headers["retry-after"]) == (429, "7")
    assert _post(slack).status == 200
    assert [(entry["answered"], entry["posted"]) for entry in outbox.entries("slack")] == [
        ("too_many_requests", False),
        ("too_many_requests", False),
        ("200 ok", True),
    ]


def test_a_server_error_may_come_before_or_after_the_post(slack: SlackDouble) -> None:
    slack.misbehaviours.plan(server_error())
    slack.misbehaviours.plan(server_error(acted=True))
    assert [_post(slack).status, _post(slack).status] == [500, 500]
    assert [entry["answered"] for entry in slack.posts()] == ["server_error"]


def test_garbage_is_200_and_no_text(slack: SlackDouble) -> None:
    slack.misbehaviours.plan(garbage())
    reply = _post(slack)
    assert reply.status == 200
    with pytest.raises(UnicodeDecodeError):
        reply.body.decode()
    assert len(slack.posts()) == 1


def test_the_connection_is_cut_after_the_request_was_read(slack: SlackDouble) -> None:
    slack.misbehaviours.plan(cut())
    with pytest.raises(http.client.RemoteDisconnected):
        _post(slack)
    assert len(slack.posts()) == 1
    assert _post(slack).status == 200


def test_a_slow_answer_comes_when_it_is_let_go(slack: SlackDouble, outbox: Outbox) -> None:
    let_go = threading.Event()
    slack.misbehaviours.plan(slow(let_go))
    replies: list[Reply] = []
    waiting = threading.Thread(target=lambda: replies.append(_post(slack)))
    waiting.start()
    outbox.wait_for(1, "slack")
    assert replies == []
    let_go.set()
    waiting.join()
    assert replies[0].status == 200


def test_stopped_it_refuses_connections_and_comes_back_on_the_same_port(slack: SlackDouble) -> None:
    webhook = slack.webhooks()["#alerts"]
    slack.stop()
    with pytest.raises(urllib.error.URLError, match="refused"):
        urllib.request.urlopen(webhook, b"{}", timeout=10)
    slack.start()
    assert slack.webhooks()["#alerts"] == webhook
    assert _post(slack, path="/slack/alerts").status == 200


def test_another_process_can_plan_misbehaviour_too(slack: SlackDouble) -> None:
    plan = {"name": "too_many_requests", "retry_after": 3, "times": 1}
    assert _post(slack, plan, "/misbehave").json == {"planned": True}
    assert _post(slack).headers["retry-after"] == "3"
    assert _post(slack).status == 200
    assert _post(slack, {"name": "sulk"}, "/misbehave").status == 400


def test_another_process_can_hold_an_answer_and_let_it_go(slack: SlackDouble, outbox: Outbox) -> None:
    _post(slack, {"name": "slow"}, "/misbehave")
    replies: list[Reply] = []
    waiting = threading.Thread(target=lambda: replies.append(_post(slack)))
    waiting.start()
    outbox.wait_for(1, "slack")
    _post(slack, {"name": "behave"}, "/misbehave")
    waiting.join()
    assert replies[0].status == 200
