"""step_notify: Slack on its good and bad days, against a double that speaks Slack's wire format."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.misbehaviour import Misbehaviour, cut, garbage, server_error, too_many_requests
from infra.local.doors.outbox import Outbox
from infra.local.doors.slack import SlackDouble
from postroom import limits
from postroom.engine.model import StepRecord
from postroom.ids import ROOT_TENANT, EventId
from postroom_adapters import keys
from tests.functions.samples import mail, sample
from tests.functions.world import World

NOTIFY = {
    "name": "Notify",
    "triggers": [{"type": "email", "classification": "invoice"}],
    "workflow_steps": [
        {
            "id": "slack",
            "action": "send_slack_notification",
            "params": {"channel": "#invoices", "message": "New: {{ email.subject }} <!channel>"},
        },
        {"id": "processed", "action": "mark_as_processed"},
    ],
}


@pytest.fixture
def slack(world: World, tmp_path: Path) -> Iterator[SlackDouble]:
    double = SlackDouble(Outbox(tmp_path, lambda: world.now), ["#invoices"])
    double.start()
    world.slack(double.webhooks())
    world.add_workflow(NOTIFY)
    yield double
    double.stop()


def step_of(world: World, event: EventId) -> StepRecord:
    [execution] = world.event(event).executions
    row = world.item("executions", keys.execution(ROOT_TENANT, execution.id, "step#slack"))
    assert row is not None
    return StepRecord.model_validate(keys.model_fields(row))


def head_of(world: World, event: EventId) -> dict[str, Any]:
    [execution] = world.event(event).executions
    head = world.item("executions", keys.execution(ROOT_TENANT, execution.id))
    assert head is not None
    return head


def test_a_message_is_posted_in_block_kit_with_nothing_of_the_mail_taken_for_a_command(
    world: World, slack: SlackDouble
) -> None:
    event = world.receive(mail())
    assert world.dispatch(event)[2:] == ["step:notify", "step:records"]
    [post] = slack.posts()
    text = "New: Invoice 2026-117 &lt;!channel&gt;"
    assert post["payload"] == {
        "text": text,
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": text}},
            {
                "type": "context",
                "elements": [{"type": "plain_text", "text": "Invoice 2026-117 · sender@supplier.example"}],
            },
        ],
    }
    assert (step_of(world, event).status, head_of(world, event)["status"]) == ("completed", "completed")


def test_429_is_tried_again_after_what_slack_asks_for(world: World, slack: SlackDouble) -> None:
    slack.misbehaviours.plan(too_many_requests(17))
    event = world.receive(mail())
    before = world.now
    assert world.dispatch(event)[2:] == ["step:notify", "wait", "step:notify", "step:records"]
    assert (world.now - before).total_seconds() == 17
    [attempt] = step_of(world, event).attempts
    assert (attempt.error.code, attempt.error.message) == ("not_now", "Slack answered 429")
    assert len(slack.posts()) == 1


@pytest.mark.parametrize("bad", [server_error(acted=True), garbage(), cut()], ids=lambda bad: bad.name)
def test_a_bad_answer_after_sending_is_an_unknown_outcome_flagged_and_not_sent_twice(
    world: World, slack: SlackDouble, bad: Misbehaviour
) -> None:
    slack.misbehaviours.plan(bad)
    event = world.receive(mail())
    world.dispatch(event)
    step = step_of(world, event)
    assert step.error is not None
    assert (step.status, step.error.code, step.outcome_unknown) == ("failed", "unknown_outcome", True)
    assert (head_of(world, event)["status"], head_of(world, event)["outcome_unknown"]) == (
        "completed_with_errors",
        True,
    )
    assert len(slack.posts()) == 1
    assert world.event(event).mail.status == "processed"


def test_a_refused_connection_is_tried_again_until_slack_is_back(world: World, slack: SlackDouble) -> None:
    slack.stop()
    event = world.receive(mail())
    turn = {**sample("classify_event/dispatch"), "event": event, "dispatch": f"{event}-1"}
    for function in ("classify_event", "match_workflows", "step_notify"):
        turn = world.invoke(function, turn)
    assert turn["next"] == "wait"
    slack.start()
    world.dispatch(event)
    assert (step_of(world, event).status, len(slack.posts())) == ("completed", 1)


def test_slack_away_for_good_fails_the_step_and_the_rest_goes_on(world: World, slack: SlackDouble) -> None:
    slack.stop()
    event = world.receive(mail())
    world.dispatch(event)
    step = step_of(world, event)
    assert step.error is not None
    assert (step.error.code, step.outcome_unknown, len(step.attempts)) == ("not_now", False, limits.STEP_ATTEMPTS - 1)
    assert world.event(event).mail.status == "processed"


def test_a_channel_without_a_webhook_is_refused_by_name(world: World, slack: SlackDouble) -> None:
    world.slack({"#others": slack.webhooks()["#invoices"]})
    event = world.receive(mail())
    world.dispatch(event)
    error = step_of(world, event).error
    assert error is not None
    assert (error.code, error.path) == ("refused", "params.channel")
    assert "#invoices has no webhook" in error.message
    assert slack.posts() == []


def test_a_connection_that_is_not_set_up_is_refused_and_says_which_parameter_is_missing(world: World) -> None:
    world.add_workflow(NOTIFY)
    event = world.receive(mail())
    world.dispatch(event)
    error = step_of(world, event).error
    assert error is not None
    assert error.message == "the connection is not set up: there is no parameter /postroom/test/connections/root/slack"


def test_the_secret_appears_neither_in_records_nor_in_logs(
    world: World, slack: SlackDouble, capsys: pytest.CaptureFixture[str]
) -> None:
    world.setting("POWERTOOLS_LOG_LEVEL", "DEBUG")
    slack.misbehaviours.plan(cut())
    world.dispatch(world.receive(mail()))
    secret = slack.webhooks()["#invoices"]
    stored = json.dumps(world.items("executions"), default=str)
    assert secret not in stored
    assert secret not in capsys.readouterr().out
