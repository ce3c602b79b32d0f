"""Patterns: searched, not anchored, case-insensitive, on decoded text; RE2, so linear in the text's length."""

from functools import lru_cache
from typing import Any

from postroom import limits


def check_pattern(pattern: str) -> None:
    """Raise ValueError with RE2's own reason if the pattern is too long or cannot be compiled."""
    if len(pattern) > limits.PATTERN_CHARACTERS:
        raise ValueError(f"a pattern has at most {limits.PATTERN_CHARACTERS} characters, this one {len(pattern)}")
    _compiled(pattern)


def search(pattern: str, text: str) -> bool:
    """Whether the pattern is found anywhere in the text."""
    return _compiled(pattern).search(text) is not None


@lru_cache(maxsize=10_000)
def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise ValueError(f"RE2 cannot compile the pattern {pattern!r}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
