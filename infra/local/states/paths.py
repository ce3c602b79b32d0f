"""Paths into a state's data: the part of JSONPath that names one place, and payload templates made of it."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any

from infra.local.states.errors import PARAMETER_PATH, RESULT_PATH, RUNTIME, StateFailed

Part = str | int

_PART = re.compile(r"""\.(?P<name>[A-Za-z_][\w-]*)|\[(?P<index>\d+)\]|\[(?P<quote>['"])(?P<quoted>.*?)(?P=quote)\]""")


class UnsupportedPath(Exception):
    """A path uses more of JSONPath than the local driver knows."""


@lru_cache(maxsize=512)
def parsed(path: str) -> tuple[Part, ...]:
    """The names and indices of a path after its `$`."""
    if not path.startswith("$"):
        raise UnsupportedPath(f"{path!r} is no path")
    parts: list[Part] = []
    position = 1
    while position < len(path):
        match = _PART.match(path, position)
        if match is None:
            raise UnsupportedPath(f"{path!r}: the local driver knows names and indices, not {path[position:]!r}")
        index = match["index"]
        parts.append(int(index) if index is not None else match["name"] or match["quoted"])
        position = match.end()
    return tuple(parts)


def find(path: str, data: Any, context: dict[str, Any]) -> Any:
    """What stands at a path, in the data (`$`) or the context object (`$$`); LookupError if nothing does."""
    from_context = path.startswith("$$")
    value: Any = context if from_context else data
    for part in parsed(path[1:] if from_context else path):
        if not isinstance(value, list if isinstance(part, int) else dict):
            raise LookupError(path)  # noqa: TRY004 - it is not there, whatever stands in its place
        value = _inside(value, part)
    return value


def _inside(value: Any, part: Part) -> Any:
    return value[part]


def selected(path: str | None, data: Any, context: dict[str, Any]) -> Any:
    """InputPath or OutputPath applied: null selects an empty object."""
    if path is None:
        return {}
    try:
        return find(path, data, context)
    except LookupError:
        raise StateFailed(RUNTIME, f"Invalid path '{path}': the data has nothing there") from None


def placed(path: str | None, data: Any, result: Any) -> Any:
    """ResultPath applied: null drops the result, `$` is the result, else it is put into a copy of the data."""
    if path is None:
        return data
    parts = parsed(path)
    if not parts:
        return result
    whole = _copy(data)
    target = whole
    for position, part in enumerate(parts):
        if not isinstance(target, dict) or not isinstance(part, str):
            raise StateFailed(RESULT_PATH, f"Unable to apply ReferencePath {path} to the input")
        if position == len(parts) - 1:
            target[part] = result
        else:
            target = target.setdefault(part, {})
    return whole


def filled(template: Any, data: Any, context: dict[str, Any]) -> Any:
    """Parameters or ResultSelector: keys that end in `.$` hold paths, everything else stands for itself."""
    if isinstance(template, list):
        return [filled(entry, data, context) for entry in template]
    if not isinstance(template, dict):
        return template
    result = {}
    for key, value in template.items():
        if not key.endswith(".$"):
            result[key] = filled(value, data, context)
            continue
        if not value.startswith("$"):
            raise UnsupportedPath(f"{key}: the local driver knows no intrinsic functions: {value}")
        try:
            result[key[:-2]] = find(value, data, context)
        except LookupError:
            raise StateFailed(PARAMETER_PATH, f"The JSONPath '{value}' could not be found in the input") from None
    return result


def _copy(data: Any) -> Any:
    return json.loads(json.dumps(data))
