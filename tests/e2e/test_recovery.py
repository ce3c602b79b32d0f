"""Dispatches that race, functions that die between two things, and who brings it to its end."""

from collections import Counter

import pytest

from infra.local.calls import Call, Hook
from infra.local.doors.misbehaviour import too_many_requests
from infra.local.lambdas.invocation import Crash
from postroom import limits
from tests.e2e.dispatches import Meeting, Overtaking, stop_dispatch
from tests.e2e.exactly_once import assert_exactly_once, records
from tests.e2e.installation import Installation, samples

INVOICE = next(one for one in samples() if one.file == "invoice_en.eml")


WRITES = pytest.mark.parametrize(
    ("function", "operation"),
    [
        ("classify_event", "TransactWriteItems"),
        ("match_workflows", "TransactWriteItems"),
        ("step_records", "TransactWriteItems"),
        ("step_ai", "TransactWriteItems"),
        ("step_notify", "PutItem"),
    ],
)
"""The writes that decide who was first."""


def send_invoice(installation: Installation) -> str:
    return installation.send(INVOICE.raw, INVOICE.sender, [INVOICE.recipient])


@WRITES
def test_two_dispatches_that_race_into_the_same_write_do_everything_once(
    installation: Installation, function: str, operation: str
) -> None:
    meeting = Meeting(installation, function, operation)
    ses_id = send_invoice(installation)
    installation.run()
    event = installation.event_id(ses_id)
    assert meeting.met == 2
    assert set(installation.stack.transitions) == {f"{event}-1", f"{event}-2"}
    assert statuses(installation) == {f"{event}-1": "SUCCEEDED", f"{event}-2": "SUCCEEDED"}
    assert installation.email(ses_id)["status"] == "processed"
    assert installation.only_execution(ses_id)["status"] == "completed"
    assert len(installation.posts()) == 1
    assert_exactly_once(installation)


@WRITES
def test_a_dispatch_that_was_away_while_another_did_everything_changes_nothing_when_it_comes_back(
    installation: Installation, function: str, operation: str
) -> None:
    overtaking = Overtaking(installation, function, operation)
    ses_id = send_invoice(installation)
    installation.run()
    event = installation.event_id(ses_id)
    assert statuses(installation) == {f"{event}-1": "SUCCEEDED", f"{event}-2": "SUCCEEDED"}
    assert (installation.rows("executions"), installation.rows("records")) == overtaking.left
    assert len(installation.posts()) == 1
    assert_exactly_once(installation)


def test_a_mail_that_was_stored_and_never_dispatched_is_started_by_the_sweeper(installation: Installation) -> None:
    """receive_mail always dies between storing and starting, until its queue brings a mail that is done."""

    def die(call: Call) -> None:
        if (call.function, call.operation) == ("receive_mail", "StartExecution"):
            raise Crash

    installation.stack.calls.before.append(die)
    ses_id = send_invoice(installation)
    installation.stack.quiet()
    assert (installation.email(ses_id)["status"], installation.stack.transitions) == ("received", {})
    installation.stack.clock.advance(limits.SWEEP_AFTER_SECONDS - 1)
    assert installation.stack.fire_schedule("sweep").answer == {"start": 0, "leave": 0, "give_up": 0}
    installation.stack.clock.advance(2)
    installation.run()
    event = installation.event_id(ses_id)
    assert statuses(installation) == {f"{event}-1": "SUCCEEDED"}
    assert installation.email(ses_id)["status"] == "processed"
    assert installation.dead_letters() == 0
    assert_exactly_once(installation)


def test_a_start_whose_answer_was_lost_is_the_same_start_when_the_queue_delivers_again(
    installation: Installation,
) -> None:
    died: list[Call] = []

    def die_once(call: Call) -> None:
        if (call.function, call.operation) == ("receive_mail", "StartExecution") and not died:
            died.append(call)
            raise Crash

    installation.stack.calls.after.append(die_once)
    ses_id = send_invoice(installation)
    installation.run()
    assert list(installation.stack.transitions) == [f"{installation.event_id(ses_id)}-1"]
    assert (len(died), installation.invocations_of("receive_mail"), installation.dead_letters()) == (1, 2, 0)
    assert_exactly_once(installation)


