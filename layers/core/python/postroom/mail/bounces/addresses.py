"""Addresses in the running text of reports: found strictly, because every word of a stranger's text may hold an @."""

import re

_LOCAL = r"[A-Za-z0-9!#$%&*+/=?^_`{|}~-]{1,64}(?:\.[A-Za-z0-9!#$%&*+/=?^_`{|}~-]{1,64}){0,8}"
_DOMAIN = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,62})(?:\.[A-Za-z0-9-]{1,63}){1,8}"
BARE = rf"{_LOCAL}@{_DOMAIN}(?![A-Za-z0-9@-])"
ADDRESS = rf"(?<![A-Za-z0-9!#$%&*+/=?^_`{{|}}~.@-]){BARE}"
"""Patterns for others to build on; nothing in them repeats without a bound. `BARE` may stand behind another word."""

_FOUND = re.compile(ADDRESS)
_WHOLE = re.compile(rf"{_LOCAL}@{_DOMAIN}")
_MARKS = " \t<>\"'()[]:;,"


def addresses_in(text: str) -> list[str]:
    """Every address in the text, lower-cased, each once, in order."""
    if "@" not in text:
        return []
    return list(dict.fromkeys(found.lower() for found in _FOUND.findall(text)))


def whole_address(text: str) -> str | None:
    """The text as one address, without brackets and quotes around it; None if it is none."""
    stripped = text.strip(_MARKS)
    return stripped.lower() if _WHOLE.fullmatch(stripped) else None
