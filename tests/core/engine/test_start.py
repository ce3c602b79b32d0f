"""From a decision to executions: one for each match, in order, the same for the same event."""

from postroom.classify.decision import Classification
from postroom.engine.start import Decided, decide_mail
from postroom.ids import EventId, WorkflowId
from postroom.match.rule_index import RuleIndex
from postroom.triggers.event import TriggerEvent
from postroom.workflows.stored import WorkflowHead
from tests.core.engine.memory_edge import MAIL, START, MemoryEdge, workflow

INVOICE = Classification(category="invoice", confidence=0.9, layer="keywords")
EVENT = MemoryEdge(workflow({"action": "mark_as_processed"})).event.model_copy(update={"executions": ()})


def index(*classifications: str, priority: int = 100) -> RuleIndex:
    """Workflow n takes the n-th category."""
    heads = [
        WorkflowHead.of(
            WorkflowId(f"wfl_{number}"),
            workflow(
                {"action": "send_slack_notification"},
                {"action": "mark_as_processed"},
                name=f"Workflow {number}",
                priority=priority - number,
                stop_on_match=number == 0,
                triggers=[{"type": "email", "classification": one}],
            ),
            START,
        )
        for number, one in enumerate(classifications)
    ]
    return RuleIndex("rules-7", [head.rule() for head in heads], 0.7)


def decided(rules: RuleIndex, event: TriggerEvent = EVENT) -> Decided:
    return decide_mail(event, MAIL, INVOICE, rules, START)


def test_each_match_is_an_execution_in_order_and_the_first_of_them_runs() -> None:
    made = decided(index("invoice", "spam", "invoice"))
    assert [one.workflow_id for one in made.event.executions] == ["wfl_2", "wfl_0"]
    assert [one.status for one in made.start.executions] == ["running", "pending"]
    assert [one.started_at for one in made.start.executions] == [START, None]
    assert [one.id for one in made.start.executions] == [one.id for one in made.event.executions]
    assert (made.event.state, made.event.decided_at, made.event.current) == ("dispatched", START, 0)


def test_an_execution_holds_the_version_that_runs_and_what_its_event_plans_of_it() -> None:
    made = decided(index("invoice"))
    [head], [planned] = made.start.executions, made.event.executions
    assert (head.tenant, head.event, head.workflow_name, head.version) == ("root", EVENT.id, "Workflow 0", 1)
    assert (head.steps_total, head.created_at) == (2, START)
    assert (planned.first, planned.stop_on_match, planned.version) == ("step:notify", True, 1)


def test_the_ids_of_executions_follow_from_event_and_workflow() -> None:
    rules = index("invoice", "invoice")
    first, again = decided(rules), decided(rules)
    assert first.start == again.start
    other = decided(rules, EVENT.model_copy(update={"id": EventId("evt_2")}))
    ids = [one.id for made in (first, other) for one in made.start.executions]
    assert len(set(ids)) == 4


def test_a_mail_without_a_match_is_done_and_stays_classified() -> None:
    made = decided(index("spam"))
    assert (made.event.state, made.event.done_at, made.event.mail.status) == ("done", START, "classified")
    assert (made.event.executions, made.start.executions) == ((), ())
    assert [one.workflow_id for one in made.decision.near_misses] == ["wfl_0"]


def test_what_is_beyond_the_limit_is_decided_and_not_started() -> None:
    made = decided(index(*["invoice"] * 22))
    assert (len(made.start.executions), len(made.decision.not_reached)) == (20, 2)
