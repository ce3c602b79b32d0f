"""Random workflows with branches, through failures, kills and races: they end as the rules allow, each effect once."""

import random
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from postroom import limits
from postroom.engine.model import ENDED, StepRecord
from postroom.errors import Broken, NotNow, Refused, UnknownOutcome
from postroom.workflows.model import Step
from postroom.workflows.tree import FAN_OUTS, lists_of
from tests.core.engine.memory_edge import MemoryEdge, crash_at, workflow

TICKET = {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}}
BAD = {"action": "create_ticket", "params": {"nonsense": 1}}
SLACK = {"action": "send_slack_notification", "params": {"channel": "a", "message": "b"}}
PLAIN = st.sampled_from(
    [
        TICKET,
        BAD,
        {**BAD, "on_error": "stop"},
        {**BAD, "on_error": "stop", "when": "index == `1`"},
        SLACK,
        {**SLACK, "retry": {"attempts": 3, "on": ["not_now", "unknown_outcome", "refused", "broken"]}},
        {"action": "mark_as_processed"},
        {"action": "wait", "params": {"for": 60}},
        {"action": "stop", "when": "index == `0`"},
        {"action": "stop"},
    ]
)
BRANCHES = st.lists(PLAIN, min_size=1, max_size=3)


def _condition(side: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    params = st.fixed_dictionaries({"condition": st.sampled_from(["index", "email.missing"]), "then": side})
    return st.builds(lambda given: {"action": "conditional_branch", "params": given}, params)


INSIDE = st.lists(st.one_of(PLAIN, _condition(BRANCHES)), min_size=1, max_size=3)
ON_ERROR = st.sampled_from(["continue", "stop"])
FOR_EACH = st.builds(
    lambda items, steps, on_error: {
        "action": "for_each", "params": {"items": list(range(items)), "steps": steps}, "on_error": on_error
    },
    st.integers(0, 4), INSIDE, ON_ERROR,
)  # fmt: skip
PARALLEL = st.builds(
    lambda branches, on_error: {"action": "parallel", "params": {"branches": branches}, "on_error": on_error},
    st.lists(INSIDE, min_size=1, max_size=3), ON_ERROR,
)  # fmt: skip


def _steps(written: Any) -> int:
    """Steps in a list, those they hold counted."""
    if isinstance(written, list):
        return sum(map(_steps, (one for one in written if isinstance(one, dict | list))))
    return ("action" in written) + sum(map(_steps, (one for one in written.values() if isinstance(one, dict | list))))


OUTER = st.lists(st.one_of(PLAIN, FOR_EACH, PARALLEL), min_size=1, max_size=3).filter(
    lambda steps: _steps(steps) <= limits.WORKFLOW_STEPS
)
FAULTS = st.lists(
    st.sampled_from([None, None, NotNow("busy", 3.0), UnknownOutcome("cut"), Refused("no"), Broken("odd")]), max_size=6
)


class Ended(Exception):
    """This line goes no further; `failed` if a step with on_error stop says so."""


class Naive:
    """A workflow read as a person would, each step's outcome taken from its record."""

    def __init__(self, records: dict[str, StepRecord]) -> None:
        self._records = records
        self.ran: set[str] = set()

    def line(self, steps: Sequence[Step], prefix: str = "") -> str | None:
        """Why the line failed, if it did."""
        try:
            self._steps(steps, prefix)
        except Ended as end:
            return str(end) or None
        return None

    def _steps(self, steps: Sequence[Step], prefix: str) -> None:
        for step in steps:
            record = self._records[prefix + step.id]
            self.ran.add(record.id)
            if step.action in FAN_OUTS and record.params is not None:
                self._fan_out(step, record)
            if record.status == "failed" and step.on_error == "stop":
                raise Ended(record.id)
            if record.status == "completed" and step.action == "stop":
                raise Ended
            if record.status == "completed" and step.action == "conditional_branch":
                assert record.output is not None
                self._steps(lists_of(step).get(record.output["branch"], ()), prefix)

    def _fan_out(self, step: Step, record: StepRecord) -> None:
        lists = lists_of(step)
        items = len(step.params["items"]) if step.action == "for_each" else len(lists)
        failed = 0
        for number in range(items):
            steps = lists.get("steps") or lists[f"branches.{number}"]
            before = set(self.ran)
            failed += self.line(steps, f"{step.id}[{number}].") is not None
            assert record.results is not None
            mine = {name.partition("].")[2]: self._records[name].given for name in self.ran - before}
            assert record.results[number] == mine, "results are in order, and whole"
        assert record.status == ("failed" if failed else "completed")


@settings(max_examples=200)
@given(
    workflows=st.lists(st.tuples(OUTER, st.booleans()), min_size=1, max_size=2),
    faults=FAULTS,
    crashes=st.sets(st.integers(0, 120), max_size=6),
    dies_after=st.none() | st.integers(0, 80),
    races=st.booleans(),
    seed=st.integers(0, 2**16),
)
def test_whatever_is_killed_or_runs_twice_every_step_of_every_branch_happens_once(
    workflows: list[tuple[list[dict[str, Any]], bool]],
    faults: list[Exception | None],
    crashes: set[int],
    dies_after: int | None,
    races: bool,
    seed: int,
) -> None:
    definitions = [workflow(*steps, stop_on_match=stop) for steps, stop in workflows]
    edge = MemoryEdge(*definitions)
    edge.chance = chance = random.Random(seed)
    coming = iter(faults)
    edge.outside = lambda _number: next(coming, None)
    edge.crash = crash_at(*crashes)
    first = edge.first_turn()
    walks = [edge.walking(first, []) for _ in range(2 if races else 1)]
    steps = 0
    while walks and (dies_after is None or steps < dies_after):
        # Two dispatches of one event, interleaved command by command; the whole process may die at any of them.
        walk = chance.choice(walks)
        if next(walk, "over") == "over":
            walks.remove(walk)
        steps += 1
    edge.run(first)

    assert edge.event.state == "done"
    assert sorted(one.execution for one in edge.counted) == sorted(edge.runs), "each is counted once"
    assert len(edge.puts) == len(set(edge.puts)), "no record is put twice"
    saved = 0
    for number, definition in enumerate(definitions):
        run, status = edge.steps(number), edge.status(number)
        assert status in ENDED
        if status == "skipped":
            assert not run
            continue
        naive = Naive(run)
        why = naive.line(definition.workflow_steps)
        assert naive.ran == set(run), "exactly the steps that a naive reading says"
        failed = any(one.status == "failed" for one in run.values())
        assert status == ("failed" if why else "completed_with_errors" if failed else "completed")
        saved += sum(effect.startswith("saved") for one in run.values() for effect in one.effects)
        cursor = edge.runs[next(name for name in edge.runs if name.endswith(f"_{number}"))].cursor
        assert cursor.completed + cursor.failed + cursor.skipped == len(run)
    assert len(edge.records) == saved
    called = sum(effect == "called slack" for number in range(len(definitions)) for one in edge.steps(number).values()
                 for effect in one.effects)  # fmt: skip
    assert len(edge.sent) >= called
