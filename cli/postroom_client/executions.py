"""Executions: what ran, step by step."""

from collections.abc import Iterator, Mapping
from typing import Any

from postroom_client.conventions import every, once
from postroom_client.models import Execution, ExecutionItem, Page, RerunPlan, StartedRerun
from postroom_client.transport import Transport


class Executions:
    """The tenant's executions."""

    def __init__(self, transport: Transport) -> None:
        self._call = transport.call

    def page(self, *, limit: int | None = None, cursor: str | None = None, **filters: Any) -> Page[ExecutionItem]:
        """A page, newest first; the filters are those of the API's list."""
        answer = self._call("GET", "workflow-executions", query={**filters, "limit": limit, "cursor": cursor})
        return Page[ExecutionItem].model_validate(answer)

    def list(self, **filters: Any) -> Iterator[ExecutionItem]:
        """All of them, newest first, fetched page by page."""
        return every(lambda cursor: self.page(cursor=cursor, **filters))

    def get(self, execution_id: str) -> Execution:
        """One with its steps."""
        return Execution.model_validate(self._call("GET", "workflow-executions", execution_id))

    def cancel(self, execution_id: str, *, reason: str | None = None) -> ExecutionItem:
        """End it, or ask it to end: the step that runs is finished first."""
        body = {} if reason is None else {"reason": reason}
        return ExecutionItem.model_validate(
            self._call("POST", "workflow-executions", execution_id, "cancel", body=body)
        )

    def plan_rerun(
        self, execution_id: str, *, steps_from: str = "from_failed", on_version: str = "recorded"
    ) -> RerunPlan:
        """What running it again would do; nothing happens yet."""
        query = {"steps_from": steps_from, "on_version": on_version}
        answer = self._call("GET", "workflow-executions", execution_id, "rerun", "plan", query=query)
        return RerunPlan.model_validate(answer)

    def rerun(
        self, plan: RerunPlan, *, outside: Mapping[str, str] | None = None, idempotency_key: str | None = None
    ) -> StartedRerun:
        """Run it again exactly as the plan says; `outside` says keep, repeat_unknown or repeat by step id."""
        confirmed = {"plan": plan.plan, "steps_from": plan.steps_from, "on_version": plan.on_version}
        body = {**confirmed, "outside": dict(outside or {})}
        where = ("workflow-executions", plan.execution_id, "rerun")
        answer = self._call("POST", *where, body=body, headers=once(idempotency_key))
        return StartedRerun.model_validate(answer)
