"""A stateful machine: executions begun, advanced a command at a time, crashed, raced, cancelled and run again.

Rules are what may happen; after every one of them the invariants hold. Dispatches stand side by side as in Step
Functions, and each rule moves one of them by some commands, so commits meet each other in every way. `self.edges` hold
the state, one for each event: the mail's own, and one for each rerun; `_begin` starts a walk.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from postroom.engine.claims import Outside
from postroom.engine.model import ENDED, MAIN_BRANCH, Execution, StepRecord, StepStatus, Turn
from postroom.engine.rerun_plan import PlannedStep, RerunPlan, RerunSteps, base_id
from postroom.engine.sequence import step_at
from postroom.errors import Conflict, NotNow, PostroomError, Refused, UnknownOutcome
from postroom.ids import ExecutionId, RecordId, WorkflowId
from postroom.records.base import Record
from postroom.workflows.model import WorkflowDefinition
from tests.core.engine.memory_edge import MemoryEdge, Stored, Walk, workflow
from tests.core.engine.rerunning import Choose, run_again

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
VENDOR = {"action": "link_to_vendor", "params": {"auto_create": True}}
PROCESSED = {"action": "mark_as_processed"}
SLACK = {"action": "send_slack_notification", "params": {"channel": "a", "message": "b"}}
RETRIED = {**SLACK, "retry": {"attempts": 3, "backoff_seconds": 60}}
BAD = {"action": "create_ticket", "params": {"type": "nonsense", "title": "x"}}
WAIT = {"action": "wait", "params": {"for": "PT2H"}}
EACH = {"action": "for_each", "params": {"items": ["a", "b", "c"], "steps": [TICKET, WAIT]}}
BOTH = {"action": "parallel", "params": {"branches": [[TICKET], [SLACK, PROCESSED]]}}
STEPS = st.sampled_from([TICKET, VENDOR, PROCESSED, SLACK, RETRIED, BAD, {**BAD, "on_error": "stop"}, WAIT, EACH, BOTH])
WORKFLOWS = st.lists(st.tuples(st.lists(STEPS, min_size=1, max_size=3), st.booleans()), min_size=1, max_size=3)
FAULTS = st.sampled_from([None, None, None, NotNow("busy", 30.0), UnknownOutcome("cut")])
MOST_WALKS, MOST_RERUNS = 4, 4
NUMBERS = st.integers(0, MOST_RERUNS + 2)


class Machine(RuleBasedStateMachine):
    """Dispatches of a mail's event and of its reruns' events, their executions, and people."""

    def __init__(self) -> None:
        super().__init__()
        self.walks: list[Walk] = []
        self.crash_next = False
        self.conflicts = 0
        self.fault: PostroomError | None = None
        self.ended: dict[ExecutionId, str] = {}
        self.edges: list[MemoryEdge] = []
        self.newest: dict[WorkflowId, tuple[int, WorkflowDefinition]] = {}

    @initialize(workflows=WORKFLOWS)
    def an_event_is_decided(self, workflows: list[tuple[list[dict[str, Any]], bool]]) -> None:
        edge = MemoryEdge(*(workflow(*steps, stop_on_match=stop) for steps, stop in workflows))
        edge.crash = self._crashes
        edge.conflict = self._conflicts
        edge.outside = lambda _number: self.fault
        self.edges = [edge]
        self.newest = {name: (1, definition) for name, definition in edge.definitions.items()}
        self._begin(edge, edge.first_turn())

    @rule(which=st.integers(0, MOST_WALKS - 1), commands=st.integers(1, 12))
    @precondition(lambda self: self.walks)
    def a_dispatch_goes_on(self, which: int, commands: int) -> None:
        self._advance(self.walks[which % len(self.walks)], commands)

    @rule(which=st.integers(0, MOST_WALKS - 1), commands=st.integers(0, 6))
    @precondition(lambda self: self.walks)
    def a_step_function_dies(self, which: int, commands: int) -> None:
        walk = self.walks[which % len(self.walks)]
        self._advance(walk, commands)
        self.crash_next = True
        self._advance(walk, 2)
        self.crash_next = False

    @rule(which=st.integers(0, MOST_WALKS - 1))
    @precondition(lambda self: self.walks)
    def a_dispatch_is_lost(self, which: int) -> None:
        del self.walks[which % len(self.walks)]

    @rule(number=NUMBERS)
    @precondition(lambda self: len(self.walks) < MOST_WALKS)
    def an_event_is_dispatched_again(self, number: int) -> None:
        edge = self.edges[number % len(self.edges)]
        self._begin(edge, edge.first_turn())

    @rule(number=NUMBERS)
    @precondition(lambda self: len(self.walks) < MOST_WALKS)
    def an_execution_that_was_handed_over_is_dispatched_again(self, number: int) -> None:
        edge, execution = self._execution(number)
        if execution.dispatch and execution.status not in ENDED:
            self._begin(edge, edge.own_turn(execution))

    @rule(conflicts=st.integers(1, 3))
    def somebody_else_is_first_for_a_while(self, conflicts: int) -> None:
        self.conflicts = conflicts

    @rule(number=NUMBERS, reason=st.sampled_from([None, "not wanted"]))
    def somebody_cancels(self, number: int, reason: str | None) -> None:
        edge, execution = self._execution(number)
        before = execution.status
        try:
            edge.cancel_run(execution.id, reason)
        except Conflict:
            assert before in ENDED
            return
        assert before not in ENDED
        after = edge.runs[execution.id].execution
        assert after.status == "cancelled" or after.cancel is not None

    @rule(number=NUMBERS, steps=st.lists(STEPS, min_size=1, max_size=3))
    def somebody_saves_a_workflow(self, number: int, steps: list[dict[str, Any]]) -> None:
        name = list(self.newest)[number % len(self.newest)]
        self.newest[name] = (self.newest[name][0] + 1, workflow(*steps))

    @rule(
        number=NUMBERS,
        steps_from=st.sampled_from(["all", "from_failed"]),
        current=st.booleans(),
        outside=st.sampled_from(["keep", "repeat_unknown", "repeat"]),
    )
    @precondition(lambda self: self._reruns() < MOST_RERUNS)
    def somebody_runs_one_again(self, number: int, steps_from: RerunSteps, current: bool, outside: Outside) -> None:
        able = [run.execution for run in self._runs() if run.execution.status in ENDED]
        if not able:
            return
        old = able[number % len(able)]
        edge = next(one for one in self.edges if old.id in one.runs)
        chosen = self.newest[old.workflow_id] if current else None
        may = old.rerun_by is None
        try:
            new = run_again(edge, old.id, _choosing(outside), steps_from=steps_from, current=chosen)
        except Conflict:
            assert not may, "only the newest of a line is run again"
            return
        except Refused:
            assert steps_from == "from_failed", "where nothing failed, all of it can be run"
            return
        assert may
        self.edges.append(new)
        if len(self.walks) < MOST_WALKS:
            self._begin(new, new.first_turn())

    @rule(fault=FAULTS)
    def the_world_outside_changes(self, fault: PostroomError | None) -> None:
        self.fault = fault

    @rule(seconds=st.integers(1, 7_200))
    def time_passes(self, seconds: int) -> None:
        self.edges[0].now += timedelta(seconds=seconds)

    @invariant()
    def each_internal_effect_happens_once_along_a_line(self) -> None:
        own = list(self._own_steps("completed"))
        told = Counter(effect for _, step in own for effect in step.effects)
        saved = [effect.rpartition(" ")[2] for effect in told.elements() if _is_saved(effect)]
        assert sorted(saved) == sorted(self._records())
        for name, record in self._records().items():
            changes = sum(times for effect, times in told.items() if effect.startswith("changed ") and name in effect)
            assert record.revision == 1 + changes, "each change is one revision"
        made = Counter((run.kept_under, step.id) for run, step in own if any(map(_is_saved, step.effects)))
        assert all(times == 1 for times in made.values()), "a step that runs again changes what it had made"

    @invariant()
    def an_outside_effect_is_repeated_only_where_somebody_said_so(self) -> None:
        done: dict[tuple[ExecutionId, str, str], set[ExecutionId]] = {}
        runs = {run.execution.id: run.execution for run in self._runs()}
        for key in self.edges[0].done_outside if self.edges else ():
            name, step, number = key.split("/")
            run = runs[ExecutionId(name)]
            # None of these workflows has such a step in a for_each, so wherever it stands it is one call.
            before = done.setdefault((run.kept_under, base_id(step), number), set())
            assert run.id not in before, "one run does it once"
            assert not before or run.outside(base_id(step)) != "keep"
            before.add(run.id)

    @invariant()
    def an_end_is_for_ever(self) -> None:
        for run in self._runs():
            name = run.execution.id
            if name in self.ended:
                assert run.execution.status == self.ended[name]
            elif run.execution.status in ENDED:
                self.ended[name] = run.execution.status

    @invariant()
    def counters_are_equal_to_the_executions_that_ended(self) -> None:
        ended = Counter(
            (run.execution.workflow_id, run.execution.status) for run in self._runs() if run.execution.status in ENDED
        )
        assert Counter((one.workflow, one.status) for edge in self.edges for one in edge.counted) == ended

    @invariant()
    def each_event_stands_where_its_executions_say(self) -> None:
        for edge in self.edges:
            event = edge.event
            runs = [edge.runs[planned.id].execution for planned in event.executions]
            for place, execution in enumerate(runs):
                if place < event.current:
                    assert execution.status in ENDED or execution.dispatch, "it ended, or goes on by itself"
                elif place > event.current:
                    assert execution.status in ("pending", "cancelled", "skipped")
            assert (event.state == "done") == (event.current == len(runs))
            if event.state != "done":
                assert runs[event.current].status in ("running", "waiting")

    @invariant()
    def only_what_was_asked_for_is_cancelled(self) -> None:
        for run in self._runs():
            if run.execution.status == "cancelled":
                assert run.execution.cancel is not None
            elif run.execution.status in ENDED:
                assert run.execution.cancel is None, "no end is committed over a mark"

    @invariant()
    def runs_of_one_execution_form_a_line(self) -> None:
        runs = {run.execution.id: run.execution for run in self._runs()}
        for execution in runs.values():
            if execution.rerun_of is not None:
                assert runs[execution.rerun_of].rerun_by == execution.id
                assert runs[execution.rerun_of].kept_under == execution.kept_under
                assert self.ended[execution.rerun_of], "only what has ended is run again"

    @invariant()
    def each_step_is_one_of_the_version_that_runs(self) -> None:
        for edge in self.edges:
            for run in edge.runs.values():
                definition = edge.definitions[run.execution.workflow_id]
                for step in run.steps.values():
                    own = step_at(definition, step.at)
                    assert own is not None
                    assert (own.id, own.action) == (base_id(step.id), step.action)

    def teardown(self) -> None:
        """Left alone, everything comes to its end; run again as a whole, too; and the invariants still hold."""
        if not self.edges:
            return
        self.fault = None
        self.crash_next, self.conflicts = False, 0
        self._come_to_an_end()
        for edge in list(self.edges):
            for name in [name for name, run in edge.runs.items() if run.execution.rerun_by is None]:
                self.edges.append(run_again(edge, name, _choosing("keep"), steps_from="all"))
        self._come_to_an_end()

    def _come_to_an_end(self) -> None:
        for edge in self.edges:
            edge.run()
            assert edge.event.state == "done"
        for run in self._runs():
            assert run.execution.status in ENDED
            own = [step for step in run.steps.values() if step.item is None]
            assert len(own) == run.execution.steps_total or run.execution.status != "completed" or _nested(run.steps)
            assert run.cursors[MAIN_BRANCH].seq >= len(own)
        self.each_internal_effect_happens_once_along_a_line()
        self.an_outside_effect_is_repeated_only_where_somebody_said_so()
        self.an_end_is_for_ever()
        self.counters_are_equal_to_the_executions_that_ended()
        self.each_event_stands_where_its_executions_say()
        self.only_what_was_asked_for_is_cancelled()
        self.runs_of_one_execution_form_a_line()
        self.each_step_is_one_of_the_version_that_runs()

    def _begin(self, edge: MemoryEdge, turn: Turn) -> None:
        self.walks.append(edge.walking(turn, [], retries=1_000))

    def _advance(self, walk: Walk, commands: int) -> None:
        for _ in range(commands):
            if walk in self.walks and next(walk, "over") == "over":
                self.walks.remove(walk)

    def _runs(self) -> Iterator[Stored]:
        for edge in self.edges:
            yield from edge.runs.values()

    def _reruns(self) -> int:
        return len(self.edges) - 1

    def _records(self) -> Mapping[RecordId, Record]:
        return self.edges[0].records if self.edges else {}

    def _own_steps(self, status: StepStatus) -> Iterator[tuple[Execution, StepRecord]]:
        """Steps that ran where they are recorded, and were not taken over from an earlier run."""
        for run in self._runs():
            for step in run.steps.values():
                if step.status == status and step.reused_from is None:
                    yield run.execution, step

    def _execution(self, number: int) -> tuple[MemoryEdge, Execution]:
        found = [(edge, run.execution) for edge in self.edges for run in edge.runs.values()]
        return found[number % len(found)]

    def _conflicts(self) -> bool:
        self.conflicts -= 1
        return self.conflicts >= 0

    def _crashes(self, _point: str) -> bool:
        crashes, self.crash_next = self.crash_next, False
        return crashes


def _choosing(outside: Outside) -> Choose:
    """A person who says the same of all of which the plan lets it be said."""

    def said(step: PlannedStep) -> Outside:
        if step.outside_elsewhere:
            return "repeat"
        return "keep" if step.outside == "keep" and outside == "repeat_unknown" else outside

    def choose(plan: RerunPlan) -> Mapping[str, Outside]:
        return {step.id: said(step) for step in plan.steps if step.did_outside}

    return choose


def _is_saved(effect: str) -> bool:
    return effect.startswith("saved ")


def _nested(steps: dict[str, Any]) -> bool:
    return any(step.item is not None for step in steps.values())


TestMachine = Machine.TestCase
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Not made smaller: that took longer than tests may take, and then said nothing. Add `Phase.shrink` to look closer."""
TestMachine.settings = settings(max_examples=120, stateful_step_count=40, phases=PHASES)
