"""What a step may write: with what ends its execution it always fits one transaction."""

import pytest

from postroom import limits
from postroom.actions.base import Action, Context, Plan
from postroom.effects import SaveRecord
from postroom.engine.model import Execution
from postroom.engine.plan_run import Gathered, PlanRun
from postroom.engine.room import END_ROWS, SKIP_ROWS, STEP_ROWS, step_room
from postroom.engine.run_plan import run_plan
from postroom.errors import Refused
from postroom.models import Model
from postroom.triggers.event import TriggerEvent
from tests.core.engine.memory_edge import START, MemoryEdge, workflow

STEP = {"action": "mark_as_processed"}


def planned(count: int, *, stops: bool) -> tuple[Execution, TriggerEvent]:
    edge = MemoryEdge(workflow(STEP, stop_on_match=stops), *[workflow(STEP)] * (count - 1))
    return next(iter(edge.runs.values())).execution, edge.event


@pytest.mark.parametrize("count", range(1, limits.WORKFLOWS_PER_EVENT + 1))
def test_an_execution_that_stops_later_ones_leaves_room_for_each_of_them(count: int) -> None:
    skipped = SKIP_ROWS * (count - 1)
    assert step_room(*planned(count, stops=True)) + skipped + STEP_ROWS + END_ROWS == limits.TRANSACTION_ITEMS
    assert step_room(*planned(count, stops=False)) + STEP_ROWS + END_ROWS == limits.TRANSACTION_ITEMS
    assert step_room(*planned(count, stops=True)) >= 50


def test_what_is_written_for_all_executions_of_an_event_fits_one_transaction() -> None:
    planned_or_given_up = 2 + 3 * limits.WORKFLOWS_PER_EVENT
    assert planned_or_given_up <= limits.TRANSACTION_ITEMS


def test_one_that_goes_on_by_itself_skips_nothing() -> None:
    execution, event = planned(20, stops=True)
    own = execution.model_copy(update={"dispatch": 1})
    assert step_room(own, event) == limits.TRANSACTION_ITEMS - STEP_ROWS - END_ROWS


@pytest.mark.parametrize(("count", "fit"), [(1, True), (10, False)])
def test_more_than_fits_is_refused_and_says_how_much_there_is_room_for(count: int, fit: bool) -> None:
    def plan(_given: Model, context: Context) -> Plan:
        for _ in range(40):
            yield SaveRecord("time_entry", {"hours": "1", "date_from": "2026-03-02", "event_id": "evt_1"})
        return Model()

    execution, event = planned(count, stops=True)
    action = Action(title="", description="", input=Model, output=Model, effects="pure", plan=plan)
    run = PlanRun(execution=execution, step="s", kept_as="s", action="x", event=event, now=START, retry_unknown=False)
    gathered = Gathered()
    commands = run_plan(action, Model(), Context({}, START), run, gathered)
    if fit:
        assert list(commands) == []
        assert len(gathered.records) == 40
    else:
        with pytest.raises(Refused, match=f"more than {step_room(execution, event)} rows.*9 executions"):
            list(commands)
