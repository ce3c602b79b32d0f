"""EventBridge Scheduler: calls a function whenever the movable clock says that it is time."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from infra.local.activity import Activity
from infra.local.clock import MovableClock
from infra.local.lambdas.invocation import Outcome
from infra.local.lambdas.lambdas import Lambdas
from infra.local.template import Resource
from infra.local.timers import Timers

SCHEDULE = "schedule"
_RATE = re.compile(r"rate\((\d+) (minute|hour|day)s?\)")
_UNITS = {"minute": 60, "hour": 3600, "day": 86400}


class UnsupportedSchedule(Exception):
    """A schedule expression is of a kind that the templates have not used so far."""


class Schedules:
    """The template's schedules. Times that passed while nothing ran are not made up for, as in AWS."""

    def __init__(
        self, resources: Iterable[Resource], lambdas: Lambdas, clock: MovableClock, timers: Timers, activity: Activity
    ) -> None:
        self._schedules = {resource.ref: resource.properties for resource in resources}
        self._periods = {name: period(each["ScheduleExpression"]) for name, each in self._schedules.items()}
        self._lambdas = lambdas
        self._clock = clock
        self._timers = timers
        self._activity = activity

    def start(self) -> None:
        """Begin to count."""
        for name, properties in self._schedules.items():
            if properties.get("State", "ENABLED") == "ENABLED":
                self._plan(name, self._clock.now())

    def fire_now(self, name: str) -> Outcome:
        """Call a schedule's target at once, and wait for it; by the schedule's name or an end of it."""
        found = [known for known in self._schedules if known.endswith(name)]
        if len(found) != 1:
            raise LookupError(f"no single schedule is called {name}; there are {', '.join(sorted(self._schedules))}")
        return self._call(found[0])

    def _plan(self, name: str, after: datetime) -> None:
        when = after + self._periods[name]

        def due() -> None:
            self._activity.submit(SCHEDULE, lambda: self._call_only(name))
            # One call for however many periods a moved clock has jumped over.
            late = self._clock.now() - when
            self._plan(name, when + self._periods[name] * int(late / self._periods[name]))

        self._timers.at(when, SCHEDULE, due)

    def _call_only(self, name: str) -> None:
        self._call(name)

    def _call(self, name: str) -> Outcome:
        target = self._schedules[name]["Target"]
        return self._lambdas.invoke(target["Arn"], _input(target))


def period(expression: str) -> timedelta:
    """The time between two calls of a `rate(…)`."""
    match = _RATE.fullmatch(expression)
    if match is None:
        raise UnsupportedSchedule(f"the local stack does not know the schedule expression {expression!r}")
    return timedelta(seconds=int(match[1]) * _UNITS[match[2]])


def _input(target: dict[str, Any]) -> Any:
    return json.loads(target["Input"]) if "Input" in target else {}
