"""Slack by incoming webhooks, one per channel, in Block Kit.

A webhook belongs to the channel it was made for and takes no idempotency key
(https://api.slack.com/messaging/webhooks), so the connection maps channel → webhook, with an optional default.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, HttpUrl

from postroom.connections.base import Connection, HttpRequest, HttpResponse
from postroom.errors import Broken, NotNow, Problem, Refused, UnknownOutcome
from postroom.models import Model

MESSAGE_CHARACTERS = 3_000
"""Slack's limit on the text of one section block, counted as sent: escaped."""
RETRY_AFTER_SECONDS = 30.0
"""When Slack says 429 or 503 without saying when."""
TOO_MANY, UNAVAILABLE = 429, 503


class Secret(Model):
    """Channel → webhook address; `default` takes every other channel, if given."""

    webhooks: dict[str, HttpUrl] = Field(default={}, repr=False, description="Channel with # → incoming webhook.")
    default: HttpUrl | None = Field(default=None, repr=False, description="For channels without one of their own.")


class Call(Model):
    """One message; `channel` with #."""

    channel: str
    message: str
    context: str = ""


def build(secret: Secret, request: Mapping[str, Any]) -> HttpRequest:
    """The POST of a message. Raises Refused if the channel has no webhook and there is no default."""
    call = Call.model_validate(dict(request))
    url = secret.webhooks.get(call.channel, secret.default)
    if url is None:
        known = ", ".join(sorted(secret.webhooks)) or "none"
        reason = (
            f"channel {call.channel} has no webhook in the Slack connection, and there is no default; it has {known}"
        )
        raise Refused(reason, Problem("params.channel", reason))
    text = _cut(_escaped(call.message))
    blocks: list[dict[str, Any]] = [{"type": "section", "text": {"type": "mrkdwn", "text": text}}]
    if call.context:
        blocks.append({"type": "context", "elements": [{"type": "plain_text", "text": call.context}]})
    body = json.dumps({"text": text, "blocks": blocks}, ensure_ascii=False).encode()
    return HttpRequest("POST", str(url), {"Content-Type": "application/json; charset=utf-8"}, body)


def read(request: Mapping[str, Any], response: HttpResponse) -> Mapping[str, Any]:
    """Slack answers `200 ok`; 4xx with a word that says why; 429 with Retry-After in seconds."""
    said = response.body[:200].decode("utf-8", "replace").strip()
    if response.status == 200 and said == "ok":
        return rehearse(request)
    if response.status in (TOO_MANY, UNAVAILABLE):
        raise NotNow(f"Slack answered {response.status}", _retry_after(response))
    if 400 <= response.status < 500:
        raise Refused(f"Slack refused the message with {response.status}: {said or 'no reason given'}")
    if 300 <= response.status < 400:
        raise Broken(f"the webhook of {request['channel']} answers {response.status}; it is not a Slack webhook")
    raise UnknownOutcome(f"Slack answered {response.status} {said!r}; whether the message was posted is not known")


def rehearse(request: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a message that was taken answers."""
    return {"channel": request["channel"]}


def _escaped(text: str) -> str:
    """Slack's three control characters (https://api.slack.com/reference/surfaces/formatting#escaping).

    Messages hold words of strangers' mails, so mentions and masked links must not come through.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(escaped: str) -> str:
    """Too long a message says as much as it can: a stranger's endless subject must not keep an alert from going out."""
    if len(escaped) <= MESSAGE_CHARACTERS:
        return escaped
    return re.sub(r"&[a-z]*$", "", escaped[: MESSAGE_CHARACTERS - 1]) + "…"


def _retry_after(response: HttpResponse) -> float:
    """Slack's is in whole seconds; a date or nonsense, as a proxy may say, counts as nothing said."""
    try:
        seconds = float(response.headers.get("retry-after", ""))
    except ValueError:
        return RETRY_AFTER_SECONDS
    return max(1.0, seconds) if math.isfinite(seconds) else RETRY_AFTER_SECONDS


CONNECTION = Connection(title="Slack", secret=Secret, build=build, read=read, rehearse=rehearse)
