"""Parameter Store: the template's parameters, and those that were put, kept in the state folder."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from infra.local.clock import MovableClock
from infra.local.iam_operations import parameter_arn
from infra.local.kept import Kept
from infra.local.service_errors import ServiceError, unknown_operation

Params = dict[str, Any]


class Parameters:
    """SSM's parameters; the newest version of each."""

    operations = None
    """All of SSM ends here: moto's takes a second and 130 MB to load."""

    def __init__(self, kept: Kept, region: str, clock: MovableClock) -> None:
        self._kept = kept
        self._region = region
        self._clock = clock

    def put(self, name: str, value: str, kind: str = "String") -> int:
        """Set a parameter. Its version."""
        before = self._kept.get(name)
        version = (before["Version"] if before else 0) + 1
        changed = self._clock.now().isoformat()
        self._kept.put(name, {"Type": kind, "Value": value, "Version": version, "Changed": changed})
        return version

    def answer(self, operation: str, params: Params) -> dict[str, Any]:
        """PutParameter and the three ways to get some."""
        match operation:
            case "GetParameter":
                return {"Parameter": self._get(params["Name"])}
            case "GetParameters":
                known = [name for name in params["Names"] if self._kept.get(name)]
                invalid = [name for name in params["Names"] if name not in known]
                return {"Parameters": [self._get(name) for name in known], "InvalidParameters": invalid}
            case "GetParametersByPath":
                return {"Parameters": [self._get(name) for name in self._under(params)]}
            case "DescribeParameters":
                return {"Parameters": [{"Name": name} for name in self._kept]}
            case "PutParameter":
                return {"Version": self._put(params), "Tier": "Standard"}
        raise unknown_operation("ssm", operation)

    def _put(self, params: Params) -> int:
        if self._kept.get(params["Name"]) and not params.get("Overwrite"):
            raise ServiceError("ParameterAlreadyExists", "The parameter already exists.")
        return self.put(params["Name"], params["Value"], params.get("Type", "String"))

    def _get(self, name: str) -> dict[str, Any]:
        entry = self._kept.get(name)
        if entry is None:
            raise ServiceError("ParameterNotFound", f"Parameter {name} not found.")
        return {
            "Name": name,
            "Type": entry["Type"],
            "Value": entry["Value"],
            "Version": entry["Version"],
            "LastModifiedDate": datetime.fromisoformat(entry["Changed"]),
            "ARN": parameter_arn(name, self._region),
            "DataType": "text",
        }

    def _under(self, params: Params) -> list[str]:
        path = params["Path"].rstrip("/") + "/"
        names = [name for name in self._kept if name.startswith(path)]
        return names if params.get("Recursive") else [name for name in names if "/" not in name[len(path) :]]
