"""parallel and for_each: branches side by side, results in order, failures, waits, pages and full dispatches."""

from datetime import timedelta
from typing import Any

import pytest

from postroom import limits
from postroom.engine.model import BRANCH_HISTORY, TURN_HISTORY
from postroom.errors import Broken
from postroom.ids import ExecutionId
from tests.core.engine.memory_edge import START, MemoryEdge, crash_once, workflow

TICKET = {"id": "ticket", "action": "create_ticket", "params": {"title": "{{ item.name }} of {{ email.subject }}"}}
SLACK = {"id": "told", "action": "send_slack_notification", "params": {"channel": "x", "message": "Item {{ index }}"}}
BAD = {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense"}}
PROCESSED = {"action": "mark_as_processed"}
LINES = {"id": "lines", "action": "set_fields"}


def lines(*names: str) -> dict[str, Any]:
    return {**LINES, "params": {"fields": {"all": [{"name": name} for name in names]}}}


def for_each(*steps: dict[str, Any], items: Any = "{{ steps.lines.all }}", **more: Any) -> dict[str, Any]:
    return {"id": "loop", "action": "for_each", "params": {"items": items, "steps": list(steps)}, **more}


def parallel(*branches: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"id": "both", "action": "parallel", "params": {"branches": list(branches)}, **more}


def outputs(edge: MemoryEdge, step: str = "loop") -> Any:
    return edge.steps()[step].given


def test_the_same_steps_run_for_every_item_with_item_and_index_in_scope_and_results_in_order() -> None:
    edge = MemoryEdge(workflow(lines("a", "b", "c"), for_each(TICKET, SLACK), PROCESSED))
    edge.run()
    assert edge.status() == "completed"
    assert [record["title"] for record in (one["ticket"] for one in outputs(edge))] == [
        "a of Invoice 7",
        "b of Invoice 7",
        "c of Invoice 7",
    ]
    assert {sent["message"] for sent in edge.sent} == {"Item 0", "Item 1", "Item 2"}
    assert {name for name in edge.steps() if "." in name} == {
        f"loop[{number}].{step}" for number in range(3) for step in ("ticket", "told")
    }
    record = edge.steps()["loop[1].told"]
    assert (record.at, record.item, record.action) == ((1, "steps", 1), 1, "send_slack_notification")
    assert edge.steps()["loop"].at == (1,)
    assert (edge.runs[ExecutionId("exe_0")].cursor.completed, len(edge.records)) == (9, 3)


def test_a_branch_sees_its_own_earlier_outputs_and_those_before_the_fan_out_and_later_steps_see_the_list() -> None:
    inner = {"id": "inner", "action": "set_fields", "params": {"fields": {"n": "{{ index }}", "of": "{{ item }}"}}}
    reads = {"id": "reads", "action": "set_fields", "params": {"fields": {"v": "{{ steps.inner.n }}{{ steps.pre.p }}"}}}
    pre = {"id": "pre", "action": "set_fields", "params": {"fields": {"p": "!"}}}
    post = {"id": "post", "action": "set_fields", "params": {"fields": {"all": "{{ steps.loop[*].reads.v }}"}}}
    edge = MemoryEdge(workflow(pre, for_each(inner, reads, items=["x", "y"]), post))
    edge.run()
    assert outputs(edge, "post") == {"all": ["0!", "1!"]}
    assert outputs(edge)[1]["inner"] == {"n": 1, "of": "y"}


def test_parallel_branches_run_side_by_side_and_the_rest_after_all_of_them() -> None:
    second = {"id": "second", "action": "create_ticket", "params": {"title": "second"}}
    after = {"id": "after", "action": "create_ticket", "params": {"title": "{{ steps.both[1].second.title }}!"}}
    edge = MemoryEdge(workflow(parallel([SLACK, {**TICKET, "id": "first"}], [second]), after))
    edge.run()
    assert edge.steps()["after"].params == {"title": "second!"}
    assert [set(one) for one in outputs(edge, "both")] == [{"told", "first"}, {"second"}]
    assert edge.steps()["both[0].first"].at == (0, "branches.0", 1)
    assert edge.most_at_once == 2


@pytest.mark.parametrize("items", [[], None, "{{ steps.lines.nothing }}"])
def test_without_items_it_is_over_at_once(items: Any) -> None:
    edge = MemoryEdge(workflow(lines("a"), for_each(TICKET, items=items), PROCESSED))
    assert edge.run() == ["step:records"]
    assert (edge.status(), outputs(edge)) == ("completed", [])


@pytest.mark.parametrize(
    ("items", "said"),
    [
        ("{{ email.subject }}", "params.items: Input should be a list"),
        (list(range(limits.FAN_OUT_ITEMS + 1)), "params.items: has 1,001 items; 1,000 are allowed"),
        (["x" * 997] * 200, "the rendered parameters are 200,011 bytes long; 131,072 are allowed"),
    ],
)
def test_what_is_no_list_or_too_much_fails_the_step_and_nothing_runs(items: Any, said: str) -> None:
    edge = MemoryEdge(workflow(for_each(TICKET, items=items), PROCESSED))
    edge.run()
    record = edge.steps()["loop"]
    assert record.error is not None
    assert (record.status, record.error.code, record.error.message) == ("failed", "refused", said)
    assert (edge.status(), len(edge.records), list(edge.steps())) == (
        "completed_with_errors",
        0,
        ["loop", "mark_as_processed"],
    )


def test_a_step_that_fails_in_a_branch_does_not_stop_it_by_default() -> None:
    edge = MemoryEdge(workflow(lines("a", "b"), for_each(BAD, TICKET), PROCESSED))
    edge.run()
    loop = edge.steps()["loop"]
    assert (loop.status, [one["bad"] for one in loop.results or []], len(edge.records)) == (
        "completed",
        [None, None],
        2,
    )
    assert (edge.status(), edge.event.mail.status) == ("completed_with_errors", "processed")


@pytest.mark.parametrize(("on_error", "status"), [("continue", "completed_with_errors"), ("stop", "failed")])
def test_a_failed_branch_stops_alone_and_the_fan_out_says_what_that_means(on_error: str, status: str) -> None:
    stops = {**BAD, "when": "index == `1`", "on_error": "stop"}
    edge = MemoryEdge(workflow(lines("a", "b", "c"), for_each(stops, TICKET, on_error=on_error), PROCESSED))
    edge.run()
    loop = edge.steps()["loop"]
    assert loop.error is not None
    assert (loop.status, loop.error.code) == ("failed", "branch_failed")
    assert loop.error.message.startswith("1 of 3 branches failed; the first: step loop[1].bad failed: params.")
    assert [sorted(one) for one in loop.results or []] == [["bad", "ticket"], ["bad"], ["bad", "ticket"]]
    assert (edge.status(), len(edge.records), "mark_as_processed" in edge.steps()) == (status, 2, on_error != "stop")


def test_stop_in_a_branch_ends_that_branch_only() -> None:
    stop = {"id": "enough", "action": "stop", "when": "index == `0`"}
    edge = MemoryEdge(workflow(lines("a", "b"), for_each(stop, TICKET), PROCESSED))
    edge.run()
    assert (edge.status(), len(edge.records), edge.event.mail.status) == ("completed", 1, "processed")
    assert outputs(edge)[0] == {"enough": {}}


def test_conditions_and_lists_inside_a_branch_end_with_it() -> None:
    choice = {
        "id": "choice",
        "action": "conditional_branch",
        "params": {"condition": "item.name == 'a'", "then": [TICKET], "else": [SLACK]},
    }
    edge = MemoryEdge(workflow(lines("a", "b"), for_each(choice), PROCESSED))
    edge.run()
    assert [sorted(one) for one in outputs(edge)] == [["choice", "ticket"], ["choice", "told"]]
    assert edge.steps()["loop[0].ticket"].at == (1, "steps", 0, "then", 0)


def test_a_fan_out_inside_a_condition_goes_on_behind_it() -> None:
    params = {"condition": "email.subject", "then": [for_each(TICKET)], "else": []}
    edge = MemoryEdge(workflow(lines("a"), {"action": "conditional_branch", "params": params}, PROCESSED))
    edge.run()
    assert list(edge.steps()) == ["lines", "conditional_branch", "loop[0].ticket", "loop", "mark_as_processed"]


def test_a_fan_out_inside_a_fan_out_fails_where_it_was_saved_all_the_same() -> None:
    inner = {"id": "inner", "action": "parallel", "params": {"branches": [[{**TICKET, "id": "deep"}]]}}
    edge = MemoryEdge(workflow(lines("a"), for_each(inner), PROCESSED))
    edge.run()
    record = edge.steps()["loop[0].inner"]
    assert record.error is not None
    assert "cannot stand in the branches of another" in record.error.message
    assert (edge.status(), len(edge.records)) == ("completed_with_errors", 0)


def test_a_thousand_items_go_out_in_pages_ten_at_once_and_come_back_in_order() -> None:
    edge = MemoryEdge(
        workflow(for_each({"id": "n", "action": "set_fields", "params": {"fields": {"n": "{{ item }}"}}},
                          items=list(range(limits.FAN_OUT_ITEMS))))
    )  # fmt: skip
    edge.run()
    assert [one["n"]["n"] for one in outputs(edge)] == list(range(limits.FAN_OUT_ITEMS))
    assert edge.pages == [limits.FAN_OUT_PAGE] * 10
    assert (edge.most_at_once, edge.started) == (limits.FAN_OUT_CONCURRENCY, [])
    assert edge.steps()["loop"].params == {"items": "1000 items"}


@pytest.mark.parametrize("stop_on_match", [False, True])
def test_a_branch_that_may_wait_does_not_hold_up_later_matches_unless_it_stops_them(stop_on_match: bool) -> None:
    wait = {"action": "wait", "params": {"for": 3600}}
    first = workflow(lines("a", "b"), for_each(wait, TICKET), stop_on_match=stop_on_match)
    edge = MemoryEdge(first, workflow(PROCESSED))
    edge.walk(edge.first_turn())
    if stop_on_match:
        assert (edge.status(0), edge.status(1), edge.started) == ("completed", "skipped", [])
        return
    assert (edge.status(0), edge.status(1), edge.started) == ("running", "completed", ["exe_0-1"])
    assert (edge.event.state, edge.now) == ("done", START)
    edge.run()
    assert (edge.status(0), len(edge.records), edge.now) == ("completed", 2, START + timedelta(hours=1))


def test_a_branch_that_waits_is_waited_for_while_the_others_go_on() -> None:
    wait = {"action": "wait", "when": "index == `0`", "params": {"for": 60}}
    edge = MemoryEdge(workflow(lines("a", "b", "c"), for_each(wait, TICKET)))
    edge.run()
    times = [edge.steps()[f"loop[{number}].ticket"].ended_at for number in range(3)]
    assert times[0] == START + timedelta(seconds=60)
    assert outputs(edge)[0]["wait"] == {"until": "2026-03-02T09:01:00.000Z"}


def test_a_full_dispatch_is_followed_by_the_next_of_its_event_and_nothing_runs_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits, "DISPATCH_HISTORY", 300)
    monkeypatch.setattr(limits, "DISPATCH_HISTORY_MOST", 2_000)
    monkeypatch.setattr(limits, "FAN_OUT_PAGE", 10)
    edge = MemoryEdge(workflow(for_each(TICKET, items=[{"name": "x"}] * 60)), workflow(PROCESSED))
    edge.walk(edge.first_turn())
    assert (edge.started, edge.event.dispatch, edge.event.continued) == ([f"{edge.event.id}-2"], 2, 1)
    assert sum(edge.pages) * (BRANCH_HISTORY + TURN_HISTORY) < 400
    edge.run()
    assert (edge.status(0), edge.status(1), len(edge.records), len(edge.puts)) == ("completed", "completed", 60, 60)
    assert len(edge.started) == 2


