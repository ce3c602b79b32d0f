"""mark_as_processed: the mail is dealt with."""

from typing import Literal

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.effects import SetMailStatus
from postroom.models import Model


class Input(Model):
    """The status to give."""

    status: Literal["processed", "flagged"] = Field(default="processed", description="processed, or flagged.")


class Output(Model):
    """What the mail's status is now."""

    status: str = Field(description="A mail that was flagged stays flagged.")


def plan(given: Input, _context: Context) -> Plan:
    """Set the mail's status."""
    status = yield SetMailStatus(given.status)
    return Output(status=status)


ACTION = Action(
    title="Mark as processed",
    description="Sets the mail's status; processed never overwrites flagged.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
