"""Workflows: what is done with a mail, and for which mails."""

from collections.abc import Mapping
from typing import Any

from postroom_client.conventions import if_match, once
from postroom_client.models import Workflow, WorkflowItem, WorkflowStatistics
from postroom_client.transport import Transport


class Workflows:
    """The tenant's workflows."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    def list(self) -> tuple[WorkflowItem, ...]:
        """All of them, by priority."""
        return tuple(map(WorkflowItem.model_validate, self._call("GET", "workflows")["items"]))

    def get(self, workflow_id: str) -> Workflow:
        """One with what its newest version says."""
        return Workflow.model_validate(self._call("GET", "workflows", workflow_id))

    def summary(self) -> tuple[WorkflowStatistics, ...]:
        """The statistics of all of them, by priority."""
        return tuple(map(WorkflowStatistics.model_validate, self._call("GET", "workflows", "stats", "summary")))

    def statistics(self, workflow_id: str) -> WorkflowStatistics:
        """Those of one."""
        return WorkflowStatistics.model_validate(self._call("GET", "workflows", workflow_id, "statistics"))

    def create(self, written: Mapping[str, Any], *, idempotency_key: str | None = None) -> Workflow:
        """Make one; ApiProblem names everything wrong with it at once."""
        answer = self._call("POST", "workflows", body=dict(written), headers=once(idempotency_key))
        return Workflow.model_validate(answer)

    def replace(self, workflow_id: str, written: Mapping[str, Any], *, revision: int | None = None) -> Workflow:
        """Save a new version."""
        answer = self._call("PUT", "workflows", workflow_id, body=dict(written), headers=if_match(revision))
        return Workflow.model_validate(answer)

    def change(self, workflow_id: str, changes: Mapping[str, Any], *, revision: int | None = None) -> Workflow:
        """Save a new version with what is named changed."""
        answer = self._call("PATCH", "workflows", workflow_id, body=dict(changes), headers=if_match(revision))
        return Workflow.model_validate(answer)

    def delete(self, workflow_id: str, *, revision: int | None = None) -> WorkflowItem:
        """Delete one; what it has started runs on."""
        return WorkflowItem.model_validate(self._call("DELETE", "workflows", workflow_id, headers=if_match(revision)))

    def toggle(self, workflow_id: str, *, enabled: bool | None = None, revision: int | None = None) -> Workflow:
        """Switch one on or off; None turns the switch."""
        body = None if enabled is None else {"enabled": enabled}
        answer = self._call("POST", "workflows", workflow_id, "toggle", body=body, headers=if_match(revision))
        return Workflow.model_validate(answer)

    def pause(self, workflow_id: str, reason: str, *, revision: int | None = None) -> Workflow:
        """Let it start nothing until it is resumed."""
        headers = if_match(revision)
        answer = self._call("POST", "workflows", workflow_id, "pause", body={"reason": reason}, headers=headers)
        return Workflow.model_validate(answer)

    def resume(self, workflow_id: str, *, revision: int | None = None) -> Workflow:
        """From the next mail on."""
        answer = self._call("POST", "workflows", workflow_id, "resume", headers=if_match(revision))
        return Workflow.model_validate(answer)
