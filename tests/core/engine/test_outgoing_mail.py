"""A step that sends mail: claimed, sent at most once, shown in a rehearsal without being sent."""

from typing import Any

import pytest

from postroom.classify.decision import Classification
from postroom.engine.rehearsal import Subject, rehearse
from postroom.engine.start import decide_mail
from postroom.errors import UnknownOutcome
from postroom.ids import WorkflowId
from postroom.match.rule_index import RuleIndex
from postroom.plain import plain
from postroom.workflows.stored import WorkflowHead
from tests.core.engine.memory_edge import MAIL, START, MemoryEdge, crash_once, workflow

TENANT: dict[str, Any] = {"id": "root", "name": "Root", "domains": ["postroom.test"]}
PARAMS = {"to": "admin@postroom.test", "subject": "New: {{ email.subject }}", "body": "From {{ email.from.address }}"}
SEND = {"id": "mail", "action": "send_email_notification", "params": PARAMS}
PROCESSED = {"action": "mark_as_processed"}


class Edge(MemoryEdge):
    """Of a tenant with a mail domain."""

    def _state(self, *args: Any) -> Any:
        state = super()._state(*args)
        return state._replace(tenant=TENANT if state.tenant else None)


@pytest.mark.parametrize("point", ["after ClaimEffect", "after PerformEffect", "before Commit"])
def test_a_crash_around_the_call_never_sends_twice(point: str) -> None:
    edge = Edge(workflow(SEND, PROCESSED))
    edge.crash = crash_once(point)
    edge.run()
    step = edge.steps()["mail"]
    assert (step.status, step.outcome_unknown, len(edge.sent)) == ("failed", True, int(point != "after ClaimEffect"))
    assert edge.status() == "completed_with_errors"


def test_a_commit_that_is_repeated_sends_nothing_more() -> None:
    edge = Edge(workflow(SEND, PROCESSED))
    edge.crash = crash_once("after Commit")
    edge.run()
    step = edge.steps()["mail"]
    assert step.output is not None
    assert (step.status, step.output["message_id"], len(edge.sent)) == ("completed", "ses-1", 1)


def test_an_unknown_outcome_is_flagged_and_the_rest_goes_on() -> None:
    edge = Edge(workflow(SEND, PROCESSED))
    edge.outside = lambda _: UnknownOutcome("cut")
    edge.run()
    assert (edge.steps()["mail"].outcome_unknown, edge.sent) == (True, [])
    assert edge.steps()["mark_as_processed"].status == "completed"


def test_a_rehearsal_shows_the_mail_and_sends_nothing() -> None:
    definition = workflow(SEND)
    by_id = {WorkflowId("wfl_0"): definition}
    taken_for = Classification(category="invoice", confidence=0.9, layer="keywords")
    event = MemoryEdge(definition).event.model_copy(update={"executions": ()})
    rules = [WorkflowHead.of(WorkflowId("wfl_0"), definition, START).rule()]
    made = decide_mail(event, MAIL, taken_for, RuleIndex("rules", rules, 0.7), START)
    subject = Subject(made.event, MAIL, plain(taken_for), b"", TENANT)
    [execution] = rehearse(subject, made.start, by_id, lambda: START)
    [step] = execution.steps
    assert step.params == {
        "to": "admin@postroom.test",
        "subject": "New: Invoice 7",
        "body": "From sender@supplier.example",
    }
    assert step.output is not None
    assert (step.status, step.output["message_id"], step.output["sender"]) == (
        "completed",
        "not-sent",
        "postroom@postroom.test",
    )
