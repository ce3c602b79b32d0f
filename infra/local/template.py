"""The synthesized templates as this machine sees them: every resource with its name and its properties worked out."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.local.intrinsics import Unresolvable, holds, resolve
from infra.local.names import ACCOUNT, NAMERS, Identity, Place, unnamed
from infra.local.resource_types import CUSTOM, kind_of

DEFAULT_REGION = "eu-west-1"


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource of a template; `properties` hold plain values only."""

    stack: str
    logical_id: str
    type: str
    identity: Identity
    properties: dict[str, Any]
    metadata: dict[str, Any]

    @property
    def ref(self) -> str:
        """What `Ref` gives: a name, URL or ARN, as is its type's habit."""
        return self.identity.ref

    @property
    def arn(self) -> str:
        """Its ARN; only for types that have one."""
        return self.identity.attributes["Arn"]


class Templates:
    """Both templates, resolved; later ones may import what earlier ones export."""

    def __init__(self, documents: dict[str, dict[str, Any]], region: str = DEFAULT_REGION) -> None:
        self.region = region
        self._exports: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}
        self._resources: list[Resource] = []
        for stack, document in documents.items():
            scope = _Scope(stack, document, region, self._exports)
            self._resources.extend(scope.resources())
            for name, output in scope.outputs():
                self.outputs[name] = output["Value"]
                if "Export" in output:
                    self._exports[output["Export"]["Name"]] = output["Value"]

    @classmethod
    def read(cls, assembly: Path) -> Templates:
        """The templates of a cloud assembly, in the order in which they depend on each other, for its region."""
        manifest = json.loads((assembly / "manifest.json").read_text())
        artifacts = {
            name: artifact
            for name, artifact in manifest["artifacts"].items()
            if artifact["type"] == "aws:cloudformation:stack"
        }
        documents = {
            name: json.loads((assembly / artifacts[name]["properties"]["templateFile"]).read_text())
            for name in _in_order(artifacts)
        }
        # `aws://account/region`; a stack that may go anywhere names neither.
        places = {artifact["environment"].rpartition("/")[2] for artifact in artifacts.values()}
        named = sorted(places - {"unknown-region"})
        return cls(documents, named[0] if named else DEFAULT_REGION)

    def of_type(self, *types: str) -> Iterator[Resource]:
        """Every resource of these types."""
        return (resource for resource in self._resources if resource.type in types)

    def custom_resources(self) -> Iterator[Resource]:
        """Every custom resource."""
        return (
            resource
            for resource in self._resources
            if resource.type.startswith(CUSTOM) or resource.type == "AWS::CloudFormation::CustomResource"
        )

    def __iter__(self) -> Iterator[Resource]:
        return iter(self._resources)


class _Scope:
    """One template being resolved: answers what its intrinsics ask for."""

    def __init__(self, stack: str, document: dict[str, Any], region: str, exports: dict[str, Any]) -> None:
        self._stack = stack
        self._document = document
        self._region = region
        self._exports = exports
        self._identities: dict[str, Identity] = {}
        self._pseudo = {
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::Region": region,
            "AWS::StackName": stack,
            "AWS::StackId": f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{stack}/local",
            "AWS::URLSuffix": "amazonaws.com",
            "AWS::NotificationARNs": [],
        }

    def resources(self) -> Iterator[Resource]:
        for logical_id, body in self._document.get("Resources", {}).items():
            if "Condition" in body and not self.condition(body["Condition"]):
                continue
            kind_of(body["Type"], logical_id)
            yield Resource(
                self._stack,
                logical_id,
                body["Type"],
                self._identity(logical_id),
                resolve(body.get("Properties", {}), self),
                body.get("Metadata", {}),
            )

    def outputs(self) -> Iterator[tuple[str, dict[str, Any]]]:
        for name, output in self._document.get("Outputs", {}).items():
            if "Condition" not in output or self.condition(output["Condition"]):
                yield name, resolve({key: output[key] for key in ("Value", "Export") if key in output}, self)

    def ref(self, logical_id: str) -> Any:
        if logical_id in self._pseudo:
            return self._pseudo[logical_id]
        parameters = self._document.get("Parameters", {})
        if logical_id in parameters:
            return self._parameter(logical_id, parameters[logical_id])
        return self._identity(logical_id).ref

    def attribute(self, logical_id: str, attribute: str) -> Any:
        attributes = self._identity(logical_id).attributes
        if attribute not in attributes:
            kind = self._document["Resources"][logical_id]["Type"]
            raise Unresolvable(f"{logical_id}.{attribute}: infra/local/names.py knows no such attribute of {kind}")
        return attributes[attribute]

    def imported(self, export: str) -> Any:
        if export not in self._exports:
            raise Unresolvable(f"no stack before {self._stack} exports {export}")
        return self._exports[export]

    def condition(self, name: str) -> bool:
        return holds(self._document["Conditions"][name], self)

    def mapping(self, name: str, first: str, second: str) -> Any:
        return self._document["Mappings"][name][first][second]

    def _parameter(self, name: str, parameter: dict[str, Any]) -> Any:
        if "Default" not in parameter:
            raise Unresolvable(f"the template parameter {name} has no default")
        return parameter["Default"]

    def _identity(self, logical_id: str) -> Identity:
        if logical_id not in self._identities:
            body = self._document["Resources"].get(logical_id)
            if body is None:
                raise Unresolvable(f"{self._stack} has nothing called {logical_id}")
            # Only what names a resource is worked out here: other properties may refer back to it.
            naming = {key: value for key, value in body.get("Properties", {}).items() if key in _NAMING}
            namer = NAMERS.get(body["Type"], unnamed)
            self._identities[logical_id] = namer(Place(self._stack, logical_id, self._region), resolve(naming, self))
        return self._identities[logical_id]


_NAMING = frozenset(
    (
        *("AlarmName", "AliasName", "BucketName", "EmailIdentity", "FunctionName", "GroupName", "LayerName"),
        *("LogGroupName", "Name", "QueueName", "RoleName", "Rule", "RuleSetName", "StateMachineName", "TableName"),
        *("TopicName", "Type", "Value"),
    )
)
"""The properties that `names` looks at."""


def _in_order(artifacts: dict[str, Any]) -> list[str]:
    """Stacks after those they depend on."""
    ordered: list[str] = []

    def visit(name: str) -> None:
        if name in artifacts and name not in ordered:
            for dependency in artifacts[name].get("dependencies", []):
                visit(dependency)
            ordered.append(name)

    for name in artifacts:
        visit(name)
    return ordered