def test_a_dispatch_that_was_stopped_half_way_is_followed_by_one_that_goes_on_from_there(
    installation: Installation,
) -> None:
    stack = installation.stack

    def stop_once(call: Call) -> None:
        if call.function == "step_ai" and not stopped:
            stopped.append(call)
            stop_dispatch(installation)

    stopped: list[Call] = []
    stack.calls.before.append(stop_once)
    ses_id = send_invoice(installation)
    installation.run()
    event = installation.event_id(ses_id)
    assert statuses(installation) == {f"{event}-1": "ABORTED", f"{event}-2": "SUCCEEDED"}
    assert installation.invocations_of("record_failed_dispatch") == 1
    execution = installation.only_execution(ses_id)
    assert (execution["status"], execution["steps_completed"]) == ("completed", 5)
    assert_exactly_once(installation)


def test_news_of_a_failed_dispatch_that_nobody_could_record_is_made_up_for_by_the_sweeper(
    installation: Installation,
) -> None:
    stack = installation.stack

    def stop_once(call: Call) -> None:
        if call.function == "step_ai" and not stopped:
            stopped.append(call)
            stop_dispatch(installation)
        if call.function == "record_failed_dispatch":
            raise Crash

    stopped: list[Call] = []
    stack.calls.before.append(stop_once)
    ses_id = send_invoice(installation)
    installation.run()
    event = installation.event_id(ses_id)
    assert (statuses(installation), installation.dead_letters()) == ({f"{event}-1": "ABORTED"}, 1)
    stack.clock.advance(limits.SWEEP_AFTER_SECONDS + 1)
    installation.run()
    assert statuses(installation) == {f"{event}-1": "ABORTED", f"{event}-2": "SUCCEEDED"}
    assert_exactly_once(installation)


def test_a_dispatch_that_waits_for_long_is_left_alone_by_the_sweeper(installation: Installation) -> None:
    installation.slack.misbehaviours.plan(too_many_requests(3 * limits.SWEEP_AFTER_SECONDS))
    ses_id = send_invoice(installation)
    installation.run()
    assert statuses(installation) == {f"{installation.event_id(ses_id)}-1": "SUCCEEDED"}
    assert installation.invocations_of("sweep_events") >= 3 * limits.SWEEP_AFTER_SECONDS // 60
    assert installation.only_execution(ses_id)["status"] == "completed"
    assert_exactly_once(installation)


def test_an_event_whose_every_dispatch_dies_is_given_up_after_three_and_says_why(installation: Installation) -> None:
    def die(call: Call) -> None:
        if call.function == "classify_event":
            raise Crash

    installation.stack.calls.before.append(die)
    ses_id = send_invoice(installation)
    installation.run()
    mail, event = installation.email(ses_id), installation.event_id(ses_id)
    assert (mail["state"], mail["status"]) == ("done", "failed")
    assert mail["failure"] == "dispatch 3 ended as failed while the event is open"
    assert statuses(installation) == {f"{event}-{number}": "FAILED" for number in (1, 2, 3)}
    assert records(installation, "ticket") == installation.posts() == []


@pytest.mark.parametrize(
    ("function", "calls"),
    [
        ("classify_event", 5),
        ("match_workflows", 4),
        ("step_records", 4),
        ("step_ai", 4),
        ("step_notify", 4),
    ],
)
def test_a_function_that_dies_around_each_of_its_calls_in_turn_has_its_effects_once(
    installation: Installation, function: str, calls: int
) -> None:
    """Each kind of call it makes is the last thing it does once before the call is made, and once after."""
    deaths: Counter[tuple[str, str, str]] = Counter()

    def die_once(when: str) -> Hook:
        def hook(call: Call) -> None:
            point = (when, call.service, call.operation)
            if call.function == function and not deaths[point]:
                deaths[point] = 1
                raise Crash

        return hook

    installation.stack.calls.before.append(die_once("before"))
    installation.stack.calls.after.append(die_once("after"))
    ses_id = send_invoice(installation)
    installation.run()
    assert deaths.total() == calls * 2
    assert installation.email(ses_id)["status"] == "processed"
    assert_exactly_once(installation)


def statuses(installation: Installation) -> dict[str, str]:
    """Dispatches by name."""
    return {one.name: one.status for one in installation.stack.parts.driver.executions()}
