"""What a turn does with an execution's steps, and what crashes, conflicts and a bad outside world do to it."""

from datetime import timedelta

import pytest

from postroom import limits
from postroom.engine.model import CURSOR_FORMAT, Cursor
from postroom.errors import Broken, NotNow, Refused, UnknownOutcome
from postroom.ids import ExecutionId
from tests.core.engine.memory_edge import START, Crash, MemoryEdge, crash_once, workflow

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
SLACK = {
    "action": "send_slack_notification",
    "params": {"channel": "invoices", "message": "Ticket {{ steps.create_ticket.id }}"},
}
PROCESSED = {"action": "mark_as_processed"}


def test_steps_run_in_order_and_the_event_is_done_with_its_mail_processed() -> None:
    edge = MemoryEdge(workflow(TICKET, SLACK, PROCESSED))
    assert edge.run() == ["step:records", "step:notify", "step:records"]
    assert [step.status for step in edge.steps().values()] == ["completed"] * 3
    assert (edge.status(), edge.event.state, edge.event.mail.status) == ("completed", "done", "processed")
    [ticket] = edge.records.values()
    assert ticket.model_dump()["title"] == "Invoice 7"
    assert edge.sent == [
        {"channel": "#invoices", "message": f"Ticket {ticket.id}", "context": "Invoice 7 · sender@supplier.example"}
    ]


def test_steps_of_one_family_run_in_one_turn_with_one_read_and_one_commit_each() -> None:
    edge = MemoryEdge(workflow(TICKET, {**TICKET, "id": "second"}, PROCESSED))
    assert edge.run() == ["step:records"]
    assert edge.calls == ["ReadVersion", *["ReadExecution", "Commit"] * 3]


def test_a_turn_short_of_time_hands_back_after_a_step_and_is_taken_up_again() -> None:
    edge = MemoryEdge(workflow(TICKET, {**TICKET, "id": "second"}))
    edge.seconds_left = limits.TURN_RESERVE_SECONDS - 1
    assert edge.run() == ["step:records", "step:records"]
    assert len(edge.records) == 2


def test_a_step_whose_condition_is_not_true_is_skipped_and_its_output_is_null() -> None:
    first = {**TICKET, "when": "email.subject == 'Other'"}
    edge = MemoryEdge(
        workflow(first, {**TICKET, "id": "second", "params": {"title": "{{ steps.create_ticket.id || 'none' }}"}})
    )
    edge.run()
    skipped, second = edge.steps().values()
    assert (skipped.status, skipped.reason) == ("skipped", "when email.subject == 'Other' is not true")
    assert second.params == {"title": "none"}
    assert edge.status() == "completed"


def test_a_condition_with_a_type_error_is_false_and_says_why() -> None:
    edge = MemoryEdge(workflow({**TICKET, "when": "length(email.missing) > `1`"}))
    edge.run()
    reason = edge.steps()["create_ticket"].reason
    assert reason is not None
    assert "cannot be evaluated" in reason


def test_a_failed_step_does_not_stop_the_rest_by_default() -> None:
    edge = MemoryEdge(workflow({"id": "bad", **TICKET, "params": {"type": "nonsense"}}, PROCESSED))
    edge.run()
    error = edge.steps()["bad"].error
    assert error is not None
    assert (error.code, error.path) == ("refused", "params.type")
    assert (edge.status(), edge.event.mail.status) == ("completed_with_errors", "processed")


def test_a_failed_step_with_on_error_stop_fails_the_execution() -> None:
    edge = MemoryEdge(workflow({"id": "bad", **TICKET, "params": {"type": "nonsense"}, "on_error": "stop"}, PROCESSED))
    edge.run()
    assert (edge.status(), edge.event.mail.status, list(edge.steps())) == ("failed", "classified", ["bad"])


def test_an_unknown_action_is_an_error_with_its_name() -> None:
    edge = MemoryEdge(workflow({"action": "make_coffee"}, PROCESSED))
    edge.run()
    error = edge.steps()["make_coffee"].error
    assert error is not None
    assert "no action named 'make_coffee'" in error.message


def test_matched_workflows_run_one_after_the_other() -> None:
    edge = MemoryEdge(workflow(TICKET), workflow(SLACK), workflow(PROCESSED))
    assert edge.run() == ["step:records", "step:notify", "step:records"]
    assert [edge.status(number) for number in range(3)] == ["completed"] * 3


def test_a_workflow_that_succeeded_with_stop_on_match_skips_the_later_ones() -> None:
    edge = MemoryEdge(workflow(TICKET, stop_on_match=True), workflow(PROCESSED))
    edge.run()
    assert (edge.status(1), edge.event.state, edge.steps(1)) == ("skipped", "done", {})


def test_a_workflow_that_completed_with_errors_does_not_stop_the_later_ones() -> None:
    bad = {"id": "bad", **TICKET, "params": {"type": "nonsense"}}
    edge = MemoryEdge(workflow(bad, stop_on_match=True), workflow(PROCESSED))
    edge.run()
    assert (edge.status(0), edge.status(1)) == ("completed_with_errors", "completed")


def test_processed_never_overwrites_flagged() -> None:
    flag = {"id": "flag", "action": "mark_as_processed", "params": {"status": "flagged"}}
    edge = MemoryEdge(workflow(flag), workflow(PROCESSED))
    edge.run()
    assert edge.event.mail.status == "flagged"
    assert edge.steps(1)["mark_as_processed"].output == {"status": "flagged"}


