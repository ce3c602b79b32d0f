"""Secrets Manager: secrets are made up once, as the template's rules say, and kept in the state folder."""

from __future__ import annotations

import json
import secrets
import string
from typing import Any

from infra.local.kept import Kept
from infra.local.service_errors import ServiceError, unknown_operation
from infra.local.template import Resource

Params = dict[str, Any]

_PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
_DEFAULT_LENGTH = 32


class Secrets:
    """Secrets by ARN or name; one version each."""

    operations = None
    """All of Secrets Manager ends here."""

    def __init__(self, kept: Kept) -> None:
        self._kept = kept

    def load(self, resource: Resource) -> None:
        """Give a secret of the template its value, unless an earlier run has."""
        if self._kept.get(resource.ref) is None:
            value = resource.properties.get("SecretString")
            text = value if value is not None else generated(resource.properties.get("GenerateSecretString", {}))
            name = resource.properties.get("Name", resource.ref)
            self._kept.put(resource.ref, {"Name": name, "SecretString": text})

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """GetSecretValue, and a list for those who look inside."""
        match operation:
            case "GetSecretValue":
                arn, entry = self._find(params["SecretId"])
                stages = ["AWSCURRENT"]
                return {"ARN": arn, "VersionId": "local", "VersionStages": stages, **entry}
            case "ListSecrets":
                return {"SecretList": [{"ARN": arn, "Name": self._kept.get(arn)["Name"]} for arn in self._kept]}
        raise unknown_operation("secretsmanager", operation)

    def _find(self, identifier: str) -> tuple[str, dict[str, Any]]:
        for arn in self._kept:
            entry = self._kept.get(arn)
            if identifier in (arn, entry["Name"]):
                return arn, entry
        raise ServiceError("ResourceNotFoundException", "Secrets Manager can't find the specified secret.")


def generated(rules: dict[str, Any]) -> str:
    """A secret as `GenerateSecretString` asks for it."""
    alphabet = "".join(
        letters
        for letters, excluded in (
            (string.ascii_lowercase, "ExcludeLowercase"),
            (string.ascii_uppercase, "ExcludeUppercase"),
            (string.digits, "ExcludeNumbers"),
            (_PUNCTUATION, "ExcludePunctuation"),
        )
        if not rules.get(excluded)
    )
    allowed = [letter for letter in alphabet if letter not in rules.get("ExcludeCharacters", "")]
    password = "".join(secrets.choice(allowed) for _ in range(int(rules.get("PasswordLength", _DEFAULT_LENGTH))))
    if "GenerateStringKey" not in rules:
        return password
    return json.dumps(json.loads(rules.get("SecretStringTemplate", "{}")) | {rules["GenerateStringKey"]: password})
