"""What both interpreters are put through: steps, branches, waits, retries, fan-out, failures, cancelling."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from infra.local.doors.misbehaviour import cut, server_error, too_many_requests
from infra.local.doors.slack import SlackDouble
from postroom import limits
from postroom.errors import NotNow
from tests.functions.api_client import Api
from tests.functions.test_step_records import kill, once
from tests.functions.world import World

TICKET = {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
ITEM = {"id": "made", "action": "create_ticket", "params": {"title": "{{ item.name }} {{ index }}"}}
SLACK = {"id": "told", "action": "send_slack_notification", "params": {"channel": "#invoices", "message": "Hello"}}
BAD = {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense"}}
VENDOR = {"id": "vendor", "action": "link_to_vendor", "params": {"auto_create": True}}
INVOICE = {"id": "invoice", "action": "extract_invoice_data"}
PROCESSED = {"id": "processed", "action": "mark_as_processed"}


def wait(seconds: int = 3600, **more: Any) -> dict[str, Any]:
    """A wait."""
    return {"id": "wait", "action": "wait", "params": {"for": seconds}, **more}


def for_each(*steps: dict[str, Any], count: int = 3, **more: Any) -> dict[str, Any]:
    """The steps for so many items."""
    items = [{"name": f"n{number}"} for number in range(count)]
    return {"id": "loop", "action": "for_each", "params": {"items": items, "steps": list(steps)}, **more}


def parallel(*branches: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    """The branches side by side."""
    return {"id": "both", "action": "parallel", "params": {"branches": list(branches)}, **more}


def choice(condition: str, then: list[Any], otherwise: list[Any] | None = None) -> dict[str, Any]:
    """One of two lists."""
    params = {"condition": condition, "then": then, "else": otherwise or []}
    return {"id": "choice", "action": "conditional_branch", "params": params}


@dataclass(frozen=True, slots=True)
class Scenario:
    """Workflows for one mail, what goes wrong meanwhile, and how their executions end."""

    name: str
    workflows: list[list[dict[str, Any]]]
    ends: list[str]
    stop_on_match: bool = False
    faults: Callable[[World, SlackDouble, pytest.MonkeyPatch], None] = field(default=lambda *_: None)
    timeless: bool = False
    """When things happen side by side, or after pauses of random length, their times are not compared."""


def _transaction(part: str) -> Callable[[Mapping[str, Any]], bool]:
    return lambda params: f"'{part}'" in str(params)


def _killed(point: str, part: str) -> Callable[[World, SlackDouble, pytest.MonkeyPatch], None]:
    def faults(world: World, _slack: SlackDouble, _patch: pytest.MonkeyPatch) -> None:
        getattr(world.store.faults, point)("TransactWriteItems", _transaction(part), once(kill))

    return faults


def _busy(world: World, _slack: SlackDouble, _patch: pytest.MonkeyPatch) -> None:
    def refuse() -> None:
        raise NotNow("the table is busy", 1)

    world.store.faults.before("TransactWriteItems", _transaction("step#loop[1].made"), once(refuse))


def _cancelled_after(part: str) -> Callable[[World, SlackDouble, pytest.MonkeyPatch], None]:
    """The first execution is cancelled over the API as soon as this is committed."""

    def faults(world: World, _slack: SlackDouble, _patch: pytest.MonkeyPatch) -> None:
        def cancel() -> None:
            heads = [row for row in world.items("executions", "#execution#") if row["sk"] == "head"]
            [first] = [row["id"] for row in heads if row["workflow_name"] == "W0"]
            assert Api(world)("cancel_workflow_execution", id=first, body="").status == 200

        world.store.faults.after("TransactWriteItems", _transaction(part), once(cancel))

    return faults


def _small_dispatches(_world: World, _slack: SlackDouble, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(limits, "DISPATCH_HISTORY", 200)
    patch.setattr(limits, "FAN_OUT_PAGE", 10)


SCENARIOS = (
    Scenario("one step", [[TICKET]], ["completed"]),
    Scenario("families in turn", [[VENDOR, INVOICE, TICKET, SLACK, PROCESSED]], ["completed"]),
    Scenario("several matches", [[TICKET], [VENDOR], [PROCESSED]], ["completed"] * 3),
    Scenario("stop on match", [[TICKET], [PROCESSED]], ["completed", "skipped"], stop_on_match=True),
    Scenario("a branch taken", [[choice("email.subject", [TICKET], [BAD]), PROCESSED]], ["completed"]),
    Scenario("a branch not taken", [[choice("email.missing", [BAD], [SLACK]), PROCESSED]], ["completed"]),
    Scenario("stop", [[TICKET, {"id": "stop", "action": "stop"}, PROCESSED]], ["completed"]),
    Scenario("skipped steps", [[{**TICKET, "when": "email.missing"}, PROCESSED]], ["completed"]),
    Scenario("a failed step, and on", [[BAD, PROCESSED]], ["completed_with_errors"]),
    Scenario("a failed step that stops", [[{**BAD, "on_error": "stop"}, PROCESSED]], ["failed"]),
    Scenario("an unknown action", [[{"id": "coffee", "action": "make_coffee"}, PROCESSED]], ["completed_with_errors"]),
    Scenario("a wait", [[wait(), TICKET]], ["completed"]),
    Scenario("two waits", [[wait(), TICKET, {**wait(60), "id": "again"}, PROCESSED]], ["completed"]),
    Scenario("a wait beside a match", [[wait(), TICKET], [PROCESSED]], ["completed"] * 2, timeless=True),
    Scenario("a wait that others wait for", [[wait(), TICKET], [BAD]], ["completed", "skipped"], stop_on_match=True),
    Scenario(
        "a retry after what Slack asks for", [[SLACK, PROCESSED]], ["completed"],
        faults=lambda _w, slack, _p: slack.misbehaviours.plan(too_many_requests(17)),
    ),
    Scenario(
        "retries that run out",
        [[{**SLACK, "retry": {"attempts": 2, "on": ["not_now"]}}, PROCESSED]], ["completed_with_errors"],
        faults=lambda _w, slack, _p: slack.misbehaviours.plan(too_many_requests(5), 3),
    ),
    Scenario(
        "a retry of what may have happened",
        [[{**SLACK, "on_unknown": "retry", "retry": {"attempts": 3, "on": ["unknown_outcome"]}}, PROCESSED]],
        ["completed"],
        faults=lambda _w, slack, _p: slack.misbehaviours.plan(cut(acted=False)),
    ),
    Scenario(
        "an unknown outcome", [[SLACK, PROCESSED]], ["completed_with_errors"],
        faults=lambda _w, slack, _p: slack.misbehaviours.plan(server_error(acted=True)),
    ),
    Scenario("killed before a commit", [[TICKET, PROCESSED]], ["completed"], faults=_killed("before", "step#ticket"),
             timeless=True),
    Scenario("killed after a commit", [[TICKET, PROCESSED]], ["completed"], faults=_killed("after", "step#ticket"),
             timeless=True),
    Scenario("items", [[for_each(ITEM), PROCESSED]], ["completed"]),
    Scenario("no items", [[for_each(ITEM, count=0), PROCESSED]], ["completed"]),
    Scenario("pages of items", [[for_each(ITEM, count=105), PROCESSED]], ["completed"]),
    Scenario("items of two families", [[for_each(ITEM, SLACK, {**ITEM, "id": "after"})]], ["completed"]),
    Scenario("branches side by side", [[parallel([TICKET, SLACK], [VENDOR]), PROCESSED]], ["completed"]),
    Scenario("a choice in branches", [[for_each(choice("index == `1`", [ITEM], [SLACK])), PROCESSED]], ["completed"]),
    Scenario("a failed branch", [[for_each({**BAD, "on_error": "stop", "when": "index == `1`"}, ITEM), PROCESSED]],
             ["completed_with_errors"]),
    Scenario("a failed branch that stops all",
             [[for_each({**BAD, "on_error": "stop", "when": "index == `1`"}, ITEM, on_error="stop"), PROCESSED]],
             ["failed"]),
    Scenario("branches that wait", [[for_each(wait(), ITEM), PROCESSED], [VENDOR]], ["completed"] * 2, timeless=True),
    Scenario("one branch waits", [[parallel([wait(), TICKET], [SLACK])]], ["completed"], timeless=True),
    Scenario("branches that others wait for", [[for_each(wait(), ITEM)], [BAD]], ["completed", "skipped"],
             stop_on_match=True, timeless=True),
    Scenario("a retry in a branch", [[parallel([SLACK], [TICKET])]], ["completed"], timeless=True,
             faults=lambda _w, slack, _p: slack.misbehaviours.plan(too_many_requests(17))),
    Scenario("killed in a branch", [[for_each(ITEM), PROCESSED]], ["completed"], timeless=True,
             faults=_killed("before", "step#loop[1].made")),
    Scenario("killed after a branch's end", [[for_each(ITEM), PROCESSED]], ["completed"], timeless=True,
             faults=_killed("after", "step#loop[1].made")),
    Scenario("killed at the beginning of branches", [[for_each(ITEM), PROCESSED]], ["completed"], timeless=True,
             faults=_killed("after", "items#loop#0")),
    Scenario("killed at the end of branches", [[for_each(ITEM), PROCESSED]], ["completed"], timeless=True,
             faults=_killed("before", "step#loop")),
    Scenario("not now in a branch", [[for_each(ITEM), PROCESSED]], ["completed"], timeless=True, faults=_busy),
    Scenario("cancelled between two steps", [[TICKET, VENDOR, PROCESSED], [VENDOR]], ["cancelled", "completed"],
             faults=_cancelled_after("step#ticket")),
    Scenario("cancelled while branches run", [[for_each(ITEM, VENDOR, count=1), PROCESSED], [VENDOR]],
             ["cancelled", "completed"], timeless=True, faults=_cancelled_after("step#loop[0].made")),
    Scenario("cancelled when the last branch is over", [[for_each(ITEM, count=1), PROCESSED]], ["cancelled"],
             timeless=True, faults=_cancelled_after("step#loop[0].made")),
    Scenario("a dispatch that is full", [[for_each(ITEM, count=40), PROCESSED]], ["completed"], timeless=True,
             faults=_small_dispatches),
    Scenario("a dispatch of its own that is full", [[for_each(wait(60), ITEM, count=40), PROCESSED]], ["completed"],
             timeless=True, faults=_small_dispatches),
)  # fmt: skip