@pytest.mark.parametrize("point", ["before Commit", "after Commit", "before ReadExecution", "after ReadExecution"])
def test_a_crash_around_the_transaction_leaves_each_internal_effect_exactly_once(point: str) -> None:
    edge = MemoryEdge(workflow(TICKET, PROCESSED))
    edge.crash = crash_once(point)
    edge.run()
    assert (len(edge.puts), edge.status(), edge.event.mail.status) == (1, "completed", "processed")


def test_an_outside_call_that_was_sent_and_not_recorded_is_flagged_and_not_sent_twice() -> None:
    edge = MemoryEdge(workflow(SLACK, PROCESSED))
    edge.crash = crash_once("after PerformEffect")
    assert edge.run() == ["step:notify", "step:notify", "wait", "step:notify", "step:records"]
    step = edge.steps()["send_slack_notification"]
    assert len(edge.sent) == 1
    assert step.error is not None
    assert (step.status, step.outcome_unknown, step.error.code) == ("failed", True, "unknown_outcome")
    assert edge.status() == "completed_with_errors"


def test_with_on_unknown_retry_it_is_sent_again() -> None:
    edge = MemoryEdge(workflow({**SLACK, "on_unknown": "retry"}))
    edge.crash = crash_once("after PerformEffect")
    edge.run()
    assert (len(edge.sent), edge.status()) == (2, "completed")


def test_a_young_claim_of_somebody_else_is_waited_for() -> None:
    edge = MemoryEdge(workflow(SLACK))
    edge.crash = crash_once("after ClaimEffect")
    with pytest.raises(Crash):
        edge.take(edge.first_turn())
    waiting = edge.take(edge.first_turn())
    assert (waiting.next, waiting.until) == ("wait", START + timedelta(seconds=limits.EFFECT_LEASE_SECONDS))


def test_not_now_is_tried_again_when_the_other_side_says() -> None:
    edge = MemoryEdge(workflow(SLACK))
    refusals = iter([NotNow("busy", 30.0), NotNow("busy", 1.0)])
    edge.outside = lambda _number: next(refusals, None)
    assert edge.run() == ["step:notify", "wait", "step:notify", "wait", "step:notify"]
    attempts = edge.steps()["send_slack_notification"].attempts
    assert [(one.due - one.at).total_seconds() for one in attempts] == [30.0, 4.0]
    assert (len(edge.sent), edge.status()) == (1, "completed")


def test_not_now_for_ever_fails_the_step_after_its_attempts() -> None:
    edge = MemoryEdge(workflow(SLACK, PROCESSED))
    edge.outside = lambda _number: NotNow("busy", 1.0)
    edge.run()
    step = edge.steps()["send_slack_notification"]
    assert step.error is not None
    assert (step.error.code, len(step.attempts)) == ("not_now", limits.STEP_ATTEMPTS - 1)
    assert edge.event.mail.status == "processed"


@pytest.mark.parametrize(
    ("error", "code", "unknown"),
    [
        (UnknownOutcome("cut"), "unknown_outcome", True),
        (Refused("no"), "refused", False),
        (Broken("x"), "broken", False),
    ],
)
def test_an_outside_error_fails_the_step_under_its_own_name(error: Exception, code: str, unknown: bool) -> None:
    edge = MemoryEdge(workflow(SLACK, PROCESSED))
    edge.outside = lambda _number: error
    edge.run()
    step = edge.steps()["send_slack_notification"]
    assert step.error is not None
    assert (step.error.code, step.outcome_unknown, edge.status()) == (code, unknown, "completed_with_errors")


def test_a_conflict_after_an_outside_call_does_not_call_again() -> None:
    edge = MemoryEdge(workflow(SLACK))
    commits = iter([False])
    real = edge._commit
    edge._commit = lambda run, commit: next(commits, True) and real(run, commit)  # type: ignore[method-assign]
    edge.run()
    assert (len(edge.sent), edge.status()) == (1, "completed")


def test_of_two_dispatches_that_race_each_step_is_recorded_by_one() -> None:
    edge = MemoryEdge(workflow(TICKET, SLACK, PROCESSED))
    first = edge.first_turn()
    slow = edge.take(first)
    assert edge.run(first) == ["step:records", "step:notify", "step:records"]
    assert edge.run(slow) == ["step:notify"]
    assert (len(edge.puts), len(edge.sent), edge.status()) == (1, 1, "completed")


def test_a_step_that_crashed_too_often_fails_and_the_rest_goes_on() -> None:
    edge = MemoryEdge(workflow(TICKET, PROCESSED))
    run = edge.runs[ExecutionId("exe_0")]
    run.cursor = Cursor(crashes=limits.STEP_CRASHES, last_crash="ValueError: boom")
    edge.run()
    error = edge.steps()["create_ticket"].error
    assert error is not None
    assert error.message == "the step crashed 3 times: ValueError: boom"
    assert edge.status() == "completed_with_errors"


def test_a_cursor_of_a_newer_format_is_refused() -> None:
    edge = MemoryEdge(workflow(TICKET))
    edge.runs[ExecutionId("exe_0")].cursor = Cursor(format=CURSOR_FORMAT + 1)
    with pytest.raises(Broken, match=f"format {CURSOR_FORMAT + 1}"):
        edge.run()


def test_an_output_that_is_too_long_fails_its_step_which_then_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STEP_OUTPUT_BYTES", 60)
    edge = MemoryEdge(workflow(TICKET, PROCESSED))
    edge.run()
    step = edge.steps()["create_ticket"]
    assert step.error is not None
    assert step.error.code == "refused"
    assert step.error.message.endswith("bytes long; 60 are allowed")
    assert (edge.records, edge.status(), edge.event.mail.status) == ({}, "completed_with_errors", "processed")
