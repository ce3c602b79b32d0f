"""The plan of a rerun: what becomes of every step, what was done outside, and where a person must say something."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import Field

from postroom.engine.claims import Claim, Outside
from postroom.engine.kept_names import LineNames, is_named
from postroom.engine.model import Cursor, StepRecord, StepStatus
from postroom.errors import Problem, Refused
from postroom.ids import ExecutionId
from postroom.models import Model
from postroom.workflows.model import Step, WorkflowDefinition
from postroom.workflows.tree import FAN_OUTS, At, all_steps

RerunSteps = Literal["all", "from_failed"]
RerunVersion = Literal["recorded", "current"]


class PlannedStep(Model):
    """One step of a rerun, in the order of the workflow."""

    id: str = Field(description="The step's id.")
    at: At = Field(description="Where in the workflow it stands.")
    action: str = Field(description="The action.")
    does: Literal["reuse", "run", "pass"] = Field(
        description="reuse: its recorded result is taken · run: it runs, if the execution comes to it · "
        "pass: it stands before where the rerun begins, and was not come to."
    )
    recorded: StepStatus | None = Field(default=None, description="How it came out before; null if it had not run.")
    reason: str = Field(description="In words.")
    outside_done: int = Field(default=0, description="Outside effects that were done: mails sent, calls made.")
    outside_unknown: int = Field(
        default=0, description="Outside effects of which it is not known whether they happened."
    )
    outside_elsewhere: int = Field(
        default=0,
        description="Outside effects that were done, or may have been, before the step came into a for_each or out of "
        "one. They cannot be kept: where it now stands it does its own, which a person must confirm by repeat.",
    )
    outside: Outside | None = Field(
        default=None,
        description="What is done about these, if nothing else is said: keep, none is repeated. "
        "Null where there are none, and where a person must say.",
    )
    asks: bool = Field(
        default=False,
        description="Whether a person must say: repeat_unknown, which keeps what is known to be done; keep; or repeat.",
    )

    @property
    def did_outside(self) -> bool:
        """Whether there is something to be kept or repeated."""
        return self.outside_done + self.outside_unknown + self.outside_elsewhere > 0


class RerunPlan(Model):
    """What a rerun would do; nothing has happened yet."""

    plan: str = Field(description="Names exactly this plan; a rerun that is confirmed by it does this or nothing.")
    execution_id: ExecutionId = Field(description="The execution to be run again.")
    steps_from: RerunSteps = Field(description="all, or from the failed step.")
    on_version: RerunVersion = Field(description="The version that ran, or the current one.")
    version: int = Field(description="That version.")
    steps: tuple[PlannedStep, ...] = Field(description="Every step of that version.")

    @property
    def asked(self) -> tuple[PlannedStep, ...]:
        """The steps about which a person must say something."""
        return tuple(step for step in self.steps if step.asks)


def planned_steps(
    definition: WorkflowDefinition,
    recorded: Mapping[str, StepRecord],
    reused: Sequence[StepRecord],
    cursor: Cursor,
    claims: Sequence[Claim],
    names: LineNames,
) -> Iterable[PlannedStep]:
    begun, holds, came_out = False, {one.at: one for one in reused}, _came_out(recorded)
    saved = {base_id(one.id) for one in recorded.values() if one.saved}
    for at, step in all_steps(definition.workflow_steps):
        begun = begun or at == cursor.at
        status = came_out.get(step.id)
        seen = {"id": step.id, "at": at, "action": step.action, "recorded": status}
        if at in holds:
            yield PlannedStep(**seen, does="reuse", reason="its recorded result holds")
        elif any(one.action in FAN_OUTS and at[: len(place)] == place for place, one in holds.items()):
            yield PlannedStep(**seen, does="reuse", reason="the recorded results of the branches it stands in hold")
        elif not begun:
            yield PlannedStep(**seen, does="pass", reason="it was not come to")
        else:
            reason = _why(status, anew=step.id in names.anew and step.id in saved)
            yield PlannedStep(**seen, does="run", reason=reason, **_outside(step, claims, names))


def check_choices(plan: RerunPlan, choices: Mapping[str, Outside]) -> None:
    """Raise Refused for each choice about what was done outside that is missing or out of place."""
    open_to = {step.id: step for step in plan.steps if step.did_outside}
    problems = [
        Problem(f"outside.{step.id}", _open_question(step))
        for step in plan.asked
        if step.id not in choices or (step.outside_elsewhere and choices[step.id] != "repeat")
    ]
    problems += [
        Problem(f"outside.{name}", "the plan has no outside effects of such a step that could be kept or repeated")
        for name in choices
        if name not in open_to
    ]
    problems += [
        Problem(f"outside.{name}", "all of this is known to be done; say keep or repeat")
        for name, choice in choices.items()
        if choice == "repeat_unknown" and name in open_to and open_to[name].outside == "keep"
    ]
    if problems:
        raise Refused("the plan needs other choices", *problems)


def _open_question(step: PlannedStep) -> str:
    if step.outside_elsewhere:
        return "it has come into a for_each or out of one, so what it did cannot be kept; say repeat, or run what ran"
    return "it is not known whether this happened; say keep, or repeat_unknown, or repeat for all that it did"


def base_id(step: str) -> str:
    """The id that a step has in the workflow: `loop[3].told` is `told`."""
    return step.rpartition(".")[2]


def _came_out(recorded: Mapping[str, StepRecord]) -> Mapping[str, StepStatus]:
    """How each step came out that has run: one in branches, in the worst of them."""
    worst: tuple[StepStatus, ...] = ("skipped", "completed", "cancelled", "failed")
    found: dict[str, StepStatus] = {}
    for record in recorded.values():
        step = base_id(record.id)
        found[step] = max(found.get(step, record.status), record.status, key=worst.index)
    return found


def _why(status: StepStatus | None, *, anew: bool) -> str:
    if status is None:
        return "it has not run yet"
    if anew:
        return "it runs again; it has come into a for_each or out of one, so what it saved stays, and it saves anew"
    return "it failed" if status == "failed" else "it runs again"


def _outside(step: Step, claims: Sequence[Claim], names: LineNames) -> dict[str, object]:
    """What the step did outside. A claim that is open when the execution has ended is of unknown outcome.

    What another action did under its id is not its. What was claimed elsewhere counts until the step has claimed
    something where it now stands: that was confirmed.
    """
    of_step = [claim.of(step.action) for claim in claims if base_id(claim.step) == step.id]
    own = [claim for claim in of_step if claim is not None and claim.state != "released"]
    here = [claim for claim in own if is_named(claim.step, names.of(step.id))]
    done = sum(claim.state == "done" for claim in here)
    elsewhere = 0 if here else len(own)
    return {
        "outside_done": done,
        "outside_unknown": len(here) - done,
        "outside_elsewhere": elsewhere,
        "outside": "keep" if done and done == len(here) else None,
        "asks": done < len(here) or elsewhere > 0,
    }
