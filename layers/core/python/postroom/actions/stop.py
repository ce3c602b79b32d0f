"""stop: the execution ends here, as it stands."""

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
    description="Ends the workflow here; steps after it are not run, and what succeeded so far counts.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
