"""A rehearsal runs the steps of the real run, finds no records, sends nothing and stores nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from postroom.classify.decision import Classification
from postroom.engine.rehearsal import RehearsedExecution, Subject, rehearse
from postroom.engine.start import decide_mail
from postroom.ids import WorkflowId
from postroom.match.rule_index import RuleIndex
from postroom.plain import plain
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from tests.core.engine.memory_edge import MAIL, START, MemoryEdge, workflow

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
SLACK = {"action": "send_slack_notification", "params": {"channel": "x", "message": "{{ steps.create_ticket.title }}"}}
PROCESSED = {"action": "mark_as_processed"}
BAD = {"id": "bad", "action": "create_ticket", "params": {"type": "nonsense"}}
RAW = b"Subject: Invoice\n\nInvoice no.: 2026-117\nTotal EUR 1,250.00\n"


class Clock:
    """A second passes each time it is asked."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def rehearsed(*definitions: WorkflowDefinition, raw: bytes = RAW) -> Sequence[RehearsedExecution]:
    by_id = {WorkflowId(f"wfl_{number}"): one for number, one in enumerate(definitions)}
    rules = [WorkflowHead.of(workflow_id, one, START).rule() for workflow_id, one in by_id.items()]
    taken_for = Classification(category="invoice", confidence=0.9, layer="keywords")
    event = MemoryEdge(*definitions).event.model_copy(update={"executions": ()})
    made = decide_mail(event, MAIL, taken_for, RuleIndex("rules", rules, 0.7), START)
    subject = Subject(made.event, MAIL, plain(taken_for), raw, {"id": "root", "admin_address": "admin@postroom.test"})
    return rehearse(subject, made.start, by_id, Clock())


def steps(execution: RehearsedExecution) -> list[tuple[str, str]]:
    return [(step.id, step.status) for step in execution.steps]


def test_every_step_is_run_and_later_steps_see_earlier_outputs() -> None:
    [execution] = rehearsed(workflow(TICKET, SLACK, PROCESSED))
    assert (execution.workflow_name, execution.status, execution.reason) == ("Test", "completed", None)
    ticket, slack, processed = execution.steps
    assert ticket.output is not None
    assert ticket.output["title"] == "Invoice 7"
    assert slack.params == {"channel": "x", "message": "Invoice 7"}
    assert (slack.output, slack.effects) == ({"channel": "#x"}, ("called slack",))
    assert processed.output == {"status": "processed"}


def test_a_step_takes_as_long_as_the_clock_says() -> None:
    [execution] = rehearsed(workflow(PROCESSED))
    [step] = execution.steps
    assert step.ended_at - step.started_at == timedelta(seconds=1)


def test_the_raw_mail_is_read_and_no_record_is_found() -> None:
    read = {"id": "invoice", "action": "extract_invoice_data"}
    linked = {"id": "vendor", "action": "link_to_vendor", "params": {"match_by": "email"}}
    made = {"id": "made", "action": "link_to_vendor", "params": {"match_by": "domain", "auto_create": True}}
    [execution] = rehearsed(workflow(read, linked, made))
    invoice, vendor, created = (step.output or {} for step in execution.steps)
    assert (invoice["number"], str(invoice["total"])) == ("2026-117", "1250.00")
    assert (vendor["vendor_id"], created["matched_by"]) == (None, "created")


def test_a_failed_step_is_told_and_the_rest_goes_on() -> None:
    [execution] = rehearsed(workflow(BAD, PROCESSED))
    assert steps(execution) == [("bad", "failed"), ("mark_as_processed", "completed")]
    error = execution.steps[0].error
    assert error is not None
    assert (error.code, error.path, execution.status) == ("refused", "params.type", "completed_with_errors")


def test_a_failed_step_that_would_be_tried_again_ends_as_its_last_try_would() -> None:
    [execution] = rehearsed(workflow({**BAD, "retry": {"attempts": 3, "on": ["refused"]}}, PROCESSED))
    assert steps(execution) == [("bad", "failed"), ("mark_as_processed", "completed")]
    assert execution.steps[0].error is not None
    assert execution.steps[0].error.code == "refused"


def test_a_failed_step_with_on_error_stop_fails_the_execution_and_not_the_next() -> None:
    first, second = rehearsed(workflow({**BAD, "on_error": "stop"}, PROCESSED), workflow(PROCESSED))
    assert (first.status, steps(first)) == ("failed", [("bad", "failed")])
    assert first.reason is not None
    assert first.reason.startswith("step bad failed: params.type: Input should be")
    assert second.status == "completed"


def test_a_step_whose_condition_does_not_hold_is_skipped_with_its_reason() -> None:
    [execution] = rehearsed(workflow({**TICKET, "when": "email.subject == 'Other'"}))
    [step] = execution.steps
    assert (step.status, step.reason) == ("skipped", "when email.subject == 'Other' is not true")


def test_an_action_that_does_not_exist_is_told_by_its_name() -> None:
    [execution] = rehearsed(workflow({"action": "make_coffee"}))
    error = execution.steps[0].error
    assert error is not None
    assert "no action named 'make_coffee'" in error.message


def test_workflows_run_in_order_and_those_after_one_that_stops_are_skipped() -> None:
    first, second, third = rehearsed(
        workflow(PROCESSED, priority=1),
        workflow(PROCESSED, priority=2, stop_on_match=True),
        workflow(TICKET, priority=3),
    )
    assert [one.status for one in (first, second, third)] == ["completed", "completed", "skipped"]
    assert (third.reason, third.steps) == ("stopped by workflow wfl_1, which succeeded", ())


