"""What each role may do, as IAM would decide it from the template's policies."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from infra.local.iam_operations import Need
from infra.local.template import Resource, Templates

MANAGED_POLICIES = {
    "service-role/AWSLambdaBasicExecutionRole": ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    "AWSXRayDaemonWriteAccess": ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
}
"""AWS's own policies that the templates name, and what they allow."""


class UnsupportedPolicy(Exception):
    """A policy says something that is not worked out here; the message names it."""


class NotPermitted(Exception):
    """The template lets a service do something that its role does not allow; on AWS it would fail when it is tried."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of a policy: it allows or denies some actions on some resources."""

    role: str
    allows: bool
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    unsupported: str = ""
    """What this statement says beyond that; whoever's role holds it must not be judged without."""

    def covers(self, need: Need) -> bool:
        """Whether this statement speaks about that action on that resource."""
        return any(_matches(pattern.lower(), need.action.lower()) for pattern in self.actions) and any(
            _matches(pattern, need.resource) for pattern in self.resources
        )


@dataclass(frozen=True, slots=True)
class Use:
    """One action that a function really used, on one resource."""

    function: str
    action: str
    resource: str


class Permissions:
    """The roles of the templates; decisions are remembered, as they never change while a stack runs."""

    def __init__(self, templates: Templates) -> None:
        self._statements: dict[str, list[Statement]] = {}
        for resource in templates.of_type("AWS::IAM::Role", "AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            for statement in _statements(resource):
                self._statements.setdefault(statement.role, []).append(statement)
        self._decided: dict[tuple[str, Need], bool] = {}
        self.used: set[Use] = set()
        self.refused: set[Use] = set()

    def allows(self, role: str, need: Need) -> bool:
        """Whether the role of this name may do that: some statement allows it and none denies it."""
        key = (role, need)
        if key not in self._decided:
            statements = self._statements.get(role, [])
            for entry in statements:
                if entry.unsupported:
                    raise UnsupportedPolicy(f"{role}: a policy statement with {entry.unsupported}")
            covering = [entry for entry in statements if entry.covers(need)]
            self._decided[key] = bool(covering) and all(entry.allows for entry in covering)
        return self._decided[key]

    def demand(self, role_arn: str, need: Need) -> None:
        """Make sure that a service's role allows what the template has it do."""
        role = role_arn.rsplit("/", 1)[-1]
        if not self.allows(role, need):
            raise NotPermitted(f"the role {role} does not allow {need.action} on {need.resource}")

    def use(self, function: str, role: str, needed: Iterable[Need]) -> Need | None:
        """Note what a function does; the first thing its role does not allow, or None."""
        for need in needed:
            if not self.allows(role, need):
                self.refused.add(Use(function, need.action, need.resource))
                return need
            self.used.add(Use(function, need.action, need.resource))
        return None

    def unused(self, function: str, role: str) -> Iterator[tuple[str, str]]:
        """Every (action, resource pattern) that this role allows and this function has not used."""
        used = [Need(use.action, use.resource) for use in self.used if use.function == function]
        for statement in self._statements.get(role, []):
            for action in statement.actions:
                for resource in statement.resources:
                    one = Statement(role, statement.allows, (action,), (resource,))
                    if statement.allows and not any(one.covers(need) for need in used):
                        yield action, resource


def denied_message(function: str, role: str, need: Need, account: str) -> str:
    """The words AWS uses when it denies."""
    who = f"arn:aws:sts::{account}:assumed-role/{role}/{function}"
    return (
        f"User: {who} is not authorized to perform: {need.action} on resource: {need.resource} "
        "because no identity-based policy allows the action"
    )


def _statements(resource: Resource) -> Iterator[Statement]:
    properties = resource.properties
    if resource.type == "AWS::IAM::Role":
        for arn in properties.get("ManagedPolicyArns", []):
            yield Statement(resource.ref, True, _managed_actions(arn), ("*",))
        for policy in properties.get("Policies", []):
            yield from _document(policy["PolicyDocument"], [resource.ref])
        return
    yield from _document(properties["PolicyDocument"], properties.get("Roles", []))


def _managed_actions(arn: str) -> tuple[str, ...]:
    name = arn.split(":policy/", 1)[-1]
    if name not in MANAGED_POLICIES:
        raise UnsupportedPolicy(f"infra/local/permissions.py does not know what the managed policy {arn} allows")
    return tuple(MANAGED_POLICIES[name])


def _document(document: dict[str, Any], roles: list[str]) -> Iterator[Statement]:
    for entry in _listed(document["Statement"]):
        unsupported = ", ".join(sorted(set(entry) - {"Sid", "Effect", "Action", "Resource"}))
        actions, resources = tuple(_listed(entry.get("Action", []))), tuple(_listed(entry.get("Resource", [])))
        for role in roles:
            yield Statement(role, entry["Effect"] == "Allow", actions, resources, unsupported)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _matches(pattern: str, text: str) -> bool:
    """IAM's wildcards: `*` and `?`, nothing else is special."""
    if "*" not in pattern and "?" not in pattern:
        return pattern == text
    return _compiled(pattern).fullmatch(text) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(fnmatch.translate(pattern.replace("[", "[[]")))
