"""A synthesized template, read for its values: references are written as `<LogicalId>` or `<LogicalId.Attribute>`."""

import json
from pathlib import Path
from typing import Any

Resource = dict[str, Any]


class Template:
    """One stack's template."""

    def __init__(self, assembly: Path, stack: str) -> None:
        (file,) = assembly.glob(f"Postroom{stack}-*.template.json")
        content = json.loads(file.read_text())
        self.resources: dict[str, Resource] = content["Resources"]
        self.outputs: dict[str, str] = {
            name: written(output["Value"]) for name, output in content.get("Outputs", {}).items()
        }

    def of_type(self, resource_type: str) -> dict[str, Resource]:
        """The resources of a type, by logical id."""
        return {name: one for name, one in self.resources.items() if one["Type"] == resource_type}

    def only(self, resource_type: str) -> Resource:
        """The properties of the only resource of a type."""
        (resource,) = self.of_type(resource_type).values()
        properties: Resource = resource["Properties"]
        return properties

    def named(self, resource_type: str, **properties: Any) -> tuple[str, Resource]:
        """Logical id and properties of the only resource of a type with these properties."""
        ((name, resource),) = [
            (name, one["Properties"])
            for name, one in self.of_type(resource_type).items()
            if properties.items() <= {k: v for k, v in one["Properties"].items() if k in properties}.items()
        ]
        return name, resource

    def before(self, name: str) -> set[str]:
        """Logical ids of all that CloudFormation makes before a resource: depended on or referred to, at any remove."""
        found: set[str] = set()
        open_names = [name]
        while open_names:
            resource = self.resources[open_names.pop()]
            new = ({*resource.get("DependsOn", [])} | _referred_to(resource)) & self.resources.keys() - found
            found |= new
            open_names.extend(new)
        return found

    def functions(self) -> dict[str, Resource]:
        """The functions' properties by their names in functions/."""
        found = [one["Properties"] for one in self.of_type("AWS::Lambda::Function").values()]
        return {one["FunctionName"].rpartition("-")[2]: one for one in found}

    def statements(self, role: Any) -> list[tuple[set[str], set[str]]]:
        """What the policies of a role allow: actions and resources."""
        role_id = written(role).removeprefix("<").split(".")[0].rstrip(">")
        policies = [
            one["Properties"]["PolicyDocument"]["Statement"]
            for one in self.of_type("AWS::IAM::Policy").values()
            if {"Ref": role_id} in one["Properties"]["Roles"]
        ]
        return [
            (set(_list(one["Action"])), {written(resource) for resource in _list(one["Resource"])})
            for policy in policies
            for one in policy
        ]


def written(value: Any) -> str:
    """A value with its references in angle brackets."""
    match value:
        case str() | int():
            return str(value)
        case {"Ref": name}:
            return f"<{name}>"
        case {"Fn::GetAtt": [name, attribute]}:
            return f"<{name}.{attribute}>"
        case {"Fn::Join": [separator, parts]}:
            return str(separator).join(written(part) for part in parts)
        case _:
            return json.dumps(value)


def _referred_to(value: Any) -> set[str]:
    match value:
        case {"Ref": str(name)}:
            return {name}
        case {"Fn::GetAtt": [str(name), _]}:
            return {name}
        case dict():
            return set().union(*map(_referred_to, value.values()))
        case list():
            return set().union(*map(_referred_to, value))
        case _:
            return set()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