def test_what_one_workflow_makes_of_the_mail_the_next_one_finds() -> None:
    flag = {**PROCESSED, "params": {"status": "flagged"}}
    _, second = rehearsed(workflow(flag), workflow({**PROCESSED, "when": "email.status == 'flagged'"}))
    [step] = second.steps
    assert (step.status, step.output) == ("completed", {"status": "flagged"})


def test_without_a_match_nothing_runs() -> None:
    other = workflow(TICKET, triggers=[{"type": "email", "classification": "spam"}])
    assert rehearsed(other) == ()


def test_it_comes_out_as_the_real_run_does() -> None:
    definitions = [workflow(TICKET, BAD, SLACK, PROCESSED), workflow({**PROCESSED, "when": "email.status"}, BAD)]
    edge = MemoryEdge(*definitions)
    edge.run()
    for number, execution in enumerate(rehearsed(*definitions)):
        assert execution.status == edge.status(number)
        assert [_told(step) for step in execution.steps] == [_told(step) for step in edge.steps(number).values()]


def _told(step: Any) -> tuple[Any, ...]:
    output = {name: value for name, value in (step.output or {}).items() if name != "id"}
    return step.id, step.at, step.action, step.status, step.params, output, step.error, step.reason


def test_every_branch_of_a_fan_out_is_rehearsed_and_it_comes_out_as_the_real_run_does() -> None:
    told = {**SLACK, "params": {"channel": "x", "message": "{{ index }} of {{ steps.create_ticket.title }}"}}
    item = {**TICKET, "params": {"title": "{{ item }}"}}
    stops = {**BAD, "when": "index == `1`", "on_error": "stop"}
    wait = {"action": "wait", "params": {"for": 60}}
    flag = {**PROCESSED, "params": {"status": "flagged"}}
    loop = {
        "id": "loop",
        "action": "for_each",
        "params": {"items": ["a", "b", "c"], "steps": [wait, item, stops, told]},
    }
    both = {"id": "both", "action": "parallel", "params": {"branches": [[flag], [{**TICKET, "id": "beside"}]]}}
    last = {**TICKET, "id": "last", "params": {"title": "{{ steps.loop[2].create_ticket.title }}"}}
    definition = workflow(loop, both, last)
    [execution] = rehearsed(definition)
    edge = MemoryEdge(definition)
    edge.run()
    assert execution.status == edge.status() == "completed_with_errors"
    timeless = {"wait"}
    ran = {step.id: _told(step) for step in execution.steps if step.action not in timeless}
    assert ran == {name: _told(step) for name, step in edge.steps().items() if step.action not in timeless}
    loop_record = next(step for step in execution.steps if step.id == "loop")
    assert [sorted(one) for one in loop_record.results or []] == [
        ["bad", "create_ticket", "send_slack_notification", "wait"],
        ["bad", "create_ticket", "wait"],
        ["bad", "create_ticket", "send_slack_notification", "wait"],
    ]
    assert loop_record.error is not None
    assert loop_record.error.code == "branch_failed"


def test_a_rehearsal_takes_the_branches_of_the_real_run() -> None:
    params = {"condition": "email.subject", "then": [TICKET, {"action": "stop"}], "else": [BAD]}
    [execution] = rehearsed(workflow({"action": "conditional_branch", "params": params}, PROCESSED))
    assert [step.id for step in execution.steps] == ["conditional_branch", "create_ticket", "stop"]
    assert execution.status == "completed"


def test_a_wait_is_over_at_once_and_what_comes_after_it_runs() -> None:
    wait = {"id": "pause", "action": "wait", "params": {"for": "P2D"}}
    [execution] = rehearsed(workflow(wait, {**TICKET, "when": "steps.pause.until"}, PROCESSED))
    assert (execution.status, steps(execution)) == (
        "completed",
        [("pause", "completed"), ("create_ticket", "completed"), ("mark_as_processed", "completed")],
    )
    pause, ticket, _ = execution.steps
    assert pause.output is not None
    until = datetime.fromisoformat(pause.output["until"])
    assert timedelta(days=2) <= until - START <= timedelta(days=2, minutes=1)
    assert pause.ended_at < until
    assert ticket.started_at < until


def test_a_wait_in_a_branch_ends_where_the_branch_ends() -> None:
    wait = {"action": "wait", "params": {"for": 3600}}
    branch = {"action": "conditional_branch", "params": {"condition": "email.subject", "then": [wait], "else": [BAD]}}
    [execution] = rehearsed(workflow(branch, PROCESSED))
    assert steps(execution) == [
        ("conditional_branch", "completed"),
        ("wait", "completed"),
        ("mark_as_processed", "completed"),
    ]


def test_a_wait_that_is_wrong_fails_as_it_would() -> None:
    [execution] = rehearsed(workflow({"action": "wait", "params": {"until": "{{ email.subject }}"}}, PROCESSED))
    assert [status for _, status in steps(execution)] == ["failed", "completed"]


def test_every_effect_is_told_in_order_with_what_it_would_have_been_given() -> None:
    [execution] = rehearsed(workflow(TICKET, SLACK, BAD, PROCESSED))
    ticket, slack, status = execution.suppressed
    assert (ticket.step, ticket.effect, ticket.given["record"]["title"]) == (
        "create_ticket",
        "save_record",
        "Invoice 7",
    )
    assert (slack.effect, slack.given["connection"]) == ("call_connection", "slack")
    assert slack.given["request"]["message"] == "Invoice 7"
    assert (status.step, status.effect, status.given) == (
        "mark_as_processed",
        "set_mail_status",
        {"status": "processed", "reason": None},
    )


def test_effects_are_those_of_each_workflow_by_itself() -> None:
    first, second = rehearsed(workflow(TICKET, name="One"), workflow(PROCESSED, name="Two", priority=200))
    assert [one.effect for one in first.suppressed] == ["save_record"]
    assert [one.effect for one in second.suppressed] == ["set_mail_status"]
