"""Whatever the workflow, whatever crashes and wherever: every internal effect once, every step recorded once."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from postroom.engine.model import ENDED
from postroom.errors import Broken, NotNow, Refused, UnknownOutcome
from tests.core.engine.memory_edge import MemoryEdge, crash_at, workflow

STEPS = st.fixed_dictionaries(
    {
        "action": st.sampled_from(
            ["create_ticket", "link_to_vendor", "mark_as_processed", "send_slack_notification", "make_coffee"]
        ),
        "when": st.sampled_from([None, "email.subject", "email.missing"]),
        "on_error": st.sampled_from(["continue", "stop"]),
        "on_unknown": st.sampled_from([None, "retry"]),
        "bad": st.booleans(),
        "retry": st.sampled_from([None, {"attempts": 3, "on": ["not_now", "unknown_outcome", "refused", "broken"]}]),
        "timeout_seconds": st.sampled_from([None, 5]),
    }
)
PARAMS: dict[str, dict[str, Any]] = {
    "create_ticket": {"title": "{{ email.subject }}"},
    "link_to_vendor": {"auto_create": True},
    "mark_as_processed": {},
    "send_slack_notification": {"channel": "a", "message": "b"},
    "make_coffee": {},
}
FAULTS = st.lists(
    st.sampled_from(
        [None, None, NotNow("busy", 3.0), UnknownOutcome("cut"), Refused("no"), Broken("odd")],
    ),
    max_size=6,
)


def _workflow(steps: list[dict[str, Any]], stop: bool) -> Any:
    made = []
    for number, step in enumerate(steps):
        params = {"nonsense": 1} if step["bad"] else PARAMS[step["action"]]
        made.append({**{k: v for k, v in step.items() if k != "bad"}, "id": f"s{number}", "params": params})
    return workflow(*made, stop_on_match=stop)


@settings(max_examples=150)
@given(
    workflows=st.lists(st.tuples(st.lists(STEPS, min_size=1, max_size=5), st.booleans()), min_size=1, max_size=3),
    faults=FAULTS,
    crashes=st.sets(st.integers(0, 60), max_size=6),
    race=st.booleans(),
)
def test_every_run_ends_as_the_rules_allow_with_each_internal_effect_once(
    workflows: list[tuple[list[dict[str, Any]], bool]],
    faults: list[Exception | None],
    crashes: set[int],
    race: bool,
) -> None:
    edge = MemoryEdge(*(_workflow(steps, stop) for steps, stop in workflows))
    coming = iter(faults)
    edge.outside = lambda _number: next(coming, None)
    edge.crash = crash_at(*crashes)
    first = edge.first_turn()
    edge.run(first)
    if race:
        edge.run(first)

    assert edge.event.state == "done"
    assert sorted(one.execution for one in edge.counted) == sorted(edge.runs), "each is counted once"
    assert len(edge.puts) == len(set(edge.puts)), "no record is put twice"
    saved = 0
    for number, (steps, _) in enumerate(workflows):
        run, status = edge.steps(number), edge.status(number)
        assert status in ENDED
        failed = [one for one in run.values() if one.status == "failed"]
        stopping = [one for one in failed if steps[int(one.id[1:])]["on_error"] == "stop"]
        if status == "skipped":
            assert not run
            continue
        assert status == ("failed" if stopping else "completed_with_errors" if failed else "completed")
        assert len(run) == len(steps) or stopping, "every step is recorded"
        saved += sum(
            effect.startswith("saved") for one in run.values() for effect in one.effects if one.status == "completed"
        )
    assert len(edge.records) == saved


@settings(max_examples=80)
@given(crashes=st.sets(st.integers(0, 40), max_size=8), faults=FAULTS)
def test_an_at_most_once_call_is_never_sent_twice(crashes: set[int], faults: list[Exception | None]) -> None:
    edge = MemoryEdge(workflow({"action": "send_slack_notification", "params": {"channel": "a", "message": "b"}}))
    coming = iter(faults)
    edge.outside = lambda _number: next(coming, None)
    edge.crash = crash_at(*crashes)
    edge.run()
    assert len(edge.sent) <= 1
    [step] = edge.steps().values()
    if step.status == "completed":
        assert len(edge.sent) == 1
    elif edge.sent:
        assert step.outcome_unknown
