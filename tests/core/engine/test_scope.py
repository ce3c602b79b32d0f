"""What expressions see, and which steps' outputs have to be read for them."""

from decimal import Decimal
from typing import Any

import pytest

from postroom.engine.commands import ExecutionState
from postroom.engine.scope import Scope, wanted_outputs
from postroom.errors import Broken
from postroom.ids import ExecutionId
from postroom.workflows.rendering import evaluate
from tests.core.engine.memory_edge import EVENT, MAIL, MemoryEdge, workflow

DEFINITION = workflow({"action": "mark_as_processed"})
EDGE = MemoryEdge(DEFINITION)


def state(**changes: Any) -> ExecutionState:
    run = EDGE.runs[ExecutionId("exe_0")]
    whole = ExecutionState(
        execution=run.execution,
        cursor=run.cursor,
        event=EDGE.event,
        outputs={"invoice": {"total": Decimal("1250.50"), "lines": [{"amount": Decimal("1.5")}]}, "failed": None},
        mail=MAIL,
        classification={"category": "invoice", "confidence": 0.9},
        tenant={"id": "root", "name": "Root"},
    )
    return whole._replace(**changes)


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("event.id", EVENT),
        ("event.kind", "email"),
        ("event.received_at", "2026-03-02T09:00:00.000Z"),
        ("email.from.address", "sender@supplier.example"),
        ("email.subject", "Invoice 7"),
        ("email.classification.category", "invoice"),
        ("email.status", "classified"),
        ("email.recipients[0]", "faktura@postroom.test"),
        ("email.verdicts.spam", "DISABLED"),
        ("match", {}),
        ("workflow", {"id": "wfl_0", "name": "Test", "version": 1}),
        ("execution.id", "exe_0"),
        ("execution.started_at", "2026-03-02T09:00:00.000Z"),
        ("steps.invoice.total", Decimal("1250.50")),
        ("steps.invoice.total > `1000`", True),
        ("sum(steps.invoice.lines[].amount)", Decimal("1.5")),
        ("steps.failed.anything", None),
        ("steps.later", None),
        ("tenant.name", "Root"),
        ("nothing.of.the.sort", None),
    ],
)
def test_expressions_see_event_mail_workflow_execution_steps_and_tenant(expression: str, value: Any) -> None:
    assert evaluate(expression, Scope.of(state(), EDGE.first_turn()).values, "params") == value


def test_a_later_step_sees_the_output_of_the_one_before_and_the_mails_new_status() -> None:
    scope = Scope.of(state(), EDGE.first_turn())
    scope.add_output("ticket", {"id": "tic_1"})
    scope.add_output("skipped", None)
    head = EDGE.event.mail.model_copy(update={"status": "flagged"})
    scope.updated(state(event=EDGE.event.model_copy(update={"mail": head})))
    assert evaluate("[steps.ticket.id, steps.skipped, email.status]", scope.values, "x") == ["tic_1", None, "flagged"]


def test_a_scope_is_made_of_the_whole_state_or_not_at_all() -> None:
    with pytest.raises(Broken, match="whole state"):
        Scope.of(state(tenant=None), EDGE.first_turn())


def test_an_execution_that_has_not_started_has_no_time_of_start() -> None:
    run = EDGE.runs[ExecutionId("exe_0")].execution.model_copy(update={"started_at": None})
    assert Scope.of(state(execution=run), EDGE.first_turn()).values["execution"]["started_at"] is None


FIRST, SECOND = {"id": "first", "action": "create_ticket"}, {"id": "second", "action": "create_ticket"}


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        ({"params": {"title": "plain"}}, ()),
        ({"params": {"title": "{{ steps.first.id }}"}}, ("first",)),
        ({"params": {"title": "{{ steps.second.id }}{{ steps.first.id }}"}}, ("first", "second")),
        ({"params": {"nested": [{"deep": "{{ steps.first.id || 'none' }}"}]}}, ("first",)),
        ({"when": "steps.second.type == 'billing'"}, ("second",)),
        ({"when": "email.subject"}, ()),
        ({"params": {"title": "{{ steps.no_such_step.id }}"}}, ()),
        ({"params": {"title": "{{ values(steps) }}"}}, ("first", "second", "third")),
        ({"when": "@"}, ("first", "second", "third")),
        ({"params": {"title": "{{ (( }}"}, "when": "(("}, ()),
        ({"action": "conditional_branch", "params": {"condition": "steps.first.id"}}, ("first",)),
        (
            {
                "action": "conditional_branch",
                "params": {
                    "condition": "email.subject",
                    "else": [{"action": "create_ticket", "params": {"title": "{{ steps.inner.id }}"}}],
                    "then": [{"id": "inner", "action": "create_ticket", "when": "steps.second"}],
                },
            },
            ("second", "inner"),
        ),
    ],
)
def test_only_outputs_that_an_expression_may_read_are_read(last: dict[str, Any], wanted: tuple[str, ...]) -> None:
    definition = workflow(FIRST, SECOND, {"id": "third", "action": "mark_as_processed", **last})
    assert wanted_outputs(definition) == wanted
