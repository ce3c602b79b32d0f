"""The routes of the HTTP API as the template has them, and which of them a request takes.

The order is API Gateway's: a full match before one with a greedy variable, a method before ANY, `$default` last
(https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol
from urllib.parse import unquote

DEFAULT = "$default"
ANY = "ANY"


class ResourceLike(Protocol):
    """As much of a template's resource as is read here."""

    @property
    def type(self) -> str:
        """Such as AWS::ApiGatewayV2::Route."""

    @property
    def ref(self) -> str:
        """What other resources call it."""

    @property
    def properties(self) -> dict[str, Any]:
        """Plain values."""


@dataclass(frozen=True, slots=True)
class Authorizer:
    """The function that is asked first, and for how long its answer holds."""

    name: str
    function: str
    identity_sources: tuple[str, ...]
    cache_seconds: float


@dataclass(frozen=True, slots=True)
class Route:
    """A method and a path with variables, and the function behind it."""

    key: str
    function: str
    authorizer: Authorizer | None = None
    _pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", _pattern(self.path))

    @property
    def method(self) -> str:
        """A method, ANY or nothing."""
        return self.key.partition(" ")[0] if " " in self.key else ANY

    @property
    def path(self) -> str:
        """The path with its variables; `/{$default+}` takes everything."""
        return self.key.partition(" ")[2] if self.key != DEFAULT else ""

    def variables(self, method: str, path: str) -> dict[str, str] | None:
        """The path's variables, decoded, if this route takes the request; None if it does not."""
        if self.method not in (ANY, method):
            return None
        found = self._pattern.fullmatch(path)
        return None if found is None else {name: unquote(value) for name, value in found.groupdict().items()}

    @property
    def precedence(self) -> tuple[bool, bool, int, bool]:
        """Lower goes first."""
        variables = self.path.count("{")
        return (self.key == DEFAULT, self.path.endswith("+}"), variables, self.method == ANY)


class Taken(NamedTuple):
    """A route that takes a request, and what its variables stand for."""

    route: Route
    variables: dict[str, str]


@dataclass(frozen=True, slots=True)
class Api:
    """One HTTP API with its routes, those that go first first."""

    id: str
    name: str
    stage: str
    routes: tuple[Route, ...]

    def route(self, method: str, path: str) -> Taken | None:
        """The route that takes a request for this path (without its query, as it was sent)."""
        for route in self.routes:
            variables = route.variables(method, path)
            if variables is not None:
                return Taken(route, variables)
        return None


def read_api(resources: Iterable[ResourceLike]) -> Api:
    """The one HTTP API of a template. Raises ValueError for what this door does not do."""
    of_type: dict[str, dict[str, dict[str, Any]]] = {}
    for resource in resources:
        if resource.type.startswith("AWS::ApiGatewayV2::"):
            of_type.setdefault(resource.type.rsplit("::", 1)[-1], {})[resource.ref] = resource.properties
    apis = of_type.get("Api", {})
    if len(apis) != 1:
        raise ValueError(f"the template has {len(apis)} HTTP APIs; the local stack answers for exactly one")
    ((api_id, api),) = apis.items()
    authorizers = {ref: _authorizer(properties) for ref, properties in of_type.get("Authorizer", {}).items()}
    integrations = {ref: _integrated(properties) for ref, properties in of_type.get("Integration", {}).items()}
    routes = [_route(properties, integrations, authorizers) for properties in of_type.get("Route", {}).values()]
    stages = [properties["StageName"] for properties in of_type.get("Stage", {}).values()]
    if stages not in ([], [DEFAULT]):
        raise ValueError(f"the HTTP API has the stages {stages}; the local stack serves {DEFAULT} only")
    return Api(api_id, api["Name"], DEFAULT, tuple(sorted(routes, key=lambda route: route.precedence)))


def _route(
    properties: Mapping[str, Any], integrations: Mapping[str, str], authorizers: Mapping[str, Authorizer]
) -> Route:
    key = properties["RouteKey"]
    kind = properties.get("AuthorizationType", "NONE")
    if kind not in ("NONE", "CUSTOM"):
        raise ValueError(f"the route {key} is authorized by {kind}; the local stack knows NONE and CUSTOM")
    authorizer = authorizers[properties["AuthorizerId"]] if kind == "CUSTOM" else None
    return Route(key, integrations[properties["Target"].removeprefix("integrations/")], authorizer)


def _integrated(properties: Mapping[str, Any]) -> str:
    kind, version = properties["IntegrationType"], properties.get("PayloadFormatVersion")
    if (kind, version) != ("AWS_PROXY", "2.0"):
        raise ValueError(f"an integration is {kind} with payload format {version}; the local stack knows AWS_PROXY 2.0")
    return _function(properties["IntegrationUri"])


def _authorizer(properties: Mapping[str, Any]) -> Authorizer:
    name = properties["Name"]
    if not properties.get("EnableSimpleResponses") or properties.get("AuthorizerPayloadFormatVersion") != "2.0":
        raise ValueError(f"the authorizer {name} does not give simple responses to payload format 2.0")
    return Authorizer(
        name,
        _function(properties["AuthorizerUri"]),
        tuple(properties.get("IdentitySource", ())),
        float(properties.get("AuthorizerResultTtlInSeconds", 300)),
    )


def _function(uri: str) -> str:
    """The function's ARN, whether bare or wrapped into one of API Gateway's."""
    found = re.search(r"arn:[^:/]+:lambda:[^/]+", uri.rpartition("/functions/")[2])
    if found is None:
        raise ValueError(f"{uri} names no function")
    return found[0]


def _pattern(path: str) -> re.Pattern[str]:
    if not path:
        return re.compile(r"(?s:.*)")
    parts = re.split(r"\{([^{}]+)\}", path)
    pattern = "".join(
        re.escape(part) if index % 2 == 0 else f"(?P<{part.rstrip('+')}>{'.+' if part.endswith('+') else '[^/]+'})"
        for index, part in enumerate(parts)
    )
    return re.compile(pattern)
