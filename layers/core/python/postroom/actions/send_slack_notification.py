"""send_slack_notification: a message to a Slack channel."""

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.connections.slack import Call
from postroom.effects import CallConnection
from postroom.models import Model


class Input(Model):
    """Where it goes and what it says."""

    channel: str = Field(pattern=r"^#?[^\s#]{1,80}$", description="The channel, with or without #.")
    message: str = Field(min_length=1, description="Slack's mrkdwn; cut at 3,000 characters.")


class Output(Model):
    """That Slack took it."""

    channel: str = Field(description="The channel it was posted to.")


def plan(given: Input, context: Context) -> Plan:
    """Post the message, with the mail's subject and sender as its context line."""
    sender = (context.email.get("from") or {}).get("address") or ""
    subject = str(context.email.get("subject") or "")
    call = Call(
        channel="#" + given.channel.removeprefix("#"),
        message=given.message,
        context=f"{subject} · {sender}".strip(" ·")[:300],
    )
    answer = yield CallConnection("slack", call.model_dump())
    return Output(channel=answer["channel"])


ACTION = Action(
    title="Send Slack notification",
    description="Posts a message to a channel through the tenant's Slack connection.",
    input=Input,
    output=Output,
    effects="at_most_once",
    plan=plan,
)
