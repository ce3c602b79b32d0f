"""The field of a condition: a JMESPath of names and indices, such as `attachments[0].filename`."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from postroom import limits

Path = tuple[str | int, ...]


@lru_cache(maxsize=4_096)
def path_of(field: str) -> Path:
    """The names and indices of `field`. Raises ValueError with the reason."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    if len(field) > limits.FIELD_CHARACTERS:
        raise ValueError(f"a field has at most {limits.FIELD_CHARACTERS} characters, this one {len(field)}")
    try:
        path = _path(jmespath.compile(field).parsed)
    except (JMESPathError, RecursionError) as error:
        raise ValueError(f"{field!r} is no JMESPath: {error}") from error
    if path is None:
        raise ValueError(f"{field!r} is more than names and indices, such as attachments[0].filename")
    if len(path) > limits.FIELD_DEPTH:
        raise ValueError(f"a field goes at most {limits.FIELD_DEPTH} deep, this one {len(path)}")
    return path


def look_up(root: Mapping[str, Any], path: Path) -> Any:
    """What stands at `path`; null where anything on the way is missing."""
    value: Any = root
    for part in path:
        if isinstance(part, str):
            value = value.get(part) if isinstance(value, Mapping) else None
        elif isinstance(value, list | tuple) and -len(value) <= part < len(value):
            value = value[part]
        else:
            return None
    return value


def _path(node: Mapping[str, Any]) -> Path | None:
    match node:
        case {"type": "field", "value": str(name)}:
            return (name,)
        case {"type": "index", "value": int(number)}:
            return (number,)
        case {"type": "identity"}:
            return ()
        case {"type": "subexpression" | "index_expression", "children": parts}:
            paths = [_path(part) for part in parts]
            return None if None in paths else tuple(step for path in paths if path for step in path)
    return None
