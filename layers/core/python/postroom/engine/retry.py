"""When a step that failed is tried again, and until when it may take."""

from collections.abc import Callable, Generator
from datetime import datetime, timedelta
from typing import Any

from postroom import limits
from postroom.engine.commands import ClaimEffect, Command
from postroom.engine.model import Attempt, Cursor, StepError
from postroom.errors import NotNow, PostroomError, UnknownOutcome
from postroom.models import Model
from postroom.workflows.model import Retry, Step

_BY_DEFAULT = (NotNow.code, UnknownOutcome.code)


class TimedOut(PostroomError):
    """The step's time was over before its next call went out."""

    code = "timed_out"


def next_attempt(
    step: Step, cursor: Cursor, error: PostroomError, now: datetime, *, retry_unknown: bool
) -> Attempt | None:
    """The record of this try with the time of the next; None if the step's policy has none.

    The pause doubles and is never shorter than what the other side asked for, but for the longest there is. A call of
    unknown outcome is repeated only where a repeat is allowed at all.
    """
    policy, tried = step.retry or Retry(), len(cursor.attempts)
    if error.code not in (policy.on or _BY_DEFAULT) or tried + 1 >= policy.attempts:
        return None
    if isinstance(error, UnknownOutcome) and not retry_unknown:
        return None
    asked = error.retry_after if isinstance(error, NotNow) else 0.0
    pause = min(max(asked, policy.backoff_seconds * 2**tried), limits.STEP_PAUSE_SECONDS)
    due = now + timedelta(seconds=pause)
    if (end := deadline(step, cursor, now)) is not None and due >= end:
        return None
    return Attempt(at=now, error=StepError.of(error), due=due)


def deadline(step: Step, cursor: Cursor, started: datetime) -> datetime | None:
    """When the step's time is over; it began with its first try."""
    if step.timeout_seconds is None:
        return None
    first = cursor.attempts[0].at if cursor.attempts else started
    return first + timedelta(seconds=step.timeout_seconds)


def in_time(
    commands: Generator[Command, Any, Model], end: datetime | None, clock: Callable[[], datetime]
) -> Generator[Command, Any, Model]:
    """The same commands, but TimedOut instead of a call that would go out after `end`."""
    try:
        command = next(commands)
        while True:
            if isinstance(command, ClaimEffect) and end is not None and clock() >= end:
                command = commands.throw(TimedOut(f"the step's time was over at {end.isoformat()}"))
            try:
                answer = yield command
            except PostroomError as error:
                command = commands.throw(error)
            else:
                command = commands.send(answer)
    except StopIteration as over:
        output: Model = over.value
        return output
