"""Cursors: where a page of a list ended. Opaque to clients, checked when they come back.

They need no signature: a cursor only says below which id to go on, and only within the list of the tenant who asks.
"""

import base64
import binascii
import hashlib
import json
import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from postroom import limits
from postroom.errors import Problem, Refused
from postroom.plain import to_json
from postroom_adapters.reading.pages import Asked, Page, Searched

T = TypeVar("T")
_FORMAT = "1"
_ID = re.compile(r"[a-z]{3}_[0-9A-Z]{26}")


def asked(name: str, limit: int, cursor: str | None, since: str | None = None, before: str | None = None) -> Asked:
    """What a request asks of the list `name`, from the id `since` up to, but not with, the id `before`.

    Raises Refused for a cursor that is not one of this list.
    """
    return Asked(limit, _below(name, cursor) if cursor else before, since)


def list_name(name: str, **filters: object) -> str:
    """The name of a list by what it was asked for: a cursor of one is none of another."""
    given = {key: str(value) for key, value in sorted(filters.items()) if value is not None}
    return f"{name}/{hashlib.sha256(json.dumps(given).encode()).hexdigest()[:16]}" if given else name


def cursor_after(name: str, page: Page[T], id_of: Callable[[T], str]) -> str | None:
    """The cursor for what comes after a page of the list `name`; None at its end."""
    return cursor_below(name, id_of(page.items[-1])) if page.more else None


def fitting(found: Searched[T], id_of: Callable[[T], str]) -> Searched[T]:
    """What was found, ended early where it would not fit into an answer; one item always does."""
    fit = that_fit(found.items)
    return found if fit == len(found.items) else Searched(found.items[:fit], id_of(found.items[fit - 1]))


def that_fit(items: Sequence[object]) -> int:
    """How many of the items, from the first, fit into an answer; one always does."""
    room = Room()
    return next((number for number, item in enumerate(items) if not room.takes(item) and number), len(items))


class Room:
    """What is left of an answer."""

    def __init__(self) -> None:
        self._bytes = limits.PAGE_BYTES

    def takes(self, item: object) -> bool:
        """Whether the item fits in, which is then smaller; what comes after one that does not is not taken either."""
        if self._bytes >= 0:
            # Lambda hands the body over as a JSON text, in which it grows again.
            self._bytes -= len(json.dumps(to_json(item)))
        return self._bytes >= 0


def cursor_below(name: str, below: str | None) -> str | None:
    """The cursor for what of the list `name` is below an id; None for None, at its end."""
    if below is None:
        return None
    text = f"{_FORMAT}:{name}:{below}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _below(name: str, cursor: str) -> str:
    try:
        text = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        text = ""
    version, _, rest = text.partition(":")
    list_name, _, below = rest.rpartition(":")
    if (version, list_name) != (_FORMAT, name) or not _ID.fullmatch(below):
        reason = "is not a cursor of this list; take `next_cursor` of a page with the same filters"
        raise Refused(f"The cursor {reason}.", Problem("cursor", reason))
    return below
