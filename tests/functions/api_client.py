"""Requests to the API, made from the sample events of events/api as API Gateway would send them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from tests.functions.samples import sample
from tests.functions.world import World


@dataclass(frozen=True)
class Answer:
    """What a client sees."""

    status: int
    type: str
    headers: dict[str, str]
    body: Any

    @property
    def problems(self) -> dict[str, str]:
        """Path → reason."""
        return {problem["path"]: problem["reason"] for problem in self.body["problems"]}


class Api:
    """A client of one tenant."""

    def __init__(self, world: World, tenant: str = "root") -> None:
        self._world = world
        self._tenant = tenant

    def __call__(
        self,
        name: str,
        *,
        id: str | None = None,  # noqa: A002 - the word of the API
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str | None] | None = None,
        **event_fields: Any,
    ) -> Answer:
        """The sample request `name`, with another id in its path, another query, body ("" for none) or headers."""
        event = sample(f"api/{name}")
        if id is not None:
            parts = event["rawPath"].split("/")
            parts[4] = id
            event["rawPath"] = event["requestContext"]["http"]["path"] = "/".join(parts)
        if query is not None:
            event["rawQueryString"] = urlencode(query)
            event["queryStringParameters"] = {parameter: str(value) for parameter, value in query.items()}
        if body is not None:
            event["body"] = body if isinstance(body, str) else json.dumps(body)
            event["headers"]["content-type"] = "application/json"
        if body == "":
            del event["body"], event["headers"]["content-type"]
        if "authorizer" in event["requestContext"]:
            event["requestContext"]["authorizer"]["lambda"]["tenant"] = self._tenant
        changed = event["headers"] | dict(headers or {})
        event["headers"] = {header: value for header, value in changed.items() if value is not None}
        return self.send(event | event_fields)

    def send(self, event: dict[str, Any]) -> Answer:
        """Any event."""
        answer = self._world.invoke("api", event)
        headers = {name.lower(): value for name, value in answer["headers"].items()}
        return Answer(answer["statusCode"], headers["content-type"], headers, json.loads(answer["body"]))
