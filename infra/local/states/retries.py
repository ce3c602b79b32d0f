"""Retry and Catch: what happens after a state has failed."""

from __future__ import annotations

import random
from typing import Any

from infra.local.states.errors import StateFailed, concerns

_INTERVAL, _RATE, _ATTEMPTS = 1, 2.0, 3
"""Step Functions' own defaults."""


def backoff(state: dict[str, Any], failure: StateFailed, attempts: list[int], chance: random.Random) -> float | None:
    """Seconds until the next attempt, or None if there is none; counts it in `attempts`, one number a retrier."""
    for position, retrier in enumerate(state.get("Retry", [])):
        if not concerns(retrier["ErrorEquals"], failure.error):
            continue
        made = attempts[position]
        if made >= retrier.get("MaxAttempts", _ATTEMPTS):
            return None
        attempts[position] += 1
        seconds: float = retrier.get("IntervalSeconds", _INTERVAL) * retrier.get("BackoffRate", _RATE) ** made
        seconds = min(seconds, retrier.get("MaxDelaySeconds", seconds))
        return chance.uniform(0, seconds) if retrier.get("JitterStrategy", "NONE") == "FULL" else seconds
    return None


def caught(state: dict[str, Any], failure: StateFailed) -> dict[str, Any] | None:
    """The catcher that is meant for a failure, if any."""
    catchers: list[dict[str, Any]] = state.get("Catch", [])
    return next((catcher for catcher in catchers if concerns(catcher["ErrorEquals"], failure.error)), None)
