"""The trigger `email`: a mail of a category, sure enough, from whom, about what, under conditions."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal, NamedTuple

from pydantic import Field, field_validator, model_validator

from postroom import limits
from postroom.match.conditions import Condition, check_size
from postroom.match.evaluation import clause_of, holds
from postroom.match.patterns import check_pattern, groups_found, named_groups, search
from postroom.models import Model
from postroom.triggers.base import Clause, shown
from postroom.triggers.email_view import condition_root
from postroom.triggers.event import VerdictStatus
from postroom.triggers.trust import TRUST, worst_verdict

Part = Literal["sender", "subject"]


class EmailTrigger(Model):
    """Fires for a mail when every clause given holds."""

    type: Literal["email"] = Field(default="email", description="The kind of trigger.")
    classification: str | None = Field(default=None, description="The category the mail must have; any if not given.")
    confidence_threshold: float | None = Field(
        default=None, ge=0, le=1, description="The least confidence; the installation's default if not given."
    )
    sender_trust: VerdictStatus | None = Field(
        default=None, description="What the worst verdict must be at least: PASS > GRAY > … DISABLED > FAIL."
    )
    sender_pattern: str | None = Field(default=None, description="RE2, searched in `Name <address>` of the sender.")
    subject_pattern: str | None = Field(default=None, description="RE2, searched in the decoded subject.")
    conditions: tuple[Condition, ...] = Field(default=(), description="Each must hold; all, any and not group them.")

    @field_validator("sender_pattern", "subject_pattern")
    @classmethod
    def _compiles(cls, pattern: str | None) -> str | None:
        if pattern is not None:
            check_pattern(pattern)
        return pattern

    @field_validator("conditions", mode="before")
    @classmethod
    def _one_is_a_list_of_one(cls, conditions: Any) -> Any:
        return [conditions] if isinstance(conditions, Mapping) else [] if conditions is None else conditions

    @field_validator("conditions")
    @classmethod
    def _are_bounded(cls, conditions: tuple[Condition, ...]) -> tuple[Condition, ...]:
        check_size(conditions)
        return conditions

    @model_validator(mode="after")
    def _names_groups_once(self) -> "EmailTrigger":
        names = [
            name for pattern in (self.sender_pattern, self.subject_pattern) for name in named_groups(pattern or "")
        ]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"both patterns name a group {', '.join(twice)}; match.<name> can hold only one")
        if len(names) > limits.PATTERN_GROUPS:
            raise ValueError(f"the patterns name {len(names)} groups, {limits.PATTERN_GROUPS} are allowed")
        return self

    def patterns(self) -> Iterator[tuple[Part, str]]:
        """The patterns given and what each is searched in."""
        if self.sender_pattern is not None:
            yield "sender", self.sender_pattern
        if self.subject_pattern is not None:
            yield "subject", self.subject_pattern


@dataclass
class AskedMail:
    """One mail as triggers ask about it; `found` knows which patterns are in it, a rule index for all at once."""

    email: Mapping[str, Any]
    event_id: str
    default_threshold: float
    found: Callable[[Part, str], bool] | None = None

    def __post_init__(self) -> None:
        taken_for = self.email.get("classification") or {}
        self.category = taken_for.get("category")
        self.confidence = float(taken_for.get("confidence") or 0)
        self.texts: dict[Part, str] = {
            "sender": sender_text(self.email),
            "subject": str(self.email.get("subject") or ""),
        }

    @cached_property
    def root(self) -> dict[str, Any]:
        """What conditions see."""
        return condition_root(self.email, self.event_id)

    def has(self, part: Part, pattern: str) -> bool:
        """Whether the pattern is found in this part of the mail."""
        return self.found(part, pattern) if self.found else search(pattern, self.texts[part])


class Check(NamedTuple):
    """One clause as it came out; `condition` where it is one, whose own clauses are said only when asked for."""

    name: str
    wanted: Any
    found: Any
    passed: bool
    reason: str | None = None
    condition: Condition | None = None


def checks(trigger: EmailTrigger, mail: AskedMail) -> Iterator[Check]:
    """The clauses of `trigger` against one mail, cheapest first; a caller may stop at the first that failed."""
    if (wanted := trigger.classification) is not None:
        yield Check("classification", wanted, mail.category, mail.category == wanted)
    if (threshold := _threshold(trigger, mail.default_threshold)) is not None:
        yield Check("confidence_threshold", threshold, mail.confidence, mail.confidence >= threshold)
    if (trust := trigger.sender_trust) is not None:
        worst, about = worst_verdict(mail.email.get("verdicts") or {})
        passed = TRUST[worst] >= TRUST[trust]
        yield Check("sender_trust", trust, worst, passed, None if passed else f"the worst verdict is about {about}")
    for part, pattern in trigger.patterns():
        yield Check(f"{part}_pattern", pattern, mail.texts[part], mail.has(part, pattern))
    for number, condition in enumerate(trigger.conditions):
        yield Check(f"conditions.{number}", None, None, holds(condition, mail.root), None, condition)


def clause(check: Check, mail: AskedMail) -> Clause:
    """A check as it is stored and shown."""
    if check.condition is not None:
        return clause_of(check.condition, mail.root, check.name)
    name, wanted, found, passed, reason, _ = check
    return Clause(clause=name, wanted=shown(wanted), found=shown(found), passed=passed, reason=reason)


def clauses(trigger: EmailTrigger, mail: AskedMail) -> Iterator[Clause]:
    """Every clause of `trigger` as it came out for the mail."""
    return (clause(check, mail) for check in checks(trigger, mail))


def match_groups(trigger: EmailTrigger, mail: AskedMail) -> dict[str, str | None]:
    """What steps see as `match.<name>`: the named groups of the trigger's patterns."""
    return {
        name: value
        for part, pattern in trigger.patterns()
        for name, value in groups_found(pattern, mail.texts[part]).items()
    }


def sender_text(email: Mapping[str, Any]) -> str:
    """`Name <address>` of the mail's From, the text sender patterns are searched in."""
    sender = email.get("from") or {}
    name, address = sender.get("name") or "", sender.get("address") or ""
    return f"{name} <{address}>" if name else str(address)


def _threshold(trigger: EmailTrigger, default: float) -> float | None:
    """A category asked for brings the default threshold with it."""
    if trigger.confidence_threshold is None and trigger.classification is not None:
        return default
    return trigger.confidence_threshold
