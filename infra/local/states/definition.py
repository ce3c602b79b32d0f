"""A state machine's definition, checked: every field is one that the driver acts on, or it is refused by name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from infra.local.states import choices
from infra.local.states.errors import ALL
from infra.local.template import Resource

State = dict[str, Any]

_COMMON = {"Type", "Comment", "InputPath", "OutputPath"}
_ONWARD = {"Next", "End"}
_RESULT = {"Parameters", "ResultPath"}
_HANDLED = {"Retry", "Catch", "ResultSelector"}
_FIELDS = {
    "Task": _COMMON | _ONWARD | _RESULT | _HANDLED | {"Resource", "TimeoutSeconds", "HeartbeatSeconds"},
    "Map": _COMMON | _ONWARD | _RESULT | _HANDLED | {"ItemsPath", "ItemSelector", "MaxConcurrency"}
    | {"ItemProcessor", "Iterator"},
    "Pass": _COMMON | _ONWARD | _RESULT | {"Result"},
    "Choice": _COMMON | {"Choices", "Default"},
    "Wait": _COMMON | _ONWARD | {"Seconds", "SecondsPath", "Timestamp", "TimestampPath"},
    "Succeed": _COMMON,
    "Fail": {"Type", "Comment", "Error", "Cause"},
}  # fmt: skip
_MACHINE = {"Comment", "StartAt", "States", "TimeoutSeconds", "Version", "QueryLanguage", "ProcessorConfig"}
_RETRY = {
    "ErrorEquals",
    "IntervalSeconds",
    "BackoffRate",
    "MaxAttempts",
    "MaxDelaySeconds",
    "JitterStrategy",
    "Comment",
}
_CATCH = {"ErrorEquals", "Next", "ResultPath", "Comment"}


class UnsupportedDefinition(Exception):
    """A definition uses something that the local driver does not know; the message names it."""


@dataclass(frozen=True, slots=True)
class Machine:
    """One state machine of the template."""

    arn: str
    name: str
    role: str
    definition: State

    @classmethod
    def of(cls, resource: Resource) -> Machine:
        """The machine that a template's resource describes."""
        properties = resource.properties
        text = properties.get("DefinitionString") or json.dumps(properties["Definition"])
        for key, value in properties.get("DefinitionSubstitutions", {}).items():
            text = text.replace("${" + key + "}", str(value))
        unfilled = re.findall(r"\$\{[^}]*\}", text)
        if unfilled:
            raise UnsupportedDefinition(
                f"{resource.logical_id}: nothing is given for {', '.join(sorted(set(unfilled)))}"
            )
        definition = json.loads(text)
        check(definition, resource.logical_id)
        return cls(resource.arn, resource.identity.attributes["Name"], properties["RoleArn"], definition)

    def functions(self) -> set[str]:
        """The ARNs of the functions that its tasks call."""
        return set(_functions(self.definition))


def check(definition: State, where: str) -> None:
    """Refuse what the driver would have to ignore."""
    _only(definition, _MACHINE, where)
    if definition.get("QueryLanguage", "JSONPath") != "JSONPath":
        raise UnsupportedDefinition(f"{where}: the local driver knows JSONPath only")
    for name, state in definition["States"].items():
        _check_state(state, f"{where}.{name}")
    targets = {target for state in definition["States"].values() for target in _targets(state)} | {
        definition["StartAt"]
    }
    if missing := targets - set(definition["States"]):
        raise UnsupportedDefinition(f"{where}: there is no state {', '.join(sorted(missing))}")


def _check_state(state: State, where: str) -> None:
    fields = _FIELDS.get(state["Type"])
    if fields is None:
        raise UnsupportedDefinition(f"{where}: the local driver knows no state of type {state['Type']}")
    _only(state, fields, where)
    for rule in state.get("Choices", []):
        choices.check(rule)
    for retrier in state.get("Retry", []):
        _only(retrier, _RETRY, f"{where}.Retry")
    for catcher in state.get("Catch", []):
        _only(catcher, _CATCH, f"{where}.Catch")
    for handlers in (state.get("Retry", []), state.get("Catch", [])):
        for handler in handlers:
            if ALL in handler["ErrorEquals"] and (len(handler["ErrorEquals"]) > 1 or handler is not handlers[-1]):
                raise UnsupportedDefinition(f"{where}: {ALL} must stand alone and last")
    if state["Type"] == "Map":
        inner = processor(state)
        if inner.get("ProcessorConfig", {}).get("Mode", "INLINE") != "INLINE":
            raise UnsupportedDefinition(f"{where}: the local driver knows inline Map states only")
        check(inner, where)


def processor(state: State) -> State:
    """The states inside a Map."""
    inner: State = state["ItemProcessor"] if "ItemProcessor" in state else state["Iterator"]
    return inner


def _functions(definition: State) -> Iterator[str]:
    for state in definition["States"].values():
        if state["Type"] == "Map":
            yield from _functions(processor(state))
        elif state["Type"] == "Task":
            named = [state["Resource"], state.get("Parameters", {}).get("FunctionName", "")]
            yield from (arn for arn in named if arn.startswith("arn:aws:lambda:"))


def _targets(state: State) -> list[str]:
    found = [state[key] for key in ("Next", "Default") if key in state]
    return found + [entry["Next"] for key in ("Choices", "Catch") for entry in state.get(key, [])]


def _only(given: State, known: set[str], where: str) -> None:
    if unknown := set(given) - known:
        raise UnsupportedDefinition(f"{where}: the local driver does not know {', '.join(sorted(unknown))}")
