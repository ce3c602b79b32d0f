"""Idempotency-Key: a create that is repeated under its key answers with what the first one made.

The row that remembers the key is written in the transaction that makes the thing, so there is never one without the
other. After draft-ietf-httpapi-idempotency-key-header: a key that comes again with another request is refused.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from postroom import limits
from postroom.errors import Conflict, NotFound, Problem, Refused
from postroom.ids import TenantId
from postroom_adapters import keys
from postroom_adapters.attributes import from_item, to_item
from postroom_adapters.dynamodb import call
from postroom_adapters.table_writes import Condition, put

HEADER = "Idempotency-Key"
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Create:
    """A request to make something: under which key, if any, and what it says; `body` is canonical JSON."""

    tenant: TenantId
    key: str | None
    operation: str
    body: str
    now: datetime

    @property
    def fingerprint(self) -> str:
        """What must be the same when the key comes again."""
        return hashlib.sha256(f"{self.operation}\n{self.body}".encode()).hexdigest()


class IdempotencyKeys:
    """The keys of all tenants, each with the id of what was made under it."""

    def __init__(self, table: str) -> None:
        self.name = table

    def once(
        self, create: Create, new_id: str, make: Callable[[tuple[dict[str, Any], ...]], T], read: Callable[[str], T]
    ) -> tuple[T, bool]:
        """What `make` made, or what was made under the key before, and whether it was.

        `make` is given the writes that must stand in its transaction, and raises Conflict if they do not hold; `read`
        answers what has an id. Raises Refused for a key of another request, Conflict if what it made is gone.
        """
        if create.key is None:
            return make(()), False
        if (made_before := self._made(create)) is not None:
            return self._again(made_before, read), True
        try:
            return make((self._row(create, new_id),)), False
        except Conflict:
            # The same request, at the same moment, was first.
            made_before = self._made(create)
            if made_before is None:
                raise
            return self._again(made_before, read), True

    def _made(self, create: Create) -> str | None:
        key = to_item(keys.idempotency(create.tenant, create.key or ""))
        answer = call("get_item", TableName=self.name, Key=key, ConsistentRead=True)
        row = from_item(answer["Item"]) if "Item" in answer else None
        if row is None or row["expires_at"] <= create.now.timestamp():
            return None
        if row["fingerprint"] != create.fingerprint:
            reason = "was used for another request; give every request a key of its own"
            raise Refused(f"The {HEADER} {reason}.", Problem(HEADER, reason))
        return str(row["made"])

    def _again(self, made_before: str, read: Callable[[str], T]) -> T:
        try:
            return read(made_before)
        except NotFound as gone:
            raise Conflict(f"{made_before} was made with this {HEADER} before, and has been deleted since") from gone

    def _row(self, create: Create, new_id: str) -> dict[str, Any]:
        expires = create.now + timedelta(hours=limits.IDEMPOTENCY_HOURS)
        row = {
            **keys.idempotency(create.tenant, create.key or ""),
            "fingerprint": create.fingerprint,
            "made": new_id,
            "expires_at": int(expires.timestamp()),
        }
        expired: Condition = ("expires_at", "absent or <=", int(create.now.timestamp()))
        return {"Put": put(self.name, row, expired)}
