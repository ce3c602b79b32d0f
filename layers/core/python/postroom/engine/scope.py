"""What expressions see: {event, email, match, workflow, execution, steps, tenant}."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from postroom.engine.commands import ExecutionState
from postroom.engine.model import Turn
from postroom.errors import Broken
from postroom.plain import plain
from postroom.triggers.email_view import email_view
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.rendering import expression_references, step_references
from postroom.workflows.tree import BARE, all_steps, own_params


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
                "event": {"id": event.email_id, "kind": "email", "received_at": plain(event.email_received_at)},
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
    steps = [step for _, step in all_steps(definition.workflow_steps)]
    everything = tuple(step.id for step in steps)
    found: set[str] = set()
    for step in steps:
        for names in (step_references(own_params(step)), *map(expression_references, _bare(step))):
            if names is None:
                return everything
            found |= names
    return tuple(name for name in everything if name in found)


def _bare(step: Step) -> list[str]:
    """The expressions of a step that stand without braces."""
    bare = [step.when, *(step.params.get(name) for name in BARE.get(step.action, ()))]
    return [one for one in bare if isinstance(one, str)]
