"""api: reruns of what runs in branches, and of steps that a newer version has elsewhere or has made something else."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.outbox import Outbox
from infra.local.doors.slack import SlackDouble
from postroom_adapters.connection_calls import KEPT_SECONDS
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.test_api_reruns import DONE, VENDOR, rerun, statuses
from tests.functions.test_fan_out import TRIGGER, for_each
from tests.functions.world import World

TOLD = {
    "id": "told",
    "action": "send_slack_notification",
    "params": {"channel": "#invoices", "message": "about {{ item }}"},
}


@pytest.fixture
def slack(world: World, tmp_path: Path) -> Iterator[SlackDouble]:
    double = SlackDouble(Outbox(tmp_path, lambda: world.now), ["#invoices"])
    double.start()
    world.slack(double.webhooks())
    yield double
    double.stop()


def ran(world: World, api: Api, *steps: Mapping[str, Any]) -> Any:
    """The execution of these steps, as the API shows it."""
    world.add_workflow({"name": "Steps", **TRIGGER, "workflow_steps": list(steps)})
    event = world.receive(mail())
    world.dispatch(event)
    [execution] = world.event(event).executions
    return api("get_workflow_execution", id=execution.id).body


def posted(slack: SlackDouble) -> list[str]:
    return sorted(post["payload"]["text"] for post in slack.posts())


def test_from_the_failed_step_is_also_from_one_that_failed_in_a_branch(
    world: World, api: Api, slack: SlackDouble
) -> None:
    world.slack({})
    first = ran(world, api, VENDOR, for_each(TOLD, items=["a", "b"]), DONE)
    assert (first["status"], first["steps_failed"]) == ("completed_with_errors", 2)
    world.slack(slack.webhooks())
    world.move(KEPT_SECONDS)
    again = rerun(world, api, first["id"])
    assert again["status"] == "completed"
    assert statuses(again) == {
        "vendor": ("completed", True),
        "loop": ("completed", False),
        "loop[0].told": ("completed", False),
        "loop[1].told": ("completed", False),
        "done": ("completed", False),
    }
    assert posted(slack) == ["about a", "about b"]
