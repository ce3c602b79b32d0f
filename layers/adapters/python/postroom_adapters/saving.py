"""Making, changing and deleting workflows: validated as a whole first, and never over somebody else's change."""

from collections.abc import Collection, Mapping
from datetime import datetime
from secrets import token_bytes
from typing import Any

from postroom.errors import Conflict, Problem, Refused
from postroom.ids import RANDOM_BYTES, WORKFLOW, TenantId, WorkflowId, new_id
from postroom.merge_patch import merge_patch
from postroom.plain import plain
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.stored import WorkflowHead
from postroom.workflows.validation import definition_of
from postroom_adapters.idempotency import Create, IdempotencyKeys
from postroom_adapters.reading.numbers import written_numbers
from postroom_adapters.revisions import again_on_conflict
from postroom_adapters.switching import head_to_change
from postroom_adapters.workflows_table import WorkflowsTable


def create(
    workflows: WorkflowsTable,
    keys: IdempotencyKeys,
    create: Create,
    written: Mapping[str, Any],
) -> tuple[WorkflowHead, WorkflowDefinition, bool]:
    """A new workflow, disabled unless it says otherwise, or the one made by this request before, and whether it was.

    Raises Refused naming everything wrong.
    """
    definition, enabled = _read(written, workflows.categories.names(create.tenant))
    workflow_id = WorkflowId(new_id(WORKFLOW, create.now, token_bytes(RANDOM_BYTES)))
    new = WorkflowHead.of(workflow_id, definition, create.now).model_copy(update={"enabled": bool(enabled)})

    def make(more: tuple[dict[str, Any], ...]) -> WorkflowHead:
        try:
            workflows.add(create.tenant, new, definition, create.now, *more)
        except Conflict:
            # A category may have been deleted meanwhile; then this says so.
            _read(written, workflows.categories.names(create.tenant))
            raise
        return new

    def read(made: str) -> WorkflowHead:
        return workflows.head(create.tenant, WorkflowId(made))

    head, replayed = keys.once(create, workflow_id, make, read)
    return head, workflows.version(create.tenant, head.id, head.version) if replayed else definition, replayed


def patch(
    workflows: WorkflowsTable,
    tenant: TenantId,
    workflow_id: WorkflowId,
    changes: Mapping[str, Any],
    if_match: str | None,
    now: datetime,
) -> tuple[WorkflowHead, WorkflowDefinition]:
    """A new version with `changes` merged into it (RFC 7396); what stands where they change nothing.

    Raises as `replace` does.
    """

    def change() -> tuple[WorkflowHead, WorkflowDefinition]:
        head = head_to_change(workflows, tenant, workflow_id, if_match)
        stands = workflows.version(tenant, workflow_id, head.version)
        merged = merge_patch(written_numbers(plain(stands)), changes)
        definition, enabled = _read(merged, workflows.categories.names(tenant))
        if definition == stands and enabled in (None, head.enabled):
            return head, stands
        return _saved(workflows, tenant, head, definition, enabled, now)

    return again_on_conflict(change)


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
        definition, enabled = _read(written, workflows.categories.names(tenant))
        return _saved(workflows, tenant, head, definition, enabled, now)

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


def _saved(
    workflows: WorkflowsTable,
    tenant: TenantId,
    head: WorkflowHead,
    definition: WorkflowDefinition,
    enabled: bool | None,
    now: datetime,
) -> tuple[WorkflowHead, WorkflowDefinition]:
    saved = head.saved(definition, enabled=head.enabled if enabled is None else enabled, now=now)
    workflows.save_version(tenant, saved, definition, head.revision, now)
    return saved, definition


def _read(written: Mapping[str, Any], categories: Collection[str]) -> tuple[WorkflowDefinition, bool | None]:
    """The definition, and whether it says that it is on or off."""
    enabled = written.get("enabled")
    wrong = () if enabled is None or isinstance(enabled, bool) else (Problem("enabled", "is neither true nor false"),)
    try:
        named = {name: value for name, value in written.items() if name != "enabled"}
        definition = definition_of(named, categories)
    except Refused as refusal:
        raise Refused(str(refusal), *wrong, *refusal.problems) from refusal
    if wrong:
        raise Refused("the workflow has a problem", *wrong)
    return definition, enabled
