"""Switching a workflow on or off, pausing and resuming it: checked first, and never over somebody else's change."""

from datetime import datetime

from postroom.errors import Problem, Refused
from postroom.ids import TenantId, WorkflowId
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import Pause, WorkflowHead
from postroom.workflows.validation import category_problems, problems_of
from postroom_adapters.revisions import again_on_conflict, check_revision
from postroom_adapters.workflows_table import WorkflowsTable


def set_enabled(
    workflows: WorkflowsTable,
    tenant: TenantId,
    workflow_id: WorkflowId,
    enabled: bool | None,
    if_match: str | None,
    now: datetime,
) -> tuple[WorkflowHead, WorkflowDefinition]:
    """The workflow as it then is; None turns the switch.

    Raises NotFound, Refused naming everything wrong, Outdated if `if_match` names another revision, Conflict.
    """

    def change() -> tuple[WorkflowHead, WorkflowDefinition]:
        head = head_to_change(workflows, tenant, workflow_id, if_match)
        definition = workflows.version(tenant, workflow_id, head.version)
        wanted = not head.enabled if enabled is None else enabled
        if wanted == head.enabled:
            return head, definition
        if wanted and (problems := _problems(workflows, tenant, definition)):
            raise Refused(f"the workflow {head.name!r} cannot be enabled", *problems)
        changed = head.toggled(enabled=wanted, now=now)
        workflows.save_head(tenant, changed, head.revision, now)
        return changed, definition

    return again_on_conflict(change)


def set_paused(
    workflows: WorkflowsTable,
    tenant: TenantId,
    workflow_id: WorkflowId,
    pause: Pause | None,
    if_match: str | None,
    now: datetime,
) -> tuple[WorkflowHead, WorkflowDefinition]:
    """The workflow paused, or with None resumed; one that is so already stays as it is.

    Raises NotFound, Outdated if `if_match` names another revision, Conflict.
    """

    def change() -> tuple[WorkflowHead, WorkflowDefinition]:
        head = head_to_change(workflows, tenant, workflow_id, if_match)
        definition = workflows.version(tenant, workflow_id, head.version)
        if (head.paused is None) == (pause is None):
            return head, definition
        changed = head.held(pause, now)
        workflows.save_head(tenant, changed, head.revision, now)
        return changed, definition

    return again_on_conflict(change)


def _problems(workflows: WorkflowsTable, tenant: TenantId, definition: WorkflowDefinition) -> tuple[Problem, ...]:
    return (*category_problems(definition, workflows.categories.names(tenant)), *problems_of(definition))


def head_to_change(
    workflows: WorkflowsTable, tenant: TenantId, workflow_id: WorkflowId, if_match: str | None
) -> WorkflowHead:
    """The head as it now is. Raises NotFound, and Outdated if `if_match` names another revision."""
    head = workflows.head(tenant, workflow_id)
    check_revision("workflow", head.revision, if_match)
    return head