def test_a_branch_that_uses_up_its_share_goes_on_in_the_next_dispatch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DISPATCH_HISTORY", 60)
    monkeypatch.setattr(limits, "DISPATCH_HISTORY_MOST", 100)
    hops = [{**(SLACK if n % 2 else TICKET), "id": f"s{n}"} for n in range(8)]
    wait = {"action": "wait", "params": {"for": 60}}
    edge = MemoryEdge(workflow(lines("a", "b"), for_each(wait, *hops)))
    edge.run()
    assert (edge.status(), len(edge.sent), len(edge.puts)) == ("completed", 8, 8)
    run = edge.runs[ExecutionId("exe_0")]
    assert run.execution.dispatch == 1 + run.execution.continued >= 2
    assert set(edge.started) == {f"exe_0-{number}" for number in range(1, run.execution.dispatch + 1)}


@pytest.mark.parametrize("point", ["before Commit", "after Commit", "before StartDispatch", "after StartDispatch"])
def test_a_crash_between_two_dispatches_loses_neither(point: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DISPATCH_HISTORY", 100)
    monkeypatch.setattr(limits, "FAN_OUT_PAGE", 10)
    edge = MemoryEdge(workflow(for_each(TICKET, items=[{"name": "x"}] * 20)))
    left = [1]

    def crash(at: str) -> bool:
        is_full = edge.event.dispatch == 2 or (point == "before Commit" and len(edge.puts) == 10)
        if at != point or not is_full or not left:
            return False
        return bool(left.pop())

    edge.crash = crash
    edge.walk(edge.first_turn())
    assert (left, set(edge.started)) == ([], {f"{edge.event.id}-2"})
    edge.run()
    assert (edge.status(), len(edge.puts)) == ("completed", 20)


def test_the_outputs_of_all_branches_have_a_limit_and_each_step_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "FAN_OUT_OUTPUT_BYTES", 100)
    edge = MemoryEdge(workflow(lines("a", "b"), for_each(TICKET), PROCESSED))
    edge.run()
    record = edge.steps()["loop"]
    assert record.error is not None
    assert (
        record.error.message
        == "the outputs of its branches are longer than 100 bytes together; each step keeps its own"
    )
    assert (record.results, edge.status(), len(edge.records)) == (None, "completed_with_errors", 2)
    assert edge.steps()["loop[1].ticket"].output is not None


def test_a_crash_after_the_last_branch_still_closes_the_fan_out_once() -> None:
    for point in ("before ReadBranches", "after ReadResults", "before Commit", "after Commit"):
        edge = MemoryEdge(workflow(lines("a"), for_each(TICKET), PROCESSED))
        edge.crash = crash_once(point, 3)
        edge.run()
        assert (edge.status(), len(edge.puts), len(outputs(edge))) == ("completed", 1, 1)


def test_a_turn_for_a_branch_that_there_is_not_is_broken() -> None:
    edge = MemoryEdge(workflow(lines("a"), for_each(TICKET)))
    turn = edge.first_turn().model_copy(update={"branch": "nothing[0]"})
    with pytest.raises(Broken, match=r"no branch nothing\[0\]"):
        edge.take(turn)
