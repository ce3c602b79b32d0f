"""The errors of Postroom, all of them.

    PostroomError
    ├── Refused           the caller's fault; names the field; fails the step or answers 4xx
    │   ├── NotFound      no such thing (404)
    │   └── Conflict      it changed meanwhile, or exists already (409)
    │       └── Outdated  it is not at the revision that the caller had read (412)
    ├── NotNow            nothing has happened, or the effect takes a key; try again after `retry_after`
    ├── UnknownOutcome    it was sent, and whether it happened is not known; never repeated by itself
    └── Broken            our fault

What each means to HTTP stands in `postroom_adapters.http_errors`, to Step Functions in the state machine's Retry.
"""

from dataclasses import dataclass


class PostroomError(Exception):
    """Base of every error Postroom raises on purpose; `code` is the word that records and answers carry."""

    code = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one field; `path` is dotted, as `workflow_steps.2.params.channel`."""

    path: str
    reason: str


class Refused(PostroomError):
    """The caller asked for something that cannot be; the message says what to do about it."""

    code = "refused"

    def __init__(self, message: str, *problems: Problem) -> None:
        super().__init__(message)
        self.problems = problems


class NotFound(Refused):
    """There is no such thing under this tenant."""

    code = "not_found"


class Conflict(Refused):
    """The thing changed since it was read, or is there already."""

    code = "conflict"


class Outdated(Conflict):
    """The caller named the revision it had read, and the thing is at another one."""

    code = "outdated"


class NotNow(PostroomError):
    """Not possible at this moment, and nothing has happened; `retry_after` is in seconds."""

    code = "not_now"

    def __init__(self, message: str, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class UnknownOutcome(PostroomError):
    """A call went out and no usable answer came back: it may have happened, or not."""

    code = "unknown_outcome"


class Broken(PostroomError):
    """A fault of ours or of our configuration; a person has to look at it."""

    code = "broken"
