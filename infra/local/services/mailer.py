"""SES's sending side: every mail goes to whoever shows the outbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from infra.local.service_errors import unknown_operation

Params = dict[str, Any]


class Mailer:
    """SESv2's SendEmail; `on_send` is told of each mail, with the id it was given."""

    operations = None
    """All of SESv2 ends here: no mail leaves this machine."""

    def __init__(self) -> None:
        self.on_send: Callable[[str, Params], None] = lambda _message_id, _params: None

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """SendEmail."""
        if operation != "SendEmail":
            raise unknown_operation("sesv2", operation)
        message_id = f"local-{uuid4().hex}"
        self.on_send(message_id, params)
        return {"MessageId": message_id}
