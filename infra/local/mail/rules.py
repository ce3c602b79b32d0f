"""SES receipt rules: which recipients are ours, and what is done with their mail."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from infra.local.kept import Kept
from infra.local.service_errors import ServiceError, unknown_operation
from infra.local.template import Resource

Params = dict[str, Any]

_ACTIVE = "active"


class UnsupportedRule(Exception):
    """A rule does something that this machine cannot."""


@dataclass(frozen=True, slots=True)
class Match:
    """One rule that applies to a mail, and the recipients it applies to."""

    rule: dict[str, Any]
    recipients: tuple[str, ...]


class ReceiptRules:
    """The template's rule sets and SES's API on them; which one is active is remembered, as SES does."""

    operations = frozenset(
        ["DescribeActiveReceiptRuleSet", "DescribeReceiptRuleSet", "SetActiveReceiptRuleSet", "UpdateReceiptRule"]
    )

    def __init__(self, rule_sets: Iterable[Resource], rules: Iterable[Resource], kept: Kept) -> None:
        self._kept = kept
        self._sets: dict[str, list[dict[str, Any]]] = {resource.ref: [] for resource in rule_sets}
        for resource in rules:
            rule = {**resource.properties["Rule"], "Name": resource.ref}
            _check(rule)
            # The template lists rules in the order in which each names the one before it.
            self._sets[resource.properties["RuleSetName"]].append(kept.get(f"rule {resource.ref}") or rule)

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """SES's operations on rule sets."""
        match operation:
            case "DescribeActiveReceiptRuleSet":
                active = self._active()
                return _described(active, self._sets[active]) if active else {}
            case "DescribeReceiptRuleSet":
                return _described(params["RuleSetName"], self._find(params["RuleSetName"]))
            case "SetActiveReceiptRuleSet":
                name = params.get("RuleSetName")
                if name is not None:
                    self._find(name)
                self._kept.put(_ACTIVE, name)
                return {}
            case "UpdateReceiptRule":
                self._update(self._find(params["RuleSetName"]), params["Rule"])
                return {}
        raise unknown_operation("ses", operation)

    def matching(self, recipients: Iterable[str]) -> list[Match]:
        """The active rules that apply to a mail for these recipients, in order; a Stop ends it for those it reached."""
        open_for = list(dict.fromkeys(recipients))
        active = self._active()
        matches = []
        for rule in self._sets[active] if active else []:
            reached = tuple(each for each in open_for if rule.get("Enabled") and _wants(rule, each))
            if not reached:
                continue
            matches.append(Match(rule, reached))
            if any("StopAction" in action for action in rule["Actions"]):
                open_for = [each for each in open_for if each not in reached]
        return matches

    def _active(self) -> str | None:
        name: str | None = self._kept.get(_ACTIVE)
        return name if name in self._sets else None

    def _find(self, name: str) -> list[dict[str, Any]]:
        if name not in self._sets:
            raise ServiceError("RuleSetDoesNotExist", f"Rule set does not exist: {name}", Name=name)
        return self._sets[name]

    def _update(self, rules: list[dict[str, Any]], rule: dict[str, Any]) -> None:
        _check(rule)
        for position, existing in enumerate(rules):
            if existing["Name"] == rule["Name"]:
                rules[position] = copy.deepcopy(rule)
                self._kept.put(f"rule {rule['Name']}", rule)
                return
        raise ServiceError("RuleDoesNotExist", f"Rule does not exist: {rule['Name']}", Name=rule["Name"])


def _described(name: str, rules: list[dict[str, Any]]) -> dict[str, Any]:
    return {"Metadata": {"Name": name}, "Rules": copy.deepcopy(rules)}


def _check(rule: dict[str, Any]) -> None:
    for action in rule["Actions"]:
        if unknown := set(action) - {"S3Action", "StopAction"}:
            raise UnsupportedRule(f"{rule['Name']}: the local stack does not know {', '.join(sorted(unknown))}")


def _wants(rule: dict[str, Any], recipient: str) -> bool:
    wanted = rule.get("Recipients") or []
    return not wanted or any(_covers(entry.lower(), recipient.lower()) for entry in wanted)


def _covers(entry: str, recipient: str) -> bool:
    """An address with or without a label, a domain, or (with a dot before it) its subdomains, as SES compares them."""
    local, _, domain = recipient.rpartition("@")
    if "@" in entry:
        return entry in (recipient, f"{local.partition('+')[0]}@{domain}")
    return domain.endswith(entry) if entry.startswith(".") else domain == entry
