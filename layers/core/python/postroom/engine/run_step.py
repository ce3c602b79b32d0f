"""Running one step: its condition, its parameters, its plan, and the record of how it came out."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ValidationError

from postroom import limits
from postroom.actions.base import Context, FansOut
from postroom.actions.catalogue import action_named
from postroom.engine.branches import item_number, step_name
from postroom.engine.commands import Command, ExecutionState
from postroom.engine.kept_names import kept_name
from postroom.engine.model import MAIN_BRANCH, Attempt, Cancellation, StepError, StepRecord, StepStatus
from postroom.engine.plan_run import Gathered, PlanRun
from postroom.engine.retry import TimedOut, deadline, in_time, next_attempt
from postroom.engine.run_plan import run_plan
from postroom.errors import Broken, NotNow, Problem, Refused, UnknownOutcome
from postroom.models import Model, refusal
from postroom.plain import plain, to_json
from postroom.storable import unstorable
from postroom.workflows.model import Step
from postroom.workflows.parameters import as_input
from postroom.workflows.rendering import condition_holds, render
from postroom.workflows.tree import FAN_OUTS, WAIT, held_params, own_params


@dataclass(frozen=True, slots=True)
class Finished:
    """The step is over, one way or another; `gathered` is what it changes."""

    record: StepRecord
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class TryLater:
    """The step could not be done now."""

    attempt: Attempt
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class Waits:
    """The step waits, since when and until when."""

    since: datetime
    until: datetime
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class Branches:
    """The step's lists run in branches, one for each of `items`; `params` are its own as rendered."""

    since: datetime
    items: tuple[Any, ...]
    params: dict[str, Any]
    gathered: Gathered


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The execution was cancelled before the step was over; its record, if it had begun."""

    record: StepRecord | None
    gathered: Gathered
    cancel: Cancellation


Outcome = Finished | TryLater | Waits | Branches | Cancelled


def run_step(
    step: Step, state: ExecutionState, scope: Mapping[str, Any], clock: Callable[[], datetime], gathered: Gathered
) -> Generator[Command, Any, Outcome]:
    """Run `step` of `state`'s execution. Raises SomebodyElse, and whatever is not a PostroomError."""
    waited = state.cursor.waiting
    started = waited or clock()
    params: dict[str, Any] | None = None
    branch = state.cursor.branch
    name = step_name(branch, step.id)

    def record(status: StepStatus, **more: Any) -> StepRecord:
        return StepRecord(
            id=name,
            at=state.cursor.at,
            item=item_number(branch),
            action=step.action,
            status=status,
            params=params,
            attempts=state.cursor.attempts,
            effects=tuple(gathered.done),
            started_at=started,
            ended_at=clock(),
            **more,
        )

    if waited is not None:
        return Finished(record("completed", output={"until": plain(state.cursor.due)}), gathered)
    if step.when is not None:
        holds, why = condition_holds(step.when, scope)
        if not holds:
            return Finished(record("skipped", reason=why or f"when {step.when} is not true"), gathered)
    if state.cursor.crashes >= limits.STEP_CRASHES:
        crashed = Broken(f"the step crashed {state.cursor.crashes} times: {state.cursor.last_crash}")
        return Finished(record("failed", error=StepError.of(crashed)), _only_claims(gathered))
    retry_unknown = step.on_unknown == "retry"
    try:
        action = action_named(step.action)
        retry_unknown = (step.on_unknown or ("fail" if action.effects == "at_most_once" else "retry")) == "retry"
        if step.action in FAN_OUTS and branch != MAIN_BRANCH:
            raise Refused(f"{step.action} cannot stand in the branches of another")
        rendered = as_input(action.input, render(own_params(step), scope))
        _check_storable(rendered, "params")
        params = rendered
        _check_size(step, params)
        given = _validated(action.input, params | held_params(step))
        run = PlanRun(
            execution=state.execution,
            step=name,
            kept_as=kept_name(state.execution, branch, step.id),
            action=step.action,
            event=state.event,
            now=started,
            retry_unknown=retry_unknown,
            outside=state.execution.outside(step.id),
        )
        commands = run_plan(action, given, Context(scope, started), run, gathered)
        output = yield from in_time(commands, deadline(step, state.cursor, started), clock)
        told = _plain_output(output)
    except (NotNow, Refused, Broken, UnknownOutcome, TimedOut) as error:
        attempt = next_attempt(step, state.cursor, error, started, retry_unknown=retry_unknown)
        left = _only_claims(gathered)
        if attempt is not None:
            return TryLater(attempt, left)
        unknown = isinstance(error, UnknownOutcome)
        return Finished(record("failed", error=StepError.of(error), outcome_unknown=unknown), left)
    if isinstance(until := getattr(output, "until", None), datetime) and step.action == WAIT and until > started:
        return Waits(started, until, gathered)
    if isinstance(output, FansOut):
        return _branches(output, started, record, params, gathered)
    return Finished(record("completed", output=told), gathered)


def _validated(model: type[Model], params: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(dict(params))
    except ValidationError as error:
        raise refusal(error, "params") from error


def _branches(
    output: FansOut, since: datetime, record: Callable[..., StepRecord], params: dict[str, Any], gathered: Gathered
) -> Finished | Branches:
    """Without branches it is over at once. Of many items the record tells only the number."""
    if not output.items:
        return Finished(record("completed", results=[]), gathered)
    if len(to_json(params).encode()) > limits.FAN_OUT_SHOWN_BYTES:
        params = {"items": f"{len(output.items)} items"}
    return Branches(since, output.items, params, gathered)


def _check_storable(value: Any, path: str) -> None:
    """What an expression made, or a mail said, may be no value at all, or one that no table keeps."""
    for place, reason in unstorable(value, limits.VALUE_DEPTH):
        where = ".".join((path, *map(str, place)))
        raise Refused(f"{where}: {reason}", Problem(where, reason))


def _check_size(step: Step, params: Mapping[str, Any]) -> None:
    most = limits.FAN_OUT_ITEMS_BYTES if step.action in FAN_OUTS else limits.RENDERED_PARAMETER_BYTES
    if (size := len(to_json(params).encode())) > most:
        raise Refused(f"the rendered parameters are {size:,} bytes long; {most:,} are allowed")


def _plain_output(output: BaseModel) -> Any:
    """The output as it is recorded. What fans out is none; its items have their own limit."""
    if isinstance(output, FansOut):
        return None
    made = plain(output)
    _check_storable(made, "output")
    if (size := len(to_json(made).encode())) > limits.STEP_OUTPUT_BYTES:
        raise Refused(f"the output is {size:,} bytes long; {limits.STEP_OUTPUT_BYTES:,} are allowed")
    return made


def _only_claims(gathered: Gathered) -> Gathered:
    """A failed step changes nothing inside; what it did outside stays on record."""
    return replace(gathered.restarted(), done=gathered.done)
