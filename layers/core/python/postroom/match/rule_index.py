"""The rule index: a tenant's enabled workflows, compiled once per change, asked once per event."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postroom import limits
from postroom.classify.decision import Classification
from postroom.ids import EventId, WorkflowId
from postroom.match.decision import Decision, WorkflowDecision
from postroom.triggers.base import Clause
from postroom.triggers.email import EmailTrigger, clauses


@dataclass(frozen=True, slots=True)
class Rule:
    """What matching needs of one workflow version."""

    workflow_id: WorkflowId
    name: str
    version: int
    priority: int
    stop_on_match: bool
    first: str
    steps: int
    triggers: tuple[EmailTrigger, ...]


class RuleIndex:
    """The rules in the order they are asked: priority, then age of the workflow."""

    def __init__(self, index_id: str, rules: Sequence[Rule], default_threshold: float) -> None:
        self.id = index_id
        self.rules = tuple(sorted(rules, key=lambda rule: (rule.priority, rule.workflow_id)))
        self._default_threshold = default_threshold
        self._by_id = {rule.workflow_id: rule for rule in self.rules}

    def rule(self, workflow_id: WorkflowId) -> Rule:
        """The rule of a workflow that is in the index."""
        return self._by_id[workflow_id]

    def decide(
        self, event: EventId, email: Mapping[str, Any], classification: Classification, now: datetime
    ) -> Decision:
        """The decision for one mail; the same code answers explanations, traces and the real run.

        `email` is what `postroom.triggers.email_view` makes of the event.
        """
        matched: list[WorkflowDecision] = []
        beyond: list[WorkflowDecision] = []
        missed: list[WorkflowDecision] = []
        for rule in self.rules:
            answer = self.ask(rule, email)
            if answer.outcome == "not_matched":
                missed.append(answer)
            elif len(matched) < limits.WORKFLOWS_PER_EVENT:
                matched.append(answer)
            else:
                beyond.append(_not_reached(answer))
        missed.sort(key=lambda answer: -sum(clause.passed for clause in answer.clauses))
        return Decision(
            event=event,
            at=now,
            classification=classification,
            rules=self.id,
            considered=len(self.rules),
            matched=tuple(matched),
            not_reached=tuple(beyond),
            near_misses=tuple(missed[: limits.NEAR_MISSES]),
        )

    def ask(self, rule: Rule, email: Mapping[str, Any]) -> WorkflowDecision:
        """One rule: matched if all clauses of any of its triggers hold; else its closest trigger's clauses."""
        closest: tuple[Clause, ...] = ()
        for trigger in rule.triggers:
            seen: list[Clause] = []
            for clause in clauses(trigger, email, self._default_threshold):
                seen.append(clause)
                if not clause.passed:
                    break
            else:
                return _decided(rule, "matched", _because(seen), seen)
            if len(seen) > len(closest):
                closest = tuple(seen)
        return _decided(rule, "not_matched", _why_not(closest[-1]), closest)


def _decided(rule: Rule, outcome: Any, reason: str, seen: Sequence[Clause]) -> WorkflowDecision:
    return WorkflowDecision(
        workflow_id=rule.workflow_id,
        name=rule.name,
        version=rule.version,
        priority=rule.priority,
        outcome=outcome,
        stop_on_match=rule.stop_on_match,
        reason=reason,
        clauses=tuple(seen),
    )


def _not_reached(answer: WorkflowDecision) -> WorkflowDecision:
    reason = f"an event starts at most {limits.WORKFLOWS_PER_EVENT} workflows"
    return answer.model_copy(update={"outcome": "not_reached", "reason": reason})


def _because(seen: Sequence[Clause]) -> str:
    return " and ".join(_said(clause) for clause in seen) or "it takes every mail"


def _why_not(clause: Clause) -> str:
    found, wanted = _shown(clause.found), _shown(clause.wanted)
    if found == wanted:
        found, wanted = repr(clause.found), repr(clause.wanted)
    return f"{clause.clause} is {found}, wanted {_sign(clause)}{wanted}"


def _said(clause: Clause) -> str:
    return f"{clause.clause} {_shown(clause.found)} fits {_sign(clause)}{_shown(clause.wanted)}"


def _sign(clause: Clause) -> str:
    return "at least " if clause.clause == "confidence_threshold" else ""


def _shown(value: Any) -> str:
    return f"{value:.2f}" if isinstance(value, float) else repr(value) if isinstance(value, str) else str(value)
