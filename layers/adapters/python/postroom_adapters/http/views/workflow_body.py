"""Workflows as clients write them: taken as they are, so that validation can name everything wrong at once."""

from collections.abc import Mapping
from typing import Any

from pydantic import ConfigDict, Field, GetJsonSchemaHandler, RootModel
from pydantic_core import CoreSchema

from postroom.triggers.email import EmailTrigger
from postroom.workflows.model import Step, WorkflowDefinition
from postroom_adapters.http.views.base import DEFERRED


def _as_in_the_trigger(name: str) -> Any:
    said = EmailTrigger.model_fields[name].description
    return Field(default=None, description=f"In place of triggers, one for mail: {said}")


class WrittenStep(Step):
    """A step whose id may be left out."""

    model_config = DEFERRED
    id: str = Field(default="", description="Unique in the workflow; the action's name if not given.")


class WrittenWorkflow(WorkflowDefinition):
    """A workflow as written; only described by this, and read by `postroom.workflows.validation`."""

    model_config = ConfigDict(
        defer_build=True,
        json_schema_extra={
            "examples": [
                {
                    "name": "Large invoices",
                    "enabled": True,
                    "priority": 15,
                    "triggers": [{"type": "email", "classification": "invoice", "confidence_threshold": 0.7}],
                    "workflow_steps": [
                        {"id": "invoice", "action": "extract_invoice_data"},
                        {
                            "action": "create_ticket",
                            "when": "steps.invoice.total > `1000`",
                            "params": {"title": "Invoice {{ steps.invoice.number }}", "type": "billing"},
                        },
                    ],
                },
                {
                    "name": "Invoices",
                    "classification_trigger": "invoice",
                    "workflow_steps": [{"action": "mark_as_processed"}],
                },
            ]
        },
    )
    enabled: bool | None = Field(
        default=None,
        description="Whether mail may start it; a new one is off and a changed one as it was, if not given.",
    )
    triggers: tuple[EmailTrigger, ...] = Field(default=(), description="What starts it; any one of them is enough.")
    workflow_steps: tuple[WrittenStep, ...] = Field(description="What it does, in this order.")
    classification_trigger: str | None = _as_in_the_trigger("classification")
    confidence_threshold: float | None = _as_in_the_trigger("confidence_threshold")
    sender_pattern: str | None = _as_in_the_trigger("sender_pattern")
    subject_pattern: str | None = _as_in_the_trigger("subject_pattern")


class WorkflowBody(RootModel[dict[str, Any]]):
    """Any object, described as a WrittenWorkflow."""

    model_config = ConfigDict(defer_build=True)

    @property
    def written(self) -> Mapping[str, Any]:
        """What the client wrote."""
        return self.root

    @classmethod
    def __get_pydantic_json_schema__(cls, _schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        WrittenWorkflow.model_rebuild()
        return handler(WrittenWorkflow.__pydantic_core_schema__)
