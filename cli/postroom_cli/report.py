"""Decisions and executions in lines for people: the trace and the demo print the same."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from postroom.classify.decision import Classification
from postroom.engine.model import StepRecord
from postroom.match.decision import Decision, Explanation, WorkflowDecision
from postroom.match.words import clause_words
from postroom.plain import plain, to_json
from postroom.triggers.base import Clause

StepView = Mapping[str, Any]
"""A step as the API shows it."""
EVIDENCE_SHOWN = 6
VALUE_CHARACTERS = 160
BRANCHES_SHOWN = 10
"""Branches of a fan-out whose steps are shown."""


def decision_lines(
    classification: Classification, decision: Decision | None, explanations: Sequence[Explanation] = ()
) -> list[str]:
    """What the mail was taken for and why, and each workflow with its reason and, if explained, every clause."""
    words = ", ".join(f"{one.words!r} ({one.part})" for one in classification.evidence[:EVIDENCE_SHOWN])
    fallback = ", because no category was likely enough" if classification.fallback else ""
    lines = [f"  category  {classification.category} {classification.confidence:.2f}{fallback}"]
    if classification.runner_up:
        lines.append(f"  next      {classification.runner_up.category} {classification.runner_up.confidence:.2f}")
    lines.append(f"  because   {words or 'no word of any category was found'}")
    if decision is not None:
        answers = [*decision.matched, *decision.not_reached, *decision.paused, *decision.near_misses]
        triggers = {one.decision.workflow_id: one.triggers for one in explanations}
        for answer in sorted(answers, key=lambda one: (one.priority, one.workflow_id)):
            lines.append(_workflow_line(answer))
            lines += _clause_lines([clause for one in triggers.get(answer.workflow_id, ()) for clause in one.clauses])
    return [visible(line) for line in lines]


def execution_lines(name: str, status: str, reason: str | None, steps: Sequence[StepView]) -> list[str]:
    """One execution: its status, and every step with result or error and duration."""
    lines = [f"  run       {name}: {status}{f' ({reason})' if reason else ''}"]
    shown = [step for step in steps if (step.get("item") or 0) < BRANCHES_SHOWN]
    lines += [
        f"    {step['id']:<12} {step['status']:<10} {step['duration_ms']:5.0f} ms  {_outcome(step)}" for step in shown
    ]
    if more := len(steps) - len(shown):
        lines.append(f"    … and {more:,} steps in further branches")
    return [visible(line) for line in lines]


def visible(line: str) -> str:
    """One line with what a terminal would obey written out: a mail's words may be commands to it, or turn it around."""
    return _OBEYED.sub(lambda found: found[0].encode("unicode_escape").decode(), line)


_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, line ends, directions of writing, halves of characters."""


def step_view(step: StepRecord) -> StepView:
    """A step's record as the API shows it, in what is printed of it."""
    took = (step.ended_at - step.started_at).total_seconds() * 1000
    return {**plain(step), "duration_ms": took}


def _workflow_line(answer: WorkflowDecision) -> str:
    said = "matched" if answer.outcome == "matched" else answer.outcome.replace("_", " ")
    return f"  workflow  {answer.priority:>3} {answer.name}: {said} because {answer.reason}"


def _clause_lines(clauses: Sequence[Clause], indent: str = "              ") -> list[str]:
    """Each clause, and under it those that it groups."""
    lines: list[str] = []
    for clause in clauses:
        lines += [f"{indent}{clause_words(clause)}", *_clause_lines(clause.parts, f"{indent}  ")]
    return lines


def _outcome(step: StepView) -> str:
    if step["error"] is not None:
        return f"{step['error']['code']}: {step['error']['message']}"
    if (results := step.get("results")) is not None:
        return f"{len(results):,} branches"
    if step["output"] is None:
        return step["reason"] or ""
    shown = {name: value for name, value in step["output"].items() if value not in (None, [], "")}
    shown.pop("sources", None)
    text = to_json(shown)
    return text if len(text) <= VALUE_CHARACTERS else text[: VALUE_CHARACTERS - 1] + "…"
