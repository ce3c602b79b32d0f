"""Typed, sortable ids: a prefix that says what it names, then a ULID (48 bits of time, 80 of randomness).

The text form is Crockford's base 32 (26 characters), as in the ULID specification, so ids sort by time of creation.
Everything that must come out the same when repeated is *derived*: its 80 bits are a hash of a key, not random.
"""

import hashlib
from datetime import UTC, datetime
from typing import NewType

TenantId = NewType("TenantId", str)
EventId = NewType("EventId", str)
ExecutionId = NewType("ExecutionId", str)
WorkflowId = NewType("WorkflowId", str)
RecordId = NewType("RecordId", str)

ROOT_TENANT = TenantId("root")
"""The installation's own tenant; mail that belongs to nobody is kept under it."""

EVENT, EXECUTION, WORKFLOW = "evt", "exe", "wfl"
RANDOM_BYTES = 10
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_id(prefix: str, now: datetime, randomness: bytes) -> str:
    """A fresh id such as `evt_01JB6Z…`; `randomness` is 10 bytes from the caller's source of randomness."""
    if len(randomness) != RANDOM_BYTES:
        raise ValueError(f"randomness must be {RANDOM_BYTES} bytes, not {len(randomness)}")
    return f"{prefix}_{_ulid(now, randomness)}"


def derived_id(prefix: str, now: datetime, key: str) -> str:
    """The one id that belongs to `key`: the same time and key always give the same id."""
    return f"{prefix}_{_ulid(now, hashlib.sha256(key.encode()).digest()[:RANDOM_BYTES])}"


def lowest_id(prefix: str, moment: datetime) -> str:
    """The id that sorts before all made at `moment`, to the millisecond, or later, and after all made before.

    No id is older than 1970, so what is earlier is as good as that.
    """
    return f"{prefix}_{_ulid(max(moment, EPOCH), bytes(RANDOM_BYTES))}"


def id_pattern(prefix: str) -> str:
    """A regular expression that ids with this prefix match as a whole."""
    return f"^{prefix}_[{_ALPHABET}]{{26}}$"


def time_of(name: str) -> datetime:
    """The time that an id begins with, to the millisecond. Raises ValueError for what is no id."""
    number = 0
    for letter in name.rpartition("_")[2][:10]:
        number = number * 32 + _ALPHABET.index(letter)
    return datetime.fromtimestamp(number / 1000, UTC)


def _ulid(now: datetime, randomness: bytes) -> str:
    if now.tzinfo is None:
        raise ValueError("ids need an aware datetime")
    number = int.from_bytes(int(now.timestamp() * 1000).to_bytes(6, "big") + randomness, "big")
    return "".join(_ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))
