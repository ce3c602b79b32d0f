"""Slack on its bad days, as who reads the API sees it: what happened, what nobody knows, what is tried again."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.local.doors.misbehaviour import Misbehaviour, cut, garbage, server_error, too_many_requests
from postroom import limits
from tests.e2e.exactly_once import assert_exactly_once
from tests.e2e.installation import Installation, samples, step_of

INVOICE = next(one for one in samples() if one.file == "invoice_en.eml")


def sent(installation: Installation) -> dict[str, Any]:
    """The execution of an invoice that has been sent in and has come to its end."""
    ses_id = installation.send(INVOICE.raw, INVOICE.sender, [INVOICE.recipient])
    installation.run()
    assert installation.email(ses_id)["status"] == "processed", "whatever Slack does, the rest goes on"
    return installation.only_execution(ses_id)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_429_is_tried_again_when_slack_says_and_not_before(installation: Installation) -> None:
    installation.slack.misbehaviours.plan(too_many_requests(17))
    installation.slack.misbehaviours.plan(too_many_requests(90))
    execution = sent(installation)
    step = step_of(execution, "slack")
    first, second = step["attempts"]
    assert (first["error"]["code"], first["error"]["message"]) == ("not_now", "Slack answered 429")
    assert at(first["due"]) - at(first["at"]) == timedelta(seconds=17)
    assert at(second["due"]) - at(second["at"]) == timedelta(seconds=90)
    assert at(second["at"]) >= at(first["due"])
    assert at(step["started_at"]) >= at(second["due"])
    assert (step["status"], execution["status"], execution["outcome_unknown"]) == ("completed", "completed", False)
    assert len(installation.posts()) == 1
    assert_exactly_once(installation)


@pytest.mark.parametrize(
    ("bad", "posted"),
    [
        (server_error(acted=True), 1),
        (server_error(acted=False), 0),
        (garbage(), 1),
        (cut(acted=True), 1),
        (cut(acted=False), 0),
    ],
    ids=["500 posted", "500 not posted", "garbage", "cut posted", "cut not posted"],
)
def test_what_nobody_can_know_is_flagged_and_not_sent_again(
    installation: Installation, bad: Misbehaviour, posted: int
) -> None:
    installation.slack.misbehaviours.plan(bad)
    execution = sent(installation)
    step = step_of(execution, "slack")
    assert (step["status"], step["error"]["code"], step["outcome_unknown"]) == ("failed", "unknown_outcome", True)
    assert (execution["status"], execution["outcome_unknown"]) == ("completed_with_errors", True)
    assert (execution["steps_completed"], execution["steps_failed"]) == (4, 1)
    assert len(installation.doors.outbox.entries("slack")) == 1
    assert len(installation.posts()) == posted
    assert_exactly_once(installation)


def test_a_refused_connection_is_tried_again_until_slack_is_back(installation: Installation) -> None:
    installation.slack.stop()
    ses_id = installation.send(INVOICE.raw, INVOICE.sender, [INVOICE.recipient])
    installation.stack.quiet()
    [waiting] = installation.email(ses_id)["executions"]
    assert (waiting["status"], waiting["ended_at"]) == ("running", None)
    installation.slack.start()
    installation.run()
    execution = installation.only_execution(ses_id)
    step = step_of(execution, "slack")
    assert (step["status"], len(installation.posts())) == ("completed", 1)
    [attempt] = step["attempts"]
    assert attempt["error"] == {"code": "not_now", "message": "no connection: NewConnectionError", "path": None}
    assert execution["status"] == "completed"


def test_slack_away_for_good_fails_its_step_after_all_tries_and_nothing_else(installation: Installation) -> None:
    installation.slack.stop()
    execution = sent(installation)
    step = step_of(execution, "slack")
    assert (step["status"], step["error"]["code"], step["outcome_unknown"]) == ("failed", "not_now", False)
    assert len(step["attempts"]) == limits.STEP_ATTEMPTS - 1
    assert (execution["status"], execution["outcome_unknown"]) == ("completed_with_errors", False)
    assert installation.posts() == []


def test_a_channel_without_a_webhook_is_named_in_the_steps_error(installation: Installation) -> None:
    stack = installation.stack
    name = f"{stack.output('ConnectionsPrefix')}/root/slack"
    stack.client("ssm").put_parameter(Name=name, Value='{"webhooks": {}}', Type="SecureString", Overwrite=True)
    error = step_of(sent(installation), "slack")["error"]
    assert (error["code"], error["path"]) == ("refused", "params.channel")
    assert error["message"].startswith("channel #invoices has no webhook in the Slack connection")
