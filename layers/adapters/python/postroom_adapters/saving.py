"""Making, changing and deleting workflows: validated as a whole first, and never over somebody else's change."""

from collections.abc import Mapping
from datetime import datetime
from secrets import token_bytes
from typing import Any

from postroom.errors import Problem, Refused
from postroom.ids import RANDOM_BYTES, WORKFLOW, TenantId, WorkflowId, new_id
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom.workflows.validation import definition_of
from postroom_adapters.switching import again_on_conflict, head_to_change
from postroom_adapters.workflows_table import WorkflowsTable


def create(
    workflows: WorkflowsTable, tenant: TenantId, written: Mapping[str, Any], now: datetime
) -> tuple[WorkflowHead, WorkflowDefinition]:
    """A new workflow, disabled unless it says otherwise. Raises Refused naming everything wrong."""
    definition, enabled = _read(written)
    workflow_id = WorkflowId(new_id(WORKFLOW, now, token_bytes(RANDOM_BYTES)))
    head = WorkflowHead.of(workflow_id, definition, now).model_copy(update={"enabled": bool(enabled)})
    workflows.add(tenant, head, definition, now)
    return head, definition


def replace(
    workflows: WorkflowsTable,
    tenant: TenantId,
    workflow_id: WorkflowId,
    written: Mapping[str, Any],
    if_match: str | None,
    now: datetime,
) -> tuple[WorkflowHead, WorkflowDefinition]:
    """A new version, on or off as it was unless it says otherwise. Raises NotFound, Refused, Outdated, Conflict."""

    def change() -> tuple[WorkflowHead, WorkflowDefinition]:
        head = head_to_change(workflows, tenant, workflow_id, if_match)
        definition, enabled = _read(written)
        saved = head.saved(definition, enabled=head.enabled if enabled is None else enabled, now=now)
        workflows.save_version(tenant, saved, definition, head.revision, now)
        return saved, definition

    return again_on_conflict(change)


def remove(
    workflows: WorkflowsTable, tenant: TenantId, workflow_id: WorkflowId, if_match: str | None, now: datetime
) -> WorkflowHead:
    """The workflow as it last was; its versions stay. Raises NotFound, Outdated, Conflict."""

    def change() -> WorkflowHead:
        head = head_to_change(workflows, tenant, workflow_id, if_match)
        workflows.remove(tenant, head, now)
        return head

    return again_on_conflict(change)


def _read(written: Mapping[str, Any]) -> tuple[WorkflowDefinition, bool | None]:
    """The definition, and whether it says that it is on or off."""
    enabled = written.get("enabled")
    wrong = () if enabled is None or isinstance(enabled, bool) else (Problem("enabled", "is neither true nor false"),)
    try:
        definition = definition_of({name: value for name, value in written.items() if name != "enabled"})
    except Refused as refusal:
        raise Refused(str(refusal), *wrong, *refusal.problems) from refusal
    if wrong:
        raise Refused("the workflow has a problem", *wrong)
    return definition, enabled
