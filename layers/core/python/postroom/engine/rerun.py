"""Running an execution again: a plan first, which a person confirms, then a run that keeps to it.

1. From the failed step: the results that hold are reused as they are recorded, from the first step on until one that
   did not succeed, in a branch or by itself, or was not there; from it on all steps run. All: every step runs.
2. A step that runs again saves its records under the keys of the first run, so they are changed, not made twice.
3. What a step did outside is kept and not done again, unless the person says so; where it is not known whether it was
   done, the person must say.

Runs of one execution form a line: only the newest can be run again, so what was done outside is known in one place.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

from pydantic import Field

from postroom.engine.claims import Claim
from postroom.engine.model import ENDED, Cursor, Execution, FirstRun, StepRecord, StepStatus
from postroom.engine.sequence import goes_to, moved, next_for, step_at
from postroom.errors import Conflict, Problem, Refused
from postroom.ids import EXECUTION, ExecutionId, derived_id
from postroom.models import Model
from postroom.plain import to_json
from postroom.triggers.event import PlannedExecution, TriggerEvent
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import FAN_OUTS, At, all_steps

RerunSteps = Literal["all", "from_failed"]
RerunVersion = Literal["recorded", "current"]
Outside = Literal["keep", "repeat"]


class PlannedStep(Model):
    """One step of a rerun, in the order of the workflow."""

    id: str = Field(description="The step's id.")
    at: At = Field(description="Where in the workflow it stands.")
    action: str = Field(description="The action.")
    does: Literal["reuse", "run", "pass"] = Field(
        description="reuse: its recorded result is taken · run: it runs, if the execution comes to it · "
        "pass: it stands before where the rerun begins, and was not come to."
    )
    recorded: StepStatus | None = Field(default=None, description="How it came out before; null if it had not run.")
    reason: str = Field(description="In words.")
    outside_done: int = Field(default=0, description="Outside effects that were done: mails sent, calls made.")
    outside_unknown: int = Field(
        default=0, description="Outside effects of which it is not known whether they happened."
    )
    outside: Outside | None = Field(
        default=None,
        description="What is done about these, if nothing else is said: keep, none is repeated. "
        "Null where there are none, and where a person must say.",
    )
    asks: bool = Field(default=False, description="Whether a person must say: keep or repeat.")


class RerunPlan(Model):
    """What a rerun would do; nothing has happened yet."""

    plan: str = Field(description="Names exactly this plan; a rerun that is confirmed by it does this or nothing.")
    execution_id: ExecutionId = Field(description="The execution to be run again.")
    steps_from: RerunSteps = Field(description="all, or from the failed step.")
    on_version: RerunVersion = Field(description="The version that ran, or the current one.")
    version: int = Field(description="That version.")
    steps: tuple[PlannedStep, ...] = Field(description="Every step of that version.")

    @property
    def asked(self) -> tuple[PlannedStep, ...]:
        """The steps about which a person must say something."""
        return tuple(step for step in self.steps if step.asks)


class Rerun(Model):
    """A plan with what carrying it out needs: the results to be reused, and where the run begins."""

    plan: RerunPlan
    reused: tuple[StepRecord, ...]
    cursor: Cursor


def check_can_rerun(execution: Execution) -> None:
    """Raise Conflict unless it has ended and is the newest of its line."""
    if execution.status not in ENDED:
        raise Conflict(f"the execution is {execution.status}; it can be run again when it has ended")
    if execution.rerun_by is not None:
        raise Conflict(f"the execution was run again as {execution.rerun_by}; run that again")


def plan_rerun(
    execution: Execution,
    definition: WorkflowDefinition,
    version: int,
    recorded: Iterable[StepRecord],
    claims: Iterable[Claim],
    *,
    steps_from: RerunSteps,
    on_version: RerunVersion,
) -> Rerun:
    """The plan. Raises Conflict for an execution that cannot be run again, Refused where nothing would run."""
    check_can_rerun(execution)
    by_id = {record.id: record for record in recorded}
    reused, cursor = _reusable(definition, by_id) if steps_from == "from_failed" else ((), Cursor())
    if step_at(definition, cursor.at) is None:
        raise Refused("no step failed, so there is nothing to run from a failed step on; run all of it")
    steps = tuple(_planned(definition, by_id, reused, cursor, tuple(claims)))
    plan = RerunPlan(
        plan="",
        execution_id=execution.id,
        steps_from=steps_from,
        on_version=on_version,
        version=version,
        steps=steps,
    )
    named = plan.model_copy(update={"plan": hashlib.sha256(to_json(plan).encode()).hexdigest()[:32]})
    return Rerun(plan=named, reused=reused, cursor=cursor)


def repeated(plan: RerunPlan, choices: Mapping[str, Outside]) -> tuple[str, ...]:
    """The steps whose outside effects are done again. Raises Refused for each choice missing or out of place."""
    open_to = {step.id: step for step in plan.steps if step.outside_done or step.outside_unknown}
    problems = [
        Problem(f"outside.{step.id}", "it is not known whether this happened; say keep or repeat")
        for step in plan.asked
        if step.id not in choices
    ]
    problems += [
        Problem(f"outside.{name}", "the plan has no outside effects of such a step that could be kept or repeated")
        for name in choices
        if name not in open_to
    ]
    if problems:
        raise Refused("the plan needs other choices", *problems)
    return tuple(name for name, choice in choices.items() if choice == "repeat")


def started_rerun(
    event: TriggerEvent,
    old: Execution,
    rerun: Rerun,
    definition: WorkflowDefinition,
    repeats: Sequence[str],
    old_received_at: datetime,
) -> tuple[TriggerEvent, Execution]:
    """The manual event with its one execution planned, and that execution's head.

    `old_received_at` is when what started the old execution came in: ids of records begin with it.
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
        repeats=tuple(repeats),
        created_at=now,
        started_at=now,
    )
    changes = {"state": "dispatched", "decided_at": now, "executions": (planned,)}
    return event.model_copy(update=changes), head


