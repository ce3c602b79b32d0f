"""A workflow as users write it: shorthand, step ids, and what is refused by name."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from postroom.ids import WorkflowId
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.shipped import shipped_definitions
from postroom.workflows.stored import WorkflowHead

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def definition(**changes: Any) -> WorkflowDefinition:
    base: dict[str, Any] = {
        "name": "W",
        "classification_trigger": "invoice",
        "workflow_steps": [{"action": "create_ticket"}],
    }
    return WorkflowDefinition.model_validate({**base, **changes})


def test_the_flat_form_is_shorthand_for_one_email_trigger() -> None:
    [trigger] = definition(confidence_threshold=0.7, sender_pattern="@a", subject_pattern="b").triggers
    assert trigger.model_dump(exclude_unset=True) == {
        "type": "email",
        "classification": "invoice",
        "confidence_threshold": 0.7,
        "sender_pattern": "@a",
        "subject_pattern": "b",
    }


def test_both_forms_at_once_are_refused() -> None:
    with pytest.raises(ValidationError, match="not both"):
        definition(triggers=[{"type": "email"}])


def test_steps_without_an_id_are_named_after_their_action_and_numbered() -> None:
    steps = [
        {"action": "create_ticket"},
        {"action": "create_ticket"},
        {"id": "create_ticket_2", "action": "mark_as_processed"},
    ]
    assert [step.id for step in definition(workflow_steps=steps).workflow_steps] == [
        "create_ticket",
        "create_ticket_3",
        "create_ticket_2",
    ]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"workflow_steps": [{"id": "a", "action": "x"}, {"id": "a", "action": "y"}]}, ""),
        ({"workflow_steps": [{"id": "Not an id", "action": "x"}]}, "workflow_steps.0.id"),
        ({"workflow_steps": []}, "workflow_steps"),
        ({"workflow_steps": [{"action": "x"}] * 51}, "workflow_steps"),
        ({"name": ""}, "name"),
        ({"sender_pattern": "("}, "triggers.0.sender_pattern"),
        ({"subject_pattern": "(?=look)"}, "triggers.0.subject_pattern"),
        ({"subject_pattern": "x" * 513}, "triggers.0.subject_pattern"),
        ({"confidence_threshold": 1.5}, "triggers.0.confidence_threshold"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_what_is_wrong_is_named_by_its_path(changes: dict[str, Any], path: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        definition(**changes)
    assert path in [".".join(map(str, error["loc"])) for error in refusal.value.errors()]


def test_the_five_shipped_workflows_are_as_the_facts_say() -> None:
    told = {
        shipped.name: (shipped.priority, shipped.triggers[0].classification, shipped.triggers[0].confidence_threshold)
        for shipped in shipped_definitions().values()
    }
    assert told == {
        "Invoice Processing": (10, "invoice", 0.70),
        "Time Confirmation": (20, "time_confirmation", 0.65),
        "Freight Note Processing": (30, "freight_note", 0.70),
        "Bankruptcy Alert": (5, "bankruptcy", 0.80),
        "Low Confidence Review": (90, "general", 0.50),
    }
    assert [name for name, shipped in shipped_definitions().items() if shipped.stop_on_match] == ["bankruptcy_alert"]


def test_the_steps_of_the_shipped_workflows_are_in_the_order_of_the_facts() -> None:
    steps = {name: [step.action for step in one.workflow_steps] for name, one in shipped_definitions().items()}
    assert steps == {
        "invoice_processing": [
            "link_to_vendor",
            "extract_invoice_data",
            "create_ticket",
            "send_slack_notification",
            "mark_as_processed",
        ],
        "time_confirmation": ["link_to_customer", "create_time_entry", "send_email_notification", "mark_as_processed"],
        "freight_note_processing": ["extract_tracking_number", "link_to_vendor", "create_ticket", "mark_as_processed"],
        "bankruptcy_alert": [
            "flag_for_review",
            "send_slack_notification",
            "send_email_notification",
            "mark_as_processed",
        ],
        "low_confidence_review": ["flag_for_review"],
    }


def test_a_new_head_is_disabled_and_a_switched_one_is_a_new_revision() -> None:
    head = WorkflowHead.of(WorkflowId("wfl_1"), definition(priority=3), NOW)
    assert (head.enabled, head.version, head.first, head.steps, head.priority) == (False, 1, "step:records", 1, 3)
    assert (head.toggled(enabled=True, now=NOW).enabled, head.toggled(enabled=True, now=NOW).revision) == (True, 2)
