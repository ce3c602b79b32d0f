"""Reruns over the edge in memory: a confirmed plan stored as a manual event of its own, as `rerunning.py` does."""

from collections.abc import Callable, Mapping

from postroom.engine.claims import Outside
from postroom.engine.model import MAIN_BRANCH, StepRecord
from postroom.engine.rerun import plan_rerun, started_rerun
from postroom.engine.rerun_plan import RerunPlan, RerunSteps, RerunVersion, check_choices
from postroom.ids import EVENT, EventId, ExecutionId, derived_id
from postroom.triggers.manual import asked_for
from postroom.workflows.model import WorkflowDefinition
from tests.core.engine.memory_edge import MemoryEdge, Stored

Choose = Callable[[RerunPlan], Mapping[str, Outside]]


def run_again(
    edge: MemoryEdge,
    execution: ExecutionId,
    choose: Choose,
    *,
    steps_from: RerunSteps,
    current: tuple[int, WorkflowDefinition] | None = None,
) -> MemoryEdge:
    """The edge of the new run's event, on the `current` version or the recorded one.

    Raises Conflict and Refused as the plan does.
    """
    run = edge.runs[execution]
    old, on = run.execution, "current" if current else "recorded"
    version, definition = current or (old.version, edge.definitions[old.workflow_id])
    on_version: RerunVersion = "current" if on == "current" else "recorded"
    rerun = plan_rerun(
        old,
        edge.definitions[old.workflow_id],
        definition,
        version,
        run.steps.values(),
        run.claims.values(),
        steps_from=steps_from,
        on_version=on_version,
    )
    event_id = EventId(derived_id(EVENT, edge.now, f"{old.id} again"))
    event = asked_for(edge.home.event, event_id, edge.now, asks="rerun", asked_by="a person")
    choices = choose(rerun.plan)
    check_choices(rerun.plan, choices)
    event, head = started_rerun(event, old, rerun, definition, choices, edge.event.received_at)
    new = MemoryEdge(mail_of=edge.home)
    new.event, new.definitions = event, {old.workflow_id: definition}
    steps = {one.id: _reused(one, old.id) for one in rerun.reused}
    # Claims are kept under the first run of the line, so all of it sees the same.
    new.runs = {head.id: Stored(head, {MAIN_BRANCH: rerun.cursor}, {}, steps, run.claims)}
    run.execution = old.model_copy(update={"rerun_by": head.id})
    return new


def _reused(record: StepRecord, execution: ExecutionId) -> StepRecord:
    return record.model_copy(update={"reused_from": record.reused_from or execution})
