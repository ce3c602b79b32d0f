"""Running one step: its condition, its parameters, its plan, and the record of how it came out."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from postroom import limits
from postroom.actions.base import Context
from postroom.actions.catalogue import action_named
from postroom.engine.commands import Command, ExecutionState
from postroom.engine.model import Attempt, StepError, StepRecord, StepStatus
from postroom.engine.retry import TimedOut, deadline, in_time, next_attempt
from postroom.engine.run_plan import Gathered, PlanRun, run_plan
from postroom.errors import Broken, NotNow, Refused, UnknownOutcome
from postroom.models import Model, refusal
from postroom.plain import plain, to_json
from postroom.workflows.model import Step
from postroom.workflows.rendering import condition_holds, render
from postroom.workflows.tree import lists_of, own_params

WAIT = "wait"


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


def run_step(
    step: Step, state: ExecutionState, scope: Mapping[str, Any], clock: Callable[[], datetime], gathered: Gathered
) -> Generator[Command, Any, Finished | TryLater | Waits]:
    """Run `step` of `state`'s execution. Raises SomebodyElse, and whatever is not a PostroomError."""
    waited = state.cursor.waiting
    started = waited or clock()
    params: dict[str, Any] | None = None

    def record(status: StepStatus, **more: Any) -> StepRecord:
        return StepRecord(
            id=step.id,
            at=state.cursor.at,
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
        params = render(own_params(step), scope)
        _check_size(params)
        given = _validated(action.input, params | lists_of(step))
        run = PlanRun(
            key=f"{state.execution.id}/{step.id}",
            step=step.id,
            event=state.event,
            now=started,
            retry_unknown=retry_unknown,
        )
        commands = run_plan(action, given, Context(scope, started), run, gathered)
        output = yield from in_time(commands, deadline(step, state.cursor, started), clock)
    except (NotNow, Refused, Broken, UnknownOutcome, TimedOut) as error:
        attempt = next_attempt(step, state.cursor, error, started, retry_unknown=retry_unknown)
        left = _only_claims(gathered)
        if attempt is not None:
            return TryLater(attempt, left)
        unknown = isinstance(error, UnknownOutcome)
        return Finished(record("failed", error=StepError.of(error), outcome_unknown=unknown), left)
    if isinstance(until := getattr(output, "until", None), datetime) and step.action == WAIT and until > started:
        return Waits(started, until, gathered)
    return Finished(record("completed", output=plain(output)), gathered)


def _validated(model: type[Model], params: Mapping[str, Any]) -> Model:
    try:
        return model.model_validate(dict(params))
    except ValidationError as error:
        raise refusal(error, "params") from error


def _check_size(params: Mapping[str, Any]) -> None:
    if len(to_json(params).encode()) > limits.RENDERED_PARAMETER_BYTES:
        raise Refused(f"the rendered parameters are longer than {limits.RENDERED_PARAMETER_BYTES} bytes")


def _only_claims(gathered: Gathered) -> Gathered:
    """A failed step changes nothing inside; what it did outside stays on record."""
    return Gathered(results=gathered.results, claims=gathered.claims, done=gathered.done)
