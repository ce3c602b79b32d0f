"""How what was found differs from what was wanted, each difference in a line that says where it is."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any


def differences(where: str, wanted: Any, found: Any) -> list[str]:
    """Nothing if they are equal. Of a text that is given by line, the first line that differs."""
    if wanted == found:
        return []
    if isinstance(wanted, dict) and isinstance(found, dict):
        pairs = [(name, wanted.get(name), found.get(name)) for name in {**wanted, **found}]
    elif isinstance(wanted, list) and isinstance(found, list):
        pairs = [(str(number), *pair) for number, pair in enumerate(zip_longest(wanted, found), 1)]
    else:
        return [f"{where} is {found!r}, wanted {wanted!r}"]
    lines = [line for name, want, have in pairs for line in differences(f"{where} {name}", want, have)]
    return lines[:1] if _is_text(wanted) or _is_text(found) else lines


def _is_text(value: Any) -> bool:
    return isinstance(value, list) and len(value) > 1 and all(isinstance(line, str) for line in value)
