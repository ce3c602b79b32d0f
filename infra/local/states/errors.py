"""How a state fails: an error name, compared exactly, and its cause."""

from __future__ import annotations

ALL, TASK_FAILED, TIMEOUT, RUNTIME = "States.ALL", "States.TaskFailed", "States.Timeout", "States.Runtime"
DATA_LIMIT = "States.DataLimitExceeded"
NO_CHOICE = "States.NoChoiceMatched"
RESULT_PATH = "States.ResultPathMatchFailure"
PARAMETER_PATH = "States.ParameterPathFailure"

UNCATCHABLE = frozenset([RUNTIME, DATA_LIMIT])
"""What neither Retry nor Catch ever sees through States.ALL."""


class StateFailed(Exception):
    """A state failed with this error."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(f"{error}: {cause}")
        self.error = error
        self.cause = cause


def concerns(names: list[str], error: str) -> bool:
    """Whether a Retry or Catch with these error names is meant for an error."""
    if error in names:
        return True
    if error in UNCATCHABLE:
        return False
    return ALL in names or (TASK_FAILED in names and error != TIMEOUT)
