"""Plans of reruns: what holds is reused as far as it leads, what was done outside is known, who must say what."""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.engine.claims import Claim, Outside, is_kept
from postroom.engine.kept_names import names_of_line
from postroom.engine.model import Cursor, Execution, StepRecord
from postroom.engine.rerun import check_can_rerun, plan_rerun, started_rerun
from postroom.engine.rerun_plan import RerunPlan, base_id, check_choices
from postroom.engine.sequence import step_at
from postroom.errors import Conflict, Refused
from postroom.ids import EventId, ExecutionId
from postroom.triggers.manual import asked_for
from postroom.workflows.model import WorkflowDefinition
from tests.core.engine.memory_edge import START, MemoryEdge, crash_once, workflow
from tests.core.engine.rerunning import run_again

TICKET = {"action": "create_ticket", "params": {"title": "x"}}
SLACK = {"id": "slack", "action": "send_slack_notification", "params": {"channel": "#x", "message": "y"}}
BAD = {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense"}}
DONE = {"id": "done", "action": "mark_as_processed"}


def ran(*steps: Mapping[str, Any]) -> MemoryEdge:
    edge = MemoryEdge(workflow(*steps))
    edge.run()
    return edge


def planned(
    edge: MemoryEdge, definition: WorkflowDefinition | None = None, claims: Sequence[Claim] | None = None, **how: Any
) -> Any:
    [run] = edge.runs.values()
    known = run.claims.values() if claims is None else claims
    how = {"steps_from": "from_failed", "on_version": "recorded", **how}
    ran = edge.definitions[run.execution.workflow_id]
    return plan_rerun(run.execution, ran, definition or ran, 1, run.steps.values(), known, **how)


def does(plan: RerunPlan) -> dict[str, str]:
    return {step.id: step.does for step in plan.steps}


def claim(step: str, state: Any, number: int = 0) -> Claim:
    return Claim(step=step, number=number, fingerprint="f", state=state, claimed_at=START)


def test_results_are_reused_up_to_the_first_step_that_failed() -> None:
    rerun = planned(ran(TICKET, BAD, SLACK, DONE))
    assert does(rerun.plan) == {"create_ticket": "reuse", "bad": "run", "slack": "run", "done": "run"}
    assert (rerun.cursor.at, rerun.cursor.completed, [one.id for one in rerun.reused]) == ((1,), 1, ["create_ticket"])
    slack = rerun.plan.steps[2]
    assert (slack.outside_done, slack.outside, slack.asks) == (1, "keep", False)


def test_all_runs_from_the_first_step_and_reuses_nothing() -> None:
    rerun = planned(ran(TICKET, BAD, DONE), steps_from="all")
    assert (set(does(rerun.plan).values()), rerun.reused, rerun.cursor) == ({"run"}, (), Cursor())


def test_a_skipped_step_holds_and_a_branch_leads_where_it_led() -> None:
    params = {"condition": "email.subject", "then": [{**TICKET, "id": "one"}, BAD], "else": [{**TICKET, "id": "other"}]}
    branch = {"id": "branch", "action": "conditional_branch", "params": params}
    never = {**TICKET, "id": "never", "when": "`false`"}
    rerun = planned(ran(never, branch, DONE))
    assert does(rerun.plan) == {
        "never": "reuse",
        "branch": "reuse",
        "one": "reuse",
        "bad": "run",
        "other": "run",
        "done": "run",
    }
    assert rerun.cursor.at == (1, "then", 1)
    assert rerun.cursor.skipped == 1


def test_what_a_reused_branch_did_not_take_is_passed() -> None:
    params = {"condition": "`false`", "then": [{**TICKET, "id": "one"}], "else": [{**TICKET, "id": "other"}]}
    branch = {"id": "branch", "action": "conditional_branch", "params": params}
    assert does(planned(ran(branch, BAD)).plan) == {"branch": "reuse", "one": "pass", "other": "reuse", "bad": "run"}


def looping(*steps: Mapping[str, Any], name: str = "loop", items: Sequence[Any] = ("a", "b")) -> dict[str, Any]:
    return {"id": name, "action": "for_each", "params": {"items": list(items), "steps": list(steps)}}


def parallel(*branches: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    return {"id": "both", "action": "parallel", "params": {"branches": [list(steps) for steps in branches]}}


def branching(*then: Mapping[str, Any]) -> dict[str, Any]:
    return {"id": "if", "action": "conditional_branch", "params": {"condition": "`true`", "then": list(then)}}


def test_what_stands_in_branches_is_told_as_it_came_out_there_and_holds_with_its_fan_out() -> None:
    loop, never = looping({**TICKET, "id": "x"}), looping({**DONE, "id": "y"}, name="none", items=())
    [first, x, _, y, bad] = planned(ran(loop, never, BAD)).plan.steps
    assert [(one.id, one.does, one.recorded) for one in (first, x, y, bad)] == [
        ("loop", "reuse", "completed"),
        ("x", "reuse", "completed"),
        ("y", "reuse", None),
        ("bad", "run", "failed"),
    ]
    [again, inside, *_] = planned(ran(loop, never, BAD), steps_from="all").plan.steps
    assert [(one.does, one.recorded, one.reason) for one in (again, inside)] == [
        ("run", "completed", "it runs again"),
        ("run", "completed", "it runs again"),
    ]


def test_a_fan_out_that_a_step_failed_in_runs_again_though_it_was_completed_itself() -> None:
    half = {**BAD, "id": "half", "when": "item == 'b'"}
    edge = ran(TICKET, looping({**TICKET, "id": "x"}, half), DONE)
    assert edge.steps()["loop"].status == "completed"
    rerun = planned(edge)
    assert rerun.cursor.at == (1,)
    assert [(one.id, one.does, one.recorded) for one in rerun.plan.steps] == [
        ("create_ticket", "reuse", "completed"),
        ("loop", "run", "completed"),
        ("x", "run", "completed"),
        ("half", "run", "failed"),
        ("done", "run", "completed"),
    ]


@pytest.mark.parametrize(
    "inside", [[{**TICKET, "id": "x"}, {**DONE, "id": "new"}], [{**DONE, "id": "x"}], [{**TICKET, "id": "renamed"}]]
)
def test_a_fan_out_whose_steps_another_version_has_changed_runs_again(inside: list[dict[str, Any]]) -> None:
    edge = ran(TICKET, looping({**TICKET, "id": "x"}), BAD)
    rerun = planned(edge, workflow(TICKET, looping(*inside), BAD), on_version="current")
    assert rerun.cursor.at == (1,)
    assert {one.id: one.does for one in rerun.plan.steps}[inside[-1]["id"]] == "run"
    worded = looping({**TICKET, "id": "x", "params": {"title": "Other words"}})
    assert planned(edge, workflow(TICKET, worded, BAD), on_version="current").cursor.at == (2,)


def test_a_step_of_another_action_under_the_same_id_does_not_hold() -> None:
    other = workflow({"id": "create_ticket", "action": "mark_as_processed"}, BAD)
    assert planned(ran(TICKET, BAD), other, on_version="current").cursor.at == (0,)


def test_where_nothing_failed_only_all_of_it_can_be_run() -> None:
    edge = ran(TICKET, DONE)
    with pytest.raises(Refused, match="run all of it"):
        planned(edge)
    assert planned(edge, steps_from="all").plan.steps


@pytest.mark.parametrize(
    ("state", "told"),
    [("done", (1, 0, "keep", False)), ("unknown", (0, 1, None, True)), ("open", (0, 1, None, True))],
)
def test_what_is_not_known_to_have_happened_asks(state: str, told: tuple[Any, ...]) -> None:
    rerun = planned(ran(BAD, SLACK), claims=[claim("slack", state)])
    slack = rerun.plan.steps[1]
    assert (slack.outside_done, slack.outside_unknown, slack.outside, slack.asks) == told


def test_what_surely_did_not_happen_is_simply_done() -> None:
    slack = planned(ran(BAD, SLACK), claims=[claim("slack", "released")]).plan.steps[1]
    assert (slack.outside_done, slack.outside_unknown, slack.outside, slack.asks) == (0, 0, None, False)


def test_the_items_of_a_loop_count_together_and_one_unknown_asks() -> None:
    claims = [claim("loop[0].slack", "done"), claim("loop[1].slack", "unknown"), claim("loop[2].slack", "done")]
    slack = planned(ran(BAD, looping(SLACK)), claims=claims).plan.steps[2]
    assert (slack.outside_done, slack.outside_unknown, slack.asks) == (2, 1, True)
    assert base_id("loop[12].slack") == base_id("slack") == "slack"


MOVES = {
    "into a parallel": ([SLACK], [parallel([DONE], [SLACK])], {"slack": "slack"}),
    "out of a parallel": ([parallel([DONE], [SLACK])], [SLACK], {"slack": "both[1].slack"}),
    "into another branch": ([parallel([DONE], [SLACK])], [parallel([SLACK], [DONE])], {"slack": "both[1].slack"}),
    "into a conditional branch": ([SLACK], [branching(SLACK)], {}),
    "to another for_each": ([looping(SLACK)], [looping(branching(SLACK), name="each")], {"slack": "loop[].slack"}),
}


@pytest.mark.parametrize(("before", "after", "kept"), MOVES.values(), ids=MOVES)
def test_what_a_step_did_is_known_where_it_stands_now(
    before: list[dict[str, Any]], after: list[dict[str, Any]], kept: dict[str, str]
) -> None:
    rerun = planned(ran(BAD, *before), workflow(BAD, *after), on_version="current")
    [slack] = [step for step in rerun.plan.steps if step.id == "slack"]
    assert (slack.outside_done > 0, slack.outside, slack.asks, slack.outside_elsewhere) == (True, "keep", False, 0)
    assert {step: name for step, name in rerun.kept_names.items() if step == "slack"} == kept


@pytest.mark.parametrize(("before", "after"), [(SLACK, looping(SLACK)), (looping(SLACK), SLACK)])
def test_what_came_into_a_for_each_or_out_of_one_cannot_be_kept(before: dict[str, Any], after: dict[str, Any]) -> None:
    rerun = planned(ran(BAD, before), workflow(BAD, after), on_version="current")
    [slack] = [step for step in rerun.plan.steps if step.id == "slack"]
    assert (slack.outside_done, slack.outside, slack.asks) == (0, None, True)
    assert slack.outside_elsewhere == (1 if before is SLACK else 2)
    assert "slack" not in rerun.kept_names
    with pytest.raises(Refused) as refused:
        check_choices(rerun.plan, {"slack": "keep"})
    assert [(one.path, "cannot be kept" in one.reason) for one in refused.value.problems] == [("outside.slack", True)]
    check_choices(rerun.plan, {"slack": "repeat"})


def test_once_it_was_repeated_where_it_stands_now_that_is_what_is_kept() -> None:
    claims = [claim("slack", "done"), claim("loop[0].slack", "done")]
    slack = planned(ran(BAD, looping(SLACK)), claims=claims).plan.steps[2]
    assert (slack.outside_done, slack.outside_elsewhere, slack.outside) == (1, 0, "keep")


MAIL = {
    "id": "slack",
    "action": "send_email_notification",
    "params": {"to": "a@b.example", "subject": "x", "body": "y"},
}


@pytest.mark.parametrize("other", [MAIL, {**TICKET, "id": "slack"}], ids=["a mail", "a ticket"])
@pytest.mark.parametrize("state", ["done", "unknown"])
def test_what_another_action_did_under_the_same_id_is_not_the_steps(other: dict[str, Any], state: Any) -> None:
    claims = [claim("slack", state).model_copy(update={"action": "send_slack_notification"})]
    slack = planned(ran(BAD, SLACK), workflow(BAD, other), claims, on_version="current").plan.steps[1]
    assert (slack.outside_done, slack.outside_unknown, slack.outside, slack.asks) == (0, 0, None, False)


def test_what_a_claim_took_the_place_of_is_found_by_its_action_and_each_action_stands_once() -> None:
    posted = claim("slack", "done").model_copy(update={"action": "send_slack_notification"})
    mailed = claim("slack", "unknown").model_copy(update={"action": "send_email_notification", "before": posted})
    assert (mailed.of("send_slack_notification"), mailed.of("send_email_notification")) == (posted, mailed)
    assert mailed.of("create_ticket") is None
    assert mailed.beside("create_ticket") == mailed
    assert mailed.beside("send_email_notification") == posted
    assert mailed.beside("send_slack_notification") == mailed.model_copy(update={"before": None})


def test_a_claim_that_does_not_say_its_action_is_of_the_step_s() -> None:
    old = claim("slack", "done")
    assert (old.of("send_slack_notification"), old.beside("send_slack_notification")) == (old, None)


def test_what_is_saved_anew_is_said_to_be() -> None:
    moved = planned(ran(BAD, TICKET, DONE), workflow(BAD, looping(TICKET, DONE)), on_version="current").plan
    assert [(step.id, "saves anew" in step.reason) for step in moved.steps] == [
        ("bad", False),
        ("loop", False),
        ("create_ticket", True),
        ("done", False),
    ]


def test_names_are_kept_along_the_line_also_of_steps_that_were_left_out_for_a_while() -> None:
    first, without, again = workflow(SLACK, DONE), workflow(DONE), workflow(parallel([DONE], [SLACK]))
    head = ran(SLACK, DONE).runs[ExecutionId("exe_0")].execution
    kept = dict(names_of_line(head, first, without).kept)
    assert kept == {"slack": "slack"}
    head = head.model_copy(update={"kept_names": kept})
    assert names_of_line(head, without, again).kept == {"slack": "slack", "done": "done"}
    head = head.model_copy(update={"kept_names": {"slack": "slack", "done": "done"}})
    assert names_of_line(head, again, first).kept == {"both": "both"}


def test_what_a_cancelled_step_left_open_is_found_under_the_name_it_is_kept_by() -> None:
    edge = ran(SLACK, DONE)
    moved = (2, workflow(parallel([SLACK], [DONE])))
    new = run_again(edge, ExecutionId("exe_0"), lambda _plan: {"slack": "repeat"}, steps_from="all", current=moved)
    [name] = new.runs
    once = crash_once("after PerformEffect")

    def dies_as_it_is_cancelled(point: str) -> bool:
        if died := once(point):
            new.cancel_run(name, None)
        return died

    new.crash = dies_as_it_is_cancelled
    new.run()
    slack = new.runs[name].steps["both[0].slack"]
    assert (slack.status, slack.outcome_unknown) == ("cancelled", True)


def test_every_choice_missing_and_out_of_place_is_named_at_once() -> None:
    plan = planned(ran(BAD, SLACK), claims=[claim("slack", "unknown")]).plan
    with pytest.raises(Refused) as refused:
        check_choices(plan, {"bad": "repeat", "no_such": "keep"})
    assert {problem.path for problem in refused.value.problems} == {"outside.slack", "outside.bad", "outside.no_such"}
    for choice in get_args(Outside):
        check_choices(plan, {"slack": choice})


def test_what_is_all_known_to_be_done_has_nothing_unknown_to_be_repeated() -> None:
    plan = planned(ran(BAD, SLACK)).plan
    with pytest.raises(Refused) as refused:
        check_choices(plan, {"slack": "repeat_unknown"})
    assert [(one.path, one.reason) for one in refused.value.problems] == [
        ("outside.slack", "all of this is known to be done; say keep or repeat")
    ]


@pytest.mark.parametrize(
    ("outside", "kept"),
    [("keep", {"open", "unknown", "done"}), ("repeat_unknown", {"done"}), ("repeat", set())],
)
def test_which_claims_of_an_earlier_run_are_kept(outside: Outside, kept: set[str]) -> None:
    states = ("open", "released", "done", "unknown")
    assert {state for state in states if is_kept(claim("slack", state), outside)} == kept


def test_the_name_of_a_plan_changes_with_whatever_would_be_done() -> None:
    edge = ran(BAD, SLACK)
    plain = planned(edge).plan
    assert planned(edge).plan.plan == plain.plan
    others = [
        planned(edge, steps_from="all").plan,
        planned(edge, claims=[claim("slack", "unknown")]).plan,
        planned(edge, workflow(BAD, SLACK, DONE)).plan,
        planned(edge, on_version="current").plan,
    ]
    assert len({plain.plan, *(one.plan for one in others)}) == 5


def head(edge: MemoryEdge, **changes: Any) -> Execution:
    [run] = edge.runs.values()
    return run.execution.model_copy(update=changes)


@pytest.mark.parametrize("status", ["pending", "running", "waiting"])
def test_only_what_has_ended_is_run_again(status: str) -> None:
    with pytest.raises(Conflict, match=f"is {status}"):
        check_can_rerun(head(ran(BAD), status=status))


def test_only_the_newest_of_a_line_is_run_again() -> None:
    with pytest.raises(Conflict, match="exe_9"):
        check_can_rerun(head(ran(BAD), rerun_by=ExecutionId("exe_9")))


def test_a_line_keeps_the_keys_of_its_first_run() -> None:
    edge = ran(TICKET, BAD)
    rerun = planned(edge)
    definition = next(iter(edge.definitions.values()))
    event = asked_for(edge.event, EventId("evt_00000000000000000000000009"), START, asks="rerun", asked_by="me")
    first = head(edge)
    choices: dict[str, Outside] = {"slack": "repeat", "other": "repeat_unknown", "kept": "keep"}
    moved, second = started_rerun(event, first, rerun, definition, choices, START)
    assert (second.rerun_of, second.kept_under) == (first.id, first.id)
    assert [second.outside(step) for step in ("slack", "other", "kept", "none")] == [
        "repeat",
        "repeat_unknown",
        "keep",
        "keep",
    ]
    assert (moved.state, moved.executions[0].id, moved.executions[0].first) == ("dispatched", second.id, "step:records")
    _, third = started_rerun(event, second, rerun, definition, {}, event.received_at)
    assert (third.rerun_of, third.kept_under, third.first_run) == (second.id, first.id, second.first_run)


STEPS = {"ok": TICKET, "skipped": {**TICKET, "when": "`false`"}, "bad": BAD, "slack": SLACK}


@given(st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=8))
def test_a_rerun_begins_before_the_first_step_that_failed_whatever_ran(kinds: list[str]) -> None:
    steps = [{**STEPS[kind], "id": f"s{number}"} for number, kind in enumerate(kinds)]
    edge = ran(*steps)
    if "bad" not in kinds:
        with pytest.raises(Refused):
            planned(edge)
        return
    rerun = planned(edge)
    place = kinds.index("bad")
    assert rerun.cursor.at == (place,)
    assert [one.id for one in rerun.reused] == [f"s{number}" for number in range(place)]
    step = step_at(next(iter(edge.definitions.values())), rerun.cursor.at)
    assert step is not None
    assert step.id == f"s{place}"
    assert rerun.cursor.completed + rerun.cursor.skipped == place


def test_reused_records_stand_where_the_version_has_them() -> None:
    extra = {**TICKET, "id": "extra", "when": "`false`"}
    edge = ran(TICKET, BAD)
    [run] = edge.runs.values()
    recorded = [*run.steps.values(), StepRecord.model_validate({**dict(run.steps["create_ticket"]), "id": "extra"})]
    rerun = plan_rerun(
        run.execution,
        workflow(TICKET, BAD),
        workflow(extra, TICKET, BAD),
        2,
        recorded,
        (),
        steps_from="from_failed",
        on_version="current",
    )
    assert [(one.id, one.at) for one in rerun.reused] == [("extra", (0,)), ("create_ticket", (1,))]
