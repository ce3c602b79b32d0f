"""Running executions again: what is recorded of one read for the plan, and a confirmed plan stored and started."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postroom.engine.claims import Claim, Outside
from postroom.engine.model import Execution, StepRecord
from postroom.engine.rerun import Rerun, check_can_rerun, plan_rerun, started_rerun
from postroom.engine.rerun_plan import RerunPlan, RerunSteps, RerunVersion, check_choices
from postroom.errors import Conflict, NotFound, Refused
from postroom.ids import EventId, ExecutionId, TenantId
from postroom.plain import plain
from postroom.triggers.event import TriggerEvent
from postroom.workflows.model import WorkflowDefinition
from postroom_adapters import keys
from postroom_adapters.asking import Asking, Writes
from postroom_adapters.branch_rows import OUTPUT_REF
from postroom_adapters.dynamodb import transact
from postroom_adapters.event_rows import execution_items, expires_at
from postroom_adapters.events_table import EventsTable
from postroom_adapters.idempotency import Create
from postroom_adapters.mail_bucket import MailBucket, output_key
from postroom_adapters.reading.executions import execution_rows
from postroom_adapters.reading.numbers import written_numbers
from postroom_adapters.statistics import planned_writes
from postroom_adapters.table_writes import Condition, put, update
from postroom_adapters.workflows_table import WorkflowsTable

ROWS_AT_ONCE = 20
"""A row is 128 KB at most, and a transaction 4 MB."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be run again, and on which version."""

    steps_from: RerunSteps
    on_version: RerunVersion


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a person says to a plan: that it is the one, by its name, and what becomes of effects outside."""

    asked: Asked
    plan: str
    outside: Mapping[str, Outside]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """An execution as recorded, and what running it again comes to."""

    execution: Execution
    definition: WorkflowDefinition
    rerun: Rerun
    step_rows: Mapping[str, Mapping[str, Any]]


class Rerunning:
    """Reruns of all tenants."""

    def __init__(self, executions_table: str, workflows: WorkflowsTable, bucket: MailBucket, asking: Asking) -> None:
        self._table = executions_table
        self._events = EventsTable(executions_table)
        self._workflows = workflows
        self._bucket = bucket
        self._asking = asking

    def plan(self, tenant: TenantId, execution_id: ExecutionId, asked: Asked, now: datetime) -> RerunPlan:
        """What would happen. Raises NotFound, Conflict where it cannot be now, Refused where nothing would run."""
        return self._prepared(tenant, execution_id, asked, now).rerun.plan

    def begin(
        self, request: Create, execution_id: ExecutionId, confirmed: Confirmed, asked_by: str
    ) -> tuple[TriggerEvent, Execution]:
        """Start the rerun that the `confirmed` plan describes, or answer with what this request has started before.

        Raises Conflict if another plan would be made now.
        """

        def begun(event_id: EventId, more: Writes) -> TriggerEvent:
            prepared = self._prepared(request.tenant, execution_id, confirmed.asked, request.now)
            event, head = self._started(prepared, request, event_id, confirmed, asked_by)
            self._copy(prepared, head, expires_at(event.received_at))
            return self._asking.begin(event, *self._writes(prepared, head, event), *more)

        event = self._asking.once(request, begun)
        [execution] = self._asking.run(request.tenant, event.id).executions
        return event, execution

    def _started(
        self, prepared: _Prepared, request: Create, event_id: EventId, confirmed: Confirmed, asked_by: str
    ) -> tuple[TriggerEvent, Execution]:
        old, plan = prepared.execution, prepared.rerun.plan
        if plan.plan != confirmed.plan:
            raise Conflict("what would be done has changed since the plan was made; read it again")
        check_choices(plan, confirmed.outside)
        if old.email is None:
            raise Refused("the execution is not about a mail")
        self._check_not_paused(request.tenant, old)
        event = self._asking.new(request, event_id, old.email, "rerun", asked_by, execution=old.id)
        received_at = self._events.read(request.tenant, old.event).received_at
        return started_rerun(event, old, prepared.rerun, prepared.definition, confirmed.outside, received_at)

    def _prepared(self, tenant: TenantId, execution_id: ExecutionId, asked: Asked, now: datetime) -> _Prepared:
        rows = execution_rows(self._table, tenant, execution_id, now)
        execution = Execution.model_validate(keys.model_fields(rows["head"]))
        check_can_rerun(execution)
        version = execution.version
        if asked.on_version == "current":
            version = self._current(tenant, execution)
        ran = self._workflows.version(tenant, execution.workflow_id, execution.version)
        definition = ran
        if version != execution.version:
            definition = self._workflows.version(tenant, execution.workflow_id, version)
        steps = {name.partition("#")[2]: row for name, row in rows.items() if name.startswith("step#")}
        first = rows
        if execution.kept_under != execution.id:
            first = execution_rows(self._table, tenant, execution.kept_under, now)
        claims = [
            Claim.model_validate(keys.model_fields(row)) for name, row in first.items() if name.startswith("claim#")
        ]
        rerun = plan_rerun(
            execution,
            ran,
            definition,
            version,
            map(_record_of, steps.values()),
            claims,
            steps_from=asked.steps_from,
            on_version=asked.on_version,
        )
        return _Prepared(execution, definition, rerun, steps)

    def _check_not_paused(self, tenant: TenantId, old: Execution) -> None:
        """A workflow that is paused starts nothing; one that was deleted cannot be paused."""
        for head in self._workflows.heads_of(tenant, [old.workflow_id]):
            if head.paused is not None:
                raise Conflict(f"the workflow is {head.paused.told}")

    def _current(self, tenant: TenantId, execution: Execution) -> int:
        try:
            return self._workflows.head(tenant, execution.workflow_id).version
        except NotFound as gone:
            raise Refused("the workflow was deleted; it can be run again on the version that ran") from gone

    def _copy(self, prepared: _Prepared, head: Execution, expires: int) -> None:
        """The results to be reused, under the new execution, which nobody sees yet.

        Large outputs are stored anew: the old execution's are deleted with it.
        """
        rows = list(_reused_rows(prepared, head, expires))
        for row in rows:
            if OUTPUT_REF in row:
                old, row[OUTPUT_REF] = row[OUTPUT_REF], output_key(head.tenant, head.id, row["id"])
                self._bucket.put(row[OUTPUT_REF], self._bucket.read(old))
        for start in range(0, len(rows), ROWS_AT_ONCE):
            transact([{"Put": put(self._table, row)} for row in rows[start : start + ROWS_AT_ONCE]])

    def _writes(self, prepared: _Prepared, head: Execution, event: TriggerEvent) -> Sequence[dict[str, Any]]:
        """Head and cursor of the new execution, and the old one's word that it was run again."""
        old = prepared.execution
        new = [{"Put": put(self._table, row)} for row in execution_items(head, prepared.rerun.cursor, event)]
        key = keys.execution(old.tenant, old.id)
        as_read: tuple[Condition, ...] = (("status", "=", old.status), ("rerun_by", "=", None))
        return [
            *new,
            *planned_writes(self._table, [head]),
            {"Update": update(self._table, key, *as_read, sets={"rerun_by": head.id})},
        ]


def _reused_rows(prepared: _Prepared, head: Execution, expires: int) -> Iterator[dict[str, Any]]:
    for record in prepared.rerun.reused:
        row = keys.model_fields(dict(prepared.step_rows[record.id]))
        yield {
            **row,
            **keys.execution(head.tenant, head.id, f"step#{record.id}"),
            "at": plain(record.at),
            "reused_from": record.reused_from or prepared.execution.id,
            "expires_at": expires,
        }


def _record_of(row: Mapping[str, Any]) -> StepRecord:
    fields = {name: value for name, value in keys.model_fields(dict(row)).items() if name in StepRecord.model_fields}
    return StepRecord.model_validate(written_numbers(fields))
