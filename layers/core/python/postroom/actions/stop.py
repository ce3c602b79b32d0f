"""stop: the execution ends here, as it stands; in a branch of a fan-out, that branch."""

from postroom.actions.base import Action, Context, Plan
from postroom.models import Model


class Input(Model):
    """Nothing is asked."""


class Output(Model):
    """Nothing is given."""


def plan(_given: Input, _context: Context) -> Plan:
    """Nothing is done; the engine goes no further."""
    yield from ()
    return Output()


ACTION = Action(
    title="Stop",
    description="Ends the workflow here, as it stands; inside parallel and for_each it ends only that branch.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
