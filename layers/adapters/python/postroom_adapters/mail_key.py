"""The installation's mail key, from Secrets Manager: what markers and tokens are signed with."""

from collections.abc import Callable
from datetime import datetime, timedelta

from postroom_adapters.aws import client

KEPT_SECONDS = 3600
"""How long the key is kept. One that is replaced makes tokens of before unknown; ids of messages still tell threads."""


class MailKey:
    """Read when it is first needed: few mails bear a token, and most runs send none."""

    def __init__(self, secret_arn: str, clock: Callable[[], datetime]) -> None:
        self._arn = secret_arn
        self._clock = clock
        self._kept: tuple[datetime, bytes] | None = None

    def read(self) -> bytes:
        """The key."""
        now = self._clock()
        if self._kept is None or now >= self._kept[0] + timedelta(seconds=KEPT_SECONDS):
            secret: str = client("secretsmanager").get_secret_value(SecretId=self._arn)["SecretString"]
            self._kept = (now, secret.encode())
        return self._kept[1]
