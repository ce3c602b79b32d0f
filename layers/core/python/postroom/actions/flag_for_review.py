"""flag_for_review: the mail waits for a person, and says why."""

from pydantic import Field

from postroom.actions.base import Action, Context, Plan
from postroom.effects import SetMailStatus
from postroom.models import Model

REASON_CHARACTERS = 500
"""What is longer is cut, not refused: reasons hold words of strangers' mails, and the flag matters more."""
NO_REASON = "A workflow asked for a person to look at it"


class Input(Model):
    """Why a person should look at it."""

    reason: str = Field(default="", description="Shown beside the mail; cut at 500 characters.")


class Output(Model):
    """What the mail's status is now."""

    status: str = Field(description="flagged; later steps that mark the mail processed leave it so.")
    reason: str = Field(description="The reason as it stands beside the mail.")


def plan(given: Input, _context: Context) -> Plan:
    """Flag the mail."""
    reason = " ".join(given.reason.split())[:REASON_CHARACTERS] or NO_REASON
    status = yield SetMailStatus("flagged", reason)
    return Output(status=status, reason=reason)


ACTION = Action(
    title="Flag for review",
    description="Flags the mail for a person to look at, with the reason.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
