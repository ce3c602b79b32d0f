"""One execution of a state machine and the places in it where something goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from infra.local.states.definition import Machine, State, processor
from infra.local.timers import Timer

RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED = "RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"


@dataclass(slots=True, eq=False)
class Branch:
    """One line of states being walked: the execution itself, or one item of a Map."""

    path: str
    """Empty for the execution itself; `FanOut:3` for the fourth item of the Map FanOut in it."""
    states: dict[str, State]
    state: str
    input: Any
    entered: datetime
    attempts: list[int] = field(default_factory=list)
    parent: Branch | None = None
    item: tuple[int, Any] | None = None
    """The index and value of a Map's item."""
    token: str | None = None
    parked: bool = False
    """The task of a token has been handed out; only an answer or a timeout goes on from here."""
    due: datetime | None = None
    """When a wait or a backoff ends."""
    timer: Timer | None = None
    results: dict[int, Any] = field(default_factory=dict)
    """What the items of the Map that is the current state have put out so far."""
    items: list[Any] = field(default_factory=list)
    begun: int = 0
    """How many items of the Map have been begun."""

    @property
    def definition(self) -> State:
        """The state it is in."""
        return self.states[self.state]

    def enter(self, state: str, value: Any, now: datetime) -> None:
        """Go into a state: whatever belonged to the one before is gone."""
        self.state, self.input, self.entered = state, value, now
        self.attempts = [0] * len(self.definition.get("Retry", []))
        self.token, self.parked, self.due, self.timer = None, False, None, None
        self.results, self.items, self.begun = {}, [], 0


@dataclass(slots=True, eq=False)
class Execution:
    """One execution, running or ended."""

    arn: str
    name: str
    machine: Machine
    input_text: str
    started: datetime
    status: str = RUNNING
    stopped: datetime | None = None
    output_text: str | None = None
    error: str | None = None
    cause: str | None = None
    transitions: int = 0
    """States entered, attempts included: what is billed."""
    branches: dict[str, Branch] = field(default_factory=dict)
    timer: Timer | None = None

    @property
    def is_running(self) -> bool:
        """Whether it has not ended yet."""
        return self.status == RUNNING

    def context(self, branch: Branch) -> dict[str, Any]:
        """The context object (`$$`) of a branch."""
        context: dict[str, Any] = {
            "Execution": {
                "Id": self.arn,
                "Name": self.name,
                "Input": json.loads(self.input_text),
                "StartTime": self.started.isoformat(),
                "RoleArn": self.machine.role,
            },
            "State": {
                "Name": branch.state,
                "EnteredTime": branch.entered.isoformat(),
                "RetryCount": sum(branch.attempts),
            },
            "StateMachine": {"Id": self.machine.arn, "Name": self.machine.name},
        }
        if branch.token is not None:
            context["Task"] = {"Token": branch.token}
        if branch.item is not None:
            context["Map"] = {"Item": {"Index": branch.item[0], "Value": branch.item[1]}}
        return context

    def states_at(self, path: str) -> dict[str, State]:
        """The states that a branch of this path walks."""
        states: dict[str, State] = self.machine.definition["States"]
        for part in path.split("/") if path else []:
            states = processor(states[part.rpartition(":")[0]])["States"]
        return states
