"""API tokens: kept as hashes, looked up by hash, compared with the clock on every use."""

import hashlib
from datetime import datetime

from pydantic import Field

from postroom.ids import TenantId
from postroom.models import Model
from postroom.times import UtcTime


class Token(Model):
    """What a bearer token stands for."""

    tenant: TenantId
    name: str = Field(description="What it is called in lists and in the audit.")
    created_at: UtcTime
    valid_until: UtcTime | None = None

    def valid(self, now: datetime) -> bool:
        """Whether it still opens the door."""
        return self.valid_until is None or now < self.valid_until


def token_hash(token: str) -> str:
    """SHA-256 of the token, hexadecimal: tokens are long and random, so no salt or stretching is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def bearer(authorization: str | None) -> str | None:
    """The token of an `Authorization: Bearer …` header (RFC 6750); None if it is not one."""
    scheme, _, token = (authorization or "").strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
