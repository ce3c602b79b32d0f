"""Binary values as they travel in JSON."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any


def with_bytes(value: Any) -> Any:
    """The same parameters with binary values as bytes instead of the base64 they travelled in."""
    if isinstance(value, list):
        return [with_bytes(element) for element in value]
    if not isinstance(value, Mapping):
        return value
    if len(value) == 1:
        ((kind, content),) = value.items()
        if kind == "B" and isinstance(content, str):
            return {"B": base64.b64decode(content)}
        if kind == "BS" and isinstance(content, list):
            return {"BS": [base64.b64decode(member) if isinstance(member, str) else member for member in content]}
    return {name: with_bytes(content) for name, content in value.items()}
