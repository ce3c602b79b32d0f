"""Changes that never go over somebody else's: decided again when another was first, refused when If-Match says so."""

import re
from collections.abc import Callable
from typing import TypeVar

from postroom.errors import Conflict, Outdated

TRIES = 3
"""How often a change is decided again, on what then stands, because somebody else had been first."""

T = TypeVar("T")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def check_revision(what: str, revision: int, if_match: str | None) -> None:
    """Raise Outdated if an If-Match header (RFC 9110, 13.1.1) names another revision; none given is any."""
    if if_match is not None and if_match.strip() != "*" and str(revision) not in _TAG.findall(if_match):
        raise Outdated(f"the {what} is at revision {revision}; read it again")


def again_on_conflict(change: Callable[[], T]) -> T:
    """What `change` answers, which reads what stands and decides on it; Conflict if others are always first."""
    for attempt in range(TRIES):
        try:
            return change()
        except Outdated:
            raise
        except Conflict:
            if attempt == TRIES - 1:
                raise
    raise AssertionError("the last attempt returns or raises")
