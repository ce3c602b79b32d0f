"""The workflows that come with Postroom (facts.md A), as data; seeded disabled and tried by hand first."""

import json
from importlib.resources import files

from postroom.workflows.model import WorkflowDefinition

SHIPPED = (
    "invoice_processing",
    "time_confirmation",
    "freight_note_processing",
    "bankruptcy_alert",
    "low_confidence_review",
)


def shipped_definitions() -> dict[str, WorkflowDefinition]:
    """Name of the file → definition, in the order of facts.md."""
    folder = files(__name__)
    return {
        name: WorkflowDefinition.model_validate(json.loads(folder.joinpath(f"{name}.json").read_text("utf-8")))
        for name in SHIPPED
    }
