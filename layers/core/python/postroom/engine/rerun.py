"""Running an execution again: a plan first, which a person confirms, then a run that keeps to it.

1. From the failed step: the results that hold are reused as they are recorded, from the first step on until one that
   did not succeed, in a branch or by itself, or was not there; from it on all steps run. All: every step runs.
2. A step that runs again saves its records under the keys of the first run, so they are changed, not made twice;
   also where a later version has it elsewhere (kept_names.py).
3. What a step did outside is kept and not done again, unless the person says so; where it is not known whether it was
   done, the person must say.

Runs of one execution form a line: only the newest can be run again, so what was done outside is known in one place.
"""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from postroom.engine.claims import Claim, Outside
from postroom.engine.kept_names import names_of_line
from postroom.engine.model import ENDED, Cursor, Execution, FirstRun, StepRecord
from postroom.engine.rerun_plan import RerunPlan, RerunSteps, RerunVersion, planned_steps
from postroom.engine.sequence import goes_to, moved, next_for, step_at
from postroom.errors import Conflict, Refused
from postroom.ids import EXECUTION, ExecutionId, derived_id
from postroom.models import Model
from postroom.plain import to_json
from postroom.triggers.event import PlannedExecution, TriggerEvent
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import FAN_OUTS, At, all_steps


class Rerun(Model):
    """A plan with what carrying it out needs: the results to be reused, and where the run begins."""

    plan: RerunPlan
    reused: tuple[StepRecord, ...]
    cursor: Cursor
    kept_names: Mapping[str, str]


def check_can_rerun(execution: Execution) -> None:
    """Raise Conflict unless it has ended and is the newest of its line."""
    if execution.status not in ENDED:
        raise Conflict(f"the execution is {execution.status}; it can be run again when it has ended")
    if execution.rerun_by is not None:
        raise Conflict(f"the execution was run again as {execution.rerun_by}; run that again")


def plan_rerun(
    execution: Execution,
    ran: WorkflowDefinition,
    definition: WorkflowDefinition,
    version: int,
    recorded: Iterable[StepRecord],
    claims: Iterable[Claim],
    *,
    steps_from: RerunSteps,
    on_version: RerunVersion,
) -> Rerun:
    """The plan for running what `ran` on `definition`, which is `version`.

    Raises Conflict for an execution that cannot be run again, Refused where nothing would run.
    """
    check_can_rerun(execution)
    by_id = {record.id: record for record in recorded}
    reused, cursor = _reusable(ran, definition, by_id) if steps_from == "from_failed" else ((), Cursor())
    if step_at(definition, cursor.at) is None:
        raise Refused("no step failed, so there is nothing to run from a failed step on; run all of it")
    names = names_of_line(execution, ran, definition)
    steps = tuple(planned_steps(definition, by_id, reused, cursor, tuple(claims), names))
    plan = RerunPlan(
        plan="",
        execution_id=execution.id,
        steps_from=steps_from,
        on_version=on_version,
        version=version,
        steps=steps,
    )
    named = plan.model_copy(update={"plan": hashlib.sha256(to_json(plan).encode()).hexdigest()[:32]})
    return Rerun(plan=named, reused=reused, cursor=cursor, kept_names=names.kept)


def started_rerun(
    event: TriggerEvent,
    old: Execution,
    rerun: Rerun,
    definition: WorkflowDefinition,
    choices: Mapping[str, Outside],
    old_received_at: datetime,
) -> tuple[TriggerEvent, Execution]:
    """The manual event with its one execution planned, and that execution's head.

    `choices` are those that `check_choices` has let pass. `old_received_at` is when what started the old execution
    came in: ids of records begin with it.
    """
    now = event.received_at
    execution_id = ExecutionId(derived_id(EXECUTION, now, f"{event.id}/{old.workflow_id}"))
    planned = PlannedExecution(
        id=execution_id,
        workflow_id=old.workflow_id,
        version=rerun.plan.version,
        first=next_for(definition, rerun.cursor.at),
        stop_on_match=False,
    )
    first = old.first_run or FirstRun(id=old.id, received_at=old_received_at)
    head = Execution(
        id=execution_id,
        tenant=old.tenant,
        event=event.id,
        email=old.email,
        workflow_id=old.workflow_id,
        workflow_name=definition.name,
        version=rerun.plan.version,
        status="running",
        steps_total=definition.steps_total,
        match=old.match,
        rerun_of=old.id,
        first_run=first,
        repeats=_chosen(choices, "repeat"),
        repeats_unknown=_chosen(choices, "repeat_unknown"),
        kept_names=dict(rerun.kept_names),
        created_at=now,
        started_at=now,
    )
    changes = {"state": "dispatched", "decided_at": now, "executions": (planned,)}
    return event.model_copy(update=changes), head


def _chosen(choices: Mapping[str, Outside], choice: Outside) -> tuple[str, ...]:
    return tuple(step for step, chosen in choices.items() if chosen == choice)


def _reusable(
    ran: WorkflowDefinition, definition: WorkflowDefinition, recorded: Mapping[str, StepRecord]
) -> tuple[tuple[StepRecord, ...], Cursor]:
    """The recorded results that hold, as far as they lead, and where they lead to."""
    cursor, reused, broken = Cursor(), list[StepRecord](), _with_failed_branches(recorded.values())
    branches = {step.id: _within(step) for _, step in all_steps(ran.workflow_steps)}
    while (step := step_at(definition, cursor.at)) is not None:
        record = recorded.get(step.id)
        if record is None or record.status not in ("completed", "skipped") or record.action != step.action:
            break
        if step.id in broken or (step.action in FAN_OUTS and _within(step) != branches.get(step.id)):
            break
        reused.append(record.model_copy(update={"at": cursor.at}))
        cursor = moved(cursor, record.status, goes_to(definition, cursor.at, record))
    return tuple(reused), cursor


def _within(step: Step) -> tuple[tuple[At, str, str], ...]:
    """Which steps it holds: results of a fan-out that another version has changed are not all there."""
    return tuple((at, one.id, one.action) for at, one in all_steps((step,)))


def _with_failed_branches(recorded: Iterable[StepRecord]) -> frozenset[str]:
    """The fan-outs with a step in a branch that failed or was cancelled, whatever became of the fan-out itself."""
    return frozenset(
        record.id.partition("[")[0]
        for record in recorded
        if record.item is not None and record.status in ("failed", "cancelled")
    )
