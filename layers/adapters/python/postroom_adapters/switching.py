"""Switching a workflow on or off: checked first, and never over somebody else's change."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from postroom.errors import Conflict, Outdated, Refused
from postroom.ids import TenantId, WorkflowId
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom.workflows.validation import problems_of
from postroom_adapters.workflows_table import WorkflowsTable

TRIES = 3
"""How often a change is decided again, on what then stands, because somebody else had been first."""

T = TypeVar("T")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


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
        if wanted and (problems := problems_of(definition)):
            raise Refused(f"the workflow {head.name!r} cannot be enabled", *problems)
        changed = head.toggled(enabled=wanted, now=now)
        workflows.save_head(tenant, changed, head.revision, now)
        return changed, definition

    return again_on_conflict(change)


def head_to_change(
    workflows: WorkflowsTable, tenant: TenantId, workflow_id: WorkflowId, if_match: str | None
) -> WorkflowHead:
    """The head as it now is. Raises NotFound, and Outdated if `if_match` names another revision."""
    head = workflows.head(tenant, workflow_id)
    if if_match is not None and not names_revision(if_match, head.revision):
        raise Outdated(f"the workflow is at revision {head.revision}; read it again")
    return head


def again_on_conflict(change: Callable[[], T]) -> T:
    """What `change` answers, which reads what stands and decides on it; Conflict if others are always first."""
    for attempt in range(TRIES):
        try:
            return change()
        except Outdated:
            raise
        except Conflict:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("the last attempt returns or raises")


def names_revision(if_match: str, revision: int) -> bool:
    """Whether an If-Match header (RFC 9110, 13.1.1) names the revision, or any."""
    return if_match.strip() == "*" or str(revision) in _TAG.findall(if_match)
