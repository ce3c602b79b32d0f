"""What expressions see: {event, email, match, workflow, execution, steps, tenant}, in branches {item, index} too."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from postroom.engine.branches import Branch
from postroom.engine.commands import ExecutionState
from postroom.engine.model import Turn
from postroom.errors import Broken
from postroom.plain import plain
from postroom.triggers.email_view import email_view
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.tree import FAN_OUTS, all_steps


@dataclass(slots=True)
class Scope:
    """The scope of one execution, kept up to date over a turn."""

    values: dict[str, Any]

    @classmethod
    def of(cls, state: ExecutionState, turn: Turn, branch: Branch | None = None) -> "Scope":
        """The scope from a whole state; a branch sees its own steps' outputs by their ids, as those before it."""
        execution, event = state.execution, state.event
        if state.tenant is None:
            raise Broken("a scope needs the whole state")
        inside = f"{branch.name}." if branch else ""
        return cls(
            {
                "event": {"id": event.email_id, "kind": "email", "received_at": plain(event.email_received_at)},
                "email": email_view(event, state.mail, state.classification),
                "match": dict(execution.match),
                "workflow": {"id": turn.workflow, "name": execution.workflow_name, "version": turn.version},
                "execution": {"id": execution.id, "started_at": plain(execution.started_at)},
                "steps": {name.removeprefix(inside): output for name, output in state.outputs.items()},
                "tenant": dict(state.tenant),
            }
            | ({"item": state.item, "index": branch.number} if branch else {})
        )

    def updated(self, state: ExecutionState) -> "Scope":
        """With the mail's status as it now is."""
        self.values["email"]["status"] = state.event.mail.status
        return self

    def for_branch(self, branch: Branch, item: Any) -> "Scope":
        """The scope of a branch that begins here; what it adds, others do not see."""
        inside = {"steps": dict(self.values["steps"]), "item": item, "index": branch.number}
        return Scope(self.values | inside)

    def add_output(self, step: str, output: Mapping[str, Any] | Sequence[Any] | None) -> None:
        """A step's output, from now on seen as `steps.<id>`."""
        self.values["steps"][step] = output


def wanted_outputs(definition: WorkflowDefinition, branch: Branch | None = None) -> tuple[str, ...]:
    """The names of the stored outputs that any step's expressions may read: in branches only their own steps'."""
    steps = list(all_steps(definition.workflow_steps))
    fan_outs = [at for at, step in steps if step.action in FAN_OUTS]
    named: dict[str, str] = {}
    for at, step in steps:
        if branch is not None and branch.holds(at):
            named[step.id] = f"{branch.name}.{step.id}"
        elif not any(len(at) > len(one) and at[: len(one)] == one for one in fan_outs):
            named[step.id] = step.id
    found = definition.outputs_read
    return tuple(stored for name, stored in named.items() if found is None or name in found)
