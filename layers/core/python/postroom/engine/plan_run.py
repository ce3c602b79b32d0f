"""Where a plan runs, and what it has asked for so far."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from postroom.engine.changes import MailChange, NewRecord
from postroom.engine.claims import Claim, Outside
from postroom.engine.model import Execution
from postroom.triggers.event import TriggerEvent


@dataclass(frozen=True, slots=True)
class PlanRun:
    """Where a plan runs: the key of its outside effects begins with `{execution}/{step}`.

    Records and claims are kept under the first run of the line and the name `kept_as`; `outside` says what this
    run does about what earlier ones did outside.
    """

    execution: Execution
    step: str
    kept_as: str
    action: str
    event: TriggerEvent
    now: datetime
    retry_unknown: bool
    outside: Outside = "keep"

    @property
    def key(self) -> str:
        """What receivers that take a key are told; a repeat that a person asked for has a key of its own."""
        return f"{self.execution.id}/{self.step}"

    @property
    def record_key(self) -> str:
        """What makes the ids of records, in every run of the line the same."""
        return f"{self.execution.kept_under}/{self.kept_as}"


@dataclass(slots=True)
class Gathered:
    """What a plan has asked for so far; kept across replays within one turn, so nothing known is asked again."""

    results: dict[int, Mapping[str, Any]] = field(default_factory=dict)
    claims: dict[int, Claim] = field(default_factory=dict)
    records: list[NewRecord] = field(default_factory=list)
    mail: MailChange | None = None
    done: list[str] = field(default_factory=list)
    told: dict[int, str] = field(default_factory=dict)

    def restarted(self) -> "Gathered":
        """For a replay: outside results stay, inside effects are collected anew."""
        return Gathered(results=self.results, claims=self.claims, told=self.told)
