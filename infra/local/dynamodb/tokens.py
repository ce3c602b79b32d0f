"""What ClientRequestToken promises: for ten minutes the same transaction is done once."""

from __future__ import annotations

import base64
import json
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Any

from .errors import DynamoError

WINDOW = timedelta(minutes=10)


@dataclass(frozen=True)
class TokenEntry:
    """A token and a fingerprint of what it was used for."""

    token: str
    fingerprint: str


class Tokens:
    """The tokens of transactions that succeeded, in the order of their times."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[str, datetime]] = OrderedDict()

    def answered(self, token: str, actions: Sequence[Any], now: datetime) -> bool:
        """Whether this very transaction has been done; refused if the token was used for another one."""
        while self._known and next(iter(self._known.values()))[1] + WINDOW <= now:
            self._known.popitem(last=False)
        known = self._known.get(token)
        if known is None:
            return False
        if known[0] != fingerprint(actions):
            message = (
                f"Specified idempotent token was used with different request parameters. Idempotent Token: {token}"
            )
            raise DynamoError("IdempotentParameterMismatchException", message, Message=message)
        return True

    def entry(self, token: str, actions: Sequence[Any]) -> TokenEntry:
        """What is to be remembered with the transaction."""
        return TokenEntry(token, fingerprint(actions))

    def remember(self, entry: TokenEntry, at: datetime) -> None:
        """Note that the transaction has been done."""
        self._known[entry.token] = (entry.fingerprint, at)


def fingerprint(actions: Sequence[Any]) -> str:
    """A digest that is the same for equal parameters, whatever the order of their fields."""
    text = json.dumps(actions, sort_keys=True, separators=(",", ":"), default=_binary)
    return blake2b(text.encode(), digest_size=16).hexdigest()


def _binary(value: Any) -> str:
    return base64.b64encode(bytes(value)).decode()
