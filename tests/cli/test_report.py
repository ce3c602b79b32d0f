"""Lines for people: what they leave out, and that each of them is one line."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postroom.classify.decision import Classification, Evidence, RunnerUp
from postroom.ids import EventId, WorkflowId
from postroom.match.decision import Decision, Explanation, TriggerAnswer, WorkflowDecision
from postroom.triggers.base import Clause
from postroom_cli.report import VALUE_CHARACTERS, decision_lines, execution_lines, visible

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def step(**changes: Any) -> dict[str, Any]:
    made = {"id": "ticket", "status": "completed", "output": {"id": "tic_1"}, "error": None, "reason": None}
    return {**made, "duration_ms": 12.4, **changes}


def line_of(**changes: Any) -> str:
    [_, line] = execution_lines("Invoice Processing", "completed", None, [step(**changes)])
    return line


def test_a_step_is_its_name_status_duration_and_output() -> None:
    assert line_of() == '    ticket       completed     12 ms  {"id":"tic_1"}'


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        ({"status": "failed", "output": None, "error": {"code": "refused", "message": "no"}}, "refused: no"),
        ({"status": "skipped", "output": None, "reason": "when x is not true"}, "when x is not true"),
        ({"output": None}, "ms  "),
        ({"output": {"vendor_id": None, "candidates": 0, "sources": {"total": {}}}}, '{"candidates":0}'),
    ],
)
def test_how_it_came_out_is_told_without_what_is_empty(changes: dict[str, Any], ends: str) -> None:
    assert line_of(**changes).endswith(ends)


def test_a_long_output_is_cut() -> None:
    outcome = line_of(output={"text": "x" * 1_000}).split("ms  ")[1]
    assert (len(outcome), outcome[-1]) == (VALUE_CHARACTERS, "…")


def test_an_execution_says_why_it_ended_as_it_did() -> None:
    assert execution_lines("Test", "failed", "step a failed", []) == ["  run       Test: failed (step a failed)"]


def test_a_mail_that_no_word_speaks_for_says_so() -> None:
    nothing = Classification(category="general", confidence=0.0, layer="none", fallback=True)
    assert decision_lines(nothing, None) == [
        "  category  general 0.00, because no category was likely enough",
        "  because   no word of any category was found",
    ]


def test_only_the_strongest_words_are_shown() -> None:
    found = tuple(Evidence(category="invoice", part="body", words=f"word {n}", weight=1.0) for n in range(9))
    taken_for = Classification(
        category="invoice",
        confidence=0.9,
        runner_up=RunnerUp(category="spam", confidence=0.1),
        evidence=found,
        layer="x",
    )
    _, runner_up, because = decision_lines(taken_for, None)
    assert runner_up == "  next      spam 0.10"
    assert because.endswith("'word 5' (body)")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Påmindelse 发票 🧾 a\u00a0b", "Påmindelse 发票 🧾 a\u00a0b"),
        ("a\x1b[2J", "a\\x1b[2J"),
        ("two\nlines\t", "two\\nlines\\t"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\ud800", "\\ud800"),
    ],
)
def test_what_a_terminal_would_obey_is_written_out(line: str, shown: str) -> None:
    assert visible(line) == shown


@given(st.text(alphabet=st.characters()))
def test_any_text_is_one_line_that_can_be_printed(text: str) -> None:
    shown = visible(text)
    assert shown.encode().decode() == shown
    assert len(shown.splitlines()) <= 1
    assert visible(shown) == shown


def test_each_clause_is_told_under_its_workflow_and_grouped_ones_under_theirs() -> None:
    held = Clause(
        clause="conditions.0.any.0", field="subject", operator="contains", wanted="7", found="No 7", passed=True
    )
    group = Clause(clause="conditions.0", operator="any", passed=True, parts=(held,))
    odd = Clause(
        clause="conditions.1", field="size", operator="greater_than", wanted=5, passed=False, reason="no number"
    )
    answer = WorkflowDecision(
        workflow_id=WorkflowId("wfl_1"), name="One", version=1, priority=5, outcome="not_matched", reason="size is None"
    )
    taken_for = Classification(category="invoice", confidence=0.9, layer="keywords")
    decision = Decision(
        event=EventId("evt_1"), at=NOW, classification=taken_for, rules="r/1", considered=1, near_misses=(answer,)
    )
    said = TriggerAnswer(trigger=0, passed=False, clauses=(group, odd))
    lines = decision_lines(taken_for, decision, [Explanation(decision=answer, triggers=(said,))])
    assert [line.strip() for line in lines[-4:]] == [
        "workflow    5 One: not matched because size is None",
        "yes  conditions.0 (any)",
        "yes  subject: wanted contains '7', found 'No 7'",
        "no   size: wanted greater_than 5, found None (no number)",
    ]


def test_branches_are_told_after_their_fan_out_and_only_the_first_ten_in_full() -> None:
    def step(name: str, **more: object) -> dict[str, object]:
        ran = {"id": name, "status": "completed", "duration_ms": 1, "error": None, "output": {"n": 1}, "reason": None}
        return {**ran, "item": None, "results": None, **more}

    branches = [step(f"loop[{number}].x", item=number) for number in range(1_000)]
    loop = step("loop", output=None, results=[{"x": {"n": 1}}] * 1_000)
    lines = execution_lines("Loop", "completed", None, [loop, *branches])
    assert lines[1].endswith("1,000 branches")
    assert [line.split()[0] for line in lines[2:-1]] == [f"loop[{number}].x" for number in range(10)]
    assert lines[-1] == "    … and 990 steps in further branches"
