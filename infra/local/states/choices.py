"""Choice rules: which of them the data meets."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from infra.local.states.errors import RUNTIME, StateFailed
from infra.local.states.paths import find

Rule = dict[str, Any]


class UnsupportedRule(Exception):
    """A choice rule holds an operator that the local driver does not know."""


def check(rule: Rule) -> None:
    """Refuse a rule that could not be decided later."""
    for key in ("And", "Or"):
        for inner in rule.get(key, []):
            check(inner)
    if "Not" in rule:
        check(rule["Not"])
    unknown = set(rule) - {"Next", "Variable", "Comment", "And", "Or", "Not", *_TESTS, *_COMPARISONS}
    unknown -= {f"{name}Path" for name in _COMPARISONS}
    if unknown:
        raise UnsupportedRule(f"the choice operator {', '.join(sorted(unknown))} is not known to the local driver")


def meets(rule: Rule, data: Any, context: dict[str, Any]) -> bool:
    """Whether the data meets one rule."""
    if "And" in rule:
        return all(meets(inner, data, context) for inner in rule["And"])
    if "Or" in rule:
        return any(meets(inner, data, context) for inner in rule["Or"])
    if "Not" in rule:
        return not meets(rule["Not"], data, context)
    name = next(key for key in rule if key not in ("Next", "Variable", "Comment"))
    if name == "IsPresent":
        return _present(rule["Variable"], data, context) is rule[name]
    value = _found(rule["Variable"], data, context)
    if name in _TESTS:
        return _TESTS[name](value) is rule[name]
    wanted = rule[name]
    if name.endswith("Path"):
        name, wanted = name.removesuffix("Path"), _found(wanted, data, context)
    kind, compare = _COMPARISONS[name]
    return kind(value) and kind(wanted) and compare(value, wanted)


def _found(path: str, data: Any, context: dict[str, Any]) -> Any:
    try:
        return find(path, data, context)
    except LookupError:
        raise StateFailed(
            RUNTIME, f"Invalid path '{path}': the choice state's condition path references an invalid value"
        ) from None


def _present(path: str, data: Any, context: dict[str, Any]) -> bool:
    try:
        find(path, data, context)
    except LookupError:
        return False
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_time(value: Any) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _like(value: str, pattern: str) -> bool:
    """StringMatches: `*` is anything, `\\*` a star."""
    parts = (re.escape(part.replace("\\*", "*")) for part in re.split(r"(?<!\\)\*", pattern))
    return re.fullmatch(".*".join(parts), value, re.DOTALL) is not None


def _in_time(compare: Callable[[Any, Any], bool]) -> Callable[[str, str], bool]:
    return lambda value, wanted: compare(datetime.fromisoformat(value), datetime.fromisoformat(wanted))


_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": operator.eq,
    "GreaterThan": operator.gt,
    "GreaterThanEquals": operator.ge,
    "LessThan": operator.lt,
    "LessThanEquals": operator.le,
}
_COMPARISONS: dict[str, tuple[Callable[[Any], bool], Callable[[Any, Any], bool]]] = {
    "BooleanEquals": (_is_flag, operator.eq),
    "StringMatches": (_is_text, _like),
    **{f"String{name}": (_is_text, compare) for name, compare in _ORDERS.items()},
    **{f"Numeric{name}": (_is_number, compare) for name, compare in _ORDERS.items()},
    **{f"Timestamp{name}": (_is_time, _in_time(compare)) for name, compare in _ORDERS.items()},
}
_TESTS: dict[str, Callable[[Any], bool]] = {
    "IsPresent": bool,
    "IsNull": lambda value: value is None,
    "IsString": _is_text,
    "IsNumeric": _is_number,
    "IsBoolean": _is_flag,
    "IsTimestamp": _is_time,
}
