"""api: reruns of what runs in branches, and of steps that a newer version has elsewhere or has made something else."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from infra.local.doors.misbehaviour import garbage
from infra.local.doors.outbox import Outbox
from infra.local.doors.slack import SlackDouble
from postroom_adapters.connection_calls import KEPT_SECONDS
from tests.functions.api_client import Api
from tests.functions.samples import mail
from tests.functions.ses_double import SesDouble
from tests.functions.test_api_reruns import DONE, VENDOR, confirm, plan, rerun, statuses
from tests.functions.test_fan_out import TRIGGER, for_each
from tests.functions.test_step_records import records
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


def saved_as(world: World, api: Api, execution: Mapping[str, Any], *steps: Mapping[str, Any]) -> None:
    """The workflow now has these steps."""
    written = {"name": "Steps", **TRIGGER, "enabled": True, "workflow_steps": list(steps)}
    answer = api("replace_workflow", id=execution["workflow_id"], body=written, headers={"if-match": None})
    assert answer.status == 200, answer.body


TICKET = {"id": "ticket", "action": "create_ticket", "params": {"title": "About {{ item }}"}}
BOTH = {"id": "both", "action": "parallel", "params": {"branches": [[TOLD], [TICKET]]}}
RENAMED = {**for_each(TOLD, TICKET, items=["a", "b"]), "id": "each"}


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        ([TOLD, TICKET], [BOTH], 1),
        ([BOTH], [TOLD, TICKET], 1),
        ([for_each(TOLD, TICKET, items=["a", "b"])], [RENAMED], 2),
    ],
    ids=["into a parallel", "out of it", "the for_each has another id"],
)
def test_what_a_moved_step_did_is_kept_and_what_it_saved_is_changed_along_the_whole_line(
    world: World, api: Api, slack: SlackDouble, before: list[Any], after: list[Any], count: int
) -> None:
    first = ran(world, api, *before)
    made = sorted((one["id"], one["made_by"]) for one in records(world, "ticket"))
    assert (len(posted(slack)), len(made)) == (count, count)
    saved_as(world, api, first, *after)
    planned = plan(api, first["id"], steps_from="all", on_version="current")
    [told] = [step for step in planned["steps"] if step["id"] == "told"]
    assert (told["outside_done"], told["outside"]) == (count, "keep")
    second = rerun(world, api, first["id"], steps_from="all", on_version="current")
    third = rerun(world, api, second["id"], steps_from="all")
    saved_as(world, api, first, *before)
    fourth = rerun(world, api, third["id"], steps_from="all", on_version="current")
    assert [one["status"] for one in (second, third, fourth)] == ["completed"] * 3
    assert len(posted(slack)) == count
    assert sorted((one["id"], one["made_by"]) for one in records(world, "ticket")) == made
    assert {one["revision"] for one in records(world, "ticket")} == {4}
    rerun(world, api, fourth["id"], {"told": "repeat"}, steps_from="all")
    assert len(posted(slack)) == 2 * count


def test_what_came_into_a_for_each_is_done_there_only_when_a_person_says_so(
    world: World, api: Api, slack: SlackDouble
) -> None:
    first = ran(world, api, TOLD, DONE)
    saved_as(world, api, first, for_each(TOLD, items=["a", "b"]), DONE)
    planned = plan(api, first["id"], steps_from="all", on_version="current")
    told = planned["steps"][1]
    assert (told["outside_elsewhere"], told["outside"], told["asks"]) == (1, None, True)
    refused = [confirm(api, planned), confirm(api, planned, told="keep")]
    assert [(one.status, set(one.problems)) for one in refused] == [(422, {"outside.told"})] * 2
    second = rerun(world, api, first["id"], {"told": "repeat"}, steps_from="all", on_version="current")
    assert posted(slack) == ["about ", "about a", "about b"]
    rerun(world, api, second["id"], steps_from="all")
    assert len(posted(slack)) == 3


@pytest.fixture
def ses(world: World) -> Iterator[SesDouble]:
    double = SesDouble()
    double.server.start()
    world.setting("AWS_ENDPOINT_URL_SESV2", double.server.url)
    yield double
    double.server.stop()


def test_another_action_under_the_same_id_does_its_own_and_the_first_one_again_is_kept(
    world: World, api: Api, slack: SlackDouble, ses: SesDouble
) -> None:
    params = {"to": "boss@postroom.test", "subject": "Hi", "body": "Look"}
    sends = {"id": "told", "action": "send_email_notification", "params": params}
    first = ran(world, api, TOLD, DONE)
    effects, again = [], first
    for step in (sends, sends, TOLD, sends):
        saved_as(world, api, first, step, DONE)
        again = rerun(world, api, again["id"], steps_from="all", on_version="current")
        effects += again["steps"][0]["effects"]
    second = api("get_workflow_execution", id=first["id"]).body["rerun_by"]
    assert effects == [
        "sent mail to boss@postroom.test",
        f"kept from {second}: sent mail to boss@postroom.test",
        f"kept from {first['id']}: called slack",
        f"kept from {second}: sent mail to boss@postroom.test",
    ]
    saved_as(world, api, first, TOLD, DONE)
    rerun(world, api, again["id"], {"told": "repeat"}, steps_from="all", on_version="current")
    assert (len(posted(slack)), len(ses.sent)) == (2, 1)


@pytest.mark.parametrize(
    ("choice", "again"),
    [("keep", []), ("repeat_unknown", ["about a"]), ("repeat", ["about a", "about b", "about c"])],
)
def test_of_a_for_each_just_the_items_of_unknown_outcome_can_be_repeated(
    world: World, api: Api, slack: SlackDouble, choice: str, again: list[str]
) -> None:
    slack.misbehaviours.plan(garbage())
    first = ran(world, api, for_each(TOLD, items=["a", "b", "c"]), DONE)
    told = plan(api, first["id"])["steps"][1]
    assert (told["outside_done"], told["outside_unknown"], told["asks"]) == (2, 1, True)
    before = posted(slack)
    second = rerun(world, api, first["id"], {"told": choice})
    assert (second["status"], posted(slack)) == ("completed", sorted(before + again))
    assert second["repeats_unknown"] == (["told"] if choice == "repeat_unknown" else [])


def test_what_a_step_no_longer_makes_stays_and_is_named(world: World, api: Api) -> None:
    entry = {"id": "entry", "action": "create_time_entry"}
    text = "Hours confirmed:\n\n2026-02-23  8 h\n2026-02-24  8 h\n2026-02-25  8 h\n\nTotal 24 h\n"
    world.add_workflow({"name": "Steps", "triggers": [{"type": "email"}], "workflow_steps": [entry]})
    event = world.receive(mail(subject="Hours week 9", text=text))
    world.dispatch(event)
    first = api("get_workflow_execution", id=world.event(event).executions[0].id).body
    made = [one["id"] for one in first["steps"][0]["output"]["entries"]]
    saved_as(world, api, first, {**entry, "params": {"hours": 24}})
    again = rerun(world, api, first["id"], steps_from="all", on_version="current")
    assert again["steps"][0]["effects"] == [
        f"changed time_entry {made[0]}",
        f"left time_entry {made[1]}, which is no longer made",
        f"left time_entry {made[2]}, which is no longer made",
    ]
    hours = {one["id"]: str(one["hours"]) for one in records(world, "time_entry")}
    assert hours == {made[0]: "24", made[1]: "8", made[2]: "8"}
    saved_as(world, api, first, entry)
    back = rerun(world, api, again["id"], steps_from="all", on_version="current")
    assert back["steps"][0]["effects"] == [f"changed time_entry {one}" for one in made]


def test_a_rerun_reads_no_trigger_anew(world: World, api: Api) -> None:
    step = {"id": "ticket", "action": "create_ticket", "params": {"title": "No {{ match.no }}"}}
    first = ran(world, api, step)
    current = {"name": "Steps", "triggers": [{"type": "email", "subject_pattern": r"(?P<no>\d+)"}]}
    body = {**current, "enabled": True, "workflow_steps": [step]}
    assert api("replace_workflow", id=first["workflow_id"], body=body, headers={"if-match": None}).status == 200
    again = rerun(world, api, first["id"], steps_from="all", on_version="current")
    assert (again["version"], again["match"], first["match"]) == (2, {}, {})
