"""What a plan's effects become."""

import pytest

from postroom.actions.base import Action, Context, Plan
from postroom.effects import SaveRecord
from postroom.engine.plan_run import Gathered, PlanRun
from postroom.engine.run_plan import run_plan
from postroom.errors import Problem, Refused
from postroom.models import Model
from tests.core.engine.memory_edge import START, MemoryEdge, workflow


def test_a_record_its_kind_does_not_allow_is_refused_naming_the_field() -> None:
    def plan(_given: Model, _context: Context) -> Plan:
        yield SaveRecord("contact", {"name": "Root", "roles": ["vendor"], "emails": ["root"]})
        return Model()

    action = Action(title="", description="", input=Model, output=Model, effects="pure", plan=plan)
    edge = MemoryEdge(workflow({"action": "create_ticket"}))
    [stored] = edge.runs.values()
    run = PlanRun(
        execution=stored.execution,
        step="step",
        kept_as="step",
        action="x",
        event=edge.event,
        now=START,
        retry_unknown=False,
    )
    gathered = Gathered()
    with pytest.raises(Refused) as refused:
        list(run_plan(action, Model(), Context({}, START), run, gathered))
    [problem] = refused.value.problems
    assert isinstance(problem, Problem)
    assert (problem.path, gathered.records) == ("contact.emails.0", [])
