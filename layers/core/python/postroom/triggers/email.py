"""The trigger `email`: a mail of a category, sure enough, whose sender and subject fit."""

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, field_validator

from postroom.match.patterns import check_pattern, search
from postroom.models import Model
from postroom.triggers.base import Clause


class EmailTrigger(Model):
    """Fires for a mail when every clause given holds."""

    type: Literal["email"] = Field(default="email", description="The kind of trigger.")
    classification: str | None = Field(default=None, description="The category the mail must have; any if not given.")
    confidence_threshold: float | None = Field(
        default=None, ge=0, le=1, description="The least confidence; the installation's default if not given."
    )
    sender_pattern: str | None = Field(default=None, description="RE2, searched in `Name <address>` of the sender.")
    subject_pattern: str | None = Field(default=None, description="RE2, searched in the decoded subject.")

    @field_validator("sender_pattern", "subject_pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            check_pattern(pattern)
        return pattern


def clauses(trigger: EmailTrigger, email: Mapping[str, Any], default_threshold: float) -> Iterator[Clause]:
    """The clauses of `trigger` against one mail, cheapest first; a caller may stop at the first that failed."""
    taken_for = email.get("classification") or {}
    category, confidence = taken_for.get("category"), float(taken_for.get("confidence") or 0)
    if trigger.classification is not None:
        wanted = trigger.classification
        yield Clause(clause="classification", wanted=wanted, found=category, passed=category == wanted)
        threshold = default_threshold if trigger.confidence_threshold is None else trigger.confidence_threshold
        yield Clause(clause="confidence_threshold", wanted=threshold, found=confidence, passed=confidence >= threshold)
    elif trigger.confidence_threshold is not None:
        threshold = trigger.confidence_threshold
        yield Clause(clause="confidence_threshold", wanted=threshold, found=confidence, passed=confidence >= threshold)
    if trigger.sender_pattern is not None:
        sender = sender_text(email)
        yield Clause(
            clause="sender_pattern",
            wanted=trigger.sender_pattern,
            found=sender,
            passed=search(trigger.sender_pattern, sender),
        )
    if trigger.subject_pattern is not None:
        subject = str(email.get("subject") or "")
        yield Clause(
            clause="subject_pattern",
            wanted=trigger.subject_pattern,
            found=subject,
            passed=search(trigger.subject_pattern, subject),
        )


def sender_text(email: Mapping[str, Any]) -> str:
    """`Name <address>` of the mail's From, the text sender patterns are searched in."""
    sender = email.get("from") or {}
    name, address = sender.get("name") or "", sender.get("address") or ""
    return f"{name} <{address}>" if name else str(address)
