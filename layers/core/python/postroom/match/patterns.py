"""Patterns: searched, not anchored, case-insensitive, on decoded text; RE2, so linear in the text's length."""

import re
from functools import lru_cache
from typing import Any

from postroom import limits

PATTERN_MEMORY = 2 * 1024 * 1024
"""What RE2 may use for one pattern: its program and what it remembers of the texts it has seen."""

_KEPT = 4_096
_GROUP_NAME = re.compile(r"(?<!\\)\(\?P?<(\w+)>")


def check_pattern(pattern: str) -> None:
    """Raise ValueError with RE2's own reason if the pattern is too long, too large or cannot be compiled."""
    if len(pattern) > limits.PATTERN_CHARACTERS:
        raise ValueError(f"a pattern has at most {limits.PATTERN_CHARACTERS} characters, this one {len(pattern)}")
    names = _GROUP_NAME.findall(pattern)
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise ValueError(f"two groups of the pattern are named {twice!r}, and only one of them would be read")
    if (size := _compile(pattern).programsize) > limits.PATTERN_INSTRUCTIONS:
        allowed = limits.PATTERN_INSTRUCTIONS
        raise ValueError(f"RE2 makes {size} instructions of the pattern, {allowed} are allowed: repeat less in it")


def search(pattern: str, text: str, *, case_sensitive: bool = False) -> bool:
    """Whether the pattern is found anywhere in the text."""
    return search_bytes(pattern, text.encode("utf-8", "replace"), case_sensitive=case_sensitive)


def search_bytes(pattern: str, text: bytes, *, case_sensitive: bool = False) -> bool:
    """As `search`, in a text that is UTF-8 already."""
    return _compiled(pattern, case_sensitive).search(text) is not None


def named_groups(pattern: str) -> tuple[str, ...]:
    """The names of the pattern's groups, in order; none of a pattern that RE2 refuses."""
    try:
        return tuple(_compiled(pattern).groupindex) if "(?" in pattern else ()
    except ValueError:
        return ()


def groups_found(pattern: str, text: str) -> dict[str, str | None]:
    """What the named groups hold where the pattern is found first, cut; null for a group that took no part."""
    if not named_groups(pattern):
        return {}
    found = _compiled(pattern).search(text.encode("utf-8", "replace"))
    held: dict[str, bytes | None] = found.groupdict() if found else {}
    return {
        name: None if value is None else value.decode("utf-8", "replace")[: limits.GROUP_CHARACTERS]
        for name, value in held.items()
    }


def program_size(pattern: str) -> int:
    """How many instructions RE2 makes of the pattern."""
    return int(_compile(pattern).programsize)


def pattern_options(memory: int, *, case_sensitive: bool = False) -> Any:
    """RE2's options, the same for a pattern alone and in a set."""
    import re2

    options = re2.Options()
    options.case_sensitive = case_sensitive
    options.log_errors = False
    options.max_mem = memory
    return options


@lru_cache(maxsize=_KEPT)
def _compiled(pattern: str, case_sensitive: bool = False) -> Any:
    return _compile(pattern, case_sensitive)


def _compile(pattern: str, case_sensitive: bool = False) -> Any:
    import re2

    try:
        return re2.compile(pattern, pattern_options(PATTERN_MEMORY, case_sensitive=case_sensitive))
    except re2.error as error:
        raise ValueError(f"RE2 cannot compile the pattern {pattern!r}: {_reason(error)}") from error


def _reason(error: Exception) -> str:
    reason = error.args[0] if error.args else error
    return reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
