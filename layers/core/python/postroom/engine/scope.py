"""What expressions see: {event, email, match, workflow, execution, steps, tenant}."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postroom.engine.commands import ExecutionState
from postroom.engine.model import Turn
from postroom.errors import Broken
from postroom.plain import plain
from postroom.triggers.email_view import email_view
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.rendering import expression_references, step_references


@dataclass(slots=True)
class Scope:
    """The scope of one execution, kept up to date over a turn."""

    values: dict[str, Any]

    @classmethod
    def of(cls, state: ExecutionState, turn: Turn) -> "Scope":
        """The scope from a whole state."""
        execution, event = state.execution, state.event
        if state.tenant is None:
            raise Broken("a scope needs the whole state")
        return cls(
            {
                "event": {"id": event.id, "kind": event.kind, "received_at": plain(event.received_at)},
                "email": email_view(event, state.mail, state.classification),
                "match": dict(execution.match),
                "workflow": {"id": turn.workflow, "name": execution.workflow_name, "version": turn.version},
                "execution": {"id": execution.id, "started_at": plain(execution.started_at)},
                "steps": dict(state.outputs),
                "tenant": dict(state.tenant),
            }
        )

    def updated(self, state: ExecutionState) -> "Scope":
        """With the mail's status as it now is."""
        self.values["email"]["status"] = state.event.mail.status
        return self

    def add_output(self, step: str, output: Mapping[str, Any] | None) -> None:
        """A step's output, from now on seen as `steps.<id>`."""
        self.values["steps"][step] = output


def wanted_outputs(definition: WorkflowDefinition) -> tuple[str, ...]:
    """The ids of the steps whose outputs any step's expressions may read."""
    everything = tuple(step.id for step in definition.workflow_steps)
    found: set[str] = set()
    for step in definition.workflow_steps:
        names = step_references(step.params)
        when = expression_references(step.when) if step.when else frozenset()
        if names is None or when is None:
            return everything
        found |= names | when
    return tuple(name for name in everything if name in found)
