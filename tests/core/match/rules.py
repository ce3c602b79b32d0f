"""Rules and mails for the tests of matching, and a second evaluator that knows nothing of the first."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from postroom.classify.decision import Classification
from postroom.ids import EventId, WorkflowId
from postroom.match.answers import Rule
from postroom.match.conditions import Condition
from postroom.match.decision import Decision
from postroom.match.rule_index import RuleIndex
from postroom.triggers.email import EmailTrigger

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
EVENT = EventId("evt_00000000000000000000000001")
DEFAULT_THRESHOLD = 0.7


def rule(number: int = 1, *triggers: Mapping[str, Any], priority: int = 100, stop_on_match: bool = False) -> Rule:
    """Workflow `number`; without triggers it takes every mail."""
    return Rule(
        workflow_id=WorkflowId(f"wfl_{number:026}"),
        name=f"Workflow {number}",
        version=3,
        priority=priority,
        stop_on_match=stop_on_match,
        first="step:records",
        steps=1,
        triggers=tuple(EmailTrigger.model_validate(dict(one)) for one in triggers or ({},)),
    )


def email(
    category: str | None = "invoice",
    confidence: float = 0.9,
    subject: str = "Invoice 7",
    name: str = "Nordisk Papir",
    address: str = "faktura@nordisk.example",
    spam: str = "PASS",
) -> dict[str, Any]:
    """What conditions see of a mail."""
    return {
        "classification": {"category": category, "confidence": confidence},
        "subject": subject,
        "from": {"name": name, "address": address, "domain": address.partition("@")[2]},
        "verdicts": {"spam": spam, "virus": "PASS", "spf": "PASS", "dkim": "PASS", "dmarc": "PASS"},
    }


def decide(rules: Sequence[Rule], mail: Mapping[str, Any] | None = None) -> Decision:
    """The decision of an index of these rules."""
    mail = mail or email()
    taken_for = Classification.model_validate(
        {**mail["classification"], "category": mail["classification"]["category"] or "", "layer": "keywords"}
    )
    return RuleIndex("rules-7", rules, DEFAULT_THRESHOLD).decide(EVENT, mail, taken_for, NOW)


def naive_match(trigger: EmailTrigger, mail: Mapping[str, Any]) -> bool:
    """Whether a trigger fires, said plainly, for patterns that are literal words."""
    taken_for, sender = mail["classification"], mail["from"]
    least = trigger.confidence_threshold
    if least is None:
        least = DEFAULT_THRESHOLD if trigger.classification else 0
    whole_sender = f"{sender['name']} {sender['address']}".lower()
    trusted = ["FAIL", "DISABLED", "GRAY", "PASS"]
    return (
        trigger.classification in (None, taken_for["category"])
        and taken_for["confidence"] >= least
        and trusted.index(mail["verdicts"]["spam"]) >= trusted.index(trigger.sender_trust or "FAIL")
        and (trigger.sender_pattern or "").lower() in whole_sender
        and (trigger.subject_pattern or "").lower() in mail["subject"].lower()
        and all(_naive_condition(condition, mail) for condition in trigger.conditions)
    )


def _naive_condition(condition: Condition, mail: Mapping[str, Any]) -> bool:
    """For a domain that is one of some, and a subject without a word."""
    if condition.not_ is not None:
        return condition.not_.value not in mail["subject"].lower()
    one = condition.all_[0] if condition.all_ else condition
    values = one.value if isinstance(one.value, list) else [one.value]
    return mail["from"]["domain"] in (values if one.case_sensitive else [value.lower() for value in values])
