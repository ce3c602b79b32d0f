"""A stateful machine: executions begun, advanced a command at a time, crashed, raced, cancelled, in whatever order.

Rules are what may happen; after every one of them the invariants hold. Dispatches stand side by side as in Step
Functions, and each rule moves one of them by some commands, so commits meet each other in every way. Another kind of
thing that people or faults may do (a rerun, say) is another rule: `self.edge` holds the state, `_begin` starts a walk.
"""

from collections import Counter
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from postroom.engine.model import ENDED, MAIN_BRANCH, Execution, Turn
from postroom.errors import Conflict, NotNow, PostroomError, UnknownOutcome
from postroom.ids import ExecutionId
from tests.core.engine.memory_edge import MemoryEdge, Walk, workflow

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
MOST_WALKS = 4


class Machine(RuleBasedStateMachine):
    """Dispatches of one event, its executions, and people."""

    def __init__(self) -> None:
        super().__init__()
        self.walks: list[Walk] = []
        self.crash_next = False
        self.conflicts = 0
        self.fault: PostroomError | None = None
        self.ended: dict[ExecutionId, str] = {}

    @initialize(workflows=WORKFLOWS)
    def an_event_is_decided(self, workflows: list[tuple[list[dict[str, Any]], bool]]) -> None:
        self.edge = MemoryEdge(*(workflow(*steps, stop_on_match=stop) for steps, stop in workflows))
        self.edge.crash = self._crashes
        self.edge.conflict = self._conflicts
        self.edge.outside = lambda _number: self.fault
        self._begin(self.edge.first_turn())

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

    @rule()
    @precondition(lambda self: len(self.walks) < MOST_WALKS)
    def the_event_is_dispatched_again(self) -> None:
        self._begin(self.edge.first_turn())

    @rule(number=st.integers(0, 2))
    @precondition(lambda self: len(self.walks) < MOST_WALKS)
    def an_execution_that_was_handed_over_is_dispatched_again(self, number: int) -> None:
        execution = self._execution(number)
        if execution.dispatch and execution.status not in ENDED:
            self._begin(self.edge.own_turn(execution))

    @rule(conflicts=st.integers(1, 3))
    def somebody_else_is_first_for_a_while(self, conflicts: int) -> None:
        self.conflicts = conflicts

    @rule(number=st.integers(0, 2), reason=st.sampled_from([None, "not wanted"]))
    def somebody_cancels(self, number: int, reason: str | None) -> None:
        execution = self._execution(number)
        at = int(execution.id.rpartition("_")[2])
        before = execution.status
        try:
            self.edge.cancel(at, reason)
        except Conflict:
            assert before in ENDED
            return
        assert before not in ENDED
        after = self._execution(number)
        assert after.status == "cancelled" or after.cancel is not None

    @rule(fault=FAULTS)
    def the_world_outside_changes(self, fault: PostroomError | None) -> None:
        self.fault = fault

    @rule(seconds=st.integers(1, 7_200))
    def time_passes(self, seconds: int) -> None:
        self.edge.now += timedelta(seconds=seconds)

    @invariant()
    def each_internal_effect_happens_once(self) -> None:
        assert len(self.edge.puts) == len(set(self.edge.puts))
        saved = [
            effect.rpartition(" ")[2]
            for run in self.edge.runs.values()
            for step in run.steps.values()
            for effect in step.effects
            if effect.startswith("saved ") and step.status == "completed"
        ]
        assert sorted(saved) == sorted(self.edge.records)

    @invariant()
    def an_end_is_for_ever(self) -> None:
        for name, run in self.edge.runs.items():
            if name in self.ended:
                assert run.execution.status == self.ended[name]
            elif run.execution.status in ENDED:
                self.ended[name] = run.execution.status

    @invariant()
    def counters_are_equal_to_the_executions_that_ended(self) -> None:
        ended = Counter(
            (run.execution.workflow_id, run.execution.status)
            for run in self.edge.runs.values()
            if run.execution.status in ENDED
        )
        assert Counter((one.workflow, one.status) for one in self.edge.counted) == ended

    @invariant()
    def the_event_stands_where_its_executions_say(self) -> None:
        event = self.edge.event
        runs = [self.edge.runs[planned.id].execution for planned in event.executions]
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
        for run in self.edge.runs.values():
            if run.execution.status == "cancelled":
                assert run.execution.cancel is not None
            elif run.execution.status in ENDED:
                assert run.execution.cancel is None, "no end is committed over a mark"

    def teardown(self) -> None:
        """Left alone, everything comes to its end, and the invariants still hold."""
        if not hasattr(self, "edge"):
            return
        self.fault = None
        self.edge.crash = lambda _point: False
        self.edge.run()
        assert self.edge.event.state == "done"
        assert {run.execution.status for run in self.edge.runs.values()} <= ENDED
        for run in self.edge.runs.values():
            own = [step for step in run.steps.values() if step.item is None]
            assert len(own) == run.execution.steps_total or run.execution.status != "completed" or _nested(run.steps)
            assert run.cursors[MAIN_BRANCH].seq >= len(own)
        self.each_internal_effect_happens_once()
        self.counters_are_equal_to_the_executions_that_ended()
        self.the_event_stands_where_its_executions_say()
        self.only_what_was_asked_for_is_cancelled()

    def _begin(self, turn: Turn) -> None:
        self.walks.append(self.edge.walking(turn, [], retries=1_000))

    def _advance(self, walk: Walk, commands: int) -> None:
        for _ in range(commands):
            if walk in self.walks and next(walk, "over") == "over":
                self.walks.remove(walk)

    def _execution(self, number: int) -> Execution:
        names = list(self.edge.runs)
        return self.edge.runs[names[number % len(names)]].execution

    def _conflicts(self) -> bool:
        self.conflicts -= 1
        return self.conflicts >= 0

    def _crashes(self, _point: str) -> bool:
        crashes, self.crash_next = self.crash_next, False
        return crashes


def _nested(steps: dict[str, Any]) -> bool:
    return any(step.item is not None for step in steps.values())


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=120, stateful_step_count=40, deadline=None)