def base_id(step: str) -> str:
    """The id that a step has in the workflow: `loop[3].told` is `told`."""
    return step.rpartition(".")[2]


def _reusable(
    definition: WorkflowDefinition, recorded: Mapping[str, StepRecord]
) -> tuple[tuple[StepRecord, ...], Cursor]:
    """The recorded results that hold, as far as they lead, and where they lead to."""
    cursor, reused, broken = Cursor(), list[StepRecord](), _with_failed_branches(recorded.values())
    while (step := step_at(definition, cursor.at)) is not None:
        record = recorded.get(step.id)
        if record is None or record.status not in ("completed", "skipped") or record.action != step.action:
            break
        if step.id in broken:
            break
        reused.append(record.model_copy(update={"at": cursor.at}))
        cursor = moved(cursor, record.status, goes_to(definition, cursor.at, record))
    return tuple(reused), cursor


def _with_failed_branches(recorded: Iterable[StepRecord]) -> frozenset[str]:
    """The fan-outs with a step in a branch that failed or was cancelled, whatever became of the fan-out itself."""
    return frozenset(
        record.id.partition("[")[0]
        for record in recorded
        if record.item is not None and record.status in ("failed", "cancelled")
    )


def _planned(
    definition: WorkflowDefinition,
    recorded: Mapping[str, StepRecord],
    reused: Sequence[StepRecord],
    cursor: Cursor,
    claims: Sequence[Claim],
) -> Iterable[PlannedStep]:
    begun, holds, came_out = False, {one.at: one for one in reused}, _came_out(recorded)
    for at, step in all_steps(definition.workflow_steps):
        begun = begun or at == cursor.at
        status = came_out.get(step.id)
        seen = {"id": step.id, "at": at, "action": step.action, "recorded": status}
        if at in holds:
            yield PlannedStep(**seen, does="reuse", reason="its recorded result holds")
        elif any(one.action in FAN_OUTS and at[: len(place)] == place for place, one in holds.items()):
            yield PlannedStep(**seen, does="reuse", reason="the recorded results of the branches it stands in hold")
        elif not begun:
            yield PlannedStep(**seen, does="pass", reason="it was not come to")
        else:
            yield PlannedStep(**seen, does="run", reason=_why(status), **_outside(step, claims))


def _came_out(recorded: Mapping[str, StepRecord]) -> Mapping[str, StepStatus]:
    """How each step came out that has run: one in branches, in the worst of them."""
    worst: tuple[StepStatus, ...] = ("skipped", "completed", "cancelled", "failed")
    found: dict[str, StepStatus] = {}
    for record in recorded.values():
        step = base_id(record.id)
        found[step] = max(found.get(step, record.status), record.status, key=worst.index)
    return found


def _why(status: StepStatus | None) -> str:
    if status is None:
        return "it has not run yet"
    return "it failed" if status == "failed" else "it runs again"


def _outside(step: Step, claims: Sequence[Claim]) -> dict[str, object]:
    """What the step did outside. A claim that is open when the execution has ended is of unknown outcome."""
    own = [claim for claim in claims if base_id(claim.step) == step.id]
    done = sum(claim.state == "done" for claim in own)
    unknown = sum(claim.state in ("open", "unknown") for claim in own)
    return {
        "outside_done": done,
        "outside_unknown": unknown,
        "outside": "keep" if done and not unknown else None,
        "asks": unknown > 0,
    }
