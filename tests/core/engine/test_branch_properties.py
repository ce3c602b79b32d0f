"""Random trees of steps with branches and stops, against a naive reading of them, through crashes and races."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.engine.model import StepRecord
from postroom.workflows.model import Step
from postroom.workflows.tree import lists_of
from tests.core.engine.memory_edge import MemoryEdge, crash_at, workflow

PLAIN = st.sampled_from(
    [
        {"action": "create_ticket", "params": {"title": "{{ email.subject }}"}},
        {"action": "create_ticket", "params": {"nonsense": 1}},
        {"action": "create_ticket", "params": {"nonsense": 1}, "on_error": "stop"},
        {"action": "send_slack_notification", "params": {"channel": "a", "message": "b"}},
        {"action": "mark_as_processed", "when": "email.missing"},
        {"action": "stop", "when": "email.missing"},
        {"action": "stop"},
    ]
)


def _branch(side: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    condition = st.sampled_from(["email.subject", "email.missing", "length(email.missing) > `1`"])
    params = st.fixed_dictionaries({"condition": condition, "then": side, "else": side})
    return st.builds(lambda given: {"action": "conditional_branch", "params": given}, params)


ITEM = st.recursive(PLAIN, lambda inner: _branch(st.lists(inner, max_size=3)), max_leaves=10)
TREES = st.lists(ITEM, min_size=1, max_size=4)


class Ended(Exception):
    """The execution goes no further."""


def read_naively(steps: Sequence[Step], records: Mapping[str, StepRecord]) -> Iterator[str]:
    """The ids that run, in order; raises Ended."""
    for step in steps:
        yield step.id
        record = records[step.id]
        if record.status == "failed" and step.on_error == "stop":
            raise Ended
        if record.status != "completed":
            continue
        if step.action == "stop":
            raise Ended
        if step.action == "conditional_branch":
            side = "then" if step.params["condition"] == "email.subject" else "else"
            yield from read_naively(lists_of(step).get(side, ()), records)


@settings(max_examples=150)
@given(
    trees=st.lists(TREES, min_size=1, max_size=2), crashes=st.sets(st.integers(0, 60), max_size=6), race=st.booleans()
)
def test_exactly_the_steps_run_that_a_naive_reading_says_in_its_order(
    trees: list[list[Any]], crashes: set[int], race: bool
) -> None:
    definitions = [workflow(*tree) for tree in trees]
    edge = MemoryEdge(*definitions)
    edge.crash = crash_at(*crashes)
    first = edge.first_turn()
    edge.run(first)
    if race:
        edge.run(first)
    assert edge.event.state == "done"
    for number, definition in enumerate(definitions):
        expected = []
        try:
            for one in read_naively(definition.workflow_steps, edge.steps(number)):
                expected.append(one)  # noqa: PERF402 - what came before Ended counts
        except Ended:
            pass
        assert list(edge.steps(number)) == expected
    assert len(edge.puts) == len(set(edge.puts))
