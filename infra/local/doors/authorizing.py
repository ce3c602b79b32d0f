"""The Lambda authorizer before a route: asked once per identity and time to live, its answers kept."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from infra.local.doors.api_event import Arrival, authorizer_event, identity_of
from infra.local.doors.contracts import Invoke, said

_KEPT = 10_000


class Unauthorized(Exception):
    """There is no identity to ask about: 401."""


class Forbidden(Exception):
    """The authorizer says no: 403."""


class AuthorizerFailed(Exception):
    """The authorizer failed or did not give a simple response: 500, and nothing is kept."""


@dataclass(frozen=True, slots=True)
class _Kept:
    until: datetime
    allowed: bool
    context: dict[str, Any] | None


@dataclass(slots=True)
class Authorizing:
    """Asks authorizers, and remembers what they said for as long as the template allows."""

    invoke: Invoke
    clock: Callable[[], datetime]
    region: str
    _answers: dict[tuple[str, ...], _Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def context(self, arrival: Arrival) -> dict[str, Any] | None:
        """The authorizer's context for a request that may pass. Raises one of the three above."""
        authorizer = arrival.taken.route.authorizer
        if authorizer is None:
            return None
        identity = identity_of(arrival)
        if identity is None:
            raise Unauthorized
        key = (authorizer.name, *identity)
        kept = self._answers.get(key)
        if kept is None or self.clock() >= kept.until:
            kept = self._ask(arrival, authorizer.function, identity, authorizer.cache_seconds)
            # Without identity sources there is nothing that tells one client from another.
            if identity:
                self._keep(key, kept)
        if not kept.allowed:
            raise Forbidden
        return kept.context

    def _ask(self, arrival: Arrival, function: str, identity: list[str], seconds: float) -> _Kept:
        outcome = self.invoke(function, authorizer_event(arrival, identity, self.region))
        if outcome.error is not None:
            raise AuthorizerFailed(said(outcome.error))
        answer = outcome.answer
        if not isinstance(answer, dict) or not isinstance(answer.get("isAuthorized"), bool):
            raise AuthorizerFailed(f"the authorizer answered {answer!r}")
        return _Kept(self.clock() + timedelta(seconds=seconds), answer["isAuthorized"], answer.get("context"))

    def _keep(self, key: tuple[str, ...], kept: _Kept) -> None:
        with self._lock:
            if len(self._answers) >= _KEPT:
                self._answers.clear()
            self._answers[key] = kept
