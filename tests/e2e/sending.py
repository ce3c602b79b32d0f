"""Workflows that send mail and wait, put where the API would put it."""

from typing import Any

from postroom.ids import ROOT_TENANT, WorkflowId, derived_id
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom_adapters.workflows_table import WorkflowsTable
from tests.e2e.client import table_name
from tests.e2e.installation import Installation

NOTIFY: dict[str, Any] = {
    "name": "Notify",
    "priority": 99,
    "triggers": [{"type": "email", "classification": "invoice"}],
    "workflow_steps": [
        {
            "id": "mail",
            "action": "send_email_notification",
            "params": {
                "to": "anna@example.com, bo@example.com",
                "subject": "New: {{ email.subject }}",
                "body": "From {{ email.from.address }}",
            },
        },
        {"id": "processed", "action": "mark_as_processed"},
    ],
}


HOLDS: dict[str, Any] = {
    "name": "Holds",
    "stop_on_match": True,
    "triggers": [{"type": "email", "classification": "invoice"}],
    "workflow_steps": [{"action": "wait", "params": {"for": "P3D"}}],
}
"""A workflow that waits, and holds up the later ones while it does."""


def add_workflow(installation: Installation, definition: dict[str, Any]) -> None:
    """Store a workflow and switch it on."""
    now = installation.stack.clock.now()
    made = WorkflowDefinition.model_validate(definition)
    head = WorkflowHead.of(WorkflowId(derived_id("wfl", now, made.name)), made, now).toggled(enabled=True, now=now)
    WorkflowsTable(table_name("workflows")).add(ROOT_TENANT, head, made, now)
