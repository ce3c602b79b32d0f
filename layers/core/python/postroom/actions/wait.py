"""wait: the execution goes on later; the engine waits until the time in the output."""

from datetime import datetime, timedelta

from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from postroom import limits
from postroom.actions.base import Action, Context, Plan
from postroom.errors import Problem, Refused
from postroom.models import Model, worded
from postroom.times import UtcTime, WrittenTime
from postroom.workflows.rendering import has_braces

TOO_LONG = f"a wait is {limits.WAIT_DAYS} days at most"


class Input(Model):
    """How long, or until when; one of both."""

    for_: int | float | str | None = Field(
        default=None, alias="for", description="Seconds, or an ISO 8601 duration such as PT2H or P3D."
    )
    until: str | None = Field(default=None, description="An ISO 8601 time with its offset; one that is past is now.")

    @model_validator(mode="after")
    def _one_of_both(self) -> "Input":
        if (self.for_ is None) == (self.until is None):
            raise ValueError("give either for or until")
        return self

    @field_validator("for_")
    @classmethod
    def _is_a_duration(cls, given: int | float | str | None) -> int | float | str | None:
        if given is None or has_braces(given):
            return given
        if _DURATION.validate_python(given) > timedelta(days=limits.WAIT_DAYS):
            raise ValueError(TOO_LONG)
        return given

    @field_validator("until")
    @classmethod
    def _is_a_time(cls, given: str | None) -> str | None:
        if given is not None and not has_braces(given):
            _TIME.validate_python(given)
        return given

    def end(self, now: datetime) -> datetime:
        """When the wait is over. Raises ValueError for what is no duration and no time."""
        if self.until is not None:
            return _TIME.validate_python(self.until)
        asked = _DURATION.validate_python(self.for_)
        return now + max(timedelta(0), min(asked, timedelta(days=limits.WAIT_DAYS + 1)))


_TIME = TypeAdapter[datetime](WrittenTime)
_DURATION = TypeAdapter(timedelta)


class Output(Model):
    """When it went on."""

    until: UtcTime = Field(description="Until when it waited.")


def plan(given: Input, context: Context) -> Plan:
    """Say until when; the engine does the waiting."""
    yield from ()
    try:
        until = given.end(context.now)
    except ValidationError as error:
        reason = worded(error.errors()[0])
        raise Refused(f"params: {reason}", Problem("params", reason)) from error
    if until > context.now + timedelta(days=limits.WAIT_DAYS):
        raise Refused(TOO_LONG, Problem("params", TOO_LONG))
    return Output(until=until)


ACTION = Action(
    title="Wait",
    description="Waits for a while or until a time; other workflows of the same mail go on meanwhile.",
    input=Input,
    output=Output,
    effects="pure",
    plan=plan,
)
