"""Under which name a line of runs keeps what a step did: by where the step stood when it first did so.

Records and claims are named by the step's id, in branches with the fan-out before it. A later version may have the step
elsewhere, or its fan-out under another id; the names stay those of before, so that nothing is made or done again.
Only a step that has come into a for_each, or out of one, cannot go on under them: one call is no list of calls.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from postroom.engine.branches import item_number, step_name
from postroom.engine.model import Execution
from postroom.workflows.model import WorkflowDefinition
from postroom.workflows.tree import FAN_OUTS, all_steps, lists_of

EACH = "[]"
"""Stands for the number of the item in the names of steps of a for_each: `loop[].told`."""


def written_names(definition: WorkflowDefinition) -> dict[str, str]:
    """By step id how each step is named where it stands: `told`, `both[1].told`, or `loop[].told`."""
    names = {step.id: step.id for _, step in all_steps(definition.workflow_steps)}
    for _, holder in all_steps(definition.workflow_steps):
        for place, steps in lists_of(holder).items() if holder.action in FAN_OUTS else ():
            branch = f"{holder.id}[{place.partition('.')[2]}]"
            names |= {step.id: f"{branch}.{step.id}" for _, step in all_steps(steps)}
    return names


@dataclass(frozen=True, slots=True)
class LineNames:
    """By step id: the names `kept` from before, those that steps have where they now stand, and who begins `anew`.

    Steps that are not there now are remembered in `kept`, as a later version may have them again.
    """

    kept: Mapping[str, str]
    own: Mapping[str, str]
    anew: frozenset[str]

    def of(self, step: str) -> str:
        """Under which name a step of the version that now runs goes on."""
        return self.kept.get(step) or self.own[step]


def names_of_line(old: Execution, ran: WorkflowDefinition, runs: WorkflowDefinition) -> LineNames:
    """The names in a rerun of `old`, whose version was `ran`, on the version `runs`."""
    own = written_names(runs)
    before = {**written_names(ran), **old.kept_names}
    moved = {step: name for step, name in before.items() if own.get(step) != name}
    anew = frozenset(step for step, name in moved.items() if step in own and (EACH in name) != (EACH in own[step]))
    return LineNames({step: name for step, name in moved.items() if step not in anew}, own, anew)


def kept_name(execution: Execution, branch: str, step: str) -> str:
    """The name of a step's records and claims in this run's line."""
    if (name := execution.kept_names.get(step)) is None:
        return step_name(branch, step)
    return name.replace(EACH, f"[{item_number(branch)}]")


def is_named(name: str, written: str) -> bool:
    """Whether a step that is `written` so is called `name` in one of its branches."""
    return re.fullmatch(re.escape(written).replace(re.escape(EACH), r"\[\d+\]"), name) is not None
