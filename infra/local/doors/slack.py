"""Slack's incoming webhooks as this machine has them: Slack's wire format, its refusals, and bad days on demand.

What Slack answers: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks#handling_errors
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from infra.local.doors.exchange import Answer, Request
from infra.local.doors.misbehaviour import Misbehaviours, read_plan
from infra.local.doors.outbox import Outbox
from infra.local.doors.server import HttpServer

PATH = "/slack/"
PLAN_PATH = "/misbehave"
KIND = "slack"
TEXT_CHARACTERS = 40_000
BLOCKS = 50
SECTION_CHARACTERS = 3_000

_OK = Answer.text(200, "ok")


class SlackDouble:
    """A webhook for each channel, on a port of its own; every post lies in the outbox with what was answered."""

    def __init__(
        self, outbox: Outbox, channels: Iterable[str] = ("#invoices", "#alerts"), host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.misbehaviours = Misbehaviours()
        self.server = HttpServer(self._handle, host, port)
        self._outbox = outbox
        self._channels = {channel.lstrip("#"): channel for channel in channels}

    def start(self) -> None:
        """Open the port. Raises OSError if it is taken."""
        self.server.start()

    @property
    def port(self) -> int:
        """Where it listens; 0 before it does means any."""
        return self.server.port

    @port.setter
    def port(self, number: int) -> None:
        self.server.port = number

    def stop(self) -> None:
        """Close the port: connections are refused, until it is started again on the same one."""
        self.misbehaviours.clear()
        self.server.stop()

    def webhooks(self) -> dict[str, str]:
        """Channel → webhook, as a Slack connection's secret holds them."""
        return {channel: f"{self.server.url}{PATH}{name}" for name, channel in self._channels.items()}

    def posts(self) -> list[dict[str, Any]]:
        """What really was posted, in order; attempts that came to nothing are in the outbox only."""
        return [entry for entry in self._outbox.entries(KIND) if entry["posted"]]

    def _handle(self, request: Request) -> Answer:
        if request.path == PLAN_PATH and request.method == "POST":
            return self._plan(request)
        channel = self._channels.get(request.path.removeprefix(PATH))
        if not request.path.startswith(PATH) or channel is None:
            return Answer.text(404, "channel_not_found" if request.path.startswith(PATH) else "no_service")
        payload, refusal = _read(request)
        right = _OK if refusal is None else Answer.text(400, refusal)
        bad = self.misbehaviours.take()
        if bad is None:
            self._keep(channel, payload, posted=refusal is None, answered=f"{right.status} {right.body.decode()}")
            return right
        self._keep(channel, payload, posted=refusal is None and bad.acted, answered=bad.name)
        return bad.perform(right)

    def _keep(self, channel: str, payload: Any, *, posted: bool, answered: str) -> None:
        self._outbox.add(KIND, channel, {"posted": posted, "answered": answered, "payload": payload})

    def _plan(self, request: Request) -> Answer:
        try:
            asked = json.loads(request.body)
            if asked == {"name": "behave"}:
                self.misbehaviours.clear()
            else:
                self.misbehaviours.plan(*read_plan(asked))
        except (ValueError, AttributeError) as error:
            return Answer.json(400, {"message": str(error)})
        return Answer.json(200, {"planned": True})


def _read(request: Request) -> tuple[Any, str | None]:
    """The payload, and the word with which Slack refuses it, if it does."""
    if request.method != "POST":
        return None, "invalid_payload"
    try:
        payload = json.loads(request.body)
    except ValueError:
        return request.body.decode("utf-8", "replace"), "invalid_payload"
    if not isinstance(payload, Mapping):
        return payload, "invalid_payload"
    text, blocks = payload.get("text"), payload.get("blocks")
    if not text and not blocks and not payload.get("attachments"):
        return payload, "no_text"
    if text is not None and (not isinstance(text, str) or len(text) > TEXT_CHARACTERS):
        return payload, "invalid_payload" if not isinstance(text, str) else "msg_too_long"
    if blocks is not None and not _are_blocks(blocks):
        return payload, "invalid_blocks"
    return payload, None


def _are_blocks(blocks: Any) -> bool:
    return isinstance(blocks, list) and len(blocks) <= BLOCKS and all(_is_block(block) for block in blocks)


def _is_block(block: Any) -> bool:
    if not isinstance(block, Mapping) or not isinstance(block.get("type"), str):
        return False
    if block["type"] != "section":
        return True
    text = block.get("text", {})
    if not isinstance(text, Mapping) or ("fields" not in block and not text):
        return False
    return not text or (
        text.get("type") in ("mrkdwn", "plain_text") and 0 < len(text.get("text", "")) <= SECTION_CHARACTERS
    )
