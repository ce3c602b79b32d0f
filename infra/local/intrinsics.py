"""CloudFormation's intrinsic functions, worked out against what resources are called on this machine."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Protocol

_VARIABLE = re.compile(r"\$\{(!?)([^}]+)\}")


class Unresolvable(Exception):
    """A template asks for something this machine cannot answer; the message names it."""


class Names(Protocol):
    """Who knows what a template refers to."""

    def ref(self, logical_id: str) -> Any:
        """What `Ref` gives for a resource, parameter or pseudo parameter."""

    def attribute(self, logical_id: str, attribute: str) -> Any:
        """What `Fn::GetAtt` gives."""

    def imported(self, export: str) -> Any:
        """What another stack exported under this name."""

    def condition(self, name: str) -> bool:
        """Whether a condition of the template holds."""

    def mapping(self, name: str, first: str, second: str) -> Any:
        """What `Fn::FindInMap` gives."""


class _NoValue:
    """`AWS::NoValue`: the property or list item that holds it is left out."""


NO_VALUE = _NoValue()


def resolve(value: Any, names: Names) -> Any:
    """`value` with every intrinsic function worked out; what it cannot work out raises `Unresolvable`."""
    if isinstance(value, list):
        return [item for item in (resolve(entry, names) for entry in value) if item is not NO_VALUE]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        name, argument = next(iter(value.items()))
        if name in _FUNCTIONS:
            return _FUNCTIONS[name](argument, names)
        if name.startswith("Fn::"):
            raise Unresolvable(f"the intrinsic function {name} is not known to the local stack: {argument!r}")
    resolved = {key: resolve(entry, names) for key, entry in value.items()}
    return {key: entry for key, entry in resolved.items() if entry is not NO_VALUE}


def _ref(argument: Any, names: Names) -> Any:
    return NO_VALUE if argument == "AWS::NoValue" else names.ref(str(argument))


def _get_att(argument: Any, names: Names) -> Any:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    return names.attribute(parts[0], str(resolve(parts[1], names)))


def _join(argument: Any, names: Names) -> str:
    return str(argument[0]).join(str(part) for part in resolve(argument[1], names))


def _sub(argument: Any, names: Names) -> str:
    text, given = (argument, {}) if isinstance(argument, str) else (argument[0], resolve(argument[1], names))

    def replaced(match: re.Match[str]) -> str:
        literal, name = match.group(1), match.group(2).strip()
        if literal:
            return "${" + name + "}"
        if name in given:
            return str(given[name])
        return str(_get_att(name, names) if "." in name else names.ref(name))

    return _VARIABLE.sub(replaced, text)


def _select(argument: Any, names: Names) -> Any:
    return resolve(argument[1], names)[int(resolve(argument[0], names))]


def _split(argument: Any, names: Names) -> list[str]:
    return str(resolve(argument[1], names)).split(str(argument[0]))


def _import(argument: Any, names: Names) -> Any:
    return names.imported(str(resolve(argument, names)))


def _if(argument: Any, names: Names) -> Any:
    return resolve(argument[1 if names.condition(argument[0]) else 2], names)


def _find_in_map(argument: Any, names: Names) -> Any:
    first, second, third = (str(resolve(part, names)) for part in argument)
    return names.mapping(first, second, third)


def _availability_zones(argument: Any, names: Names) -> list[str]:
    region = str(resolve(argument, names) or names.ref("AWS::Region"))
    return [f"{region}{zone}" for zone in "abc"]


def _base64(argument: Any, names: Names) -> str:
    import base64

    return base64.b64encode(str(resolve(argument, names)).encode()).decode()


_FUNCTIONS: dict[str, Callable[[Any, Names], Any]] = {
    "Ref": _ref,
    "Fn::Base64": _base64,
    "Fn::FindInMap": _find_in_map,
    "Fn::GetAZs": _availability_zones,
    "Fn::GetAtt": _get_att,
    "Fn::If": _if,
    "Fn::ImportValue": _import,
    "Fn::Join": _join,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Sub": _sub,
}


def holds(condition: Any, names: Names) -> bool:
    """Whether a condition expression of the template's `Conditions` holds."""
    if not isinstance(condition, dict) or len(condition) != 1:
        raise Unresolvable(f"not a condition: {condition!r}")
    name, argument = next(iter(condition.items()))
    if name == "Condition":
        return names.condition(argument)
    if name == "Fn::Equals":
        first, second = resolve(argument, names)
        return bool(first == second)
    if name == "Fn::Not":
        return not holds(argument[0], names)
    if name in ("Fn::And", "Fn::Or"):
        results = [holds(part, names) for part in argument]
        return all(results) if name == "Fn::And" else any(results)
    raise Unresolvable(f"the condition function {name} is not known to the local stack")
