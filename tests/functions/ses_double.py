"""SES as step_notify sees it: the wire of SESv2's SendEmail on a port of this machine, with bad days on demand."""

import base64
import json
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from infra.local.doors.exchange import Answer, Header, Request
from infra.local.doors.misbehaviour import Misbehaviour, Misbehaviours
from infra.local.doors.server import HttpServer

PATH = "/v2/email/outbound-emails"


@dataclass(frozen=True, slots=True)
class Sent:
    """One mail that SES took."""

    request: dict[str, Any]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The mail itself."""
        parsed = message_from_bytes(self.raw, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed


class SesDouble:
    """Takes every mail, unless something else is planned."""

    def __init__(self) -> None:
        self.misbehaviours = Misbehaviours()
        self.server = HttpServer(self._handle)
        self.sent: list[Sent] = []
        self.calls = 0

    def _handle(self, request: Request) -> Answer:
        assert (request.method, request.path) == ("POST", PATH)
        self.calls += 1
        asked = json.loads(request.body)
        bad = self.misbehaviours.take()
        if bad is None or bad.acted:
            self.sent.append(Sent(asked, base64.b64decode(asked["Content"]["Raw"]["Data"])))
        right = Answer.json(200, {"MessageId": f"ses-{len(self.sent)}"})
        return right if bad is None else bad.perform(right)


def refusal(code: str, message: str, status: int = 400) -> Misbehaviour:
    """An error as SESv2 answers it, nothing done."""
    headers = (Header("x-amzn-ErrorType", code), Header("Content-Type", "application/json"))
    return Misbehaviour(code, acted=False, answer=Answer(status, headers, json.dumps({"message": message}).encode()))
