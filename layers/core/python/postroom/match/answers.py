"""One workflow asked about one mail: whether it fires, what is stored of that, and all of it in full."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from postroom import limits
from postroom.ids import WorkflowId
from postroom.match.decision import Explanation, TriggerAnswer, WorkflowDecision
from postroom.match.words import because, why_not
from postroom.triggers.base import Clause
from postroom.triggers.email import AskedMail, Check, EmailTrigger, checks, clause, clauses, match_groups


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
    paused: str | None = None
    """Since when and why it starts nothing, where it is paused."""


def fires(rule: Rule, mail: AskedMail) -> bool:
    """Whether all clauses of any of its triggers hold."""
    for trigger in rule.triggers:
        for check in checks(trigger, mail):
            if not check.passed:
                break
        else:
            return True
    return False


def ask(rule: Rule, mail: AskedMail) -> WorkflowDecision:
    """Matched by its first trigger that fires; else with the clauses of the trigger that came closest.

    One that is paused would match.
    """
    fired, seen = closest(rule, mail)
    if fired is None:
        return missed(rule, seen, mail)
    said = [clause(check, mail) for check in seen]
    if rule.paused is not None:
        return _decided(rule, "paused", f"{rule.paused}; it would match: {because(said)}", said)
    return _decided(rule, "matched", because(said), said, match_groups(fired, mail))


def missed(rule: Rule, seen: Sequence[Check], mail: AskedMail) -> WorkflowDecision:
    """A rule that did not match, in words; the last clause seen is the one that failed."""
    said = [clause(check, mail) for check in seen]
    return _decided(rule, "not_matched", why_not(said[-1]), said)


def closest(rule: Rule, mail: AskedMail) -> tuple[EmailTrigger | None, Sequence[Check]]:
    """The first trigger that fires and its clauses; else None, and those of the one that came closest."""
    nearest: list[Check] = []
    for trigger in rule.triggers:
        seen: list[Check] = []
        for check in checks(trigger, mail):
            seen.append(check)
            if not check.passed:
                break
        else:
            return trigger, seen
        if len(seen) > len(nearest):
            nearest = seen
    return None, nearest


def explain(rule: Rule, mail: AskedMail) -> Explanation:
    """The decision about the rule, and every clause of every trigger."""
    triggers = [
        TriggerAnswer(trigger=number, passed=all(one.passed for one in said), clauses=said)
        for number, trigger in enumerate(rule.triggers)
        for said in [tuple(clauses(trigger, mail))]
    ]
    return Explanation(decision=ask(rule, mail), triggers=tuple(triggers))


def not_reached(rule: Rule) -> WorkflowDecision:
    """A rule that matched beyond the limit."""
    return _decided(rule, "not_reached", f"an event starts at most {limits.WORKFLOWS_PER_EVENT} workflows", ())


def _decided(
    rule: Rule, outcome: Any, reason: str, said: Sequence[Clause], match: dict[str, str | None] | None = None
) -> WorkflowDecision:
    return WorkflowDecision(
        workflow_id=rule.workflow_id,
        name=rule.name,
        version=rule.version,
        priority=rule.priority,
        outcome=outcome,
        stop_on_match=rule.stop_on_match,
        reason=reason,
        clauses=within_limit(said),
        match=match or {},
    )


def within_limit(said: Sequence[Clause]) -> tuple[Clause, ...]:
    """What is stored: without the parts of all, any and not, where they are too many, and the last that failed."""
    if sum(map(_size, said)) <= limits.DECISION_CLAUSES:
        return tuple(said)
    whole = [one.model_copy(update={"parts": ()}) for one in said]
    return (
        tuple(whole[: limits.DECISION_CLAUSES - 1] + whole[-1:])
        if len(whole) > limits.DECISION_CLAUSES
        else tuple(whole)
    )


def _size(one: Clause) -> int:
    return 1 + sum(map(_size, one.parts))
