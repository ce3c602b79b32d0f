"""When a step that could not be done now is tried again."""

from datetime import datetime, timedelta

from postroom import limits
from postroom.engine.model import Attempt, Cursor, StepError
from postroom.errors import NotNow

FIRST_BACKOFF_SECONDS = 2.0


def next_attempt(cursor: Cursor, error: NotNow, now: datetime) -> Attempt | None:
    """The record of this try with the time of the next, or None if tries are used up.

    The pause doubles from 2 s and is never shorter than what the other side asked for, but for the longest there is.
    """
    tried = len(cursor.attempts)
    if tried + 1 >= limits.STEP_ATTEMPTS:
        return None
    pause = min(max(error.retry_after, FIRST_BACKOFF_SECONDS * 2**tried), limits.STEP_PAUSE_SECONDS)
    return Attempt(at=now, error=StepError.of(error), due=now + timedelta(seconds=pause))
